/** What a sync will do is shown before it does it: filtered, ticked, costed, started or put away. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type TestBrowser } from './browser';
import { authorized, settled } from './setup-path';
import { lastCall, recordsOf, writesSince } from './truth';

let browser: TestBrowser;
let page: Page;

const people = async (side: 'desk' | 'crm') => recordsOf(browser, side, 'contacts');

beforeAll(async () => {
  browser = await startBrowser({ contacts: 40, accounts: 8, overlap: 0.5, seed: 'preview' });
  // Two that could be the counterpart of one: Tandem does not guess.
  const twin = { Last_Name: 'Twinning', Email: 'twinning@nordwind.se' };
  await browser.control('/create', {
    side: 'desk',
    module: 'contacts',
    fields: { lastName: 'Twinning', email: twin.Email },
  });
  for (const fields of [twin, twin])
    await browser.control('/create', { side: 'crm', module: 'Contacts', fields });
  page = await authorized(browser);
  for (const step of ['Preferences', 'Field mapping']) {
    await page.getByRole('heading', { name: step, exact: true }).waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
  }
});
afterAll(() => browser.close());

test('the first sync is shown before it writes, and leaves out what is not ticked', async () => {
  const seen = await lastCall(browser);
  const start = page.getByRole('button', { name: 'Start sync' });
  await start.waitFor({ timeout: 60_000 });
  const before = (await people('crm')).length;

  const creates = page.getByRole('button', { name: /create in CRM/ });
  const number = Number((await creates.locator('b').textContent())?.replace(/\D/g, ''));
  await creates.click();
  await page.getByRole('button', { name: /^Contacts/ }).click();
  const rows = page.getByRole('table', { name: 'Preview' }).locator('.vr-row');
  await expect.poll(() => rows.first().textContent()).toMatch(/Createin CRM/);
  expect(number).toBeGreaterThan(1);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  expect(lines[0]).toContain('"Record","Record type","Action"');
  expect(lines.slice(1).every((line) => line.includes('"create","crm"'))).toBe(true);

  // Why two records are taken for one.
  await page.getByRole('button', { name: /\d\s*link$/ }).click();
  await page
    .getByRole('row', { name: /Link.*Same e-mail address/ })
    .first()
    .waitFor();

  // What waits for a person is told with the way out, and cannot be ticked.
  await page.getByRole('button', { name: /need you/ }).click();
  const waiting = page.getByRole('row', { name: /Twinning.*Needs you.*Several records/ });
  await waiting.first().waitFor();
  expect(await waiting.first().getByRole('checkbox').isDisabled()).toBe(true);
  expect(await waiting.first().getByRole('checkbox').isChecked()).toBe(false);
  const marked = Number(
    (await page
      .getByRole('button', { name: /need you/ })
      .locator('b')
      .textContent()) ?? '',
  );
  await waiting
    .first()
    .getByRole('button', { name: /^What to do/ })
    .click();
  await page.getByRole('dialog').getByText('Tandem does not guess').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await creates.click();
  await expect.poll(() => rows.first().textContent()).toMatch(/Createin CRM/);
  // Not before: the list of all kinds looks like that of contacts until it has been narrowed.
  const name = (await rows.first().locator('.name').textContent()) ?? '';

  const foot = page.locator('.save');
  expect(await foot.textContent()).toMatch(/About \d+ (s|min)\. Uses [\d,]+ Desk/);
  const [, ticked, of] = /([\d,]+) of ([\d,]+) ticked/.exec((await foot.textContent()) ?? '') ?? [];
  expect(ticked).toBe(of);
  await rows.first().getByRole('checkbox').uncheck();
  await expect.poll(() => foot.textContent()).not.toContain(`${of} of ${of} ticked`);
  expect(
    await page
      .getByRole('checkbox', { name: 'All rows' })
      .evaluate((box) => (box as HTMLInputElement).indeterminate),
  ).toBe(true);
  await page.getByRole('searchbox', { name: 'Find a record' }).fill(name);
  await expect.poll(() => rows.count()).toBeGreaterThan(0);
  expect(await rows.first().getByRole('checkbox').isChecked()).toBe(false);
  expect(await writesSince(browser, seen)).toBe(0);

  await start.click();
  await page.getByRole('heading', { name: 'In sync' }).waitFor({ timeout: 60_000 });
  await settled(browser);
  const created = (await people('crm')).length - before;
  expect(created).toBeGreaterThan(0);
  expect(created).toBeLessThan(number);
  const failed = await browser.ask('failures.get', { kind: null, search: 'Twinning' });
  const told = failed.ok ? failed.value.reasons : [];
  expect(told).toMatchObject([{ reason: 'ambiguous', records: 3 }]);
  expect(marked).toBeGreaterThanOrEqual(3);
  expect(await browser.ask('failures.get', { kind: null, search: name })).toMatchObject({
    value: { reasons: [{ reason: 'preview.leftOut', records: 1 }] },
  });
});

test('a later sync is shown, put away, shown again and carried out', async () => {
  const ada = async () =>
    (await people('crm')).find(({ Email }) => Email === 'ada.lindqvist@nordwind.se');
  const contact = (await people('desk')).find(({ email }) => email === 'ada.lindqvist@nordwind.se');
  await page.evaluate(() => {
    location.hash = 'configuration/preview';
  });
  await page.getByRole('button', { name: 'Make preview' }).waitFor();
  await browser.control('/edit', {
    side: 'desk',
    module: 'contacts',
    id: contact?.id,
    fields: { title: 'Chief of previews' },
  });
  const seen = await lastCall(browser);
  await page.getByRole('button', { name: 'Make preview' }).click();
  const row = page.getByRole('row', { name: /Ada Lindqvist.*Change.*in CRM.*Chief of previews/ });
  await row.waitFor({ timeout: 30_000 });

  // Another window sees the same, and that it was put away.
  const other = await browser.context.newPage();
  await other.goto(page.url());
  await other.getByRole('row', { name: /Chief of previews/ }).waitFor();
  await page.getByRole('button', { name: 'Put away' }).click();
  await other.getByRole('button', { name: 'Make preview' }).waitFor({ timeout: 2000 });
  await other.close();
  expect(await writesSince(browser, seen)).toBe(0);

  await page.getByRole('button', { name: 'Make preview' }).click();
  await row.waitFor({ timeout: 30_000 });
  await page.getByRole('checkbox', { name: 'All rows' }).uncheck();
  const start = page.getByRole('button', { name: 'Start sync' });
  await expect.poll(() => start.isDisabled()).toBe(true);
  await row.getByRole('checkbox').check();
  await start.click();
  await expect
    .poll(async () => (await ada())?.['Title'], { timeout: 30_000 })
    .toBe('Chief of previews');
  await page.getByRole('heading', { name: 'In sync' }).waitFor({ timeout: 30_000 });
});
