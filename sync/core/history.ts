/** The sync history (LOG-1) as rows: one for what one run did to one record type in one direction. */
import { kinds } from '../types';
import type { HistoryRow, Run } from '../types/runs';
import { countOf } from './tally';

/** Ends that are no news: the run goes on as another, or was asked to stop. */
const harmless: ReadonlySet<string> = new Set(['sync.paused', 'sync.configChanged', 'sync.stale']);

/** Lines of these runs, in their order. Runs that found nothing to do have none. */
export function historyRows(runs: readonly Run[]): readonly HistoryRow[] {
  return runs.flatMap((run): HistoryRow[] => {
    const base = { runId: run.id, at: run.startedAt, problem: null };
    const rows = kinds.flatMap((kind): HistoryRow[] => {
      const tally = run.tally[kind];
      const ways = (['desk', 'crm'] as const)
        .map((to) => ({
          to,
          added: tally[countOf('created', to)],
          updated: tally[countOf('updated', to)],
          deleted: tally[countOf('deleted', to)],
        }))
        .filter(({ added, updated, deleted }) => added + updated + deleted > 0);
      // A tally does not say on which side a record failed: told only where there was one way.
      const only = ways.length === 1 ? tally.failed : 0;
      const lines = ways.map((way): HistoryRow => ({ ...base, kind, ...way, failed: only }));
      const rest = tally.failed - only;
      return rest === 0
        ? lines
        : [...lines, { ...base, kind, to: null, added: 0, updated: 0, deleted: 0, failed: rest }];
    });
    if (run.problem === null || harmless.has(run.problem.code)) return rows;
    const none = { added: 0, updated: 0, deleted: 0, failed: 0 };
    return [...rows, { ...base, kind: null, to: null, ...none, problem: run.problem }];
  });
}
