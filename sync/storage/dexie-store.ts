/** The Store port over IndexedDB. */
import { configChanged, paused, stale, SyncError } from '../core/problem';
import type { Batch, Control, Store } from '../engine/ports';
import type { Tombstone } from '../types';
import type { PreviewHandle, Run } from '../types/runs';
import type { SyncConfig } from '../types/settings';
import { changePages, changesOf } from './change-pages';
import { fromConflictRow, fromFailureRow, historyLines } from './derived-rows';
import { createDexieLog } from './dexie-log';
import { changeLogs } from './dexie-log-writes';
import { causesOf, createDexiePairs } from './dexie-pairs';
import { nearRows } from './near-rows';
import { isThere, remove } from './presence';
import { taken } from './record-owners';
import type { Database } from './schema';

const firstControl: Control = {
  epoch: 1,
  paused: false,
  pausedAt: null,
  lastRunAt: null,
  retry: null,
};

/** Turns what IndexedDB throws into the few refusals the port knows. */
function translate(thrown: unknown): unknown {
  if (thrown instanceof SyncError) return thrown;
  const names = causesOf(thrown);
  if (names.has('ConstraintError')) return taken();
  if (names.has('DatabaseClosedError') || names.has('InvalidStateError'))
    return new SyncError(stale);
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
  const { intents, cursors, tombstones, failures, conflicts, runs, singletons } = database;
  const { previewPages, heldPlans } = database;
  /** Small, and what most questions are about. */
  const listed = [singletons, runs, database.historyLines, failures, conflicts, intents, heldPlans];

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

  const readControl = async (): Promise<Control> =>
    (await singleton<Control>('control')) ?? firstControl;

  /** What began over a database that is gone would only make a new one, to be refused by it. */
  async function refuseStray({ epoch }: Batch): Promise<void> {
    if (epoch !== unborn && !(await isThere(database))) throw new SyncError(stale);
  }

  async function check(batch: Batch): Promise<Control> {
    const [control, config] = await Promise.all([
      readControl(),
      batch.configVersion === undefined ? null : singleton<SyncConfig>('config'),
    ]);
    if (control.epoch !== batch.epoch) throw new SyncError(stale);
    if (batch.unlessPaused === true && control.paused) throw new SyncError(paused);
    if (batch.configVersion !== undefined && config?.version !== batch.configVersion)
      throw new SyncError(configChanged);
    return control;
  }

  /** What is put without a look at what is there. Requests on one table are carried out in their order. */
  async function changeRest(batch: Batch, control: Control): Promise<void> {
    const { forgetBefore } = batch;
    const ended = (run: Run): boolean => run.endedAt !== null;
    await Promise.all([
      batch.dropIntents?.length && intents.bulkDelete([...batch.dropIntents]),
      batch.intents?.length && intents.bulkPut([...batch.intents]),
      batch.cursors?.length && cursors.bulkPut([...batch.cursors]),
      batch.tombstones?.length && tombstones.bulkPut([...batch.tombstones]),
      batch.run && runs.put(batch.run),
      batch.run?.endedAt != null && database.historyLines.bulkPut([...historyLines(batch.run)]),
      batch.changes?.length && database.changePages.bulkPut([...changePages(batch.changes)]),
      batch.held !== undefined && heldPlans.clear(),
      batch.held && heldPlans.put(batch.held),
      batch.preview === null && previewPages.clear(),
      batch.preview !== undefined && singletons.put({ name: 'preview', value: batch.preview }),
      batch.previewRows?.length && previewPages.bulkPut([...batch.previewRows]),
      batch.control && singletons.put({ name: 'control', value: { ...control, ...batch.control } }),
      batch.config && singletons.put({ name: 'config', value: batch.config }),
    ]);
    if (forgetBefore === undefined) return;
    await database.changePages.where('at').below(forgetBefore).delete();
    await database.historyLines.where('at').below(forgetBefore).delete();
    await runs.where('startedAt').below(forgetBefore).filter(ended).delete();
  }

  const { change: changePairs, forget, ...pairs } = createDexiePairs(database, reading);
  const undone = (thrown: unknown): never => {
    forget();
    throw thrown;
  };

  return {
    // A transaction for each question would cost many times what the questions do.
    atOnce: (read) =>
      guarded(async () =>
        (await isThere(database)) ? database.transaction('r', listed, async () => read()) : read(),
      ),
    control: () => reading({ ...firstControl, epoch: unborn }, readControl),
    config: () => reading(null, () => singleton<SyncConfig>('config')),

    ...pairs,
    intents: () => reading([], () => intents.toArray()),
    cursor: (side, kind, feed) =>
      reading(null, async () => (await cursors.get([side, kind, feed])) ?? null),
    tombstones: (kind, side, ids) =>
      reading([], async () => {
        const wanted = new Set(ids);
        const near = async (): Promise<readonly Tombstone[]> =>
          nearRows(tombstones, '[kind+side+id]', [kind, side], ids, ({ id }) => wanted.has(id));
        return database.transaction('r', tombstones, near);
      }),
    failures: () => reading([], async () => (await failures.toArray()).map(fromFailureRow)),
    conflicts: () => reading([], async () => (await conflicts.toArray()).map(fromConflictRow)),
    ...createDexieLog(database, reading),
    runs: (limit) => reading([], () => runs.orderBy('startedAt').reverse().limit(limit).toArray()),

    held: () => reading(null, async () => (await heldPlans.toCollection().first()) ?? null),
    preview: () => reading(null, () => singleton<PreviewHandle>('preview')),
    previewRows: (page) => reading([], async () => (await previewPages.get(page))?.rows ?? []),
    changes: (runId) => reading([], () => changesOf(database, runId)),

    commit: (batch) =>
      guarded(async () => {
        await refuseStray(batch);
        await database
          .transaction(
            'rw',
            [
              database.pairs,
              database.landed,
              database.landedKeys,
              intents,
              cursors,
              tombstones,
              failures,
              conflicts,
              runs,
              database.historyLines,
              database.changePages,
              previewPages,
              heldPlans,
              singletons,
            ],
            async () => {
              const control = await check(batch);
              // Different tables wait for one another in nothing.
              await Promise.all([
                changePairs(batch.dropPairs, batch.pairs),
                changeRest(batch, control),
                changeLogs(database, batch),
              ]);
            },
          )
          .catch(undone);
      }),

    wipe: () => guarded(() => remove(database).finally(forget)),
  };
}
