import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { releaseLease } from '../../../sync/engine/lease';
import type { Lease, LeaseBoard } from '../../../sync/engine/lease-board';
import { createSync, type Sync } from '../../../sync/engine/sync';
import { createMemoryStore } from '../../../sync/storage/memory-store';
import type { Store } from '../../../sync/engine/ports';
import { createStage, type Stage } from './stage';

const minute = 60_000;

interface Board extends LeaseBoard {
  current: Lease | null;
  reads: number;
  beforeRead: (() => void) | null;
}

/** Kept in CRM, so whoever reads it has heard CRM's clock. */
function createBoard(stage: Stage): Board {
  const board: Board = {
    current: null,
    reads: 0,
    beforeRead: null,
    read: async () => {
      board.reads++;
      await stage.crm.get('contact', [], []);
      board.beforeRead?.();
      return board.current;
    },
    write: async (lease) => {
      board.current = lease;
    },
  };
  return board;
}

/** A second installation over the same organisations, with a store of its own. */
async function neighbour(stage: Stage, board: Board): Promise<{ sync: Sync; store: Store }> {
  const store = createMemoryStore();
  await store.commit({ epoch: (await store.control()).epoch, config: stage.config });
  let ids = 0;
  const sync = createSync({
    ...stage.ports,
    store,
    lease: { board, name: 'Second' },
    random: { next: () => 0.5, id: () => `other${++ids}` },
    locks: { tryRun: (_, task) => task() },
  });
  return { sync, store };
}

async function leased(): Promise<{ stage: Stage; board: Board }> {
  const stage = await createStage();
  const board = createBoard(stage);
  stage.sync = createSync({ ...stage.ports, lease: { board, name: 'First' } });
  stage.desk.add('contact', { lastName: 'Doe', email: 'j@x.test' });
  return { stage, board };
}

describe('a lease given up', () => {
  it('keeps nobody waiting, and is given up by its owner only', async () => {
    const { stage, board } = await leased();
    await stage.sync.run('setup');
    const owner = board.current?.owner ?? '';
    await releaseLease(board, 'somebody else');
    expect(board.current?.until).toBeGreaterThan(0);
    await releaseLease(board, owner);
    const second = await neighbour(stage, board);
    expect(await second.sync.run('setup')).toMatchObject({ problem: null });
  });
});

describe('the lease', () => {
  it('is taken once, kept by its owner, and keeps another installation out', async () => {
    const { stage, board } = await leased();
    await stage.run();
    expect(board.current).toMatchObject({ name: 'First', epoch: 1 });
    expect(await stage.store.control()).toMatchObject({ lease: 'held' });
    const other = await neighbour(stage, board);
    const calls = stage.desk.spent().calls;
    expect(await other.sync.run('alarm')).toMatchObject({
      problem: { code: 'lease.taken', detail: 'First' },
    });
    expect(stage.desk.spent().calls).toBe(calls);
    // An idle poll of the owner costs one look at it.
    const reads = board.reads;
    stage.world.now += minute;
    await stage.run();
    expect(board.reads).toBe(reads + 1);
    expect(board.current?.epoch).toBe(1);
  });

  it('passes to another installation when its owner is gone', async () => {
    const { stage, board } = await leased();
    await stage.run();
    const other = await neighbour(stage, board);
    await other.sync.run('alarm');
    const at = await other.sync.nextWakeAt();
    expect(at).toBeGreaterThan(stage.world.now + 5 * minute);
    stage.world.now = (at ?? 0) + minute;
    expect(await other.sync.run('alarm')).toMatchObject({ problem: null });
    expect(board.current).toMatchObject({ name: 'Second', epoch: 2 });
    expect(stage.crm.rows('contact')).toHaveLength(1);
    // The first one comes back: it waits like anybody else.
    expect(await stage.sync.run('person')).toMatchObject({ problem: { code: 'lease.taken' } });
  });

  it('that is lost stops the run before its next call', async () => {
    const { stage, board } = await leased();
    for (let n = 0; n < 30; n++)
      stage.desk.add('contact', { lastName: `N${n}`, email: `n${n}@x.test` });
    let writes = 0;
    stage.crm.beforeWrite = () => {
      stage.crm.beforeWrite = null;
      // Long enough for another look at the lease, and still within the slice.
      stage.world.now += minute / 4;
      board.current = { owner: 'thief', name: 'Thief', epoch: 2, until: stage.world.now + minute };
    };
    expect(await stage.sync.run('alarm')).toMatchObject({ problem: { code: 'lease.lost' } });
    writes = stage.writes();
    // The batch that was under way is stored, and nothing was sent after it.
    expect(writes).toBeLessThanOrEqual(5);
    expect(await stage.store.intents()).toEqual([]);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: writes });
  });

  it('goes to one of two that take it at the same moment', async () => {
    const { stage, board } = await leased();
    let isFirst = true;
    board.beforeRead = () => {
      if (board.reads !== 2 || !isFirst) return;
      isFirst = false;
      board.current = {
        owner: 'x',
        name: 'Quicker',
        epoch: 1,
        until: stage.world.now + 5 * minute,
      };
    };
    expect(await stage.sync.run('alarm')).toMatchObject({ problem: { code: 'lease.taken' } });
    expect(stage.writes()).toBe(0);
  });

  it('is read back before the first write, and before the first call where somebody had it', async () => {
    const { stage, board } = await leased();
    const changes = stage.desk.changes.bind(stage.desk);
    let readsBefore: number[] = [];
    stage.desk.changes = (...request) => {
      readsBefore.push(board.reads);
      return changes(...request);
    };
    let readsBeforeWrite = 0;
    stage.crm.beforeWrite = () => {
      readsBeforeWrite ||= board.reads;
    };
    await stage.run();
    expect([readsBefore[0], readsBeforeWrite]).toEqual([1, 2]);
    stage.world.now += 30 * minute;
    const before = board.reads;
    readsBefore = [];
    const other = await neighbour(stage, board);
    await other.sync.run('alarm');
    expect(readsBefore[0]).toBe(before + 2);
  });

  it('that cannot be kept in this organisation is done without, and said', async () => {
    const { stage, board } = await leased();
    board.read = () =>
      Promise.reject(
        new SyncError({ code: 'oauth.scopeMissing', kind: 'configuration', message: 'no' }),
      );
    await stage.run();
    expect(stage.crm.rows('contact')).toHaveLength(1);
    expect(await stage.store.control()).toMatchObject({ lease: 'unavailable' });
  });

  it('keeps nobody waiting once it was given up with everything else', async () => {
    const { stage, board } = await leased();
    await stage.run();
    const { installation = '' } = await stage.store.control();
    await releaseLease(board, installation);
    await stage.store.wipe();
    expect((await stage.store.control()).installation).toBeUndefined();
    const { epoch } = await stage.store.control();
    await stage.store.commit({ epoch, config: stage.config });
    expect(await stage.sync.run('setup')).toMatchObject({ problem: null });
    expect(board.current?.epoch).toBe(2);
  });
});
