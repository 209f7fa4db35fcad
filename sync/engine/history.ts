/** The read model of *Sync history*: what ended runs did, no call for the list itself. */
import type {
  HistoryFilterView,
  HistorySums,
  Rows,
  RunChangesView,
} from '../protocol/administration';
import type { Change, HistoryRow } from '../types/runs';
import type { Instant, Kind, Side } from '../types';
import { csvText } from '../core/csv';
import { historyRows } from '../core/history';
import { createFieldLabels, shownFields, type LabelPorts } from './field-labels';
import type { Store } from './ports';

export interface HistoryPorts extends LabelPorts {
  readonly store: Pick<Store, 'control' | 'runs' | 'changes' | 'history'>;
}

/** Which part of a run is meant. */
export interface RunPart {
  readonly runId: string;
  readonly kind: Kind;
  readonly to: Side | null;
}

export interface History {
  /** Sums of the intervals that begin at these ascending instants; the last has no end. */
  days(from: readonly Instant[]): Promise<readonly HistorySums[]>;
  rows(
    filter: HistoryFilterView,
    part: { readonly offset: number; readonly limit: number },
  ): Promise<Rows<HistoryRow>>;
  changes(part: RunPart): Promise<RunChangesView>;
  csv(filter: HistoryFilterView): Promise<string>;
}

/** Records of one answer. */
const mostChanges = 500;

const noSums = { added: 0, updated: 0, deleted: 0, failed: 0 };

/** The read model over the store. */
export function createHistory({ store, ...remotes }: HistoryPorts): History {
  const labelsOf = createFieldLabels(remotes);
  // Lines of ended runs never change: what was read once is only added to.
  let known = { epoch: -1, since: 0, lines: [] as readonly HistoryRow[] };

  /** One at a time: a page's first two questions then read the lines once. */
  let reading: Promise<unknown> = Promise.resolve();

  function endedSince(since: Instant): Promise<readonly HistoryRow[]> {
    const mine = reading.then(() => readSince(since));
    reading = mine.catch(() => undefined);
    return mine;
  }

  async function readSince(since: Instant): Promise<readonly HistoryRow[]> {
    const { epoch } = await store.control();
    const isKnown = known.epoch === epoch && known.since <= since;
    const latest = isKnown ? (known.lines[0]?.at ?? known.since) : since;
    const fresh = await store.history(latest);
    const older = isKnown ? known.lines.filter(({ at }) => at < latest) : [];
    known = { epoch, since: isKnown ? known.since : since, lines: [...fresh, ...older] };
    return known.lines.filter(({ at }) => at >= since);
  }

  /** The run in progress included. */
  async function linesSince(since: Instant): Promise<readonly HistoryRow[]> {
    const [ended, [last]] = await Promise.all([endedSince(since), store.runs(1)]);
    const isOpen = last !== undefined && last.endedAt === null && last.startedAt >= since;
    return isOpen ? [...historyRows([last]), ...ended] : ended;
  }

  async function wanted(filter: HistoryFilterView): Promise<readonly HistoryRow[]> {
    const { since, until, kind, to, failed } = filter;
    return (await linesSince(since)).filter(
      (line) =>
        (until === null || line.at < until) &&
        (kind === null || line.kind === kind) &&
        (to === null || line.to === to) &&
        (!failed || line.failed > 0 || line.problem !== null),
    );
  }

  return {
    async days(from) {
      const sums = from.map(() => ({ ...noSums }));
      for (const line of await linesSince(from[0] ?? 0)) {
        const day = sums[from.findLastIndex((start) => start <= line.at)];
        if (day === undefined) continue;
        day.added += line.added;
        day.updated += line.updated;
        day.deleted += line.deleted;
        day.failed += line.failed;
      }
      return sums;
    },
    async rows(filter, { offset, limit }) {
      const lines = await wanted(filter);
      return { rows: lines.slice(offset, offset + limit), of: lines.length };
    },
    async changes({ runId, kind, to }) {
      const all = (await store.changes(runId)).filter(
        (one) => one.kind === kind && (to === null || one.side === to),
      );
      const labels = await labelsOf(kind);
      return {
        of: all.length,
        changes: all.slice(0, mostChanges).map((change) => viewOf(change, labels)),
      };
    },
    async csv(filter) {
      const rows = await wanted(filter);
      return csvText(
        [
          'Date',
          'Source',
          'Target',
          'Record type',
          'Added',
          'Updated',
          'Deleted',
          'Failed',
          'Problem',
        ],
        rows.map(({ at, to, kind, added, updated, deleted, failed, problem }) => [
          new Date(at).toISOString(),
          to === null ? '' : to === 'desk' ? 'CRM' : 'Desk',
          to === null ? '' : to === 'desk' ? 'Desk' : 'CRM',
          kind ?? '',
          added,
          updated,
          deleted,
          failed,
          problem?.message ?? '',
        ]),
      );
    },
  };
}

function viewOf(
  { id, title, action, side, fields }: Change,
  labels: ReadonlyMap<string, string>,
): RunChangesView['changes'][number] {
  return {
    id,
    title,
    action,
    fields: shownFields({ side, fields }, labels),
  };
}
