/** The main job: connect, first sync of 1,000 contacts and 200 accounts a side with 30 % overlap, then quiet. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StatusView } from '../../sync/protocol';
import { startBrowser, type TestBrowser } from './browser';
import { connect, settled } from './setup-path';
import { compareSides, lastCall, overlap, recordsOf, writesSince } from './truth';

let browser: TestBrowser;
const before = { contacts: 0, accounts: 0 };

async function status(): Promise<StatusView> {
  const answer = await browser.ask('status.get');
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

beforeAll(async () => {
  browser = await startBrowser({ contacts: 1000, accounts: 200, overlap: 0.3, seed: 'main-job' });
  before.contacts = await overlap(browser, 'contacts');
  before.accounts = await overlap(browser, 'accounts');
  await connect(browser);
  await settled(browser);
});
afterAll(() => browser.close());

test('the overlap is linked and not duplicated, the last year is created, mapped fields agree', async () => {
  expect(await compareSides(browser)).toEqual([]);
});

test('every record that stood on both sides is linked', async () => {
  const { run, modules } = await status();
  const contact = modules.find(({ kind }) => kind === 'contact');
  expect(run?.problem).toBeNull();
  expect(before.contacts).toBeGreaterThan(250);
  // Ambiguous ones are never guessed; the seed has a handful.
  const waiting = contact?.failed ?? 0;
  expect(run?.tally.contact.linked).toBeGreaterThanOrEqual(before.contacts - waiting);
  expect(run?.tally.account.linked).toBeGreaterThanOrEqual(before.accounts);
});

test('the numbers of the run are the numbers of the servers', async () => {
  const { run } = await status();
  for (const module of ['contacts', 'accounts'] as const) {
    const tally = module === 'contacts' ? run?.tally.contact : run?.tally.account;
    const [desk, crm] = await Promise.all([
      recordsOf(browser, 'desk', module),
      recordsOf(browser, 'crm', module),
    ]);
    const seeded = module === 'contacts' ? 1000 : 200;
    expect(desk.length - seeded).toBe(tally?.createdInDesk);
    expect(crm.length - seeded).toBe(tally?.createdInCrm);
  }
});

test('a second run writes nothing', async () => {
  const seen = await lastCall(browser);
  const first = (await status()).run?.id;
  const page = await browser.options();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect.poll(async () => (await status()).run?.id, { timeout: 10_000 }).not.toBe(first);
  await settled(browser);
  expect((await status()).run?.problem).toBeNull();
  expect(await writesSince(browser, seen)).toBe(0);
});

test('a change on either side reaches the other', async () => {
  const contact = (await recordsOf(browser, 'desk', 'contacts')).find(
    ({ email }) => email === 'ada.lindqvist@nordwind.se',
  );
  await browser.control('/edit', {
    side: 'desk',
    module: 'contacts',
    id: contact?.id,
    fields: { title: 'Chief of IT' },
  });
  const page = await browser.options();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect
    .poll(
      async () =>
        (await recordsOf(browser, 'crm', 'contacts')).find(
          ({ Email }) => Email === 'ada.lindqvist@nordwind.se',
        )?.['Title'],
      { timeout: 20_000 },
    )
    .toBe('Chief of IT');
});
