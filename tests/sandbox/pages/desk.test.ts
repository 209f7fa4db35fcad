import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRecord } from '../desk/records';
import { seedWorld } from '../seed';
import { createWorld, tableOf, type World } from '../world';
import { deskPages } from './desk';
import { deskLookKey } from './look';

const hostile = '</script><img src=x onerror=alert(1)>';

let world: World;
let serve: (request: Request) => Promise<Response>;

async function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return serve(new Request(`https://desk.zoho.com${path}`, { headers, redirect: 'manual' }));
}

async function data<T>(path: string): Promise<T> {
  const response = await get(`/supportapi/zd/haldeninstruments/api/v1/${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

function desk(): World['deskOrgs'][number] {
  const org = world.deskOrgs[0];
  if (org === undefined) throw new Error('no help desk');
  return org;
}

beforeAll(() => {
  world = createWorld('pages');
  seedWorld(world, { contacts: 200, accounts: 40, products: 10, overlap: 0.4 });
  world.own.set(deskLookKey, { delay: 0 });
  serve = deskPages(world);
});

describe('the agent interface', () => {
  it('sends visitors to the ticket list', async () => {
    const response = await get('/');
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(
      '/agent/haldeninstruments/all/tickets/list/open-cases',
    );
  });

  it.each([
    '/agent/haldeninstruments/all/tickets/list/all-cases',
    '/agent/haldeninstruments/technical-support/tickets/details/554023000000000001',
    '/agent/haldeninstruments/all/contacts/details/554023000000000001',
    '/support/haldeninstruments/ShowHomePage.do',
  ])('answers %s with the one shell', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<div id="react"><desk></desk></div>');
  });

  it('allows only what carries the nonce of this response', async () => {
    const [first, second] = [
      await get('/agent/haldeninstruments/all/tickets/list'),
      await get('/agent/haldeninstruments/all/tickets/list'),
    ];
    const policy = first.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-[\w]{22}'; style-src 'nonce-/);
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(second.headers.get('content-security-policy')).not.toContain(nonce);
    const text = await first.text();
    for (const [tag] of text.matchAll(
      /<(?:script(?! type="application\/json")|link rel="stylesheet"|style)[^>]*>/g,
    )) {
      expect(tag).toContain(`nonce="${nonce}"`);
    }
    expect(text).not.toMatch(/\sstyle=|\son\w+=/);
  });

  it('states mode and direction where it is told to, and remembers', async () => {
    const response = await get(
      '/agent/haldeninstruments/all/tickets/list?mode=dark&dir=rtl&modeAt=desk',
    );
    const text = await response.text();
    expect(text).toContain('dir="rtl"');
    expect(text).toContain('<desk data-mode="dark"');
    const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
    const later = await get('/agent/haldeninstruments/all/tickets/list', { cookie });
    expect(await later.text()).toContain('<desk data-mode="dark"');
    const fresh = await get('/agent/haldeninstruments/all/tickets/list');
    expect(await fresh.text()).toMatch(/<html [^>]*data-mode="light"/);
  });

  it('ignores values no look has', async () => {
    const response = await get(
      '/agent/haldeninstruments/all/tickets/list?mode="><b>&delay=-1&tickets=a/b',
    );
    expect(await response.text()).toContain('data-mode="light"');
  });

  it('serves every client file and nothing beside them', async () => {
    const files = await readdir(new URL('client', import.meta.url));
    const names = files.filter((name) => name !== 'crm.css');
    const answers = await Promise.all(names.map((name) => get(`/agent-assets/${name}`)));
    expect(names.filter((_, index) => answers[index]?.status !== 200)).toEqual([]);
    expect((await get('/agent-assets/..%2Fdesk.ts')).status).toBe(404);
  });

  it('knows no other portal', async () => {
    expect((await get('/agent/somebodyelse/all/tickets/list')).status).toBe(404);
    expect((await get('/supportapi/zd/somebodyelse/api/v1/tickets')).status).toBe(404);
  });

  it('keeps the help centre apart', async () => {
    const text = await (await get('/portal/en/kb')).text();
    expect(text).toContain('How can we help?');
    expect(text).not.toContain('main.js');
  });
});

interface Ticket {
  id: string;
  ticketNumber: string;
  subject: string;
  contact: { name: string; account: { accountName: string } | null } | null;
}

describe('the data behind it', () => {
  it('lists tickets by due time with requester and counts', async () => {
    const { data: tickets, count } = await data<{ data: Ticket[]; count: number }>(
      'tickets?view=open-cases&limit=100',
    );
    expect(count).toBe(61);
    expect(tickets[0]?.ticketNumber).toBe('48194');
    expect(
      tickets.find((ticket) => ticket.ticketNumber === '48213')?.contact?.account?.accountName,
    ).toBe('Nordwind AB');
    expect(tickets.find((ticket) => ticket.ticketNumber === '48192')?.contact).toBeNull();
    const { views, departments } = await data<{
      views: { slug: string; count: number }[];
      departments: { count: number }[];
    }>('views');
    expect(views.find((view) => view.slug === 'open-cases')?.count).toBe(count);
    expect(departments.reduce((sum, one) => sum + one.count, 0)).toBe(count);
  });

  it('pages and filters by department', async () => {
    const first = await data<{ data: Ticket[] }>('tickets?view=open-cases&limit=10');
    const second = await data<{ data: Ticket[] }>('tickets?view=open-cases&limit=10&from=10');
    expect(new Set([...first.data, ...second.data].map((ticket) => ticket.id)).size).toBe(20);
    const billing = await data<{ data: Ticket[] }>('tickets?view=open-cases&department=billing');
    expect(billing.data.some((ticket) => ticket.ticketNumber === '48207')).toBe(true);
    expect(billing.data.some((ticket) => ticket.ticketNumber === '48213')).toBe(false);
  });

  it('takes a reply into the conversation and closes a ticket', async () => {
    const { data: tickets } = await data<{ data: Ticket[] }>('tickets?view=open-cases&limit=100');
    const id = tickets.find((ticket) => ticket.ticketNumber === '48196')?.id ?? '';
    const post = (action: string, body: unknown): Promise<Response> =>
      serve(
        new Request(
          `https://desk.zoho.com/supportapi/zd/haldeninstruments/api/v1/tickets/${id}/${action}`,
          { method: 'POST', body: JSON.stringify(body) },
        ),
      );
    expect((await post('sendReply', { content: ' ' })).status).toBe(422);
    expect((await post('sendReply', { content: 'Done.' })).status).toBe(200);
    const said = await data<{ data: { author: string; text: string }[] }>(
      `tickets/${id}/conversations`,
    );
    expect(said.data.at(-1)).toMatchObject({ author: 'Ingrid Solheim', text: 'Done.' });
    expect((await post('close', {})).status).toBe(200);
    expect(tableOf(desk(), 'tickets').get(id)?.fields['statusType']).toBe('Closed');
  });

  it('does not show deleted records', async () => {
    const { id } = createRecord(
      world,
      desk(),
      'contacts',
      { lastName: hostile },
      { zuid: '0', via: 'person' },
    );
    expect(await data<{ name: string }>(`contacts/${id}`)).toMatchObject({ name: hostile });
    tableOf(desk(), 'contacts').recycle(id, world.clock.now(), { zuid: '0', via: 'person' });
    expect((await get(`/supportapi/zd/haldeninstruments/api/v1/contacts/${id}`)).status).toBe(404);
  });
});
