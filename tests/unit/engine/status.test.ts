import { describe, expect, it } from 'vitest';
import type { Control, PairCounts } from '../../../sync/engine/ports';
import { createMemoryLog } from '../../../sync/storage/memory-log';
import { createStatus, type StatusPorts } from '../../../sync/engine/status';
import type {
  Conflict,
  Failure,
  HeldPlan,
  PreviewHandle,
  Run,
  Tally,
} from '../../../sync/types/runs';
import type { Kind, Problem } from '../../../sync/types';
import type { SyncConfig } from '../../../sync/types/settings';
import { createClock, createVault, start } from './connect-fakes';
import { connection } from './profile-fakes';

const noTally: Tally = {
  linked: 0,
  createdInDesk: 0,
  createdInCrm: 0,
  updatedInDesk: 0,
  updatedInCrm: 0,
  deletedInDesk: 0,
  deletedInCrm: 0,
  conflicts: 0,
  failed: 0,
};

function run(over: Partial<Run> = {}): Run {
  return {
    id: 'r',
    type: 'incremental',
    trigger: 'alarm',
    startedAt: start - 60_000,
    endedAt: start - 50_000,
    phase: 'done',
    kind: null,
    progress: { done: 0, of: null },
    configVersion: 1,
    tally: { account: noTally, contact: noTally, product: noTally },
    credits: { desk: 3, crm: 2 },
    calls: 5,
    problem: null,
    ...over,
  };
}

const running: Partial<Run> = { endedAt: null, phase: 'apply', kind: 'account' };

function problem(code: string, kind: Problem['kind']): Problem {
  return { code, kind, message: code };
}

function config(type: 'twoWay' | 'displayOnly'): SyncConfig {
  return {
    version: 1,
    syncType: { account: type, contact: type, product: 'displayOnly' },
    fields: { account: [], contact: [], product: [] },
    importFrom: 0,
    secondaryEmail: false,
    policy: 'crm',
  };
}

async function createWorld() {
  const vault = createVault();
  await vault.saveConnection(connection);
  for (const side of ['desk', 'crm'] as const)
    await vault.saveGrant(side, {
      refreshToken: side,
      scopes: [],
      dataCentre: 'eu',
      apiDomain: '',
      grantedAt: start - 1_000_000,
    });
  const noCounts: PairCounts = { linked: 0, deskOnly: 0, crmOnly: 0, dirty: 0 };
  const stored = {
    control: { epoch: 1, paused: false, pausedAt: null, lastRunAt: start, retry: null } as Control,
    config: config('twoWay') as SyncConfig | null,
    runs: [] as Run[],
    failures: [] as Failure[],
    conflicts: [] as Conflict[],
    held: null as HeldPlan | null,
    preview: null as PreviewHandle | null,
    counts: { account: noCounts, contact: noCounts, product: noCounts } as Record<Kind, PairCounts>,
  };
  const clock = createClock();
  const ports: StatusPorts = {
    vault,
    clock,
    store: {
      control: async () => stored.control,
      config: async () => stored.config,
      counts: async (kind) => stored.counts[kind],
      ...createMemoryLog({
        failures: () => stored.failures,
        conflicts: () => stored.conflicts,
        runs: () => stored.runs,
      }),
      runs: async (limit) => stored.runs.slice(0, limit),
      held: async () => stored.held,
      preview: async () => stored.preview,
    },
    nextRunAt: async () => start + 60_000,
    creditsLeft: (side) => (side === 'desk' ? 900 : null),
  };
  return { vault, stored, clock, status: createStatus(ports) };
}

describe('a held plan', () => {
  const plan: HeldPlan = {
    hash: 'h',
    runId: 'r',
    heldAt: start,
    reasons: ['deletes'],
    counts: [{ kind: 'contact', action: 'delete', side: 'desk', records: 12 }],
    rows: [],
    digests: [],
    confirmedAt: null,
    dismissedAt: null,
  };

  it('is shown until it was confirmed', async () => {
    const { stored, status } = await createWorld();
    expect((await status.get()).held).toBeNull();
    stored.held = plan;
    expect((await status.get()).held).toMatchObject({ hash: 'h', counts: plan.counts });
    stored.held = { ...plan, confirmedAt: start };
    expect((await status.get()).held).toBeNull();
  });
});

const retry = (attempt: number): Control['retry'] => ({ at: start + 9, attempt });

function failed(code: string, kind: Kind): Failure {
  return {
    pairKey: code,
    kind,
    side: 'desk',
    title: 'x',
    problem: problem(code, 'conflict'),
    runId: 'c',
    at: start,
    attempts: 1,
  };
}

type World = Awaited<ReturnType<typeof createWorld>>;

describe('the overall state', () => {
  const cases: readonly (readonly [string, (world: World) => void | Promise<void>, string])[] = [
    ['all is well', () => undefined, 'inSync'],
    ['nothing is connected', ({ vault }) => vault.saveConnection(null), 'notConnected'],
    ['a grant is gone', ({ vault }) => vault.saveGrant('crm', null), 'reconnect'],
    [
      'a grant is gone and the sync paused',
      async ({ vault, stored }) => {
        await vault.saveGrant('crm', null);
        stored.control = { ...stored.control, paused: true, pausedAt: start };
      },
      'reconnect',
    ],
    [
      'the last run was refused the token',
      ({ stored }) =>
        stored.runs.push(run({ problem: problem('oauth.reconnect', 'configuration') })),
      'reconnect',
    ],
    [
      'the last run lacked a scope',
      ({ stored }) =>
        stored.runs.push(run({ problem: problem('oauth.scopeMissing', 'configuration') })),
      'reconnect',
    ],
    [
      'somebody signed in after that',
      async ({ vault, stored }) => {
        stored.runs.push(run({ problem: problem('oauth.reconnect', 'configuration') }));
        await vault.saveGrant('crm', { ...(await vault.grant('crm'))!, grantedAt: start });
      },
      'inSync',
    ],
    [
      'it is paused in the middle of the first sync',
      ({ stored }) => {
        stored.control = { ...stored.control, paused: true, pausedAt: start, lastRunAt: null };
        stored.runs.push(run({ ...running, type: 'first' }));
      },
      'paused',
    ],
    [
      'nothing was ever synced',
      ({ stored }) => {
        stored.control = { ...stored.control, lastRunAt: null };
      },
      'firstSync',
    ],
    ['a run is going on', ({ stored }) => stored.runs.push(run(running)), 'syncing'],
    [
      'the last run failed for good',
      ({ stored }) => stored.runs.push(run({ problem: problem('zoho.licence', 'configuration') })),
      'trouble',
    ],
    [
      'the first sync failed for good',
      ({ stored }) => {
        stored.control = { ...stored.control, lastRunAt: null };
        stored.runs.push(run({ type: 'first', problem: problem('defect.request', 'defect') }));
      },
      'trouble',
    ],
    [
      'one run was cut short by the network',
      ({ stored }) => {
        stored.runs.push(run({ problem: problem('zoho.unreachable', 'transient') }));
        stored.control = { ...stored.control, retry: retry(1) };
      },
      'inSync',
    ],
    [
      'many runs were cut short by the network',
      ({ stored }) => {
        stored.runs.push(run({ problem: problem('zoho.unreachable', 'transient') }));
        stored.control = { ...stored.control, retry: retry(3) };
      },
      'trouble',
    ],
    [
      'a run ended because it was paused, and was resumed',
      ({ stored }) => stored.runs.push(run({ problem: problem('sync.paused', 'configuration') })),
      'inSync',
    ],
    [
      'another installation holds the lease',
      ({ stored }) => {
        stored.control = { ...stored.control, lastRunAt: null, retry: retry(9) };
        stored.runs.push(run({ problem: problem('lease.taken', 'transient') }));
      },
      'elsewhere',
    ],
    [
      'it only displays',
      ({ stored }) => {
        stored.config = config('displayOnly');
        stored.control = { ...stored.control, lastRunAt: null };
      },
      'displayOnly',
    ],
    [
      'a deletion was begun',
      async ({ vault }) => {
        const signIns = { desk: null, crm: null };
        const state = { step: 'client', dataCentre: 'eu', deskOrgId: null, problem: null } as const;
        await vault.saveSetup({
          ...state,
          signingIn: null,
          signIns,
          foreignCrmIds: null,
          deleting: true,
        });
      },
      'notConnected',
    ],
  ];

  it.each(cases)('when %s', async (_when, arrange, state) => {
    const world = await createWorld();
    await arrange(world);
    const view = await world.status.get();
    expect(view.state).toBe(state);
    expect(view.problem === null).toBe(state !== 'reconnect' && state !== 'trouble');
    expect(view.connection === null).toBe(state === 'notConnected');
  });
});

describe('the numbers', () => {
  it('come from what is stored', async () => {
    const { stored, status } = await createWorld();
    stored.counts.contact = { linked: 90, deskOnly: 1, crmOnly: 2, dirty: 4 };
    const changed = {
      account: noTally,
      contact: { ...noTally, updatedInDesk: 1 },
      product: noTally,
    };
    const onlyFailed = { account: { ...noTally, failed: 3 }, contact: noTally, product: noTally };
    stored.runs.push(
      run({ id: 'c', tally: onlyFailed, startedAt: start - 5_000 }),
      run({ id: 'b', tally: changed, startedAt: start - 9_000, endedAt: start - 8_000 }),
      run({ id: 'a', startedAt: start - 86_400_000, credits: { desk: 1_000, crm: 1_000 } }),
    );
    stored.failures.push(
      failed('d', 'account'),
      failed('b', 'contact'),
      failed('a', 'contact'),
      failed('b', 'contact'),
      failed('c', 'contact'),
    );
    const conflict: Conflict = {
      id: '1',
      pairKey: 'x',
      kind: 'contact',
      field: { desk: 'phone', crm: 'Phone' },
      deskValue: '1',
      crmValue: '2',
      kept: null,
      runId: 'c',
      at: start,
    };
    stored.conflicts.push(conflict, { ...conflict, id: '2', pairKey: 'y', kept: 'crm' });
    stored.config = {
      ...config('twoWay'),
      credits: {
        desk: { capPerDay: null, reservePerDay: 50 },
        crm: { capPerDay: null, reservePerDay: 200 },
      },
    };

    const view = await status.get();
    expect(view).toMatchObject({
      run: { id: 'c' },
      failures: 5,
      conflicts: 1,
      lastChangeAt: start - 8_000,
      nextRunAt: start + 60_000,
      credits: [
        { side: 'desk', used: 6, left: 900, reserve: 50 },
        { side: 'crm', used: 4, left: null, reserve: 200 },
      ],
      connection: { deskName: 'Portal 10', crmName: 'Company 20', lastSuccessAt: start },
    });
    expect(view.modules).toEqual([
      { kind: 'account', linked: 0, waiting: 0, failed: 1, syncType: 'twoWay', lastChangeAt: null },
      {
        kind: 'contact',
        linked: 90,
        waiting: 4,
        failed: 4,
        syncType: 'twoWay',
        lastChangeAt: start - 8_000,
      },
      {
        kind: 'product',
        linked: 0,
        waiting: 0,
        failed: 0,
        syncType: 'displayOnly',
        lastChangeAt: null,
      },
    ]);
    expect(view.topFailures.map((top) => [top.problem.code, top.records])).toEqual([
      ['b', 2],
      ['a', 1],
      ['c', 1],
    ]);
  });

  it('name the installation that runs the sync, until this one runs again', async () => {
    const { stored, status } = await createWorld();
    const taken = { ...problem('lease.taken', 'transient'), detail: 'Chrome on Windows' };
    stored.control = { ...stored.control, lease: 'held' };
    stored.runs.push(run({ problem: taken }));
    expect(await status.get()).toMatchObject({
      lease: 'elsewhere',
      leaseHolder: 'Chrome on Windows',
    });
    stored.runs.unshift(run({ startedAt: start - 40_000, endedAt: start - 30_000 }));
    expect(await status.get()).toMatchObject({ state: 'inSync', lease: 'held' });
  });

  it('say when something was last carried over, however long ago', async () => {
    const { stored, status } = await createWorld();
    const tally = { account: noTally, contact: { ...noTally, createdInCrm: 1 }, product: noTally };
    const long = start - 5 * 86_400_000;
    stored.runs.push(run({ id: 'new' }), run({ id: 'old', tally, startedAt: long, endedAt: long }));
    expect((await status.get()).modules[1]?.lastChangeAt).toBe(long);
  });

  it('count all of a day with a run every minute', async () => {
    const { stored, status } = await createWorld();
    for (let at = 1; at <= 400; at += 1)
      stored.runs.push(run({ id: String(at), startedAt: start - at * 60_000 }));
    expect((await status.get()).credits[0]?.used).toBe(400 * 3);
  });

  it('tell the remaining time once a rate is known, later modules included', async () => {
    const { stored, clock, status } = await createWorld();
    stored.counts.contact = { linked: 0, deskOnly: 0, crmOnly: 0, dirty: 400 };
    stored.runs[0] = run({ ...running, progress: { done: 100, of: 200 } });
    expect((await status.get()).remainingMs).toBeNull();
    clock.advance(10_000);
    stored.runs[0] = run({ ...running, progress: { done: 150, of: 200 } });
    expect((await status.get()).remainingMs).toBe((50 + 400) * 200);
    stored.control = { ...stored.control, paused: true, pausedAt: start };
    expect(await status.get()).toMatchObject({
      remainingMs: null,
      nextRunAt: null,
      pausedAt: start,
    });
  });
});
