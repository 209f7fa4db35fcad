/** The reads of the administrator's pages over IndexedDB, each by an index. */
import Dexie from 'dexie';
import type { LogReads } from '../engine/log-ports';
import { fromConflictRow, fromFailureRow, fromHistoryLine } from './derived-rows';
import { failureNumbers, noLogCounters, type LogCounters } from './log-counters';
import type { Database } from './schema';

/**
 * Reads over `database`. `reading` turns what IndexedDB throws into the port's refusals, and answers
 * the first argument where there is no database.
 */
export function createDexieLog(
  database: Database,
  reading: <T>(nothing: T, work: () => PromiseLike<T>) => Promise<T>,
): LogReads {
  const { failures, conflicts, runs, historyLines, singletons } = database;
  const readCounters = async (): Promise<LogCounters> =>
    ((await singletons.get('logCounters'))?.value as LogCounters | undefined) ?? noLogCounters;
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
      reading([], () =>
        database.transaction('r', failures, singletons, async () => {
          const groups = await Promise.all(
            failureNumbers(await readCounters()).map(async (group) => ({
              ...group,
              newest: await failuresOf(group.kind, group.reason).last(),
            })),
          );
          return groups.flatMap(({ newest, ...group }) =>
            newest === undefined ? [] : [{ ...group, newest: fromFailureRow(newest) }],
          );
        }),
      ),

    failurePage: ({ kind, reason }, offset, limit) =>
      reading([], async () => {
        const rows = await failuresOf(kind, reason).reverse().offset(offset).limit(limit).toArray();
        return rows.map(fromFailureRow);
      }),

    conflictCounts: () =>
      reading(noLogCounters.conflicts, async () => ({
        ...noLogCounters.conflicts,
        ...(await readCounters()).conflicts,
      })),

    conflictPage: (of, offset, limit) =>
      reading([], async () => {
        const rows = await conflictsOf(of).reverse().offset(offset).limit(limit).toArray();
        return rows.map(fromConflictRow);
      }),

    conflict: (id) =>
      reading(null, async () => {
        const row = await conflicts.get(id);
        return row === undefined ? null : fromConflictRow(row);
      }),

    history: (since) =>
      reading([], async () => {
        const rows = await historyLines.where('at').aboveOrEqual(since).toArray();
        return rows.toReversed().map(fromHistoryLine);
      }),

    lastCarried: (kind) =>
      reading(null, async () => {
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
      reading([], async () =>
        (await runs.where('startedAt').aboveOrEqual(since).toArray()).toReversed(),
      ),
  };
}
