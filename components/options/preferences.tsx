import './preferences.css';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { PreferencesDraft } from '../../sync/protocol/administration';
import type { Problem } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useQuery } from '../state/use-query';
import { count } from '../ui/format';
import { Notice } from '../ui/notice';
import { DeletePreferences } from './delete-preferences';
import { isPayable } from './credit-preferences';
import { ProductPreferences } from './product-preferences';
import { SyncPreferences } from './sync-preferences';
import { Unanswered } from './unanswered';

interface PreferencesProps {
  client: Client;
  tab: 'preferences' | 'deletions' | 'products';
  isSetup?: boolean;
  /** Stands where the changes stand while there are none. */
  foot?: ComponentChildren;
}

const names = [
  'syncType',
  'views',
  'departments',
  'secondaryEmail',
  'importFrom',
  'policy',
  'deletions',
  'credits',
  'pollEveryMs',
] as const;
/** Changes of these need no second look at any record. */
const light: ReadonlySet<string> = new Set(['policy', 'deletions', 'credits', 'pollEveryMs']);

/** Sync type, scope, matching, conflicts and deletions: one draft over two tabs. */
export function Preferences({ client, tab, isSetup = false, foot }: PreferencesProps) {
  // Bound to the version it was begun on: a newer one makes it void without anything being reset.
  const [edited, setEdited] = useState<{ version: number; draft: PreferencesDraft } | null>(null);
  // Another window's changes are not put under what is being edited here; saving says so.
  const query = useQuery(client, 'preferences.get', undefined, edited === null ? ['setup'] : []);
  const choices = useQuery(client, 'preferences.choices', undefined, []);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const { value } = query;
  if (value === null) return <Unanswered problem={query.problem} again={query.again} />;
  const { version } = value;
  const draft = edited?.version === version ? edited.draft : value.draft;
  const changed = names.filter(
    (name) => JSON.stringify(draft[name]) !== JSON.stringify(value.draft[name]),
  );

  function edit(part: Partial<PreferencesDraft>): void {
    setSaved(false);
    setEdited({ version, draft: { ...draft, ...part } });
  }

  async function save(): Promise<void> {
    setBusy(true);
    setProblem(null);
    const answer = await ask(client, 'preferences.save', {
      version,
      draft,
      look: tab === 'products' && draft.syncType.product !== 'displayOnly',
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    setSaved(true);
    setEdited(null);
    query.again();
  }

  const anew = changed.some((name) => !light.has(name));
  const effect = anew
    ? 'preferences.effectAnew'
    : changed.includes('deletions')
      ? 'preferences.effectDelete'
      : 'preferences.effect';
  return (
    <>
      {problem !== null && (
        <Notice tone="red" title={i18n.t('actions.failed')}>
          <span>{problem.message}</span>
        </Notice>
      )}
      <output class="said muted small">
        {saved && changed.length === 0 ? i18n.t('preferences.saved') : ''}
      </output>
      {tab === 'preferences' ? (
        <SyncPreferences
          client={client}
          view={value}
          choices={choices}
          draft={draft}
          isSetup={isSetup}
          onEdit={edit}
        />
      ) : tab === 'products' ? (
        <ProductPreferences choices={choices} draft={draft} onEdit={edit} />
      ) : (
        <DeletePreferences draft={draft} onEdit={edit} />
      )}
      {changed.length === 0 ? (
        foot
      ) : (
        <div class="save">
          <span>
            <b class="mid">
              {i18n.t('mapping.changes', changed.length, { count: count(changed.length) })}
            </b>{' '}
            <span class="muted">{i18n.t(effect)}</span>
          </span>
          <div class="acts">
            <button
              class="btn quiet"
              type="button"
              disabled={busy}
              onClick={() => {
                setProblem(null);
                setEdited(null);
                query.again();
              }}
            >
              {i18n.t('mapping.discard')}
            </button>
            <button
              class="btn primary"
              type="button"
              disabled={busy || !isPayable(draft)}
              onClick={() => void save()}
            >
              {i18n.t(busy ? 'saving' : 'preferences.save')}
            </button>
          </div>
        </div>
      )}
    </>
  );
}
