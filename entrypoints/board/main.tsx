import { render } from 'preact';
import { Board } from '../../components/handshake/app';
import { createBoardStore } from '../../components/state/board-store';
import { createKeyStore } from '../../components/state/key-store';
import { markLanguage } from '../../components/ui/locale';
import { createPageClient } from '../../sync/browser/page-client';
import { followTheme, told } from '../sidepanel/told';

markLanguage(document.documentElement);
followTheme();

const client = createPageClient();
const root = document.getElementById('root');
if (root !== null)
  render(
    <Board source={createBoardStore(client, told().get('pass'))} keys={createKeyStore(client)} />,
    root,
  );
