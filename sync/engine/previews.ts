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
import type { PreviewRow } from '../types/runs';
import { csvText } from '../core/csv';
import { folded } from '../core/failure-reason';
import { SyncError } from '../core/problem';
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

  async function shown(rows: readonly PreviewRow[]): Promise<readonly PreviewRowView[]> {
    const labels = new Map<Kind, ReadonlyMap<string, string>>();
    for (const { kind } of rows) if (!labels.has(kind)) labels.set(kind, await labelsOf(kind));
    return rows.map((row) => ({
      id: `${row.pairKey} ${row.digest}`,
      key: row.pairKey,
      kind: row.kind,
      action: row.action,
      side: row.side,
      title: row.title,
      fields: shownFields(row, labels.get(row.kind) ?? new Map()),
      credits: row.credits,
      overwritesEmail: overwritesEmail(row),
    }));
  }

  /** Every row of the plan of this hash. */
  async function* all(hash: string): AsyncGenerator<PreviewRow> {
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
        rows: handle?.rows ?? 0,
        counts: handle?.counts ?? [],
        credits: handle?.credits ?? { desk: 0, crm: 0 },
        creditsLeft: bySide(ports.creditsLeft),
        creditsPerDay: bySide((side) => {
          const { capPerDay = null, reservePerDay = 0 } = config?.credits?.[side] ?? {};
          return capPerDay === null ? null : Math.max(0, capPerDay - reservePerDay);
        }),
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
      const counted = handle.counts
        .filter((one) => isOfSort(one, filter))
        .reduce((sum, one) => sum + one.records, 0);
      const rows: PreviewRow[] = [];
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
      const credits = { desk: 0, crm: 0 };
      let rows = 0;
      for await (const row of all(hash)) {
        if (!isTicked(row.pairKey)) continue;
        rows++;
        if (row.side !== null) credits[row.side] += row.credits;
      }
      return { rows, credits: { desk: Math.ceil(credits.desk), crm: Math.ceil(credits.crm) } };
    },
    async csv(hash, filter) {
      const rows: PreviewRow[] = [];
      for await (const row of all(hash)) if (isWanted(row, filter)) rows.push(row);
      return csvText(
        ['Record', 'Record type', 'Action', 'Written to', 'Field', 'Before', 'After'],
        (await shown(rows)).flatMap(({ title, kind, action, side, fields }) => {
          const start = [title, kind, action, side];
          if (fields.length === 0) return [[...start, null, null, null]];
          return fields.map(({ label, before, after }) => [...start, label, before, after]);
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
      if (held?.hash !== hash)
        throw new SyncError({
          code: 'held.changed',
          kind: 'conflict',
          message: 'The plan has changed since it was shown. Look at it again before you confirm.',
        });
      // The plan keeps its first rows; the number is that of all.
      const rows = await shown(held.rows.slice(offset, offset + limit));
      return { rows, of: held.rows.length };
    },
    dismissHeld: () => sync.dismiss(),
  };
}

type Sort = Pick<PreviewRow, 'kind' | 'action' | 'side'>;

const isOfSort = (one: Sort, { kind, action, side }: PreviewFilterView): boolean =>
  (kind === null || one.kind === kind) &&
  (action === null || one.action === action) &&
  (side === null || one.side === side);

const isWanted = (row: PreviewRow, filter: PreviewFilterView): boolean =>
  isOfSort(row, filter) &&
  folded(row.title).includes(folded(filter.search)) &&
  (filter.emails !== true || overwritesEmail(row));

/** Desk's own name of a contact's primary address. */
const overwritesEmail = ({ kind, action, side, fields }: PreviewRow): boolean =>
  kind === 'contact' &&
  action === 'update' &&
  side === 'desk' &&
  fields.some(({ name, before }) => name === 'email' && before !== null && before !== '');
