/** Hostile records in every field that is shown: text stays text, and the sidebar stays whole. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tableOf } from '../sandbox/world';
import { startBrowser, type TestBrowser } from './browser';
import { hostileCases, type HostileFields } from './hostile-cases';
import { connect, settled } from './setup-path';

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
async function befall(fields: HostileFields): Promise<void> {
  turn += 1;
  for (const part of Object.keys(modules) as (keyof typeof modules)[])
    write(part, { ...before.get(part), ...fields[part] });
  write('marker', { Note_Content: `case ${turn}` });
  await frame.getByRole('button', { name: 'Refresh' }).click();
  await frame.getByText(`case ${turn}`, { exact: true }).waitFor();
}

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
    if (/evil\.example|plain\.example/.test(request.url())) strangers.push(request.url());
  });
  browser.context.setDefaultTimeout(15_000);
  desk = await browser.context.newPage();
  const { ticketUrl } = browser.sandbox.describe();
  const page = new URL(`/agent/haldeninstruments/all/contacts/details/${victim}`, ticketUrl);
  await desk.goto(page.href);
  frame = await browser.sidebar(desk);
  await frame.getByText('case 0').waitFor();
  for (const folded of ['Contact information', 'Account'])
    await frame.getByRole('button', { name: folded, exact: true }).click();
});
afterAll(() => browser.close());

/** What is wrong with the sidebar as it stands at this width. */
async function faultsAt(width: number): Promise<readonly string[]> {
  await desk.locator('[data-tandem]').evaluate((host, px) => {
    (host as HTMLElement).style.setProperty('width', `${px}px`, 'important');
  }, width);
  await frame.waitForFunction((px) => innerWidth === px, width);
  return frame.evaluate(() => {
    const found: string[] = [];
    const { documentElement: root } = document;
    if ('pwned' in globalThis) found.push('executed');
    if (root.scrollWidth > innerWidth) found.push(`page ${root.scrollWidth} wide`);
    for (const box of document.querySelectorAll('main, header, footer, .sb-body, section'))
      if (box.scrollWidth > box.clientWidth + 1)
        found.push(`${box.tagName}.${box.className} ${box.scrollWidth} wide`);
    for (const link of document.querySelectorAll('a[href]')) {
      const url = new URL((link as HTMLAnchorElement).href);
      if (!['https:', 'mailto:', 'tel:'].includes(url.protocol) || url.username !== '')
        found.push(`link ${url.href}`);
      if (url.protocol === 'mailto:' && url.search !== '') found.push(`link ${url.href}`);
    }
    const foreign =
      '#root :is(script, style, iframe, object, embed, form, base, meta, img, math, input[name], tandem-panel)';
    for (const element of document.querySelectorAll(foreign)) found.push(`<${element.tagName}>`);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const turning = /[\u202A-\u202E\u2066-\u2069]/;
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = node.textContent ?? '';
      if (/[^\P{Cc}\t\n]/u.test(text)) found.push('control character');
      if (!turning.test(text)) continue;
      // What turns the direction must not reach beyond the value it stands in.
      const bidi = getComputedStyle(node.parentElement ?? root).unicodeBidi;
      const block = getComputedStyle(node.parentElement ?? root).display;
      if (!/isolate|plaintext/.test(bidi) && !/block|flex|grid|list-item/.test(block))
        found.push(`direction leaks from ${node.parentElement?.outerHTML.slice(0, 80)}`);
    }
    return found;
  });
}

test('there are enough of them', () => {
  expect(hostileCases.length).toBeGreaterThanOrEqual(60);
  expect(new Set(hostileCases.map(({ name }) => name)).size).toBe(hostileCases.length);
});

test.each(hostileCases)('$name', async ({ fields, shown }) => {
  await befall(fields);
  for (const width of [360, 320]) expect(await faultsAt(width)).toEqual([]);
  expect(await frame.locator('main').textContent()).toContain(shown ?? '');
  expect(await desk.evaluate(() => 'pwned' in globalThis)).toBe(false);
  expect(strangers).toEqual([]);
});
