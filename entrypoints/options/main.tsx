import { render } from 'preact';
import { Options } from '../../components/options/app';
import { beginQuestions } from '../../components/options/first-questions';
import { createOptionsStore } from '../../components/state/options-store';
import { OwnHostsContext } from '../../components/state/own-hosts';
import { markLanguage } from '../../components/ui/locale';
import { createOwnHosts } from '../../sync/browser/own-hosts';
import { createPageClient } from '../../sync/browser/page-client';
import { hostPermissions } from '../../sync/zoho/host-patterns';

markLanguage(document.documentElement);

const client = createPageClient();
beginQuestions(client, location.hash, Date.now());

const root = document.getElementById('root');
if (root !== null)
  render(
    <OwnHostsContext.Provider value={createOwnHosts(hostPermissions)}>
      <Options store={createOptionsStore(client)} />
    </OwnHostsContext.Provider>,
    root,
  );
