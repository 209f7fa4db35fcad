/** The reads of the administrator's pages over IndexedDB, each by an index. */
import Dexie from 'dexie';
import { kinds } from '../types';
import type { LogReads } from '../engine/log-ports';
import { fromConflictRow, fromFailureRow, fromHistoryLine } from './derived-rows';
import type { Database } from './schema';

/** Reads over `database`; `guarded` turns what IndexedDB throws into the port's refusals. */
export function createDexieLog(
  { failures, conflicts, runs, historyLines }: Database,
  guarded: <T>(work: () => PromiseLike<T>) => Promise<T>,
): LogReads {
  const any = [Dexie.minKey, Dexie.maxKey] as const;
  const within = (index: string, ...key: readonly string[]) =>
    [index, [...key, any[0]], [...key, any[1]]] as const;
  const failuresOf = (kind: string | null, reason: string) => {
    const [index, from, to] =
      kind === null ? within('[reason+at]', reason) : within('[kind+reason+at]', kind, reason);
    return failures.where(index).between(from, to);
  };
  const conflictsOf = (of: string) => {
    const [index, from, to] = within('[openAs+at]', of);
    return conflicts.where(index).between(from, to);
  };

  return {
    failureGroups: () =>
      guarded(async () => {
        const keys = (await failures
          .orderBy('[kind+reason]')
          .uniqueKeys()) as unknown as readonly (readonly [string, string])[];
        const groups = await Promise.all(
          keys.map(async ([kind, reason]) => {
            const of = failuresOf(kind, reason);
            const [records, newest] = await Promise.all([of.count(), of.clone().last()]);
            return { kind: kinds.find((each) => each === kind), reason, records, newest };
          }),
        );
        return groups.flatMap(({ kind, newest, ...rest }) =>
          kind === undefined || newest === undefined
            ? []
            : [{ ...rest, kind, newest: fromFailureRow(newest) }],
        );
      }),

    failurePage: ({ kind, reason }, offset, limit) =>
      guarded(async () => {
        const rows = await failuresOf(kind, reason).reverse().offset(offset).limit(limit).toArray();
        return rows.map(fromFailureRow);
      }),

    conflictCounts: () =>
      guarded(async () => {
        const [asked, kept] = await Promise.all([
          conflictsOf('asked').count(),
          conflictsOf('kept').count(),
        ]);
        return { asked, kept };
      }),

    conflictPage: (of, offset, limit) =>
      guarded(async () => {
        const rows = await conflictsOf(of).reverse().offset(offset).limit(limit).toArray();
        return rows.map(fromConflictRow);
      }),

    conflict: (id) =>
      guarded(async () => {
        const row = await conflicts.get(id);
        return row === undefined ? null : fromConflictRow(row);
      }),

    history: (since) =>
      guarded(async () => {
        const rows = await historyLines.where('at').aboveOrEqual(since).toArray();
        return rows.toReversed().map(fromHistoryLine);
      }),

    lastCarried: (kind) =>
      guarded(async () => {
        const [index, from, to] = within('[kind+at]', kind);
        const line = await historyLines
          .where(index)
          .between(from, to)
          .reverse()
          .filter(({ added, updated, deleted }) => added + updated + deleted > 0)
          .first();
        return line?.at ?? null;
      }),

    runsSince: (since) =>
      guarded(async () =>
        (await runs.where('startedAt').aboveOrEqual(since).toArray()).toReversed(),
      ),
  };
}
