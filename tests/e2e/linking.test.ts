/** Nobody found, or the wrong one: search by hand, link, unlink and create, in the sync's own links. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type TestBrowser } from './browser';
import { permitAll } from './rights';
import { connect, settled, signIn, synced } from './setup-path';

let browser: TestBrowser;
let desk: Page;
let frame: Frame;

async function create(side: 'desk' | 'crm', module: string, fields: object): Promise<string> {
  return (await browser.control<{ id: string }>('/create', { side, module, fields })).id;
}

async function open(tab: 'contacts' | 'accounts', id: string): Promise<void> {
  const { ticketUrl } = browser.sandbox.describe();
  await desk.goto(new URL(`/agent/haldeninstruments/all/${tab}/details/${id}`, ticketUrl).href);
  frame = await browser.sidebar(desk);
}

interface StoredPair {
  readonly desk: { readonly id: string } | null;
  readonly crm: { readonly id: string } | null;
  readonly linkedBy: string | null;
}

/** The sync's own row of a Desk record. */
async function pairOf(id: string): Promise<StoredPair | undefined> {
  const page = await browser.options();
  const rows = await page.evaluate(
    () =>
      new Promise<unknown[]>((resolve, reject) => {
        const opening = indexedDB.open('tandem');
        opening.addEventListener('error', () => reject(opening.error));
        opening.addEventListener('success', () => {
          const reading = opening.result.transaction('pairs').objectStore('pairs').getAll();
          reading.addEventListener('success', () => resolve(reading.result));
          reading.addEventListener('error', () => reject(reading.error));
        });
      }),
  );
  await desk.bringToFront();
  const pairs = (rows as { readonly json: string }[]).map(
    ({ json }) => JSON.parse(json) as StoredPair,
  );
  return pairs.find((pair) => pair.desk?.id === id);
}

const button = (name: string | RegExp) => frame.getByRole('button', { name, exact: true });

beforeAll(async () => {
  browser = await startBrowser({
    contacts: 30,
    seed: 'linking',
    accountLimits: { tokenRequests: 1000, codesPerMinute: 1000, refreshTokensPerMinute: 1000 },
  });
  await connect(browser);
  await settled(browser);
  desk = await browser.context.newPage();
  desk.setDefaultTimeout(25_000);
});
afterAll(() => browser.close());

test('searches CRM by hand and links in the sync; the next run goes on from there', async () => {
  const known = await create('crm', 'Contacts', {
    Last_Name: 'Tanabe',
    First_Name: 'Kei',
    Email: 'kei@tanabe.example',
  });
  const unknown = await create('desk', 'contacts', { lastName: 'Tanabe', email: 'k@home.example' });
  await browser.ask('sync.pause');
  await open('contacts', unknown);
  await frame.getByText('No contact or lead in CRM').waitFor();
  await frame.getByRole('searchbox').fill('nothing like it');
  await frame.getByRole('paragraph').getByText('Nothing in CRM holds these words').waitFor();
  await frame.getByRole('searchbox').fill('Tanabe');
  await button('Link to Kei Tanabe').click();
  await frame.getByRole('heading', { name: 'Kei Tanabe' }).waitFor();
  expect(await pairOf(unknown)).toMatchObject({ crm: { id: known }, linkedBy: 'hand' });
  await browser.ask('sync.resume');
  await synced(browser);
  const { records } = await browser.control<{ records: { id: string; email: string }[] }>(
    '/state?side=desk&module=contacts',
  );
  expect(records.find(({ id }) => id === unknown)?.email).toBe('kei@tanabe.example');
});

test('unlinks, says what that means, and the sync does not undo it', async () => {
  const known = await create('crm', 'Contacts', { Last_Name: 'Berg', Email: 'berg@part.example' });
  const contact = await create('desk', 'contacts', {
    lastName: 'Berg',
    email: 'berg@part.example',
  });
  await synced(browser);
  expect(await pairOf(contact)).toMatchObject({ crm: { id: known } });
  await open('contacts', contact);
  await frame.getByRole('link', { name: 'Open in CRM' }).waitFor();
  await button('More').click();
  await frame.getByRole('menuitem', { name: 'Unlink' }).click();
  await frame.getByText('The sync stops copying between the two').waitFor();
  await frame.getByRole('alertdialog').getByRole('button', { name: 'Unlink' }).click();
  await frame.getByText('No contact or lead in CRM').waitFor();
  await synced(browser);
  expect(await pairOf(contact)).toMatchObject({ crm: null });
  const { records } = await browser.control<{ records: { Email?: string }[] }>(
    '/state?side=crm&module=Contacts',
  );
  expect(records.filter(({ Email }) => Email === 'berg@part.example')).toHaveLength(1);
});

test('links another account than the one of the same name', async () => {
  const other = await create('crm', 'Accounts', { Account_Name: 'Tanabe Holding' });
  const account = await create('desk', 'accounts', { accountName: 'Tanabe Seiki' });
  await browser.ask('sync.pause');
  await open('accounts', account);
  await frame.getByRole('searchbox').fill('Tanabe Holding');
  await button('Link to Tanabe Holding').click();
  await frame.getByRole('link', { name: 'Open in CRM' }).waitFor();
  expect(await pairOf(account)).toMatchObject({ crm: { id: other }, linkedBy: 'hand' });
  await browser.ask('sync.resume');
});

test('creates a contact with every field shown first, linked, and once', async () => {
  await permitAll(browser, { adds: true }, ['contact', 'lead']);
  const page = await browser.options();
  await page.goto(`${page.url().split('#')[0]}#permissions`);
  await signIn(browser, 'CRM', {}, 'Sign in to CRM again');
  await page.getByText('Zoho has not been asked for this yet').waitFor({ state: 'detached' });
  await browser.ask('sync.pause');
  const contact = await create('desk', 'contacts', {
    firstName: 'Noor',
    lastName: 'Haddad',
    email: 'noor@haddad.example',
  });
  await open('contacts', contact);
  await button('Create contact').click();
  expect(await frame.getByLabel(/^Last Name/).inputValue()).toBe('Haddad');
  expect(await frame.getByLabel(/^Email/).inputValue()).toBe('noor@haddad.example');
  await frame.locator('form.compose button[type=submit]').click();
  await frame.getByRole('heading', { name: 'Noor Haddad' }).waitFor();
  await frame.getByRole('link', { name: 'Open in CRM' }).waitFor();
  expect(await pairOf(contact)).toMatchObject({ linkedBy: 'hand' });
  await browser.ask('sync.resume');
  await synced(browser);
  const { records } = await browser.control<{ records: { Email?: string }[] }>(
    '/state?side=crm&module=Contacts',
  );
  expect(records.filter(({ Email }) => Email === 'noor@haddad.example')).toHaveLength(1);
});
