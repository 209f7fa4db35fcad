/** A first sync that costs more credits than a day has: spread over days by itself, and never twice. */
import { expect, it, vi } from 'vitest';
import { createCreditHandlers } from '../../sync/engine/credits';
import { engineBench, type EngineBench } from './engine-bench';
import { checkedBenches } from './checked';

vi.setConfig({ testTimeout: 120_000 });
const { opened } = checkedBenches();

const dayMs = 86_400_000;
const own = { tabId: 1, frameId: 0, isExtensionPage: true, host: null };

/** Contacts of CRM alone, each of which costs a credit in Desk. */
async function open(records: number): Promise<EngineBench> {
  const bench = await engineBench({ contacts: 4, accounts: 1, products: 1 }, () => ({
    importFrom: 0,
  }));
  opened.push(bench);
  for (let at = 0; at < records; at += 1)
    await bench.control('/create', {
      side: 'crm',
      module: 'Contacts',
      fields: { Last_Name: `Many ${at}`, Email: `many-${at}@x.example` },
    });
  bench.clock.advance(600_000);
  return bench;
}

/** Runs whenever the sync wants to, until all is done; the ends that it foretold on the way. */
async function untilDone(bench: EngineBench): Promise<{
  readonly days: number;
  readonly waits: number;
  readonly foretold: readonly number[];
}> {
  const begun = bench.clock.now();
  const foretold: number[] = [];
  let waits = 0;
  for (let round = 0; round < 500; round += 1) {
    const run = await bench.sync.run('alarm');
    if (typeof run === 'string') throw new Error(run);
    if (run.problem === null) return { days: (bench.clock.now() - begun) / dayMs, waits, foretold };
    if (run.problem.code !== 'credits.paced') throw new Error(run.problem.code);
    waits += 1;
    if (run.forecast?.endsAt) foretold.push(run.forecast.endsAt);
    const next = (await bench.sync.nextWakeAt()) ?? 0;
    expect(next).toBe(run.forecast?.resumesAt);
    bench.clock.advance(Math.max(1, next - bench.clock.now()));
  }
  throw new Error('never done');
}

const copies = async (bench: EngineBench): Promise<readonly unknown[]> =>
  (await bench.living('desk', 'contacts')).filter(({ lastName }) =>
    String(lastName).startsWith('Many'),
  );

it('waits for the next day when the service has no more than the reserve left', async () => {
  const bench = await open(150);
  const { meter } = bench.sandbox.world.deskOrgs[0]!;
  // Less the default reserve: 100 for the sync, of 150 and the reading.
  meter.dailyLimit = 300;
  const { days, waits } = await untilDone(bench);
  expect(waits).toBeGreaterThan(0);
  expect(days).toBeGreaterThan(0.5);
  expect(days).toBeLessThan(3);
  const emails = (await copies(bench)).map((one) => (one as { email: string }).email);
  expect(emails).toHaveLength(150);
  expect(new Set(emails).size).toBe(150);
});

it('keeps to the cap that the administrator sets, and says when all will be done', async () => {
  const bench = await open(300);
  const handlers = createCreditHandlers({
    store: bench.store,
    clock: bench.clock,
    notifier: { changed: () => undefined },
    log: { info: () => undefined, warn: () => undefined },
    creditsLeft: () => null,
    run: () => undefined,
  });
  const before = await handlers['credits.get'](undefined, own);
  if (!before.ok) throw new Error(before.problem.code);
  const { version } = before.value;
  const budgets = {
    desk: { capPerDay: 250, reservePerDay: 50 },
    crm: { capPerDay: null, reservePerDay: 200 },
  };
  expect(await handlers['credits.save']({ version, budgets }, own)).toEqual({
    ok: true,
    value: null,
  });
  expect(await handlers['credits.save']({ version, budgets }, own)).toMatchObject({
    problem: { code: 'config.changedMeanwhile' },
  });
  const useless = { ...budgets, desk: { capPerDay: 50, reservePerDay: 50 } };
  expect(await handlers['credits.save']({ version, budgets: useless }, own)).toMatchObject({
    problem: { code: 'message.malformed' },
  });

  const { meter } = bench.sandbox.world.deskOrgs[0]!;
  const first = meter.spent.length;
  const { days, foretold } = await untilDone(bench);
  expect(days).toBeGreaterThan(1);
  expect(days).toBeLessThan(4);
  // No 24 hours cost more than the cap less its reserve, and what was under way at the time.
  const spent = meter.spent.slice(first);
  for (const { at } of spent) {
    const within = spent.filter((one) => one.at >= at && one.at < at + dayMs);
    expect(within.reduce((sum, { credits }) => sum + credits, 0)).toBeLessThanOrEqual(200 + 60);
  }
  expect(foretold.length).toBeGreaterThan(2);
  const done = bench.clock.now();
  // What was foretold after the first hours is right within half a day.
  expect(Math.abs((foretold[2] ?? 0) - done)).toBeLessThan(dayMs);
  expect(await copies(bench)).toHaveLength(300);
  const after = await handlers['credits.get'](undefined, own);
  expect(after).toMatchObject({ value: { budgets, used: { desk: expect.any(Number) } } });
});
