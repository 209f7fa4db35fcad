/** The read model of *Sync history*: what is stored of the last days, no call for the list itself. */
import type { HistoryView, RunChangesView } from '../protocol/administration';
import type { Change, Kind, Run, Side } from '../types';
import { csvText } from '../core/csv';
import { historyRows } from '../core/history';
import { createFieldLabels, shownFields, type LabelPorts } from './field-labels';
import type { Clock, Store } from './ports';

export interface HistoryPorts extends LabelPorts {
  readonly store: Pick<Store, 'runs' | 'changes'>;
  readonly clock: Clock;
}

/** Which part of a run is meant. */
export interface RunPart {
  readonly runId: string;
  readonly kind: Kind;
  readonly to: Side | null;
}

export interface History {
  get(): Promise<HistoryView>;
  changes(part: RunPart): Promise<RunChangesView>;
  csv(): Promise<string>;
}

const dayMs = 86_400_000;
/** Days shown; the first is cut by the reader's midnight. */
const shownDays = 7;
/** Runs read: one every 20 seconds for the whole time. */
const mostRuns = 30_000;
const firstRuns = 1_000;
/** Records of one answer. */
const mostChanges = 500;

/** The read model over the store. */
export function createHistory({ store, clock, ...remotes }: HistoryPorts): History {
  const labelsOf = createFieldLabels(remotes);

  async function recent(): Promise<readonly Run[]> {
    const since = clock.now() - shownDays * dayMs;
    let runs = await store.runs(firstRuns);
    if (runs.length === firstRuns && (runs.at(-1)?.startedAt ?? 0) >= since)
      runs = await store.runs(mostRuns);
    return runs.filter(({ startedAt }) => startedAt >= since);
  }

  return {
    async get() {
      return { rows: historyRows(await recent()) };
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
    async csv() {
      const rows = historyRows(await recent());
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
