/** The product's store keeps the same promises as the one that the simulation uses. */
import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { defaultConfig } from '../../sync/core/standard-fields';
import { noTallies } from '../../sync/core/tally';
import { createAdditionRows } from '../../sync/storage/addition-rows';
import { createDexieStore } from '../../sync/storage/dexie-store';
import { createProfileCache } from '../../sync/storage/profile-cache';
import { openDatabase } from '../../sync/storage/schema';
import type { Run } from '../../sync/types/runs';
import { logSuite } from './log.suite';
import { pairsSuite } from './pairs.suite';
import { storeSuite } from './store.suite';

let serial = 0;

storeSuite('Dexie', () => createDexieStore(openDatabase(`store-${(serial += 1)}`)));
pairsSuite('Dexie', () => createDexieStore(openDatabase(`store-${(serial += 1)}`)));
logSuite('Dexie', () => createDexieStore(openDatabase(`store-${(serial += 1)}`)));

const names = async (): Promise<(string | undefined)[]> =>
  (await indexedDB.databases()).map(({ name }) => name);

describe('what is asked at once', () => {
  it('costs one transaction, and is what each question answers by itself', async () => {
    // Before it is opened: Dexie binds the method then.
    const begin = vi.spyOn(IDBDatabase.prototype, 'transaction');
    const store = createDexieStore(openDatabase('at-once'));
    const { epoch } = await store.control();
    const run = { id: 'r', startedAt: 5, endedAt: 6, tally: noTallies(), problem: null } as Run;
    await store.commit({ epoch, config: defaultConfig(0), run });
    const questions = [
      () => store.control(),
      () => store.config(),
      () => store.failureGroups(),
      () => store.conflictCounts(),
      () => store.held(),
      () => store.preview(),
      () => store.intents(),
      () => store.runs(1),
      () => store.runsSince(0),
      () => store.counts('contact'),
      () => store.lastCarried('contact'),
    ];
    const alone = await Promise.all(questions.map((question) => question()));
    begin.mockClear();
    const together = await store.atOnce(async () => {
      const first = await questions[0]?.();
      return [first, ...(await Promise.all(questions.slice(1).map((question) => question())))];
    });
    expect(together).toEqual(alone);
    expect(begin).toHaveBeenCalledTimes(1);
    begin.mockRestore();
  });
});

describe('a database that is not there', () => {
  it('is made by no read, and by the first write', async () => {
    const database = openDatabase('unborn');
    const store = createDexieStore(database);
    const { epoch, ...control } = await store.control();
    expect(control).toMatchObject({ paused: false, lastRunAt: null });
    expect(await store.atOnce(() => store.config())).toBeNull();
    expect(await store.pair('a')).toBeNull();
    expect(await store.pairsById('contact', 'desk', ['1', '2'])).toEqual([null, null]);
    expect(await store.pairsByMatchKey(['a'])).toEqual([]);
    expect((await store.dirtyPairs('contact', null, 1)).pairs).toEqual([]);
    expect((await store.pairsAfter('contact', null, 1)).pairs).toEqual([]);
    expect(await store.counts('contact')).toMatchObject({ linked: 0, dirty: 0 });
    expect(await store.intents()).toEqual([]);
    expect(await store.cursor('desk', 'contact', 'changes')).toBeNull();
    expect(await store.tombstones('contact', 'desk', ['1'])).toEqual([]);
    expect([await store.failures(), await store.conflicts(), await store.runs(1)]).toEqual([
      [],
      [],
      [],
    ]);
    expect([await store.held(), await store.preview()]).toEqual([null, null]);
    expect([await store.previewRows(0), await store.changes('a')]).toEqual([[], []]);
    expect(await store.failureGroups()).toEqual([]);
    expect(await store.conflictCounts()).toMatchObject({ asked: 0 });
    expect([await store.history(0), await store.lastCarried('contact')]).toEqual([[], null]);
    expect(await store.runsSince(0)).toEqual([]);
    const cache = createProfileCache(database, () => 0);
    expect(await cache.get({ type: 'ticket', id: '1' })).toBeNull();
    expect(await cache.choice('a')).toBeNull();
    await cache.forgetChoice('a');
    await cache.rewrite(() => null);
    await cache.clear();
    const additions = createAdditionRows(database);
    expect(await additions.all()).toEqual([]);
    await additions.clear();
    expect(await names()).not.toContain('unborn');

    await store.commit({ epoch, config: defaultConfig(0) });
    expect(await names()).toContain('unborn');
    expect((await store.control()).epoch).toBe(epoch);
    await store.wipe();
    expect(await store.config()).toBeNull();
    expect(await names()).not.toContain('unborn');
  });

  it('is not made anew by what was under way when it was removed', async () => {
    const store = createDexieStore(openDatabase('removed'));
    const { epoch } = await store.control();
    await store.commit({ epoch, config: defaultConfig(0) });
    const removed = store.wipe();
    await expect(store.commit({ epoch, control: { paused: true } })).rejects.toMatchObject({
      problem: { code: 'sync.stale' },
    });
    await removed;
    await expect(store.commit({ epoch })).rejects.toMatchObject({
      problem: { code: 'sync.stale' },
    });
    expect(await names()).not.toContain('removed');
  });

  it('begins another epoch when the browser has lost it', async () => {
    const store = createDexieStore(openDatabase('lost'));
    const { epoch } = await store.control();
    await store.commit({ epoch, config: defaultConfig(0) });
    await new Promise((done) => {
      indexedDB.deleteDatabase('lost').addEventListener('success', done);
    });
    await expect(store.commit({ epoch })).rejects.toMatchObject({
      problem: { code: 'sync.stale' },
    });
    expect((await store.control()).epoch).not.toBe(epoch);
    expect(await store.config()).toBeNull();
  });
});
