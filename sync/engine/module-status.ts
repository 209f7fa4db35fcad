/** One line of *Overview*: how many records of a kind, and when the sync last changed one. */
import type { ModuleStatus } from '../protocol';
import type { Instant, Kind } from '../types';
import type { Run } from '../types/runs';
import type { SyncType } from '../types/settings';
import { recordsOf } from '../core/failure-reason';
import type { FailureGroup } from './log-ports';
import type { PairCounts } from './ports';

/** What is stored of one kind, as *Overview* shows it. */
export function moduleOf(
  kind: Kind,
  counts: PairCounts,
  failures: readonly FailureGroup[],
  lastChangeAt: Instant | null,
  syncType: SyncType | null,
): ModuleStatus {
  return {
    kind,
    linked: counts.linked,
    waiting: counts.dirty,
    failed: recordsOf(failures.filter((group) => group.kind === kind)),
    lastChangeAt,
    syncType,
  };
}

/** The latest of these; null where none is known. */
export const newest = (instants: readonly (Instant | null)[]): Instant | null =>
  instants.reduce((latest, at) => (at !== null && at > (latest ?? 0) ? at : latest), null);

/** The newest run that changed anything. A run in progress changed it just now, as far as is known. */
export function lastChange(runs: readonly Run[], of: Kind): Instant | null {
  const run = runs.find(({ tally }) => {
    const { conflicts: _conflicts, failed: _failed, ...changes } = tally[of];
    return Object.values(changes).some((number) => number > 0);
  });
  return run === undefined ? null : (run.endedAt ?? run.startedAt);
}
