/** What a change of preferences does is said before it is saved, in numbers of what there is. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type TestBrowser } from './browser';
import { connect, settled, synced } from './setup-path';
import { recordsOf } from './truth';

const patient = { timeout: 20_000 };
let browser: TestBrowser;
let page: Page;

const go = (tab: string) =>
  page.evaluate((hash) => {
    location.hash = hash;
  }, `configuration/${tab}`);
const said = (words: RegExp | string) => page.getByRole('status').getByText(words).waitFor();

async function linked(): Promise<Readonly<Record<'contact' | 'account', number>>> {
  const answer = await browser.ask('preferences.get');
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value.linked;
}

beforeAll(async () => {
  browser = await startBrowser({ contacts: 80, accounts: 20, overlap: 0.5, seed: 'preferences' });
  await connect(browser);
  await settled(browser);
  page = await browser.options();
});
afterAll(() => browser.close());

test('each list view says how many records it holds', async () => {
  await go('preferences');
  const all = (await recordsOf(browser, 'crm', 'contacts')).length;
  await page.getByRole('checkbox', { name: `All Contacts ${all} contacts` }).waitFor();
  const accounts = (await recordsOf(browser, 'crm', 'accounts')).length;
  await page.getByRole('checkbox', { name: `All Accounts ${accounts} accounts` }).waitFor();
});

test('matching by secondary e-mail says whose address would be overwritten, and so it is', async () => {
  // From here on nothing is old enough to be created on the other side: it waits to be matched.
  const before = await browser.ask('preferences.get');
  if (!before.ok) throw new Error(before.problem.message);
  const { version, draft } = before.value;
  const importFrom = Date.now() + 86_400_000;
  await browser.ask('preferences.save', { version, draft: { ...draft, importFrom } });
  await settled(browser);
  const create = (side: 'desk' | 'crm', fields: object) =>
    browser.control<{ id: string }>('/create', {
      side,
      module: side === 'desk' ? 'contacts' : 'Contacts',
      fields,
    });
  const { id } = await create('desk', { lastName: 'Quill', email: 'quill@before.example' });
  await create('crm', {
    Last_Name: 'Quill',
    Email: 'quill@after.example',
    Secondary_Email: 'quill@before.example',
  });
  await synced(browser);
  const both = async (): Promise<number | null> => {
    const answer = await browser.ask('preferences.effect', {
      draft: { ...draft, importFrom, secondaryEmail: true },
    });
    return answer.ok ? answer.value.addresses.count : null;
  };
  await expect.poll(both, { timeout: 30_000 }).toBe(1);
  await settled(browser);
  await page.getByRole('checkbox', { name: 'Match contacts by secondary e-mail too' }).check();
  await said(/Secondary e-mail: 1 contact would change in Desk\. \d+ linked records are compared/);
  await page.getByRole('button', { name: 'Show 1 contact', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'What saving would do' });
  await dialog.getByText('quill@after.example').waitFor();
  expect(await dialog.getByText('quill@before.example').count()).toBe(1);
  await page.keyboard.press('Escape');
  const email = async () =>
    (await recordsOf(browser, 'desk', 'contacts')).find((one) => one['id'] === id)?.['email'];
  expect(await email()).toBe('quill@before.example');
  await page.getByRole('button', { name: 'Save preferences' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  await expect.poll(email, { timeout: 30_000 }).toBe('quill@after.example');
  await settled(browser);
});

test('delete preferences say whom they concern, from which number on is asked, and that nothing happens now', async () => {
  await go('deletions');
  const { contact, account } = await linked();
  const table = page.getByRole('table', { name: 'When a record is deleted in CRM, in Desk' });
  await table.getByRole('rowheader', { name: new RegExp(`^Contacts ${contact} linked`) }).waitFor();
  await table.getByRole('radio', { name: 'Accounts: Always delete' }).check();
  await said('Accounts in Desk: Always delete. Nothing is deleted now.');
  await page.getByText('A sync that would delete more than 10 records stops').waitFor();
  const inside = new Set(
    (await recordsOf(browser, 'desk', 'contacts')).map((one) => one['accountId']).filter(Boolean),
  );
  // Some accounts are twins, which nobody may guess between: they are not linked.
  const alone = (await recordsOf(browser, 'desk', 'accounts')).length - account;
  const told = page.getByText(new RegExp(`\\d+ of ${account} linked accounts have contacts`));
  await told.waitFor(patient);
  const [, peopled] = /(\d+) of \d+ linked accounts/.exec(await told.innerText()) ?? [];
  expect(Number(peopled)).toBeLessThanOrEqual(inside.size);
  expect(Number(peopled)).toBeGreaterThanOrEqual(inside.size - alone);
});

test('what is begun outlives a look at another page, and is put away by Discard', async () => {
  await page.evaluate(() => {
    location.hash = 'history';
  });
  await page.getByRole('heading', { name: 'Sync history' }).waitFor();
  await go('deletions');
  await said('Accounts in Desk: Always delete.');
  await go('preferences');
  await page.getByRole('radio', { name: /^CRM to Desk/ }).check();
  await page.getByText('2 changes.').waitFor();
  await said('Contacts and accounts: CRM to Desk.');
  // A field made meanwhile is part of the settings; what is begun goes on from there.
  const item = page.getByRole('listitem').filter({ hasText: 'Contacts' });
  await item.getByRole('button', { name: /^Create the field/ }).click();
  await item.getByText('Uses the field “Desk Contact ID”').waitFor();
  await page.getByText('2 changes.').waitFor();
  await page.getByRole('button', { name: 'Save preferences' }).click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect(await browser.ask('preferences.get')).toMatchObject({
    value: {
      draft: {
        syncType: { contact: 'crmToDesk' },
        deletions: { account: { crmDeleted: 'always' } },
      },
    },
  });
  await page.getByRole('radio', { name: /^Two-way/ }).check();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect
    .poll(() => page.getByRole('radio', { name: /^CRM to Desk/ }).isChecked(), patient)
    .toBe(true);
});
