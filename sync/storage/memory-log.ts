/** The reads of the administrator's pages over everything at once, for the store in memory. */
import type { Conflict, Failure, Run } from '../types/runs';
import { openConflicts, settledConflicts } from '../core/conflict';
import { reasonOf } from '../core/failure-reason';
import { historyRows } from '../core/history';
import type { ConflictStand, FailureGroup, LogReads } from '../engine/log-ports';

/** Reads over these rows as they are when asked. */
export function createMemoryLog(rows: {
  failures(): readonly Failure[];
  conflicts(): readonly Conflict[];
  runs(): readonly Run[];
}): LogReads {
  const newestFirst = (): readonly Failure[] =>
    rows.failures().toSorted((one, two) => two.at - one.at || (one.pairKey > two.pairKey ? -1 : 1));
  const open = (of: ConflictStand): readonly Conflict[] =>
    of === 'settled'
      ? settledConflicts(rows.conflicts())
      : openConflicts(rows.conflicts()).filter(({ kept }) => (kept === null) === (of === 'asked'));
  const since = (at: number): readonly Run[] =>
    rows
      .runs()
      .filter(({ startedAt }) => startedAt >= at)
      .toSorted((one, two) => two.startedAt - one.startedAt);
  const lines = (at: number) => historyRows(since(at).filter(({ endedAt }) => endedAt !== null));

  return {
    async failureGroups() {
      const groups = new Map<string, FailureGroup>();
      for (const newest of newestFirst()) {
        const { kind, problem } = newest;
        const reason = reasonOf(problem);
        const group = groups.get(`${kind}/${reason}`) ?? { kind, reason, records: 0, newest };
        groups.set(`${kind}/${reason}`, { ...group, records: group.records + 1 });
      }
      return structuredClone([...groups.values()]);
    },
    failurePage: async ({ kind, reason }, offset, limit) =>
      structuredClone(
        newestFirst()
          .filter((one) => (kind ?? one.kind) === one.kind && reasonOf(one.problem) === reason)
          .slice(offset, offset + limit),
      ),
    conflictCounts: async () => ({
      asked: open('asked').length,
      kept: open('kept').length,
      settled: open('settled').length,
    }),
    conflictPage: async (of, offset, limit) =>
      structuredClone(open(of).slice(offset, offset + limit)),
    conflict: async (id) =>
      structuredClone(rows.conflicts().find((conflict) => conflict.id === id) ?? null),
    history: async (at) => structuredClone(lines(at)),
    lastCarried: async (kind) =>
      lines(0).find((line) => line.kind === kind && line.added + line.updated + line.deleted > 0)
        ?.at ?? null,
    runsSince: async (at) => structuredClone(since(at)),
  };
}
