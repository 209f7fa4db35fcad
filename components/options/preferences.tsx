import './preferences.css';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { PreferencesDraft } from '../../sync/protocol/administration';
import type { Problem } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useDraft } from '../state/use-draft';
import { useQuery } from '../state/use-query';
import { DeletePreferences } from './delete-preferences';
import { PreferencesBar } from './preferences-bar';
import { PreferencesEffectDialog } from './preferences-effect-dialog';
import { changedNames, effectWords } from './preferences-words';
import { ProductPreferences } from './product-preferences';
import { SyncPreferences } from './sync-preferences';
import { TryAgain, Unanswered } from './unanswered';
import { Failed } from './failed';

interface PreferencesProps {
  client: Client;
  tab: 'preferences' | 'deletions' | 'products';
  isSetup?: boolean;
  /** Stands where the changes stand while there are none. */
  foot?: ComponentChildren;
}

/** Sync type, scope, matching, conflicts and deletions: one draft over two tabs. */
export function Preferences({ client, tab, isSetup = false, foot }: PreferencesProps) {
  // Bound to the version it was begun on: a newer one makes it void without anything being reset.
  const kept = useDraft<{ version: number; draft: PreferencesDraft }>(client, 'preferences');
  const edited = kept.value;
  // Another window's changes are not put under what is being edited here; saving says so.
  const news = edited === null ? (['setup', 'status'] as const) : [];
  const query = useQuery(client, 'preferences.get', undefined, news);
  const choices = useQuery(client, 'preferences.choices', undefined, []);
  const { value } = query;
  const isEdited = edited !== null && value !== null && edited.version >= value.version;
  const draft = isEdited ? edited.draft : (value?.draft ?? null);
  const changed = value === null || draft === null ? [] : changedNames(value.draft, draft);
  const isTold = tab === 'deletions' && draft?.deletions.account.crmDeleted === 'always';
  const told = useQuery(
    client,
    'preferences.effect',
    // Not asked before there is a draft.
    { draft: draft! },
    [],
    draft !== null && (changed.length > 0 || isTold),
  );
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const [showing, setShowing] = useState(false);
  if (value === null || draft === null)
    return <Unanswered problem={query.problem} again={query.again} />;
  const version = isEdited ? edited.version : value.version;
  const effect = told.fresh ? told.value : null;
  const unlooked = changed.length > 0 && effect === null ? told.problem : null;
  const words = effectWords(value, draft, effect);

  function edit(part: Partial<PreferencesDraft>): void {
    setSaved(false);
    kept.set({ version, draft: { ...draft!, ...part } });
  }

  async function save(): Promise<void> {
    setBusy(true);
    setProblem(null);
    const answer = await ask(client, 'preferences.save', {
      version,
      draft: draft!,
      look: tab === 'products' && draft!.syncType.product !== 'displayOnly',
    });
    if (answer.ok) {
      setSaved(true);
      await kept.end(edited, query.reread, (since) => ({
        ...since,
        version: Math.max(since.version, version + 1),
      }));
    } else setProblem(answer.problem);
    setBusy(false);
  }

  return (
    <>
      <Failed problem={problem} />
      {unlooked !== null && <Failed problem={unlooked} actions={<TryAgain again={told.again} />} />}
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
          effect={effect}
          onEdit={edit}
          onShow={() => setShowing(true)}
          onReference={(made) => {
            // What is being edited goes on from there: the field is no part of it.
            if (isEdited) kept.set({ version: made, draft });
            query.again();
          }}
        />
      ) : tab === 'products' ? (
        <ProductPreferences choices={choices} draft={draft} onEdit={edit} />
      ) : (
        <DeletePreferences view={value} draft={draft} effect={effect} onEdit={edit} />
      )}
      {changed.length === 0 ? (
        foot
      ) : (
        <PreferencesBar
          draft={draft}
          changes={changed.length}
          told={
            effect === null && unlooked === null ? [...words, i18n.t('preferences.looking')] : words
          }
          busy={busy}
          onPreview={effect === null || effect.of === 0 ? null : () => setShowing(true)}
          onDiscard={() => {
            setProblem(null);
            kept.set(null);
            query.again();
          }}
          onSave={() => void save()}
        />
      )}
      {showing && effect !== null && (
        <PreferencesEffectDialog effect={effect} told={words} onClose={() => setShowing(false)} />
      )}
    </>
  );
}
