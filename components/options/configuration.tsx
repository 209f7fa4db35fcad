import { i18n } from '#i18n';
import type { Client } from '../state/client';
import { Agents } from './agents';
import { Mapping } from './mapping';
import { useTab } from './pages';
import { Preferences } from './preferences';
import { Preview } from './preview';

const tabs = ['preferences', 'mapping', 'deletions', 'preview', 'agents'] as const;

/** Everything that decides what the sync does, by tabs under Zoho's own names. */
export function Configuration({ client }: { client: Client }) {
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
      {tab === 'agents' && <Agents client={client} />}
      {(tab === 'preferences' || tab === 'deletions') && <Preferences client={client} tab={tab} />}
    </div>
  );
}
