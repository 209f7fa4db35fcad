import { render } from 'preact';
import { Sidebar } from '../../components/sidebar/app';
import { createProfileStore } from '../../components/state/profile-store';
import { createViewStore } from '../../components/state/view-store';
import { markLanguage } from '../../components/ui/locale';
import { createPageClient } from '../../sync/browser/page-client';

/** What the host tells in the frame's address: its pass, and the theme it shows itself in. */
function told(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}

function followTheme(): void {
  const theme = told().get('theme');
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset['theme'] = theme;
  else delete document.documentElement.dataset['theme'];
}

markLanguage(document.documentElement);
followTheme();
addEventListener('hashchange', followTheme);

const pass = told().get('pass') ?? '';
const client = createPageClient();
const root = document.getElementById('root');
if (root !== null)
  render(
    <Sidebar
      profile={createProfileStore(client, pass)}
      view={createViewStore(client)}
      hosted={pass !== ''}
    />,
    root,
  );
