import { describe, expect, it } from 'vitest';
import { allowanceOf, booked, forecastEnd, type Spending } from '../../../sync/core/budget';
import { createStage, type Stage } from './stage';

const hour = 3_600_000;
const start = Date.parse('2026-06-01T08:10:00.000Z');

describe('the budget', () => {
  it('takes a quarter of what is left in an hour, and never the reserve', () => {
    const budget = { capPerDay: 10_000, reservePerDay: 2_000 };
    expect(allowanceOf([], budget, null, start).credits).toBe(2_000);
    let spending: Spending = booked([], 1_500, start);
    expect(allowanceOf(spending, budget, null, start).credits).toBe(500);
    spending = booked(spending, 500, start + 1);
    const { credits, renewsAt } = allowanceOf(spending, budget, null, start);
    expect(credits).toBe(0);
    expect(renewsAt).toBe(Date.parse('2026-06-01T09:00:00.000Z'));
    expect(allowanceOf(spending, budget, null, start + hour).credits).toBe(1_500);
    let total = 0;
    spending = [];
    for (let n = 0; n < 24; n++) {
      const free = Math.floor(allowanceOf(spending, budget, null, start + n * hour).credits);
      spending = booked(spending, Math.max(0, free), start + n * hour);
      total += Math.max(0, free);
    }
    expect(total).toBeLessThanOrEqual(8_000);
    expect(total).toBeGreaterThan(7_500);
    // A day later all of it is there again.
    expect(allowanceOf(spending, budget, null, start + 50 * hour).credits).toBe(2_000);
  });

  it('believes the service where that knows better', () => {
    const free = { capPerDay: null, reservePerDay: 200 };
    expect(allowanceOf([], free, null, start).credits).toBe(Number.POSITIVE_INFINITY);
    expect(allowanceOf([], free, 150, start).credits).toBeLessThan(0);
    expect(forecastEnd(100, 2, free, start)).toBeNull();
    expect(forecastEnd(500, 2, { capPerDay: 700, reservePerDay: 200 }, start)).toBe(
      start + 48 * hour,
    );
  });
});

async function large(credits: NonNullable<Stage['config']['credits']>): Promise<Stage> {
  const stage = await createStage({ config: { credits }, pageSize: 100 });
  for (let n = 0; n < 400; n++)
    stage.crm.add('contact', { Last_Name: `N${n}`, Email: `n${n}@x.test` });
  return stage;
}

describe('a first sync that costs more than there is', () => {
  it('stops cleanly at its share, says when it goes on, and is spread by itself', async () => {
    const stage = await large({ desk: { capPerDay: 500, reservePerDay: 100 } });
    const first = await stage.sync.run('alarm');
    expect(first).toMatchObject({ problem: { code: 'credits.paced', kind: 'transient' } });
    if (typeof first === 'string') throw new Error(first);
    expect(first.forecast).toMatchObject({ side: 'desk' });
    expect(first.forecast?.endsAt).toBeGreaterThan(stage.world.now + 12 * hour);
    expect(await stage.store.intents()).toEqual([]);
    expect(await stage.sync.nextWakeAt()).toBe(first.forecast?.resumesAt);
    const calls = stage.desk.spent().calls;
    expect(await stage.sync.run('alarm')).toBe('waiting');
    expect(stage.desk.spent().calls).toBe(calls);
    let runs = 0;
    for (; runs < 90; runs++) {
      stage.world.now = Math.max(stage.world.now, (await stage.sync.nextWakeAt()) ?? 0) + 1;
      const before = stage.desk.spent().credits;
      const run = await stage.sync.run('alarm');
      expect(stage.desk.spent().credits - before).toBeLessThanOrEqual(100 + 4);
      if (typeof run !== 'string' && run.problem === null) break;
    }
    expect(runs).toBeGreaterThan(4);
    expect(stage.desk.rows('contact')).toHaveLength(400);
    expect(await stage.store.failures()).toEqual([]);
  });

  it('leaves the reserve by what the service says, also when the worker is new', async () => {
    const stage = await large({});
    let left = 260;
    Object.assign(stage.desk, {
      creditsLeft: () => left - stage.desk.spent().credits,
    });
    expect(await stage.sync.run('alarm')).toMatchObject({ problem: { code: 'credits.paced' } });
    expect(left - stage.desk.spent().credits).toBeGreaterThanOrEqual(200 - 4);
    // The next day, seen by the first call of the next run.
    left = 100_000;
    await stage.settle();
    expect(stage.desk.rows('contact')).toHaveLength(400);
  });
});

it('what was counted before a call that came to nothing is stored all the same', async () => {
  const stage = await createStage({
    config: { credits: { crm: { capPerDay: 5_000, reservePerDay: 0 } } },
    pageSize: 2,
  });
  for (let n = 0; n < 5; n++) stage.crm.add('account', { Account_Name: `N${n}` });
  const { changes } = stage.crm;
  const broken = (...[kind, request]: Parameters<typeof changes>) =>
    request.page === null ? changes(kind, request) : Promise.reject(new Error('no network'));
  Object.assign(stage.crm, { changes: broken });
  await stage.sync.run('alarm');
  const { spent } = await stage.store.control();
  const counted = spent?.crm.reduce((sum, { credits }) => sum + credits, 0);
  expect(stage.crm.spent().credits).toBeGreaterThan(0);
  expect(counted).toBe(stage.crm.spent().credits);
});
