/** What an administrator sets bounds the sync: its direction, how far back it goes, how often it looks, what it may spend. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type TestBrowser } from './browser';
import { authorized, settled } from './setup-path';
import { lastCall, recordsOf, writesSince } from './truth';

const patient = { timeout: 30_000 };
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser({ contacts: 60, accounts: 10, overlap: 0.3, seed: 'limits' });
  page = await authorized(browser);
});
afterAll(() => browser?.close());

const button = (name: string | RegExp): Locator =>
  page.getByRole('button', { name }).and(page.locator(':enabled'));

async function save(): Promise<void> {
  await button('Save preferences').click();
  await page.getByText('Saved.').waitFor(patient);
}

async function nextRunIn(): Promise<number> {
  const status = await browser.ask('status.get');
  return status.ok && status.value.nextRunAt !== null ? status.value.nextRunAt - Date.now() : 0;
}

const addressOf = (value: unknown): string => String(value ?? '').toLowerCase();

test('one way only, and no further back than was chosen', async () => {
  const [crm, deskBefore] = [
    await recordsOf(browser, 'crm', 'contacts'),
    await recordsOf(browser, 'desk', 'contacts'),
  ];
  await page.getByRole('heading', { name: 'Preferences', exact: true }).waitFor();
  await page.getByRole('radio', { name: /^CRM to Desk/ }).check();
  const since = page.getByLabel('Import records created since');
  const option = since.getByRole('option', { name: /^the last 6 months/ });
  const from = Number(await option.getAttribute('value'));
  await since.selectOption(String(from));
  await button('Save preferences').click();
  await button('Continue').click();
  await page.getByRole('heading', { name: 'Field mapping', exact: true }).waitFor();
  await button('Continue').click();
  await button('Start sync').click(patient);
  await settled(browser);

  const known = new Set(deskBefore.map(({ email }) => addressOf(email)));
  const wanted = crm
    .filter(
      ({ Email, Created_Time }) =>
        addressOf(Email) !== '' && Date.parse(String(Created_Time)) >= from,
    )
    .map(({ Email }) => addressOf(Email))
    .filter((email) => !known.has(email));
  const old = crm.filter(({ Created_Time }) => Date.parse(String(Created_Time)) < from);
  const ids = new Set(deskBefore.map(({ id }) => id));
  const made = (await recordsOf(browser, 'desk', 'contacts')).filter(({ id }) => !ids.has(id));
  const addresses = made.map(({ email }) => addressOf(email)).filter((email) => email !== '');
  expect(old.length).toBeGreaterThan(0);
  expect(addresses.toSorted()).toEqual([...new Set(wanted)].toSorted());
  expect(await recordsOf(browser, 'crm', 'contacts')).toEqual(crm);
});

test('as often as was chosen, and at once when asked', async () => {
  await page.goto(new URL('#configuration/preferences', page.url()).href);
  await page.getByRole('combobox', { name: 'Looking for changes' }).selectOption('3600000');
  await save();
  await settled(browser);
  await expect.poll(nextRunIn, patient).toBeGreaterThan(50 * 60_000);
  const seen = await lastCall(browser);
  await page.goto(new URL('#', page.url()).href);
  await button('Sync now').click();
  await expect.poll(() => lastCall(browser), patient).toBeGreaterThan(seen);
  await settled(browser);
});

test('no more than a day may cost, and on when it may cost more', async () => {
  // One that has a namesake on neither side: the two are linked.
  const [crm, inDesk] = [
    await recordsOf(browser, 'crm', 'contacts'),
    (await recordsOf(browser, 'desk', 'contacts')).map(({ email }) => addressOf(email)),
  ];
  const inCrm = crm.map(({ Email }) => addressOf(Email));
  const once = (all: readonly string[], one: string): boolean =>
    one !== '' && all.filter((each) => each === one).length === 1;
  const record = crm.find(
    ({ Email }) => once(inDesk, addressOf(Email)) && once(inCrm, addressOf(Email)),
  );
  if (record === undefined) throw new Error('seed');
  const titleInDesk = async (): Promise<unknown> =>
    (await recordsOf(browser, 'desk', 'contacts')).find(
      ({ email }) => addressOf(email) === addressOf(record['Email']),
    )?.['title'];
  const before = await titleInDesk();

  await page.goto(new URL('#configuration/preferences', page.url()).href);
  const desk = page.getByRole('group', { name: 'Desk' });
  await desk.getByLabel('At most a day').fill('1');
  await desk.getByLabel('Kept for agents').fill('5');
  await page.getByText('The cap must be more than what is kept').waitFor();
  expect(await page.getByRole('button', { name: 'Save preferences' }).isDisabled()).toBe(true);
  await desk.getByLabel('Kept for agents').fill('0');
  await save();

  const seen = await lastCall(browser);
  await browser.control('/edit', {
    side: 'crm',
    module: 'Contacts',
    id: record.id,
    fields: { Title: 'Not for this day' },
  });
  await page.goto(new URL('#', page.url()).href);
  await button('Sync now').click();
  const ended = async (): Promise<string | undefined> => {
    const status = await browser.ask('status.get');
    return status.ok ? status.value.run?.problem?.code : undefined;
  };
  await expect.poll(ended, patient).toBe('credits.paced');
  await page.getByRole('heading', { name: 'Waiting for API credits' }).waitFor();
  await page.getByText(/used its share of API credits for now.*Checks again in/).waitFor();
  expect(await writesSince(browser, seen)).toBe(0);
  expect(await titleInDesk()).toBe(before);

  await page.goto(new URL('#configuration/preferences', page.url()).href);
  await desk.getByLabel('At most a day').fill('');
  await save();
  await page.goto(new URL('#', page.url()).href);
  await button('Sync now').click();
  await expect.poll(titleInDesk, patient).toBe('Not for this day');
  await page.getByRole('heading', { name: 'In sync' }).waitFor();
});
