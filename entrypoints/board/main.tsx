import { render } from 'preact';
import { Board } from '../../components/handshake/app';
import { createBoardStore } from '../../components/state/board-store';
import { markLanguage } from '../../components/ui/locale';
import { createPageClient } from '../../sync/browser/page-client';

markLanguage(document.documentElement);

const root = document.getElementById('root');
if (root !== null) render(<Board source={createBoardStore(createPageClient())} />, root);
