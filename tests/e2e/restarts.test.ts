/** The worker is stopped again and again during the first sync, at moments drawn from a seed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../sandbox/world';
import { startBrowser, type TestBrowser } from './browser';
import { connect, settled, synced } from './setup-path';
import { compareSides, lastCall, writesSince } from './truth';

const kills = 20;
/** Longest time between two kills, ms: a first sync of this size takes some seconds. */
const longestGapMs = 500;
/** A create of unknown outcome is believed lost only after the service's clock moved this far. */
const quarantineMs = 11 * 60_000;

let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser({ contacts: 500, accounts: 100, overlap: 0.3, seed: 'restarts' });
});
afterAll(() => browser.close());

test(`after ${kills} stops the end is the same: no duplicate, no loss`, async () => {
  const random = seededRandom('restarts');
  const page = await connect(browser);
  let stopped = 0;
  // However slow the stops are, the sync is not through before them.
  await browser.control('/faults', { kinds: ['latency'], rate: 0.3, seed: 'restarts' });
  while (stopped < kills) {
    await page.waitForTimeout(random() * longestGapMs);
    // Any message starts the worker again, as an open page's next question does.
    const answer = await browser.ask('status.get').catch(() => null);
    if (answer?.ok !== true || answer.value.run === null) continue;
    // The look that Start called off ends too; then the first sync is still to come.
    if (answer.value.run.endedAt !== null && answer.value.state === 'firstSync') continue;
    // A stop after the end would prove nothing.
    expect(answer.value.run.endedAt, `ended after ${stopped} stops`).toBeNull();
    await browser.stopWorker();
    stopped += 1;
  }
  await browser.control('/faults', { kinds: [], rate: 0 });
  await settled(browser);
  // What was in flight at a kill is looked for again once it cannot arrive any more.
  await browser.control('/clock', { advanceMs: quarantineMs });
  await synced(browser);

  expect(await compareSides(browser)).toEqual([]);
  const seen = await lastCall(browser);
  await synced(browser);
  expect(await writesSince(browser, seen)).toBe(0);
});
