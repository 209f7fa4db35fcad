import './mapping.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { MappingView } from '../../sync/protocol/administration';
import type { MappingCheckView } from '../../sync/protocol/mapping-check';
import type { Kind, Problem } from '../../sync/types';
import { ask, type Client } from '../state/client';
import { useDraft } from '../state/use-draft';
import { useQuery } from '../state/use-query';
import { ChoiceBar } from '../ui/choice-bar';
import { count } from '../ui/format';
import { SearchField } from '../ui/search-field';
import { EffectDialog } from './effect-dialog';
import {
  changesOf,
  contains,
  draftOf,
  passes,
  rowsOf,
  type Draft,
  type MappingFilter,
} from './mapping-draft';
import { MappingTable } from './mapping-table';
import { TryAgain, Unanswered } from './unanswered';
import { Failed } from './failed';

const shownKinds = ['contact', 'account', 'product'] as const;
const filters = ['all', 'unmapped', 'required', 'problem'] as const;

interface MappingProps {
  client: Client;
  /** The record type that is shown first. */
  first?: Kind;
  /** Stands where the changes stand while there are none. */
  foot?: ComponentChildren;
}

/** Which Desk field goes with which CRM field (MAP-1 to MAP-5). */
export function Mapping({ client, first = 'contact', foot }: MappingProps) {
  const [kind, setKind] = useState<Kind>(first);
  // Another record type is another draft.
  return <MappingOf key={kind} client={client} kind={kind} onKind={setKind} foot={foot} />;
}

interface MappingOfProps extends MappingProps {
  kind: Kind;
  onKind: (kind: Kind) => void;
}

function MappingOf({ client, kind, onKind, foot }: MappingOfProps) {
  // What is being edited, and how it came to be: the last step can be taken back.
  // Bound to the version it was begun on: a newer one makes it void without anything being reset.
  const kept = useDraft<{ version: number; steps: readonly Draft[] }>(client, `mapping/${kind}`);
  const edits = kept.value;
  // Another window's changes are not put under what is being edited here; saving says so.
  const query = useQuery(client, 'mapping.get', { kind }, edits === null ? ['setup'] : []);
  const { value } = query;
  const steps = edits !== null && edits.version === value?.version ? edits.steps : [];
  const setSteps = (next: readonly Draft[]): void =>
    kept.set(next.length === 0 || value === null ? null : { version: value.version, steps: next });
  const [sampleKey, setSampleKey] = useState<string | null>(null);
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<MappingFilter>('all');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saved, setSaved] = useState(false);
  const [busy, setBusy] = useState(false);
  const before = draftOf(value?.lines ?? []);
  const draft = steps.at(-1) ?? before;
  const changes = changesOf(before, draft);
  const lines = [...draft.values()];
  const key = sampleKey ?? value?.samples[0]?.key ?? '';
  const sample = useQuery(client, 'mapping.sample', { kind, key, lines }, [], key !== '');
  const check = useQuery(client, 'mapping.check', { kind, lines }, [], value !== null);
  const [showing, setShowing] = useState(false);
  const live = check.value?.metas;
  useEffect(() => {
    // What was shown at once is out of date: a field was added or changed meanwhile.
    if (live !== undefined && value !== null && live !== value.metas) query.again();
  }, [live]);
  // What is shown at once stands, where what there is now cannot be read; it is said.
  const trouble = problem ?? check.problem;
  const rows = value === null ? [] : rowsOf(value, draft, check.value?.lines ?? null);

  async function save(view: MappingView): Promise<void> {
    setBusy(true);
    setProblem(null);
    const answer = await ask(client, 'mapping.save', { kind, version: view.version, lines });
    if (answer.ok) {
      setSaved(true);
      // What led to it cannot be taken back any more.
      await kept.end(edits, query.reread, (since) => ({
        version: Math.max(since.version, view.version + 1),
        steps: since.steps.slice(-1),
      }));
    } else setProblem(answer.problem);
    setBusy(false);
  }

  const bar = (
    <ChoiceBar
      label={i18n.t('recordType')}
      value={kind}
      onChoose={onKind}
      choices={shownKinds.map((each) => ({
        value: each,
        label: i18n.t(`kind.${each}`),
        count: value?.mapped[each],
      }))}
    />
  );
  if (value === null)
    return (
      <>
        <div class="bar">{bar}</div>
        {query.problem === null ? (
          <p class="empty">{i18n.t('mapping.reading')}</p>
        ) : (
          <Unanswered problem={query.problem} again={query.again} />
        )}
      </>
    );
  return (
    <>
      <div class="bar">
        {bar}
        <span class="push" />
        {value.samples.length === 0 ? (
          <span class="muted small">{i18n.t('mapping.noSample')}</span>
        ) : (
          <label class="row small samp">
            <span class="muted">{i18n.t('mapping.sample')}</span>
            <select
              class="in"
              value={key}
              onChange={({ currentTarget }) => setSampleKey(currentTarget.value)}
            >
              {value.samples.map((each) => (
                <option key={each.key} value={each.key}>
                  {each.title}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <div class="bar b2">
        <SearchField label={i18n.t('mapping.find')} onSearch={setSearch} />
        <span class="push" />
        <ChoiceBar
          label={i18n.t('show')}
          value={filter}
          onChoose={setFilter}
          choices={filters.map((each) => ({
            value: each,
            label: i18n.t(`mapping.show.${each}`),
            count: each === 'all' ? undefined : rows.filter((row) => passes(row, each)).length,
          }))}
        />
      </div>
      <Failed
        problem={trouble}
        actions={problem === null ? <TryAgain again={check.again} /> : undefined}
      />
      <output class="said muted small">
        {saved && changes === 0 ? i18n.t('mapping.saved') : ''}
      </output>
      <MappingTable
        client={client}
        view={value}
        draft={draft}
        rows={rows.filter((row) => passes(row, filter) && contains(row, search))}
        sample={sample.value?.rows ?? []}
        onDraft={(next) => {
          setSaved(false);
          setSteps([...steps, next]);
        }}
      />
      {changes === 0 ? (
        foot
      ) : (
        <div class="save">
          <span>
            <b class="mid">{i18n.t('mapping.changes', changes, { count: count(changes) })}</b>{' '}
            <span class="muted">{effectWords(value, check.fresh ? check.value : null)}</span>
          </span>
          <div class="acts">
            <button
              class="btn quiet"
              type="button"
              disabled={busy}
              onClick={() => {
                setProblem(null);
                setSteps([]);
                query.again();
              }}
            >
              {i18n.t('mapping.discard')}
            </button>
            <button
              class="btn"
              type="button"
              disabled={busy}
              onClick={() => setSteps(steps.slice(0, -1))}
            >
              {i18n.t('mapping.undo')}
            </button>
            <button
              class="btn"
              type="button"
              disabled={busy || !check.fresh || check.value === null}
              onClick={() => setShowing(true)}
            >
              {i18n.t('mapping.previewEffect')}
            </button>
            <button
              class="btn primary"
              type="button"
              disabled={busy}
              onClick={() => void save(value)}
            >
              {i18n.t(busy ? 'saving' : 'mapping.save')}
            </button>
          </div>
        </div>
      )}
      {showing && check.value !== null && (
        <EffectDialog
          check={check.value}
          metas={value}
          linked={value.linked}
          onClose={() => setShowing(false)}
        />
      )}
    </>
  );
}

/** What the changes do to linked records, as far as that is known by now. */
function effectWords({ linked }: MappingView, check: MappingCheckView | null): string {
  const again = i18n.t('mapping.effect', linked, { count: count(linked) });
  const effect = check?.read ?? check?.stored ?? null;
  if (effect === null || linked === 0) return again;
  const told = (['desk', 'crm', 'failing', 'asking'] as const)
    .filter((name) => effect[name] > 0)
    .map((name) =>
      i18n.t(`mapping.effectOf.${name}`, effect[name], { count: count(effect[name]) }),
    );
  const words = told.length === 0 ? i18n.t('mapping.effectNone') : told.join(' · ');
  return `${again} ${i18n.t('mapping.effectLooked', effect.of, { count: count(effect.of), effect: words })}`;
}
