import { render } from 'preact';
import { Options } from '../../components/options/app';
import { createOptionsStore } from '../../components/state/options-store';
import { markLanguage } from '../../components/ui/locale';
import { createPageClient } from '../../sync/browser/page-client';

markLanguage(document.documentElement);

const root = document.getElementById('root');
if (root !== null) render(<Options store={createOptionsStore(createPageClient())} />, root);
