/** Contact and account pages: as the profile permits, with very many potentials, and in trouble. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProfilePermissions } from '../../sync/protocol/permissions';
import { metadataOf } from '../sandbox/crm/metadata';
import { crmErrorFor } from './associates-trouble';
import { startBrowser, type TestBrowser } from './browser';
import { permitAll } from './rights';
import { connect, settled } from './setup-path';

let browser: TestBrowser;
let desk: Page;
let frame: Frame;
let accountPage: string;
let contactPage: string;
const wait = { timeout: 25_000 };
const most = 430;

async function create(side: 'desk' | 'crm', module: string, fields: object): Promise<string> {
  return (await browser.control<{ id: string }>('/create', { side, module, fields })).id;
}

async function open(page: string): Promise<void> {
  await desk.goto(page);
  frame = await browser.sidebar(desk);
}

const button = (name: string | RegExp) => frame.getByRole('button', { name });

/** The header's sums: one a currency. */
const sums = () => frame.locator('.facts .sum').textContent();

beforeAll(async () => {
  browser = await startBrowser({ contacts: 20, seed: 'associates' });
  const account = await create('crm', 'Accounts', { Account_Name: 'Very Many AB' });
  const known = await create('crm', 'Contacts', {
    Last_Name: 'Vera',
    Email: 'vera@many.example',
    Account_Name: { id: account },
  });
  for (let at = 0; at < most; at += 1)
    await create('crm', 'Deals', {
      Deal_Name: `Deal ${String(at)}`,
      Stage: at < 400 ? 'Qualification' : 'Closed Won',
      Amount: 10,
      Currency: at % 2 === 0 ? 'EUR' : 'USD',
      Closing_Date: '2027-05-01',
      Account_Name: { id: account },
      Contact_Name: { id: known },
    });
  const deskAccount = await create('desk', 'accounts', { accountName: 'Very Many AB' });
  const deskContact = await create('desk', 'contacts', {
    lastName: 'Vera',
    email: 'vera@many.example',
    accountId: deskAccount,
  });
  await connect(browser);
  await settled(browser);
  desk = await browser.context.newPage();
  desk.setDefaultTimeout(25_000);
  const { ticketUrl } = browser.sandbox.describe();
  const page = (tab: string, id: string): string =>
    new URL(`/agent/haldeninstruments/all/${tab}/details/${id}`, ticketUrl).href;
  accountPage = page('accounts', deskAccount);
  contactPage = page('contacts', deskContact);
});
afterAll(() => browser.close());

test.each(['account', 'contact'])('counts and adds up every potential of the %s', async (which) => {
  await open(which === 'account' ? accountPage : contactPage);
  await button('Potentials 400').waitFor();
  expect(await sums()).toMatch(/^2,000(?:\.00)?\s*EUR\s*2,000(?:\.00)?\s*USD$/);
  await frame.getByText('won').first().waitFor();
  await button('397 more open, 30 closed').click();
  await frame.getByText('The 200 most urgent of 430 are listed').waitFor();
  expect(await frame.locator('[data-section=potentials] .item').count()).toBe(200);
});

test('shows contacts and accounts as the profile permits, on pages that are open too', async () => {
  const permit = (over: Partial<ProfilePermissions>): Promise<void> => permitAll(browser, over);
  await open(accountPage);
  await button('Potentials 400').waitFor();
  await permit({ accounts: false });
  await frame.getByText('Hidden by your administrator').waitFor();
  expect(await frame.getByText('Deal 1').count()).toBe(0);
  await open(contactPage);
  await frame.getByRole('heading', { name: 'Vera' }).waitFor();
  await permit({ visible: false });
  // The page may have put the sidebar away before anybody could read it there.
  await frame.getByText('Hidden by your administrator').first().waitFor({ state: 'attached' });
  expect(await frame.getByText('Vera').count()).toBe(0);
  await permit({});
  await button('Potentials 400').waitFor();
});

test('each section says for itself that it failed or is empty, and can be read again', async () => {
  const restore = crmErrorFor(browser, /\/Notes$/);
  await open(contactPage);
  await button('Refresh').click();
  await frame
    .getByText(/Zoho reports a fault of its own/)
    .first()
    .waitFor();
  await button('Potentials 400').waitFor();
  await frame.getByText('No open activities').waitFor();
  restore();
  await frame.locator('[data-section=notes]').getByRole('button', { name: 'Try again' }).click();
  await frame.getByText('No notes').waitFor();
});

test('remembers on every page which sections are folded', async () => {
  await open(contactPage);
  const notes = () => frame.getByRole('button', { name: /^Notes/ });
  await notes().click();
  await expect.poll(() => notes().getAttribute('aria-expanded'), wait).toBe('false');
  await open(accountPage);
  await expect.poll(() => notes().getAttribute('aria-expanded'), wait).toBe('false');
  await notes().click();
  await expect.poll(() => notes().getAttribute('aria-expanded'), wait).toBe('true');
});

test('reads every potential where the layout has no list of them', async () => {
  const modules = metadataOf(browser.sandbox.sandbox.world.crmOrgs[0]!).modules;
  const lists = modules.get('Accounts')?.relatedLists ?? [];
  const at = lists.findIndex(({ apiName }) => apiName === 'Deals');
  lists.splice(at, 1);
  await open(accountPage);
  await button('Refresh').click();
  await expect
    .poll(async () => (await frame.locator('.sb-foot').textContent()) ?? '', wait)
    .toContain('just now');
  await button('Potentials 400').waitFor();
  expect(await sums()).toMatch(/2,000.*EUR.*2,000.*USD/s);
});
