/** The administrator's pages over the production build: mending, deciding, mapping, setting. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FailureRow } from '../../sync/protocol/administration';
import { chromiumId } from '../extension';
import { metadataOf } from '../sandbox/crm/metadata';
import { startBrowser, type TestBrowser } from './browser';
import { connect, settled } from './setup-path';
import { recordsOf } from './truth';
import { makeTwins, twinNames } from './twins';

const ada = 'ada.lindqvist@nordwind.se';
let browser: TestBrowser;
let page: Page;

async function go(hash: string, at: Page = page): Promise<void> {
  await at.evaluate((wanted) => {
    location.hash = wanted;
  }, hash);
}

async function titles(): Promise<readonly unknown[]> {
  const [desk, crm] = await Promise.all([
    recordsOf(browser, 'desk', 'contacts'),
    recordsOf(browser, 'crm', 'contacts'),
  ]);
  return [
    desk.find(({ email }) => email === ada)?.['title'],
    crm.find(({ Email }) => Email === ada)?.['Title'],
  ];
}

async function edit(side: 'desk' | 'crm', fields: Record<string, unknown>): Promise<void> {
  const found = (await recordsOf(browser, side, 'contacts')).find(
    (record) => record[side === 'desk' ? 'email' : 'Email'] === ada,
  );
  await browser.control('/edit', {
    side,
    module: side === 'desk' ? 'contacts' : 'Contacts',
    id: found?.id,
    fields,
  });
}

beforeAll(async () => {
  browser = await startBrowser({ contacts: 200, accounts: 40, overlap: 0.4, seed: 'main-job' });
  await connect(browser);
  await settled(browser);
  page = await browser.options();
});
afterAll(() => browser.close());

test('the history tells what the first sync did, opens to records and is saved as a file', async () => {
  await go('history');
  await page.getByRole('heading', { name: 'Sync history' }).waitFor();
  const row = page.getByRole('row', { name: /CRM to Desk Contacts/ }).first();
  await row.getByRole('button').click();
  await page.locator('.recs > li').first().waitFor();
  expect(await page.locator('.recs > li').count()).toBeGreaterThan(1);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export CSV' }).click(),
  ]);
  expect(await readFile(await file.path(), 'utf8')).toContain('"Source","Target"');
});

test('a conflict is shown in two windows, and the value chosen in one reaches both sides', async () => {
  const other = await browser.context.newPage();
  await other.goto(`chrome-extension://${chromiumId}/options.html#conflicts`);
  await edit('desk', { title: 'IT manager' });
  await edit('crm', { Title: 'Head of all IT' });
  await go('');
  await page.getByRole('button', { name: 'Sync now' }).click();
  await expect.poll(titles, { timeout: 20_000 }).toEqual(['Head of all IT', 'Head of all IT']);
  await go('conflicts');
  const use = { name: /Use Desk value ?: Ada Lindqvist/ } as const;
  await other.getByRole('button', use).waitFor();
  await page.getByRole('button', use).click();
  await page.getByText('is written to both sides').waitFor();
  await other.getByRole('button', use).waitFor({ state: 'detached', timeout: 2000 });
  await expect.poll(titles, { timeout: 20_000 }).toEqual(['IT manager', 'IT manager']);
  await other.close();
  await page.getByRole('button', { name: /^Settled/ }).click();
  const settledRow = page.getByRole('row', { name: /Ada Lindqvist/ });
  await settledRow.getByText('kept').waitFor();
  expect(await settledRow.getByRole('button', { name: /Use/ }).count()).toBe(0);
});

test('a field is mapped another way by keyboard alone, and the sync keeps to it', async () => {
  await go('configuration/mapping');
  await page.getByRole('button', { name: /^Title: Both ways/ }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[role=menuitem]:focus').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Title: CRM to Desk/ }).waitFor();
  await page.getByText('1 change.').waitFor();
  await page.getByRole('button', { name: 'Save mapping' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Saved. The next sync').waitFor();
  await settled(browser);
  await edit('desk', { title: 'Stays in Desk' });
  await edit('crm', { Title: 'From CRM' });
  await go('');
  await page.getByRole('button', { name: 'Sync now' }).and(page.locator(':enabled')).click();
  await expect.poll(titles, { timeout: 30_000 }).toEqual(['From CRM', 'From CRM']);
});

test('preferences are saved, and a second window that saves older ones is refused', async () => {
  const other = await browser.context.newPage();
  await other.goto(`chrome-extension://${chromiumId}/options.html#configuration/preferences`);
  const rule = (at: Page) => at.getByRole('combobox', { name: 'Changed on both sides' });
  await rule(other).selectOption('desk');
  await go('configuration/preferences');
  await rule(page).selectOption('ask');
  await page.getByRole('button', { name: 'Save preferences' }).click();
  await page.getByText('Saved.').waitFor();
  await other.getByRole('button', { name: 'Save preferences' }).click();
  await other.getByText('changed in another window').waitFor();
  await other.getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => rule(other).inputValue(), { timeout: 5000 }).toBe('ask');
  await other.close();
});

test('a unique field for the id of Desk is created on demand, and one that is in the way is named', async () => {
  const [company] = browser.sandbox.sandbox.world.crmOrgs;
  const fields = company && metadataOf(company).modules.get('Accounts')?.fields;
  const pattern = fields?.get('Account_Name');
  if (fields === undefined || pattern === undefined) throw new Error('seed');
  const label = 'Desk Account ID';
  const id = browser.sandbox.sandbox.world.nextId();
  fields.set('Taken', { ...pattern, id, apiName: 'Taken', label, custom: true, unique: null });
  const item = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await item('Contacts')
    .getByRole('button', { name: /^Create the field/ })
    .click();
  await item('Contacts').getByText('Uses the field “Desk Contact ID”').waitFor();
  await item('Accounts')
    .getByRole('button', { name: /^Create the field/ })
    .click();
  await page
    .getByRole('alert')
    .getByText(/Rename it in CRM's set-up/)
    .waitFor();
  fields.delete('Taken');
  await item('Accounts')
    .getByRole('button', { name: /^Create the field/ })
    .click();
  await item('Accounts').getByText('Uses the field “Desk Account ID”').waitFor();
  await settled(browser);
});

/** The records that wait for a person because nobody may guess between the twins. */
async function twins(): Promise<readonly FailureRow[]> {
  const part = { kind: null, reason: 'ambiguous', search: 'twin', offset: 0, limit: 10 } as const;
  const answer = await browser.ask('failures.rows', part);
  return answer.ok ? answer.value.rows : [];
}

test('a failed record is shown with its reason, and is tried again', async () => {
  // A run that is under way still from saving would have looked at one side before.
  await settled(browser);
  await makeTwins(browser);
  await go('');
  await page.getByRole('button', { name: 'Sync now' }).and(page.locator(':enabled')).click();
  await expect
    .poll(async () => (await twins()).map(({ title }) => title).toSorted(), { timeout: 30_000 })
    .toEqual(['Twin', ...twinNames]);
  await settled(browser);
  await go('failures');
  await page.getByRole('searchbox', { name: 'Find a record' }).fill('twin');
  // Before the list follows the search, other records stand under the same reason.
  await page.getByRole('button', { name: 'Try 3 again' }).first().waitFor();
  await page
    .getByRole('button', { name: /Several records could be the counterpart/ })
    .first()
    .click();
  // All of the reason, then without two of the three.
  await page.getByRole('checkbox', { name: 'All of this reason' }).check();
  await page.getByRole('button', { name: /^Try 3 again ?: Several/ }).waitFor();
  for (const name of twinNames) await page.getByRole('checkbox', { name }).uncheck();
  await page.getByRole('button', { name: /^Try again ?: Several/ }).click();
  await page.getByText('1 record is tried again now.').waitFor();
  await expect
    .poll(async () => Math.max(...(await twins()).map(({ attempts }) => attempts)), {
      timeout: 30_000,
    })
    .toBeGreaterThan(1);
});
