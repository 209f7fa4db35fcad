import { i18n } from '#i18n';
import type { SetupView } from '../../sync/protocol';
import type { OptionsStore } from '../state/options-store';
import { Agents } from './agents';
import { Mapping } from './mapping';
import { useTab } from './pages';
import { Preferences } from './preferences';
import { Preview } from './preview';
import { Received } from './received';

const tabs = ['preferences', 'mapping', 'deletions', 'preview', 'agents'] as const;

interface ConfigurationProps {
  store: OptionsStore;
  setup: SetupView;
  busy: boolean;
}

/** Everything that decides what the sync does, by tabs under Zoho's own names. */
export function Configuration({ store, setup, busy }: ConfigurationProps) {
  const { client } = store;
  const tab = useTab(tabs);
  return (
    <div class="op-in">
      <header class="op-h">
        <div>
          <h1>{i18n.t('nav.configuration')}</h1>
        </div>
      </header>
      <nav class="tabs" aria-label={i18n.t('nav.configuration')}>
        {tabs.map((each) => (
          <a
            key={each}
            href={`#configuration/${each}`}
            aria-current={each === tab ? 'page' : undefined}
          >
            {i18n.t(`tabs.${each}`)}
          </a>
        ))}
      </nav>
      {tab === 'mapping' && <Mapping client={client} />}
      {tab === 'preview' && <Preview client={client} />}
      {tab === 'agents' && (
        <>
          <Agents client={client} />
          <section class="blk" aria-labelledby="asked-title">
            <h2 id="asked-title">{i18n.t('received.asked')}</h2>
            <p class="muted">{i18n.t('received.askedLead')}</p>
            <Received setup={setup} store={store} busy={busy} />
          </section>
        </>
      )}
      {(tab === 'preferences' || tab === 'deletions') && <Preferences client={client} tab={tab} />}
    </div>
  );
}
