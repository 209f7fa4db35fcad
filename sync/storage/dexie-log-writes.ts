/** What a commit changes in the failure and conflict logs, and in the numbers of both. Within its transaction. */
import type { Batch } from '../engine/ports';
import type { Conflict, Failure } from '../types/runs';
import { fromConflictRow, toConflictRow, toFailureRow, type ConflictRow } from './derived-rows';
import { countedConflicts, countedFailures, noLogCounters, type LogCounters } from './log-counters';
import type { Database } from './schema';

async function recount(
  { singletons }: Database,
  change: (counters: LogCounters) => LogCounters,
): Promise<void> {
  const value = (await singletons.get('logCounters'))?.value as LogCounters | undefined;
  await singletons.put({ name: 'logCounters', value: change(value ?? noLogCounters) });
}

/** What a batch says of both logs; they share their counters. */
export async function changeLogs(database: Database, batch: Batch): Promise<void> {
  await changeFailures(database, batch.dropFailures, batch.failures);
  await putConflicts(database, batch.conflicts);
}

/** Drops first, then puts. */
async function changeFailures(
  database: Database,
  dropped: readonly string[] = [],
  put: readonly Failure[] = [],
): Promise<void> {
  if (dropped.length + put.length === 0) return;
  const { failures } = database;
  const come = new Map(put.map((failure) => [failure.pairKey, toFailureRow(failure)]));
  const found = await failures.bulkGet([...new Set([...dropped, ...come.keys()])]);
  const gone = found.filter((row) => row !== undefined);
  if (gone.length + come.size === 0) return;
  if (dropped.length > 0) await failures.bulkDelete([...dropped]);
  if (come.size > 0) await failures.bulkPut([...come.values()]);
  await recount(database, (counters) => countedFailures(counters, gone, [...come.values()]));
}

/** Earlier clashes of the same field are no longer listed. */
async function putConflicts(database: Database, put: readonly Conflict[] = []): Promise<void> {
  if (put.length === 0) return;
  const { conflicts } = database;
  const come = new Map(put.map((conflict) => [conflict.id, toConflictRow(conflict)]));
  const gone = (await conflicts.bulkGet([...come.keys()])).filter((row) => row !== undefined);
  const closed = new Map<string, ConflictRow>();
  for (const { pairKey, field, id } of put)
    await conflicts
      .where('pairKey')
      .equals(pairKey)
      .filter((row) => row.id !== id && row.openAs !== undefined && row.openAs !== 'settled')
      .filter((row) => row.field.desk === field.desk && row.field.crm === field.crm)
      .modify((row, at) => {
        // One that is put again by this very batch is counted by what it becomes.
        if (!come.has(row.id)) closed.set(row.id, { ...row });
        at.value = fromConflictRow(row);
      });
  await conflicts.bulkPut([...come.values()]);
  await recount(database, (counters) =>
    countedConflicts(counters, [...gone, ...closed.values()], [...come.values()]),
  );
}
