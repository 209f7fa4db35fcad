import { render } from 'preact';
import { Options } from '../../components/options/app';
import { createOptionsStore } from '../../components/state/options-store';
import { OwnHostsContext } from '../../components/state/own-hosts';
import { markLanguage } from '../../components/ui/locale';
import { createOwnHosts } from '../../sync/browser/own-hosts';
import { createPageClient } from '../../sync/browser/page-client';
import { hostPermissions } from '../../sync/zoho/host-patterns';

markLanguage(document.documentElement);

const root = document.getElementById('root');
if (root !== null)
  render(
    <OwnHostsContext.Provider value={createOwnHosts(hostPermissions)}>
      <Options store={createOptionsStore(createPageClient())} />
    </OwnHostsContext.Provider>,
    root,
  );
