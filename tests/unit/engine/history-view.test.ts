import { expect, it } from 'vitest';
import { createHistory } from '../../../sync/engine/history';
import type { Store } from '../../../sync/engine/ports';
import { createMemoryStore } from '../../../sync/storage/memory-store';
import { noTallies } from '../../../sync/core/tally';
import type { Run, Tally } from '../../../sync/types/runs';

const day = 86_400_000;
const any = { since: 0, until: null, kind: null, to: null, failed: false } as const;
const whole = { offset: 0, limit: 99 };

async function add(
  store: Store,
  id: string,
  startedAt: number,
  tally: Partial<Tally>,
  more: Partial<Run> = {},
) {
  const none = noTallies();
  const run: Run = {
    id,
    type: 'incremental',
    trigger: 'alarm',
    startedAt,
    endedAt: startedAt + 1,
    phase: 'done',
    kind: null,
    progress: { done: 0, of: null },
    configVersion: 1,
    tally: { ...none, contact: { ...none.contact, ...tally } },
    credits: { desk: 0, crm: 0 },
    calls: 0,
    problem: null,
    ...more,
  };
  await store.commit({ epoch: (await store.control()).epoch, run });
}

function create() {
  const store = createMemoryStore();
  const remote = { knownFields: async () => [] };
  return { store, log: createHistory({ store, desk: remote, crm: remote } as never) };
}

it('reads the lines once for a page that asks for them twice at once', async () => {
  const { store, log } = create();
  await add(store, 'a', 1 * day, { updatedInDesk: 2 });
  const read: number[] = [];
  const { history } = store;
  store.history = (since) => {
    read.push(since);
    return history(since);
  };
  const [days, { rows }] = await Promise.all([log.days([0]), log.rows(any, whole)]);
  expect([days[0]?.updated, rows[0]?.updated]).toEqual([2, 2]);
  // The second looks only for what came since.
  expect(read).toEqual([0, day]);
});

it('filters lines, newest first, a part at a time, and follows what comes', async () => {
  const { store, log } = create();
  await add(store, 'a', 1 * day, { updatedInDesk: 2, createdInCrm: 1 });
  await add(store, 'b', 2 * day, { updatedInCrm: 3, failed: 1 });
  const ids = async (filter: Partial<typeof any | { to: 'crm'; failed: boolean; until: number }>) =>
    (await log.rows({ ...any, ...filter }, whole)).rows.map(({ runId, to }) => `${runId}/${to}`);
  expect(await ids({})).toEqual(['b/crm', 'a/desk', 'a/crm']);
  expect(await ids({ to: 'crm' })).toEqual(['b/crm', 'a/crm']);
  expect(await ids({ failed: true })).toEqual(['b/crm']);
  expect(await ids({ until: 2 * day })).toEqual(['a/desk', 'a/crm']);
  expect((await log.rows({ ...any, kind: 'account' }, whole)).of).toBe(0);
  expect(await log.rows(any, { offset: 1, limit: 1 })).toMatchObject({
    of: 3,
    rows: [{ runId: 'a' }],
  });
  await add(store, 'c', 3 * day, { createdInDesk: 1 }, { endedAt: null });
  expect(await ids({ to: 'desk' as never })).toEqual(['c/desk', 'a/desk']);
  await add(store, 'c', 3 * day, { createdInDesk: 4 });
  await add(store, 'd', 4 * day, { createdInDesk: 1 });
  expect((await log.rows(any, whole)).rows.map(({ added }) => added)).toEqual([1, 4, 0, 0, 1]);
  expect((await log.csv({ ...any, to: 'crm' })).trim().split('\r\n')).toHaveLength(3);
});

it('sums the days that are asked about, wherever they begin', async () => {
  const { store, log } = create();
  await add(store, 'a', 1 * day + 5, { updatedInDesk: 2 });
  await add(store, 'b', 2 * day - 1, { deletedInCrm: 1 });
  await add(store, 'c', 2 * day, { createdInCrm: 4, failed: 2 });
  expect(await log.days([day, 2 * day, 3 * day])).toEqual([
    { added: 0, updated: 2, deleted: 1, failed: 0 },
    { added: 4, updated: 0, deleted: 0, failed: 2 },
    { added: 0, updated: 0, deleted: 0, failed: 0 },
  ]);
  // Older than what was read before.
  expect((await log.days([0]))[0]).toMatchObject({ updated: 2, added: 4 });
});

it('forgets with the integration', async () => {
  const { store, log } = create();
  await add(store, 'a', day, { updatedInDesk: 2 });
  expect((await log.rows(any, whole)).of).toBe(1);
  await store.wipe();
  expect((await log.rows(any, whole)).of).toBe(0);
});
