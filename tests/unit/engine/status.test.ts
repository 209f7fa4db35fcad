import { describe, expect, it } from 'vitest';
import type { HeldPlan } from '../../../sync/types/runs';
import { start } from './small-fakes';
import { run, running, problem, config, createWorld, retry, type World } from './status-world';

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

describe('the overall state', () => {
  const cases: readonly (readonly [string, (world: World) => void | Promise<void>, string])[] = [
    ['all is well', () => undefined, 'inSync'],
    ['nothing is connected', ({ vault }) => vault.saveConnection(null), 'notConnected'],
    ['a grant is gone', ({ vault }) => vault.saveGrant('crm', null), 'reconnect'],
    ['Zoho takes a grant no more', ({ stored }) => void (stored.lost = 'desk'), 'reconnect'],
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
