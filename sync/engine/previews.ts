/** The read model of a preview and of the plan that the brake holds: what is stored, page by page. */
import type {
  PreviewFilterView,
  PreviewRowView,
  PreviewSumView,
  PreviewView,
  TicksView,
} from '../protocol/preview';
import type { Rows } from '../protocol/administration';
import type { Kind, Side } from '../types';
import type { PlannedRow, PreviewHandle } from '../types/runs';
import type { SyncConfig } from '../types/settings';
import { pacedMs } from '../core/budget';
import { csvText } from '../core/csv';
import { writingMs } from '../core/estimate';
import { folded, reasonOf } from '../core/failure-reason';
import { heldChanged, SyncError } from '../core/problem';
import { createFieldLabels, shownFields, type LabelPorts } from './field-labels';
import { lookView, staleError } from './looking';
import type { Store } from './ports';
import type { Sync } from './sync';
import { tickedBy } from './ticks';

export interface PreviewsPorts extends LabelPorts {
  readonly store: Pick<Store, 'control' | 'config' | 'preview' | 'previewRows' | 'runs' | 'held'>;
  readonly sync: Pick<Sync, 'ask' | 'accept' | 'putAway' | 'dismiss'>;
  /** Begins a run now; resolves when it has begun. */
  run(): void;
  /** Sets the alarm to when the sync next wants to run. */
  arrange(): Promise<void>;
  creditsLeft(side: Side): number | null;
}

/** Part of a list. */
interface Part {
  readonly offset: number;
  readonly limit: number;
}

export interface Previews {
  get(): Promise<PreviewView>;
  make(): Promise<void>;
  /** Rejects with `preview.stale` unless the plan has this hash. */
  rows(hash: string, filter: PreviewFilterView, part: Part): Promise<Rows<PreviewRowView>>;
  sum(hash: string, ticks: TicksView): Promise<PreviewSumView>;
  csv(hash: string, filter: PreviewFilterView): Promise<string>;
  apply(hash: string, ticks: TicksView): Promise<void>;
  dismiss(): Promise<void>;
  /** Rejects with `held.changed` unless the held plan has this hash. */
  heldRows(hash: string, part: Part): Promise<Rows<PreviewRowView>>;
  dismissHeld(): Promise<void>;
}

const bySide = <T>(of: (side: Side) => T): Readonly<Record<Side, T>> => ({
  desk: of('desk'),
  crm: of('crm'),
});

/** The read model over these ports. */
export function createPreviews(ports: PreviewsPorts): Previews {
  const { store, sync } = ports;
  const labelsOf = createFieldLabels(ports);

  async function shown(rows: readonly PlannedRow[]): Promise<readonly PreviewRowView[]> {
    const labels = new Map<Kind, ReadonlyMap<string, string>>();
    for (const { kind } of rows) if (!labels.has(kind)) labels.set(kind, await labelsOf(kind));
    return rows.map((row) => ({
      id: `${row.pairKey} ${row.action === 'need' ? row.action : row.digest}`,
      key: row.pairKey,
      kind: row.kind,
      action: row.action,
      side: row.side,
      title: row.title,
      because: row.action === 'need' ? null : (row.because ?? null),
      // What a person is to choose bears Desk's names.
      fields: shownFields(
        row.action === 'need' ? { ...row, side: 'desk' } : row,
        labels.get(row.kind) ?? new Map(),
      ),
      why: row.action === 'need' ? { reason: reasonOf(row.problem), problem: row.problem } : null,
      credits: row.action === 'need' ? 0 : row.credits,
      overwritesEmail: overwritesEmail(row),
    }));
  }

  /** Every row of the plan of this hash. */
  async function* all(hash: string): AsyncGenerator<PlannedRow> {
    const handle = await store.preview();
    if (handle?.hash !== hash) throw staleError();
    for (let page = 0; page < handle.pages; page++) yield* await store.previewRows(page);
  }

  return {
    async get() {
      const [control, config, stored, [run]] = await Promise.all([
        store.control(),
        store.config(),
        store.preview(),
        store.runs(1),
      ]);
      const look = config && lookView(control, stored, config);
      const handle = look?.state === 'ready' || look?.state === 'applying' ? stored : null;
      const isMaking = look?.state === 'making' && run?.isPreview === true;
      return {
        look,
        hash: handle?.hash ?? null,
        at: handle?.at ?? null,
        importFrom: config?.importFrom ?? 0,
        rows: handle?.rows ?? 0,
        counts: handle?.counts ?? [],
        needs: handle?.needs ?? [],
        ms: handle && msOf(handle.counts, handle.credits, handle, config),
        credits: handle?.credits ?? { desk: 0, crm: 0 },
        creditsLeft: bySide(ports.creditsLeft),
        creditsPerDay: bySide((side) => perDay(config, side)),
        progress:
          isMaking && run.endedAt === null
            ? { phase: run.phase, kind: run.kind, progress: run.progress }
            : null,
        problem: isMaking && run.endedAt !== null ? run.problem : null,
      };
    },
    async make() {
      await sync.ask();
      ports.run();
    },
    async rows(hash, filter, { offset, limit }) {
      const handle = await store.preview();
      if (handle?.hash !== hash) throw staleError();
      const needs = (handle.needs ?? []).map((one) => ({ ...one, ...ofNeed }));
      const counted = [...handle.counts, ...needs]
        .filter((one) => isOfSort(one, filter))
        .reduce((sum, one) => sum + one.records, 0);
      const rows: PlannedRow[] = [];
      let found = 0;
      const isCounted = filter.search.trim() === '' && filter.emails !== true;
      // Only what is not counted must look at every page to say how many there are.
      const isEnough = (): boolean => isCounted && (rows.length === limit || found === counted);
      for (let page = 0; page < handle.pages && !isEnough(); page++)
        for (const row of await store.previewRows(page)) {
          if (!isWanted(row, filter)) continue;
          if (found >= offset && rows.length < limit) rows.push(row);
          found++;
        }
      return { rows: await shown(rows), of: isCounted ? counted : found };
    },
    async sum(hash, ticks) {
      const isTicked = tickedBy(ticks);
      const sum = { desk: 0, crm: 0 };
      const counts = new Map<string, Pick<Counted, 'action' | 'side'> & { records: number }>();
      let rows = 0;
      for await (const row of all(hash)) {
        if (row.action === 'need' || !isTicked(row.pairKey)) continue;
        rows++;
        if (row.side === null) continue;
        sum[row.side] += row.credits;
        const { action, side } = row;
        const count = counts.get(action + side) ?? { action, side, records: 0 };
        counts.set(action + side, { ...count, records: count.records + 1 });
      }
      const credits = { desk: Math.ceil(sum.desk), crm: Math.ceil(sum.crm) };
      const [handle, config] = await Promise.all([store.preview(), store.config()]);
      return { rows, credits, ms: handle && msOf([...counts.values()], credits, handle, config) };
    },
    async csv(hash, filter) {
      const rows: PlannedRow[] = [];
      for await (const row of all(hash)) if (isWanted(row, filter)) rows.push(row);
      return csvText(
        ['Record', 'Record type', 'Action', 'Written to', 'Field', 'Before', 'After', 'Problem'],
        (await shown(rows)).flatMap(({ title, kind, action, side, fields, why }) => {
          const start = [title, kind, action, side];
          const said = why?.problem.message ?? null;
          if (fields.length === 0) return [[...start, null, null, null, said]];
          return fields.map(({ label, before, after }) => [...start, label, before, after, said]);
        }),
      );
    },
    async apply(hash, ticks) {
      const meant = !ticks.all
        ? ticks.only
        : ticks.except.length > 0
          ? { except: ticks.except }
          : 'all';
      await sync.accept(hash, meant);
      ports.run();
    },
    async dismiss() {
      await sync.putAway();
      await ports.arrange();
    },
    async heldRows(hash, { offset, limit }) {
      const held = await store.held();
      if (held?.hash !== hash) throw new SyncError(heldChanged);
      // The plan keeps its first rows; the number is that of all.
      const rows = await shown(held.rows.slice(offset, offset + limit));
      return { rows, of: held.rows.length };
    },
    dismissHeld: () => sync.dismiss(),
  };
}

type Counted = PreviewHandle['counts'][number];

const ofNeed = { action: 'need', side: null } as const;

/** What the sync may spend a day; null without a cap. */
function perDay(config: SyncConfig | null, side: Side): number | null {
  const { capPerDay = null, reservePerDay = 0 } = config?.credits?.[side] ?? {};
  return capPerDay === null ? null : Math.max(0, capPerDay - reservePerDay);
}

/** ms of writing this much, by the speed of the calls and by what the hours may spend. */
function msOf(
  counts: readonly Pick<Counted, 'action' | 'side' | 'records'>[],
  credits: Readonly<Record<Side, number>>,
  { callMs }: PreviewHandle,
  config: SyncConfig | null,
): number | null {
  let ms = writingMs(counts, callMs);
  for (const side of ['desk', 'crm'] as const) {
    const cap = perDay(config, side);
    const paced = cap === null ? 0 : pacedMs(credits[side], cap);
    ms = ms === null || paced === null ? null : Math.max(ms, paced);
  }
  return ms;
}

type Sort = Pick<PlannedRow, 'kind' | 'action' | 'side'>;

const isOfSort = (one: Sort, { kind, action, side }: PreviewFilterView): boolean =>
  (kind === null || one.kind === kind) &&
  (action === null || one.action === action) &&
  (side === null || one.side === side);

const isWanted = (row: PlannedRow, filter: PreviewFilterView): boolean =>
  isOfSort(row, filter) &&
  folded(row.title).includes(folded(filter.search)) &&
  (filter.emails !== true || overwritesEmail(row));

/** Desk's own name of a contact's primary address. */
const overwritesEmail = ({ kind, action, side, fields }: PlannedRow): boolean =>
  kind === 'contact' &&
  action === 'update' &&
  side === 'desk' &&
  fields.some(({ name, before }) => name === 'email' && before !== null && before !== '');
