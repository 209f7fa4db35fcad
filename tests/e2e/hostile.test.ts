/** Hostile records in every field that is shown: text stays text, and the sidebar stays whole. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tableOf } from '../sandbox/world';
import { chromiumId } from '../extension';
import { startBrowser, type TestBrowser } from './browser';
import { hostileCases, type HostileFields } from './hostile-cases';
import { lookAt, type Shown } from './hostile-faults';
import { connect, settled } from './setup-path';
import { recordsOf } from './truth';

let browser: TestBrowser;
let desk: Page;
let frame: Frame;
let turn = 0;
/** Ids of the victim's records by the part of a case that changes them. */
let ids: Readonly<Record<keyof HostileFields | 'marker', string>>;
const strangers: string[] = [];

const modules = {
  contact: 'Contacts',
  account: 'Accounts',
  deal: 'Deals',
  note: 'Notes',
  task: 'Tasks',
  call: 'Calls',
  event: 'Events',
} as const;

const email = 'victim@hostile.example';
const benign: Required<HostileFields> = {
  contact: { First_Name: 'Vic', Last_Name: 'Tim', Title: null, Phone: null, Mobile: null },
  account: { Account_Name: 'Victims AB', Website: null, Annual_Revenue: null },
  deal: { Deal_Name: 'Deal', Stage: 'Qualification', Amount: 5, Currency: 'EUR' },
  note: { Note_Title: null, Note_Content: 'Note' },
  task: { Subject: 'Task', Due_Date: '2027-01-01' },
  call: { Subject: 'Call', Call_Type: 'Outbound', Outgoing_Call_Status: 'Scheduled' },
  event: { Event_Title: 'Event' },
};

async function create(module: string, fields: object, side = 'crm'): Promise<string> {
  return (await browser.control<{ id: string }>('/create', { side, module, fields })).id;
}

async function createVictim(): Promise<void> {
  const account = await create('Accounts', benign.account);
  const contact = await create('Contacts', {
    ...benign.contact,
    Email: email,
    Account_Name: { id: account },
  });
  const who = { Who_Id: { id: contact } };
  const parent = { Parent_Id: { id: contact, module: { api_name: 'Contacts' } } };
  const start = '2027-01-01T10:00:00Z';
  ids = {
    account,
    contact,
    deal: await create('Deals', {
      ...benign.deal,
      Closing_Date: '2027-01-01',
      Contact_Name: { id: contact },
    }),
    note: await create('Notes', { ...benign.note, ...parent }),
    marker: await create('Notes', { Note_Content: 'case 0', ...parent }),
    task: await create('Tasks', { ...benign.task, ...who }),
    call: await create('Calls', { ...benign.call, ...who, Call_Start_Time: start }),
    event: await create('Events', {
      ...benign.event,
      ...who,
      Start_DateTime: start,
      End_DateTime: '2027-01-01T11:00:00Z',
    }),
  };
}

/** Straight into the table: what Zoho's own checks would refuse gets there by other ways. */
function write(part: keyof typeof ids, fields: object): void {
  const { world } = browser.sandbox.sandbox;
  const org = world.crmOrgs[0];
  const module = part === 'marker' ? 'Notes' : modules[part];
  const person = world.people[0];
  if (org === undefined || person === undefined) throw new Error('an empty world');
  const actor = { zuid: person.zuid, via: 'person' } as const;
  tableOf(org, module).update(ids[part], { ...fields }, world.clock.now(), actor);
}

/** The victim as it was, but for what a case says, and seen anew. */
async function befall(fields: HostileFields): Promise<Shown> {
  turn += 1;
  for (const part of Object.keys(modules) as (keyof typeof modules)[])
    write(part, { ...before.get(part), ...fields[part] });
  write('marker', { Note_Content: `case ${turn} ends` });
  return frame.evaluate(lookAt, { press: refresh, until: `case ${turn} ends` });
}

const refresh = '.sb-foot button';

const before = new Map<keyof typeof modules, object>();

beforeAll(async () => {
  browser = await startBrowser({ contacts: 30, seed: 'hostile' });
  await createVictim();
  const victim = await create('contacts', { lastName: 'Victim', email }, 'desk');
  await connect(browser);
  await settled(browser);
  // What is done to the records here is not to travel.
  await browser.ask('sync.pause');
  const org = browser.sandbox.sandbox.world.crmOrgs[0];
  for (const part of Object.keys(modules) as (keyof typeof modules)[])
    if (org !== undefined)
      before.set(part, { ...tableOf(org, modules[part]).get(ids[part])?.fields });
  browser.context.on('request', (request) => {
    const { hostname } = new URL(request.url());
    if (/(?:evil|plain)\.example$/.test(hostname)) strangers.push(request.url());
  });
  browser.context.setDefaultTimeout(15_000);
  desk = await browser.context.newPage();
  await openPage('contacts', victim);
  await frame.getByText('case 0').waitFor();
  for (const folded of ['Contact information', 'Account'])
    await frame.getByRole('button', { name: folded, exact: true }).click();
  // The narrowest that it can be: what fits here fits everywhere, and the widths come apart below.
  await setWidth(320);
});

async function openPage(tab: 'contacts' | 'accounts', id: string): Promise<void> {
  const { ticketUrl } = browser.sandbox.describe();
  await desk.goto(new URL(`/agent/haldeninstruments/all/${tab}/details/${id}`, ticketUrl).href);
  frame = await browser.sidebar(desk);
}
afterAll(() => browser.close());

/** px, of the sidebar in the page. */
async function setWidth(px: number): Promise<void> {
  await desk.locator('[data-tandem]').evaluate((host, wide) => {
    (host as HTMLElement).style.setProperty('width', `${wide}px`, 'important');
  }, px);
  await frame.waitForFunction((wide) => innerWidth === wide, px);
}

/** A text as it must stand there: what no text can hold is left out, and long ones are cut. */
const beginning = (text: string): string => text.slice(0, 12).trim();

test('there are enough of them', () => {
  expect(hostileCases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(hostileCases.map(({ name }) => name)).size).toBe(hostileCases.length);
});

test.each(hostileCases)('$name', async ({ fields, shown }) => {
  const { faults, text } = await befall(fields);
  expect(faults).toEqual([]);
  expect(text).toContain(shown ?? '');
  expect(strangers).toEqual([]);
});

test('all of them at once, in every list and at either width', async () => {
  const parent = { Parent_Id: { id: ids.contact, module: { api_name: 'Contacts' } } };
  const { world } = browser.sandbox.sandbox;
  const actor = { zuid: world.people[0]?.zuid ?? '', via: 'person' } as const;
  const org = world.crmOrgs[0];
  for (const { fields } of hostileCases) {
    if (fields.note === undefined) continue;
    const made = await create('Notes', { ...parent, Note_Content: 'x' });
    if (org !== undefined)
      tableOf(org, 'Notes').update(made, { ...fields.note }, world.clock.now(), actor);
  }
  for (const { fields } of hostileCases) {
    const made = await create('Deals', {
      ...benign.deal,
      Closing_Date: '2027-01-01',
      Contact_Name: { id: ids.contact },
    });
    if (org !== undefined && fields.deal !== undefined)
      tableOf(org, 'Deals').update(made, { ...fields.deal }, world.clock.now(), actor);
  }
  // The note that tells the turns apart stands below the others by now.
  for (const part of Object.keys(modules) as (keyof typeof modules)[])
    write(part, { ...before.get(part) });
  write('contact', { ...before.get('contact'), Title: 'all at once' });
  await frame.evaluate(lookAt, { press: refresh, until: 'all at once' });
  await frame.evaluate(() => {
    for (const more of document.querySelectorAll<HTMLElement>('.sec-b [aria-expanded=false]'))
      more.click();
  });
  for (const width of [480, 360, 320]) {
    await setWidth(width);
    const { faults, text } = await frame.evaluate(lookAt, { press: null, until: 'at once' });
    expect(faults).toEqual([]);
    for (const { shown } of hostileCases) expect(text).toContain(beginning(shown ?? ''));
  }
});

/** Cases that are one text. */
const texts = hostileCases.flatMap(({ fields, shown }) => {
  const text = (fields.note as { Note_Content?: unknown } | undefined)?.Note_Content;
  return typeof text === 'string' ? [{ text, shown: shown ?? '' }] : [];
});

/** Straight into Desk's table, as into CRM's. */
function writeDesk(module: string, id: string, fields: object): void {
  const { world } = browser.sandbox.sandbox;
  const org = world.deskOrgs[0];
  if (org === undefined) throw new Error('an empty world');
  const actor = { zuid: world.people[0]?.zuid ?? '', via: 'person' } as const;
  org.modules.get(module)?.update(id, { ...fields }, world.clock.now(), actor);
}

test("in an account's own fields, several cases at a time", async () => {
  // Linked by the first sync: whatever its name becomes, it is found.
  const accounts = await recordsOf(browser, 'desk', 'accounts');
  const account = accounts.find((one) => one['accountName'] === 'Victims AB')?.id ?? '';
  await openPage('accounts', account);
  await frame.getByRole('heading', { name: 'Victims AB' }).waitFor();
  const names = ['Account_Name', 'Industry', 'Description', 'Phone', 'Website', 'Billing_City'];
  for (let at = 0; at < texts.length; at += names.length) {
    const part = texts.slice(at, at + names.length);
    const fields = Object.fromEntries(part.map(({ text }, index) => [names[index] ?? '', text]));
    write('account', { ...before.get('account'), ...fields, Billing_State: `case ${at} ends` });
    const seen = await frame.evaluate(lookAt, { press: refresh, until: `case ${at} ends` });
    expect(seen.faults).toEqual([]);
    for (const { shown } of part) expect(seen.text).toContain(beginning(shown));
  }
});

test("in Desk's own fields, where CRM knows nobody", async () => {
  const contact = await create(
    'contacts',
    { lastName: 'Nobody', email: 'no@body.example' },
    'desk',
  );
  await openPage('contacts', contact);
  await frame.getByText('No contact or lead in CRM').waitFor();
  for (let at = 0; at < texts.length; at += 2) {
    const [one, two] = texts.slice(at, at + 2);
    writeDesk('contacts', contact, {
      firstName: `case ${at} ends`,
      lastName: one?.text,
      email: two?.text ?? null,
    });
    const seen = await frame.evaluate(lookAt, { press: refresh, until: `case ${at} ends` });
    expect(seen.faults).toEqual([]);
    expect(seen.text).toContain(beginning(one?.shown ?? ''));
    expect(seen.text).toContain(beginning(two?.shown ?? ''));
  }
});

test('on the cards of the board, all at once', async () => {
  const [first] = browser.sandbox.sandbox.world.deskOrgs[0]?.departments ?? [];
  for (const { text } of texts) {
    const contactId = await create('contacts', { lastName: 'x' }, 'desk');
    const ticket = await create(
      'tickets',
      { subject: 'x', contactId, departmentId: first?.id },
      'desk',
    );
    writeDesk('contacts', contactId, { lastName: text });
    writeDesk('tickets', ticket, { subject: text });
  }
  const board = await browser.context.newPage();
  await board.goto(`chrome-extension://${chromiumId}/board.html`);
  await board.locator('.bd-card').first().waitFor();
  const { faults } = await board.evaluate(lookAt, { press: null, until: 'globalThis' });
  expect(faults).toEqual([]);
  expect(await board.evaluate(() => 'pwned' in globalThis)).toBe(false);
});

test('nothing was executed or asked for, in our pages or in the page around them', async () => {
  for (const page of browser.context.pages())
    expect(await page.evaluate(() => 'pwned' in globalThis)).toBe(false);
  expect(strangers).toEqual([]);
});
