import { describe, expect, it } from 'vitest';
import type { Conflict } from '../../../sync/types/runs';
import { noTally } from '../../../sync/core/tally';
import { start } from './small-fakes';
import { run, running, problem, config, createWorld, failed } from './status-world';

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
