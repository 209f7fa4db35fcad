/** The Store port over IndexedDB. */
import Dexie from 'dexie';
import { SyncError } from '../core/problem';
import type { Batch, Control, Store } from '../engine/ports';
import type { Kind } from '../types';
import type { PreviewHandle } from '../types/runs';
import type { SyncConfig } from '../types/settings';
import {
  counted,
  countsOf,
  fromConflictRow,
  fromFailureRow,
  fromPairRow,
  historyLines,
  noCounters,
  toPairRow,
  type Counters,
  type PairRow,
} from './derived-rows';
import { createDexieLog } from './dexie-log';
import { changeFailures, putConflicts } from './dexie-log-writes';
import { isThere, remove } from './presence';
import type { Database } from './schema';

const firstControl: Control = {
  epoch: 1,
  paused: false,
  pausedAt: null,
  lastRunAt: null,
  retry: null,
};

/** Sorts after every character that a key can contain. */
const afterAll = '\uffff';

function refusal(code: string, message: string): SyncError {
  return new SyncError({ code, kind: 'conflict', message });
}

/** Turns what IndexedDB throws into the few refusals the port knows. */
function translate(thrown: unknown): unknown {
  if (thrown instanceof SyncError) return thrown;
  // Dexie wraps the first cause of a failed transaction in `inner`; a bulk write lists its own.
  const names = new Set<string>();
  for (let error = thrown; error instanceof Error; error = (error as { inner?: unknown }).inner) {
    names.add(error.name);
    if (error instanceof Dexie.BulkError)
      for (const failure of Object.values(error.failures)) names.add(failure.name);
  }
  if (names.has('ConstraintError'))
    return refusal('link.taken', 'This record is already linked with another record.');
  if (names.has('DatabaseClosedError') || names.has('InvalidStateError'))
    return refusal('sync.stale', 'The integration was deleted or rebound meanwhile.');
  if (names.has('QuotaExceededError'))
    return new SyncError({
      code: 'storage.full',
      kind: 'configuration',
      message:
        'The browser gives Tandem no more disk space. Nothing was lost. Free some space and press Resume.',
    });
  return thrown;
}

/** A Store that keeps everything in `database`. Opening is left to the first call. */
export function createDexieStore(database: Database): Store {
  const { pairs, intents, cursors, tombstones, failures, conflicts, runs, changes, singletons } =
    database;
  const { previewPages, heldPlans } = database;

  // Each database begins an epoch of its own, so that what began over another one ends, whether
  // that was removed by *Delete integration* or lost by the browser.
  let unborn = Date.now();
  database.on('populate', (transaction) => {
    const value: Control = { ...firstControl, epoch: unborn };
    unborn = Math.max(Date.now(), unborn + 1);
    return transaction.table('singletons').add({ name: 'control', value });
  });

  async function guarded<T>(work: () => PromiseLike<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      throw translate(thrown);
    }
  }

  /** What a read finds; `nothing` where there is no database. */
  const reading = <T>(nothing: T, work: () => PromiseLike<T>): Promise<T> =>
    guarded(async () => ((await isThere(database)) ? work() : nothing));

  async function singleton<T>(name: string): Promise<T | null> {
    const row = await singletons.get(name);
    return row === undefined ? null : (row.value as T);
  }

  const readCounters = async (): Promise<Counters> =>
    (await singleton<Counters>('counters')) ?? noCounters;

  const readControl = async (): Promise<Control> =>
    (await singleton<Control>('control')) ?? firstControl;

  async function check(batch: Batch): Promise<Control> {
    const control = await readControl();
    if (control.epoch !== batch.epoch)
      throw refusal('sync.stale', 'The integration was deleted or rebound meanwhile.');
    if (batch.unlessPaused === true && control.paused)
      throw refusal('sync.paused', 'The sync is paused.');
    if (batch.configVersion !== undefined) {
      const config = await singleton<SyncConfig>('config');
      if (config?.version !== batch.configVersion)
        throw refusal('sync.configChanged', 'The settings of the sync were changed meanwhile.');
    }
    return control;
  }

  /**
   * Rows of one batch may exchange records, and a put that meets an id before its old row was
   * overwritten is refused. Then the old rows go first; what is refused again is truly taken.
   */
  async function putPairs(rows: readonly PairRow[]): Promise<void> {
    try {
      await pairs.bulkPut([...rows]);
    } catch {
      await pairs.bulkDelete(rows.map(({ key }) => key));
      await pairs.bulkPut([...rows]);
    }
  }

  /** Drops first, then puts: the pair that takes over a dropped one's ids is among the new ones. */
  async function changePairs(dropped: readonly string[], put: Batch['pairs'] = []): Promise<void> {
    if (dropped.length + put.length === 0) return;
    const come = new Map(put.map((pair) => [pair.key, toPairRow(pair)]));
    const found = await pairs.bulkGet([...new Set([...dropped, ...come.keys()])]);
    const gone = found.filter((row) => row !== undefined);
    if (dropped.length > 0) await pairs.bulkDelete([...dropped]);
    if (come.size > 0) await putPairs([...come.values()]);
    const counters = counted(await readCounters(), gone, [...come.values()]);
    await singletons.put({ name: 'counters', value: counters });
  }

  return {
    control: () => reading({ ...firstControl, epoch: unborn }, readControl),
    config: () => reading(null, () => singleton<SyncConfig>('config')),

    pair: (key) =>
      reading(null, async () => {
        const row = await pairs.get(key);
        return row === undefined ? null : fromPairRow(row);
      }),

    pairsById: (kind, side, ids) =>
      reading(
        ids.map(() => null),
        async () => {
          const rows = await pairs
            .where(`[kind+${side}.id]`)
            .anyOf(ids.map((id): [Kind, string] => [kind, id]))
            .toArray();
          const byId = new Map(rows.map((row) => [row[side]?.id, fromPairRow(row)]));
          return ids.map((id) => byId.get(id) ?? null);
        },
      ),

    pairsByMatchKey: (keys) =>
      reading([], async () => {
        const rows = await pairs
          .where('matchKeys')
          .anyOf([...keys])
          .distinct()
          .toArray();
        return rows.map(fromPairRow);
      }),

    dirtyPairs: (kind, after, limit) =>
      reading([], async () => {
        const rows = await pairs
          .where('[dirtyKind+key]')
          .between([kind, after ?? ''], [kind, afterAll], false, true)
          .limit(limit)
          .toArray();
        return rows.map(fromPairRow);
      }),

    pairsAfter: (kind, after, limit) =>
      reading([], async () => {
        // Keys begin with their kind.
        const rows = await pairs
          .where('key')
          .between(after ?? `${kind}/`, `${kind}/${afterAll}`, false, true)
          .limit(limit)
          .toArray();
        return rows.map(fromPairRow);
      }),

    counts: (kind) =>
      reading(countsOf(noCounters[kind]), async () => countsOf((await readCounters())[kind])),

    intents: () => reading([], () => intents.toArray()),
    cursor: (side, kind, feed) =>
      reading(null, async () => (await cursors.get([side, kind, feed])) ?? null),
    tombstones: (kind, side, ids) =>
      reading([], async () => {
        const found = await tombstones.bulkGet(
          ids.map((id): [string, string, string] => [kind, side, id]),
        );
        return found.filter((tombstone) => tombstone !== undefined);
      }),
    failures: () => reading([], async () => (await failures.toArray()).map(fromFailureRow)),
    conflicts: () => reading([], async () => (await conflicts.toArray()).map(fromConflictRow)),
    ...createDexieLog(database, reading),
    runs: (limit) => reading([], () => runs.orderBy('startedAt').reverse().limit(limit).toArray()),

    held: () => reading(null, async () => (await heldPlans.toCollection().first()) ?? null),
    preview: () => reading(null, () => singleton<PreviewHandle>('preview')),
    previewRows: (page) => reading([], async () => (await previewPages.get(page))?.rows ?? []),
    changes: (runId) => reading([], () => changes.where('runId').equals(runId).sortBy('id')),

    commit: (batch) =>
      guarded(() =>
        database.transaction(
          'rw',
          [
            pairs,
            intents,
            cursors,
            tombstones,
            failures,
            conflicts,
            runs,
            database.historyLines,
            changes,
            previewPages,
            heldPlans,
            singletons,
          ],
          async () => {
            const control = await check(batch);
            await changePairs(batch.dropPairs ?? [], batch.pairs);
            if (batch.dropIntents?.length) await intents.bulkDelete([...batch.dropIntents]);
            if (batch.intents?.length) await intents.bulkPut([...batch.intents]);
            if (batch.cursors?.length) await cursors.bulkPut([...batch.cursors]);
            if (batch.tombstones?.length) await tombstones.bulkPut([...batch.tombstones]);
            await changeFailures(database, batch.dropFailures, batch.failures);
            await putConflicts(database, batch.conflicts);
            if (batch.run !== undefined) {
              await runs.put(batch.run);
              await database.historyLines.bulkPut([...historyLines(batch.run)]);
            }
            if (batch.changes?.length) await changes.bulkPut([...batch.changes]);
            if (batch.held !== undefined) await heldPlans.clear();
            if (batch.held) await heldPlans.put(batch.held);
            if (batch.preview === null) await previewPages.clear();
            if (batch.preview !== undefined)
              await singletons.put({ name: 'preview', value: batch.preview });
            if (batch.previewRows?.length) await previewPages.bulkPut([...batch.previewRows]);
            if (batch.forgetBefore !== undefined) {
              await changes.where('at').below(batch.forgetBefore).delete();
              await database.historyLines.where('at').below(batch.forgetBefore).delete();
              const old = runs.where('startedAt').below(batch.forgetBefore);
              await old.filter((run) => run.endedAt !== null).delete();
            }
            if (batch.control !== undefined)
              await singletons.put({ name: 'control', value: { ...control, ...batch.control } });
            if (batch.config !== undefined)
              await singletons.put({ name: 'config', value: batch.config });
          },
        ),
      ),

    wipe: () => guarded(() => remove(database)),
  };
}
