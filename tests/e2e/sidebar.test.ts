/** The sidebar beside tickets, contacts and accounts in the agents' own interface. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type TestBrowser } from './browser';
import { connect, settled } from './setup-path';
import { recordsOf } from './truth';

let browser: TestBrowser;
let desk: Page;
let frame: Frame;
let portal: string;

beforeAll(async () => {
  browser = await startBrowser({ contacts: 120, seed: 'sidebar' });
  await connect(browser);
  await settled(browser);
  desk = await browser.context.newPage();
  const { ticketUrl } = browser.sandbox.describe();
  portal = new URL('/agent/haldeninstruments/all', ticketUrl).href;
  await desk.goto(ticketUrl);
  frame = await browser.sidebar(desk);
  await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
});
afterAll(() => browser.close());

const heading = (name: string | RegExp) => frame.getByRole('heading', { name });

async function idOf(
  module: 'contacts' | 'accounts',
  field: string,
  value: string,
): Promise<string> {
  const record = (await recordsOf(browser, 'desk', module)).find((one) => one[field] === value);
  if (record === undefined) throw new Error(`no ${module} with ${field} ${value}`);
  return record.id;
}

async function openFromList(subject: string): Promise<void> {
  await desk.goto(`${portal}/tickets/list/open-cases`);
  const row = desk.getByText(subject).first();
  await row.waitFor();
  await row.click();
  frame = await browser.sidebar(desk);
}

test('shows who the customer is, why, and what is open', async () => {
  await frame.getByText(/^won .Renewal 25/).waitFor();
  await frame.getByText('Renewal 26').waitFor();
  await frame.getByText('Send quote for audit module').waitFor();
  await frame.getByText('Renewal workshop').waitFor();
  await frame.getByText(/Wants the audit log before renewal/).waitFor();
  expect(await frame.getByText('2 days overdue', { exact: true }).count()).toBe(1);
});

test('follows from ticket to ticket without a load of the page', async () => {
  await openFromList('SAML sign-in fails after certificate rotation');
  await heading('Ada Lindqvist').waitFor();
  await desk.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  await desk.goBack();
  await desk.getByText('Export stops at row').first().click();
  await heading(/Maximiliane/).waitFor();
  expect(await heading('Ada Lindqvist').count()).toBe(0);
  expect(await desk.evaluate(() => 'sameDocument' in globalThis)).toBe(true);
});

test('shows contacts and accounts on their own pages', async () => {
  await desk.goto(
    `${portal}/contacts/details/${await idOf('contacts', 'email', 'ada.lindqvist@nordwind.se')}`,
  );
  frame = await browser.sidebar(desk);
  await heading('Ada Lindqvist').waitFor();
  await desk.goto(
    `${portal}/accounts/details/${await idOf('accounts', 'accountName', 'Nordwind AB')}`,
  );
  frame = await browser.sidebar(desk);
  await heading('Nordwind AB').waitFor();
});

test('offers a choice among several matches and remembers it', async () => {
  await openFromList('Invoices show the old company address');
  const choices = frame.getByRole('radio');
  await choices.first().waitFor();
  expect(await choices.count()).toBeGreaterThan(1);
  // What tells them apart beside the name: their type, and what is open.
  const rows = await frame.getByRole('group', { name: 'Records in CRM' }).locator('label').all();
  for (const row of rows)
    expect(await row.innerText()).toMatch(/(Customer|Potential|Contact)[^]*( open|No open pot)/);
  await frame.getByRole('button', { name: 'None of these' }).click();
  await frame.getByRole('searchbox').fill('Lindqvist');
  await frame
    .getByRole('button', { name: /^Link to / })
    .first()
    .waitFor();
  await frame.getByRole('button', { name: 'None of these' }).click();
  await choices.last().check();
  await frame.getByRole('button', { name: /^Use / }).click();
  await frame.getByRole('button', { name: /^Potentials/ }).waitFor();
  await desk.reload();
  frame = await browser.sidebar(desk);
  await heading(/Okafor/).waitFor();
  expect(await frame.getByRole('radio').count()).toBe(0);
  await frame.getByRole('button', { name: 'More' }).click();
  await frame.getByRole('menuitem', { name: 'Choose another contact' }).click();
  await frame.getByRole('radio').first().waitFor();
});

test('says what was searched when nobody is found', async () => {
  const { id } = await browser.control<{ id: string }>('/create', {
    side: 'desk',
    module: 'contacts',
    fields: { lastName: 'Nobody', email: 'nobody@nowhere.example' },
  });
  await desk.goto(`${portal}/contacts/details/${id}`);
  frame = await browser.sidebar(desk);
  await frame.getByText('No contact or lead in CRM').waitFor();
  await frame.getByText('nobody@nowhere.example').first().waitFor();
  const link = await frame.getByRole('link', { name: 'Open CRM' }).getAttribute('href');
  expect(link).toMatch(/^https:\/\/crm\.zoho\.com\/crm\/org\d+\/$/);
});

test('finds an account that is not linked by its name', async () => {
  const create = (side: 'desk' | 'crm', module: string, fields: object) =>
    browser.control<{ id: string }>('/create', { side, module, fields });
  await create('crm', 'Accounts', { Account_Name: "Brand O'New", Industry: 'ERP' });
  const { id } = await create('desk', 'accounts', { accountName: "Brand O'New" });
  await desk.goto(`${portal}/accounts/details/${id}`);
  frame = await browser.sidebar(desk);
  await heading("Brand O'New").waitFor();
  await frame.getByRole('link', { name: 'Open in CRM' }).waitFor();
});

test('knows pages whose tab bears another name', async () => {
  const contact = await idOf('contacts', 'email', 'ada.lindqvist@nordwind.se');
  await desk.goto(`${portal}/klanten/details/${contact}?contacts=klanten`);
  frame = await browser.sidebar(desk);
  await heading('Ada Lindqvist').waitFor();
  await desk.goto(`${portal}/contacts/details/${contact}?contacts=contacts`);
});

test('says so when a ticket has no contact', async () => {
  const tickets = await browser.control<{ records: { id: string; contactId?: string | null }[] }>(
    '/state?side=desk&module=tickets',
  );
  const orphan = tickets.records.find(({ contactId }) => !contactId);
  await desk.goto(`${portal}/tickets/details/${orphan?.id}`);
  frame = await browser.sidebar(desk);
  await frame.getByText('This ticket has no contact').waitFor();
});

test('finds a contact without e-mail by its phone or says that it is not there', async () => {
  const { id } = await browser.control<{ id: string }>('/create', {
    side: 'desk',
    module: 'contacts',
    fields: { lastName: 'Mailless', phone: '+49 30 5550100' },
  });
  await desk.goto(`${portal}/contacts/details/${id}`);
  frame = await browser.sidebar(desk);
  await frame.getByText('No contact or lead in CRM').waitFor();
  await frame.getByText('+49 30 5550100').first().waitFor();
});

test('is gone from lists and never in the help centre', async () => {
  await desk.goto(`${portal}/tickets/list/open-cases`);
  await desk.getByText('SAML sign-in fails').first().waitFor();
  expect(
    await desk
      .locator('[data-tandem]')
      .evaluateAll(
        (hosts) => hosts.filter((host) => getComputedStyle(host).display !== 'none').length,
      ),
  ).toBe(0);
  await desk.goto(new URL('/portal/en/home', portal).href);
  expect(await desk.locator('[data-tandem]').count()).toBe(0);
});

test('gives the page nothing to read and takes none of its keys', async () => {
  await openFromList('SAML sign-in fails after certificate rotation');
  await heading('Ada Lindqvist').waitFor();
  await frame.getByText('Renewal 26').waitFor();
  const readable = await desk.evaluate(() => {
    const host = document.querySelector('[data-tandem]');
    const frames = [...Array(window.frames.length).keys()].map((at) => {
      try {
        return window.frames[at]?.document.body.textContent ?? '';
      } catch {
        return '';
      }
    });
    return `${host?.shadowRoot?.innerHTML ?? ''} ${document.documentElement.outerHTML} ${frames.join(' ')}`;
  });
  expect(readable).not.toMatch(/Renewal 26|12,400|Marta Ruiz|pass=/);
  const keysBefore = await desk.evaluate(
    () => (globalThis as unknown as { __deskKeys: string[] }).__deskKeys.length,
  );
  await frame.getByRole('button', { name: /^Potentials/ }).focus();
  await frame.getByRole('button', { name: /^Potentials/ }).press('j');
  await frame.getByRole('button', { name: /^Potentials/ }).press('r');
  const keysAfter = await desk.evaluate(
    () => (globalThis as unknown as { __deskKeys: string[] }).__deskKeys.length,
  );
  expect(keysAfter).toBe(keysBefore);
});

test('a frame of the page’s own is shown nothing', async () => {
  const own = await desk.evaluate(async () => {
    const rival = document.createElement('iframe');
    rival.src = 'chrome-extension://ffbchcnijolohncnhlcicaglkdkokffk/sidepanel.html#pass=guessed';
    rival.name = 'rival';
    document.body.append(rival);
    await new Promise((resolve) => rival.addEventListener('load', resolve));
    return rival.name;
  });
  const rival = desk.frames().find((candidate) => candidate.name() === own);
  await rival?.getByText('Nobody to show').waitFor();
  expect(await rival?.getByText('Ada Lindqvist').count()).toBe(0);
  // Nor where the page speaks as the content script does, of a ticket that was shown before.
  await rival?.evaluate(() => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { session: { get(): Promise<object> } } };
    };
    const line = new Promise<MessagePort | undefined>((resolve) =>
      addEventListener('message', ({ ports }) => resolve(ports[0]), { once: true }),
    );
    const heard = line
      .then((port) => new Promise((resolve) => port?.addEventListener('message', resolve)))
      // Asked after whatever the frame asks for itself, and answered after it.
      .then(() => chrome.storage.session.get())
      .then((all) => new Promise((resolve) => setTimeout(() => resolve(Object.keys(all).length))));
    Object.assign(globalThis, { heard });
  });
  const id = /\d+$/.exec(browser.sandbox.describe().ticketUrl)?.[0];
  await desk.evaluate((told) => {
    const frames = document.querySelectorAll<HTMLIFrameElement>('iframe[name=rival]');
    const place = { type: 'ticket', id: told };
    const { port1, port2 } = new MessageChannel();
    frames[0]?.contentWindow?.postMessage({ pass: 'guessed' }, '*', [port2]);
    port1.postMessage({ place, turn: 1 });
  }, id);
  const heard = rival?.evaluate(() => (globalThis as unknown as { heard: Promise<number> }).heard);
  expect(await heard).toBeGreaterThan(0);
  expect(await rival?.getByText('Ada Lindqvist').count()).toBe(0);
});

test('collapses to a rail and opens again', async () => {
  await openFromList('SAML sign-in fails after certificate rotation');
  await frame.getByRole('button', { name: 'Collapse' }).click();
  const width = () =>
    desk.locator('[data-tandem]').evaluate((host) => host.getBoundingClientRect().width);
  await expect.poll(width).toBe(40);
  await frame.getByRole('button', { name: 'Show customer' }).click();
  await expect.poll(width).toBeGreaterThanOrEqual(320);
});

test('comes up as it was left', async () => {
  const notes = () => frame.getByRole('button', { name: /^Notes/ });
  await notes().click();
  await expect.poll(() => notes().getAttribute('aria-expanded')).toBe('false');
  await browser.stopWorker();
  await desk.reload();
  frame = await browser.sidebar(desk);
  await heading('Ada Lindqvist').waitFor();
  await expect.poll(() => notes().getAttribute('aria-expanded')).toBe('false');
});
