/** Handshake mode over a help desk in memory: whom it asks, what it keeps, what it tells. */
import { expect, test } from 'vitest';
import { fullAccess } from '../../../sync/core/permissions';
import {
  createHandshake,
  createHandshakeHandlers,
  type HandshakePorts,
} from '../../../sync/engine/handshake';
import type { CrmPerson, TicketRow } from '../../../sync/engine/handshake-ports';
import type { DeskContactFacts } from '../../../sync/engine/profile-ports';
import type { BoardView, TypesAsked, TypesTold } from '../../../sync/protocol/handshake';
import { createClock, createNotifier, failure, settle, silent } from './small-fakes';
import { connection, deal, link } from './profile-fakes';

const host = { tabId: 1, frameId: 0, isExtensionPage: false };
const page = { tabId: 2, frameId: 0, isExtensionPage: true };
const address = 'https://desk.zoho.eu/agent/acme/all/tickets/list/open-cases';

function ticket(id: string, over: Partial<TicketRow> = {}): TicketRow {
  return {
    id,
    number: id.slice(-3),
    subject: 'Help',
    open: true,
    priority: null,
    dueAt: null,
    contactId: null,
    email: null,
    requester: null,
    company: null,
    url: null,
    portal: 'acme',
    ...over,
  };
}

function contact(id: string, over: Partial<DeskContactFacts> = {}): DeskContactFacts {
  const blank = { email: null, secondaryEmail: null, phone: null, mobile: null };
  return { id, name: 'Ada', ...blank, accountId: null, crmId: null, crmType: null, ...over };
}

/** Ada is linked and bought something; Bo is in CRM by address; Cy is not. */
function world() {
  const calls: string[] = [];
  const clock = createClock();
  const state = {
    connected: true,
    shows: true,
    deals: true,
    crmDown: false,
    memory: new Map<string, string>(),
    tickets: [
      ticket('500000101', { contactId: '600000001' }),
      ticket('500000102', { contactId: '600000002' }),
      ticket('500000103', { email: 'cy@nowhere.example' }),
    ],
    contacts: [
      contact('600000001', { crmType: 'contacts' }),
      contact('600000002', { email: 'Bo@Acme.example', crmType: 'customers' }),
    ],
  };
  async function crm<T>(name: string, value: T): Promise<T> {
    calls.push(name);
    if (state.crmDown) throw failure('zoho.unreachable', 'transient');
    return value;
  }
  const bo: CrmPerson = {
    module: 'Contacts',
    id: '800000002',
    emails: ['bo@acme.example'],
    phones: [],
  };
  const ports: HandshakePorts = {
    clock,
    log: silent,
    notifier: createNotifier(),
    memory: {
      get: async (name) => state.memory.get(name) ?? null,
      set: async (name, value) => void state.memory.set(name, value),
      remove: async (name) => void state.memory.delete(name),
    },
    choices: { choice: async () => null },
    store: {
      pairsById: async (_kind, _side, ids) =>
        ids.map((id) => (id === '600000001' ? link('contact', id, '800000001') : null)),
    },
    desk: {
      departments: async () => [{ id: '700000001', name: 'Support' }],
      openTickets: async () => {
        calls.push('openTickets');
        return { tickets: state.tickets, complete: true };
      },
      newestTickets: async () => [],
      ticketRow: async (id) => {
        calls.push(`ticket(${id})`);
        return state.tickets.find((one) => one.id === id) ?? null;
      },
      contacts: async (ids) => state.contacts.filter(({ id }) => ids.includes(id)),
    },
    people: {
      existing: (_module, ids) => crm(`existing(${ids.join()})`, []),
      byEmail: (module, addresses) =>
        crm(
          `byEmail(${module})`,
          addresses.includes('bo@acme.example') && module === 'Contacts' ? [bo] : [],
        ),
      byPhone: (module) => crm(`byPhone(${module})`, []),
      deals: (ids) =>
        crm(
          'deals',
          ids.includes('800000001')
            ? [{ ...deal('1', { stage: 'Signed', name: 'Renewal' }), contactId: '800000001' }]
            : [],
        ),
      accountsOf: () => crm('accountsOf', new Map()),
      dealsOfAccounts: () => crm('dealsOfAccounts', []),
      stages: () => crm('stages', new Map([['Signed', 'won' as const]])),
    },
    connection: async () => (state.connected ? connection : null),
    mayShow: async () => state.shows,
    access: async () => ({ ...fullAccess, potentials: state.deals }),
  };
  const handshake = createHandshake(ports);
  const handlers = createHandshakeHandlers(handshake, async (_tab, given) => given === 'known');
  async function words(asked: Partial<TypesAsked>): Promise<TypesTold> {
    const answer = await handlers['host.types'](
      { address, ids: [], maybe: [], numbers: [], ...asked },
      host,
    );
    if (!answer.ok) throw new Error(answer.problem.code);
    return answer.value;
  }
  async function board(): Promise<BoardView> {
    await handlers['board.get']({ departmentId: null, refresh: true }, page);
    for (let turn = 0; turn < 10; turn += 1) await settle();
    const answer = await handlers['board.get']({ departmentId: null, refresh: false }, page);
    if (!answer.ok) throw new Error(answer.problem.code);
    return answer.value;
  }
  return { state, calls, clock, handshake, handlers, words, board };
}

const all = ['500000101', '500000102', '500000103'];

test('a list is told one word a ticket and nothing else', async () => {
  const { words, state } = world();
  expect(await words({ ids: all })).toEqual({
    on: true,
    ids: { '500000101': 'customer', '500000102': 'contact', '500000103': 'new' },
    numbers: {},
  });
  expect([...state.memory.keys()]).toEqual(['handshake.types.1']);
});

test('the same list again asks nobody', async () => {
  const { words, calls } = world();
  await words({ ids: all });
  const before = calls.length;
  await words({ ids: all });
  expect(calls.length).toBe(before);
});

test('a number counts only as a ticket that Desk returned, and only in its portal', async () => {
  const { words, calls } = world();
  const told = await words({ maybe: ['500000101', '600000001'], numbers: ['102', '999'] });
  expect(told.ids).toEqual({ '500000101': 'customer' });
  expect(told.numbers).toEqual({ '102': 'contact' });
  expect(calls.filter((call) => call.startsWith('ticket('))).toEqual([]);
  const elsewhere = address.replace('acme', 'other');
  expect((await words({ address: elsewhere, numbers: ['102'] })).numbers).toEqual({});
});

test('with potentials hidden no deal is asked for, and what was read of them is erased', async () => {
  const { words, state, calls } = world();
  await words({ ids: all });
  expect([...state.memory.values()].join()).toContain('Renewal');
  state.deals = false;
  calls.length = 0;
  const { ids } = await words({ ids: all });
  expect(ids).toEqual({ '500000101': 'contact', '500000102': 'customer', '500000103': 'new' });
  expect(calls).not.toContain('deals');
  expect([...state.memory.values()].join()).not.toContain('Renewal');
});

test("while CRM cannot be reached Desk's own word stands in, and is asked again soon", async () => {
  const { words, state, clock } = world();
  state.crmDown = true;
  expect((await words({ ids: all })).ids).toEqual({
    '500000101': 'contact',
    '500000102': 'customer',
  });
  state.crmDown = false;
  clock.advance(31_000);
  expect((await words({ ids: all })).ids['500000101']).toBe('customer');
});

test('the board shows why, and where Desk disagrees', async () => {
  const { board } = world();
  const { state, columns, departments, crmProblem } = await board();
  expect({ state, crmProblem, departments: departments.length }).toEqual({
    state: 'shown',
    crmProblem: null,
    departments: 1,
  });
  expect(columns.map(({ cards }) => cards.length)).toEqual([1, 0, 1, 1]);
  expect(columns[0]?.cards[0]?.type?.because?.name).toBe('Renewal');
  expect(columns[0]?.cards[0]?.type?.deskSays).toBe('contact');
  expect(columns[2]?.cards[0]?.type?.deskSays).toBe('customer');
});

test('a board read with deals is never shown without the right to them', async () => {
  const { board, state, handlers } = world();
  await board();
  state.deals = false;
  const answer = await handlers['board.get']({ departmentId: null, refresh: false }, page);
  expect(JSON.stringify(answer)).not.toContain('Renewal');
  expect([...state.memory.values()].join()).not.toContain('Renewal');
});

test('neither board nor badges without a connection or the permission', async () => {
  const { words, board, state, calls, handshake } = world();
  state.shows = false;
  expect(await words({ ids: all })).toEqual({ on: false, ids: {}, numbers: {} });
  expect((await board()).state).toBe('hidden');
  state.connected = false;
  expect((await words({ ids: all })).on).toBe(false);
  expect((await board()).state).toBe('notConnected');
  expect(calls).toEqual([]);
  state.connected = true;
  state.shows = true;
  await words({ ids: all });
  await board();
  await handshake.forget();
  expect(state.memory.size).toBe(0);
});

test('only who may ask is answered', async () => {
  const { handlers } = world();
  const asked = { address, ids: [], maybe: [], numbers: [] };
  const refused = [
    await handlers['host.types'](asked, page),
    await handlers['host.types'](asked, { ...host, tabId: null }),
    await handlers['board.get']({ departmentId: null, refresh: false }, host),
    await handlers['board.get']({ departmentId: null, refresh: false }, { ...page, frameId: 4 }),
    await handlers['board.get'](
      { departmentId: null, refresh: false, pass: 'guessed' },
      { ...page, frameId: 4 },
    ),
    await handlers['board.get'](
      { departmentId: null, refresh: false, pass: 'known' },
      { ...page, frameId: 4 },
    ),
    await handlers['host.types']({ ...asked, ids: ['1 or 1=1'] }, host),
    await handlers['host.types']({ ...asked, maybe: Array(2000).fill('500000101') }, host),
  ];
  expect(refused.map((answer) => (answer.ok ? 'answered' : answer.problem.code))).toEqual([
    'message.refused',
    'message.refused',
    'message.refused',
    'message.refused',
    'message.refused',
    'answered',
    'message.malformed',
    'message.malformed',
  ]);
});
