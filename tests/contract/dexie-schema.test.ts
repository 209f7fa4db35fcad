/** Databases that an older version of Tandem has left behind. */
import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { describe, expect, it } from 'vitest';
import { createDexieStore } from '../../sync/storage/dexie-store';
import { openDatabase } from '../../sync/storage/schema';
import { neverDelete } from '../../sync/core/deletion';
import { defaultConfig } from '../../sync/core/standard-fields';
import { noTallies } from '../../sync/core/tally';
import type { Pair } from '../../sync/types';

/** The tables as version 1 declared them. Never changed: it is what people have. */
const first = {
  pairs: 'key, &[kind+desk.id], &[kind+crm.id], [dirtyKind+key], *matchKeys',
  intents: 'pairKey',
  cursors: '[side+kind+feed]',
  tombstones: '[kind+side+id], deletedAt',
  failures: 'pairKey',
  conflicts: 'id, pairKey',
  runs: 'id, startedAt',
  singletons: 'name',
  profiles: 'place, storedAt',
  choices: 'address',
};

describe('a database of version 1', () => {
  it('keeps every row, and takes the history of the next run', async () => {
    const name = 'left-behind-1';
    const old = new Dexie(name);
    old.version(1).stores(first);
    const observation = { id: '1', createdAt: 1, modifiedAt: 2, fields: {}, presence: 'alive' };
    const pair = {
      key: 'contact/desk/1',
      kind: 'contact',
      desk: observation,
      crm: { ...observation, id: '2' },
      base: { desk: {}, crm: {} },
      unseen: null,
      matchKeys: ['contact|desk|a@b.c'],
      linkedBy: 'match',
      dirty: true,
      dirtyKind: 'contact',
    };
    const run = {
      id: 'r',
      type: 'first',
      trigger: 'setup',
      startedAt: 1,
      endedAt: 2,
      phase: 'done',
      kind: null,
      progress: { done: 0, of: null },
      configVersion: 1,
      tally: noTallies(),
      credits: { desk: 0, crm: 0 },
      calls: 0,
      problem: null,
    };
    const control = { epoch: 3, paused: true, pausedAt: 9, lastRunAt: 2, retry: null };
    const intent = {
      pairKey: 'x',
      kind: 'contact',
      side: 'crm',
      fields: {},
      runId: 'r',
      sentAt: 1,
    };
    await old.table('pairs').put(pair);
    await old.table('runs').put(run);
    await old.table('intents').put(intent);
    await old.table('singletons').put({ name: 'control', value: control });
    old.close();

    const store = createDexieStore(openDatabase(name));
    const { dirtyKind: _, ...seen } = pair;
    expect(await store.pairsById('contact', 'crm', ['2'])).toEqual([seen]);
    expect((await store.dirtyPairs('contact', null, 9)).pairs).toEqual([seen]);
    expect(await store.pairsByMatchKey(['contact|desk|a@b.c'])).toEqual([seen]);
    expect(await store.control()).toEqual(control);
    expect(await store.runs(9)).toEqual([run]);
    expect(await store.intents()).toEqual([intent]);
    expect(await store.changes('r')).toEqual([]);
    const change = {
      id: 'r2/00000',
      runId: 'r2',
      kind: 'contact',
      side: null,
      pairKey: pair.key,
      title: 'x',
      action: 'link',
      fields: [],
      at: 5,
    } as const;
    await store.commit({ epoch: 3, changes: [change] });
    expect(await store.changes('r2')).toEqual([change]);
  });
});

describe('a database of version 2', () => {
  const second = { changes: 'id, runId, at', previewPages: 'page' };

  it('keeps its settings and deletes nothing that nobody chose, and can hold a plan', async () => {
    const name = 'left-behind-2';
    const old = new Dexie(name);
    old.version(1).stores(first);
    old.version(2).stores(second);
    const { deletions: _, ...config } = defaultConfig(5);
    const control = { epoch: 2, paused: false, pausedAt: null, lastRunAt: 2, retry: null };
    const tombstone = { side: 'crm', kind: 'contact', id: '7', deletedAt: 4, reason: 'deleted' };
    await old.table('singletons').bulkPut([
      { name: 'config', value: { ...config, version: 8, policy: 'desk' } },
      { name: 'control', value: control },
    ]);
    await old.table('tombstones').put(tombstone);
    old.close();

    const store = createDexieStore(openDatabase(name));
    expect(await store.config()).toEqual({
      ...config,
      version: 8,
      policy: 'desk',
      deletions: neverDelete,
    });
    expect(await store.control()).toEqual(control);
    expect(await store.tombstones('contact', 'crm', ['7'])).toEqual([tombstone]);
    expect(await store.held()).toBeNull();
  });

  it('is upgraded once: what was chosen since stays chosen', async () => {
    const name = 'left-behind-3';
    const store = createDexieStore(openDatabase(name));
    const always = { crmDeleted: 'always', deskDeleted: 'always' } as const;
    const deletions = { account: always, contact: always, product: always };
    const { epoch } = await store.control();
    await store.commit({ epoch, config: { ...defaultConfig(5), deletions } });
    expect((await createDexieStore(openDatabase(name)).config())?.deletions).toEqual(deletions);
  });

  it('of a connection that was never set up stays empty', async () => {
    const old = new Dexie('left-behind-4');
    old.version(1).stores(first);
    old.version(2).stores(second);
    await old.open();
    old.close();
    expect(await createDexieStore(openDatabase('left-behind-4')).config()).toBeNull();
  });
});

describe('a database of version 3', () => {
  it('is counted and listed as it was', async () => {
    const old = new Dexie('left-behind-5');
    old.version(1).stores(first);
    old.version(2).stores({ changes: 'id, runId, at', previewPages: 'page' });
    old.version(3).stores({ heldPlans: 'hash' });
    const seen = { createdAt: 1, modifiedAt: 2, fields: {}, presence: 'alive' };
    const pair = { base: null, unseen: null, matchKeys: [], linkedBy: null, kind: 'contact' };
    await old.table('pairs').bulkPut([
      { ...pair, key: 'contact/desk/1', desk: { ...seen, id: '1' }, crm: null, dirty: false },
      {
        ...pair,
        key: 'contact/desk/2',
        desk: { ...seen, id: '2' },
        crm: { ...seen, id: '3' },
        dirty: true,
        dirtyKind: 'contact',
      },
    ]);
    const failure = {
      pairKey: 'contact/desk/1',
      kind: 'contact',
      side: 'crm',
      title: 'x',
      problem: { code: 'link.taken', kind: 'conflict', message: 'm' },
      runId: 'r',
      at: 4,
      attempts: 1,
    };
    const conflict = {
      pairKey: 'contact/desk/2',
      kind: 'contact',
      field: { desk: 'title', crm: 'Title' },
      deskValue: 'd',
      crmValue: 'c',
      kept: 'crm',
      runId: 'r',
    };
    const tally = noTallies();
    await old.table('failures').put(failure);
    await old.table('conflicts').bulkPut([
      { ...conflict, id: 'a', at: 1 },
      { ...conflict, id: 'b', at: 2 },
      { ...conflict, id: 'c', at: 3, pairKey: 'contact/desk/1', settledAt: 4 },
    ]);
    await old.table('runs').put({
      id: 'r',
      startedAt: 7,
      endedAt: 8,
      problem: null,
      tally: { ...tally, contact: { ...tally.contact, createdInCrm: 2 } },
    });
    old.close();

    const store = createDexieStore(openDatabase('left-behind-5'));
    expect(await store.counts('contact')).toEqual({ linked: 1, deskOnly: 1, crmOnly: 0, dirty: 1 });
    expect(await store.failureGroups()).toMatchObject([{ reason: 'linkTaken', records: 1 }]);
    expect(await store.conflictCounts()).toEqual({ asked: 0, kept: 1, settled: 1 });
    expect((await store.conflictPage('kept', 0, 9)).map(({ id }) => id)).toEqual(['b']);
    expect(await store.history(0)).toMatchObject([{ runId: 'r', kind: 'contact', added: 2 }]);
    expect(await store.conflicts()).toHaveLength(3);
  });
});

describe('a database of version 5', () => {
  it('is counted as it was, and goes on from there', async () => {
    const old = new Dexie('left-behind-6');
    old.version(1).stores(first);
    old.version(2).stores({ changes: 'id, runId, at', previewPages: 'page' });
    old.version(3).stores({ heldPlans: 'hash' });
    old.version(4).stores({
      failures: 'pairKey, [reason+at], [kind+reason+at], [kind+reason]',
      conflicts: 'id, pairKey, [openAs+at]',
      historyLines: 'key, at, [kind+at]',
    });
    old.version(5).stores({ additions: 'key, at' });
    const problem = { code: 'link.taken', kind: 'conflict', message: 'm' };
    const failure = { kind: 'contact', side: 'crm', title: 'x', problem, runId: 'r', attempts: 1 };
    const rows = [1, 2].map((at) => ({ ...failure, pairKey: `p${at}`, at, reason: 'linkTaken' }));
    await old.table('failures').bulkPut(rows);
    const conflict = { pairKey: 'p1', kind: 'contact', field: { desk: 'd', crm: 'c' }, runId: 'r' };
    await old.table('conflicts').bulkPut([
      { ...conflict, id: 'a', at: 1, kept: null, openAs: 'asked' },
      { ...conflict, id: 'b', at: 2, kept: 'crm' },
    ]);
    old.close();

    const store = createDexieStore(openDatabase('left-behind-6'));
    expect(await store.failureGroups()).toMatchObject([
      { kind: 'contact', reason: 'linkTaken', records: 2, newest: { pairKey: 'p2' } },
    ]);
    expect(await store.conflictCounts()).toEqual({ asked: 1, kept: 0, settled: 0 });
    const { epoch } = await store.control();
    await store.commit({ epoch, dropFailures: ['p2', 'nobody'] });
    expect(await store.failureGroups()).toMatchObject([{ records: 1, newest: { pairKey: 'p1' } }]);
    await store.commit({ epoch, dropFailures: ['p1'] });
    expect(await store.failureGroups()).toEqual([]);
  });
});

describe('a database of version 7', () => {
  it('keeps the history of its runs', async () => {
    const name = 'left-behind-7';
    const old = new Dexie(name);
    old.version(1).stores(first);
    old.version(7).stores({ changes: 'id, runId, at', previewPages: 'page' });
    const change = (id: string, at: number) => ({
      id,
      runId: id.slice(0, 1),
      kind: 'contact',
      side: null,
      pairKey: 'contact/desk/1',
      title: 'x',
      action: 'link',
      fields: [],
      at,
    });
    const changes = [change('a/00001', 5), change('a/00000', 5), change('a/00002', 9)];
    await old.table('changes').bulkPut([...changes, change('b/00000', 5)]);
    old.close();

    const database = openDatabase(name);
    const store = createDexieStore(database);
    expect(await store.changes('a')).toEqual([changes[1], changes[0], changes[2]]);
    expect(await store.changes('b')).toEqual([change('b/00000', 5)]);
    expect(await database.changePages.count()).toBe(3);
    expect(database.tables.map((table) => table.name)).not.toContain('changes');
    const { epoch } = await store.control();
    await store.commit({ epoch, forgetBefore: 6 });
    expect(await store.changes('a')).toEqual([changes[2]]);
  });
});

describe('a database of version 8', () => {
  it('finds what a first sync had landed when it was cut off', async () => {
    const name = 'left-behind-8';
    const old = new Dexie(name);
    old.version(1).stores(first);
    old.version(8).stores({ landed: 'n, [kind+part]', changePages: 'first, runId, at' });
    const single = (side: 'desk' | 'crm', id: string): Pair => ({
      key: `contact/${side}/${id}`,
      kind: 'contact',
      desk: null,
      crm: null,
      [side]: { id, createdAt: 1, modifiedAt: 2, fields: {}, presence: 'alive' },
      base: null,
      unseen: null,
      matchKeys: [`contact|${side}|${id}@x.example`],
      linkedBy: null,
      dirty: true,
    });
    const pages = [
      { n: 1, kind: 'contact', part: 0, pairs: [single('desk', '1'), single('desk', '2')] },
      { n: 4, kind: 'contact', part: 0, pairs: [single('crm', '1')] },
    ];
    await old
      .table('landed')
      .bulkPut(pages.map((page) => ({ ...page, pairs: JSON.stringify(page.pairs) })));
    await old.table('singletons').bulkPut([
      {
        name: 'landing',
        value: { mark: 4, held: { account: 0, contact: 3, product: 0 }, bounds: {} },
      },
      {
        name: 'counters',
        value: {
          account: { all: 0, desk: 0, crm: 0, dirty: 0 },
          contact: { all: 3, desk: 2, crm: 1, dirty: 3 },
          product: { all: 0, desk: 0, crm: 0, dirty: 0 },
        },
      },
    ]);
    old.close();

    const store = createDexieStore(openDatabase(name));
    expect(await store.pairsById('contact', 'desk', ['2'])).toEqual([single('desk', '2')]);
    expect(await store.pairsByMatchKey(['contact|crm|1@x.example'])).toEqual([single('crm', '1')]);
    expect((await store.dirtyPairs('contact', null, 9)).pairs).toHaveLength(3);
    expect(await store.counts('contact')).toEqual({
      linked: 0,
      deskOnly: 2,
      crmOnly: 1,
      dirty: 3,
    });
  });
});
