/** Types of a whole queue over the real adapters, beside what the sandbox holds. */
import { describe, expect, it, vi } from 'vitest';
import { wonSince, zohosRule } from '../../sync/core/customer-type';
import { readTypes, type TypesAllowed } from '../../sync/engine/customer-types';
import type { PeopleReader } from '../../sync/engine/handshake-ports';
import { requesterOf, type Requester, type RequesterPorts } from '../../sync/engine/requesters';
import { createPeopleReader } from '../../sync/zoho/crm-people';
import { createCrmReader } from '../../sync/zoho/crm-reader';
import { createTicketReader } from '../../sync/zoho/desk-tickets';
import { checkedBenches } from './checked';
import { livingOf, type Raw } from './sandbox-records';
import { zohoBench, type ZohoBench } from './zoho';

/** Thousands of records are seeded, perhaps beside other work on the machine. */
vi.setConfig({ testTimeout: 60_000 });

const { opened } = checkedBenches();

const asked: TypesAllowed = {
  deals: true,
  compare: false,
  rules: zohosRule,
  today: '2026-11-22',
};

const fail = async (): Promise<never> => {
  throw new Error('down');
};

async function open(contacts = 300) {
  const bench = await zohoBench({ contacts });
  opened.push(bench);
  const crm = createCrmReader(bench.http.crm, {
    clock: bench.clock,
    company: () => ({ dataCentre: 'us', zgid: '700', currency: 'EUR' }),
  });
  const people = createPeopleReader(bench.http.crm, {
    stages: () => crm.stages(),
    currency: () => 'EUR',
  });
  const desk = createTicketReader(bench.http.desk);
  const ports: RequesterPorts = {
    desk,
    people,
    choices: { choice: async () => null },
    store: { pairsById: async (_kind, _side, ids) => ids.map(() => null) },
  };
  const crmCalls = (): number => bench.calls.filter(({ url }) => url.includes('/crm/v8/')).length;
  return { bench, desk, people, ports, crmCalls };
}

const lookup = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : '';
const text = (value: unknown): string =>
  typeof value === 'string' ? value.trim().toLowerCase() : '';
const digits = (value: unknown): string => text(value).replaceAll(/\D/g, '');

const holds = (record: Raw, wanted: Raw): boolean => {
  const emails = new Set(
    [text(wanted['email']), text(wanted['secondaryEmail'])].filter((one) => one !== ''),
  );
  return [record['Email'], record['Secondary_Email']].some((one) => emails.has(text(one)));
};
const rings = (record: Raw, wanted: Raw): boolean => {
  const numbers = new Set(
    [digits(wanted['phone']), digits(wanted['mobile'])].filter((one) => one.length >= 6),
  );
  return [record['Phone'], record['Mobile']].some((one) => numbers.has(digits(one)));
};

/** The type of each Desk contact by HND-1, worked out over the sandbox's own records. */
async function truth(bench: ZohoBench): Promise<(contact: Raw) => string> {
  const [contacts, leads, deals] = await Promise.all(
    ['Contacts', 'Leads', 'Deals'].map((module) => livingOf(bench, 'crm', module)),
  );
  return (wanted) => {
    const found =
      [contacts, leads]
        .map((all) => (all ?? []).filter((one) => holds(one, wanted)))
        .find((some) => some.length > 0) ??
      [contacts, leads]
        .map((all) => (all ?? []).filter((one) => rings(one, wanted)))
        .find((some) => some.length > 0) ??
      [];
    if (found.length === 0) return 'new';
    const theirs = (deals ?? []).filter((deal) =>
      found.some(({ id }) => id === lookup(deal['Contact_Name'])),
    );
    // Stages of the sandbox's pipeline, whose names happen to be Zoho's.
    if (theirs.some((deal) => deal['Stage'] === 'Closed Won')) return 'customer';
    return theirs.some((deal) => !String(deal['Stage']).startsWith('Closed'))
      ? 'potential'
      : 'contact';
  };
}

describe('types of many', () => {
  it('agree with the records, in few calls', async () => {
    const { bench, desk, ports, crmCalls } = await open();
    const contacts = await livingOf(bench, 'desk', 'contacts');
    const typeOf = await truth(bench);
    const requesters = contacts.map(({ id }): Requester => ({
      key: id,
      contactId: id,
      email: null,
    }));
    const { types, problem } = await readTypes(requesters, asked, ports);
    expect(problem).toBeNull();
    const wrong = contacts
      .filter((contact) => lookup(contact['zohoCRMContact']) === '')
      .map((contact) => [contact.id, types.get(contact.id)?.value, typeOf(contact)])
      .filter(([, told, expected]) => told !== expected);
    expect(wrong).toEqual([]);
    expect(new Set([...types.values()].map(({ value }) => value)).size).toBe(4);
    expect(crmCalls()).toBeLessThanOrEqual(24);
    expect((await desk.openTickets(null)).complete).toBe(true);
  });

  it.each([
    ["the account's deals", { ...zohosRule, accountDeals: true }],
    ['only late wins', { ...zohosRule, wonWithinMonths: 12 }],
    ['only large ones', { ...zohosRule, minimumAmount: 2000 }],
    ['all three', { accountDeals: true, wonWithinMonths: 12, minimumAmount: 2000 }],
  ])('count %s where the rules say so', async (_which, rules) => {
    const { bench, people, ports } = await open(120);
    const contacts = await livingOf(bench, 'crm', 'Contacts');
    const accountOf = await people.accountsOf(contacts.map(({ id }) => id));
    const requesters = (await livingOf(bench, 'desk', 'contacts')).map(({ id }): Requester => ({
      key: id,
      contactId: id,
      email: null,
    }));
    const today = new Date(bench.clock.now()).toISOString().slice(0, 10);
    const usual = await readTypes(requesters, { ...asked, today }, ports);
    const desk = await livingOf(bench, 'desk', 'contacts');
    // A win of nobody's but an account that has not bought through this contact.
    const other = contacts.find((one) => {
      const known = desk.find((wanted) => holds(one, wanted));
      const value = known === undefined ? 'customer' : usual.types.get(known.id)?.value;
      return value !== 'customer' && accountOf.has(one.id);
    });
    await bench.control('/create', {
      side: 'crm',
      module: 'Deals',
      fields: {
        Deal_Name: 'Bought by the account',
        Stage: 'Closed Won',
        Amount: 5000,
        Closing_Date: today,
        Account_Name: { id: accountOf.get(other?.id ?? '') },
      },
    });
    const deals = await livingOf(bench, 'crm', 'Deals');
    const { types } = await readTypes(requesters, { ...asked, rules, today }, ports);
    const since = rules.wonWithinMonths === null ? '' : wonSince(today, rules.wonWithinMonths);
    const isCounted = (deal: Raw): boolean =>
      deal['Stage'] === 'Closed Won' &&
      (rules.minimumAmount === null || Number(deal['Amount'] ?? 0) >= rules.minimumAmount) &&
      String(deal['Closing_Date'] ?? since) >= since;
    const winners = new Set(
      deals.flatMap((deal) =>
        isCounted(deal) ? [lookup(deal['Account_Name']), lookup(deal['Contact_Name'])] : [],
      ),
    );
    const wrong = desk.flatMap((wanted) => {
      const found = contacts.filter((one) => holds(one, wanted));
      if (found.length === 0 || lookup(wanted['zohoCRMContact']) !== '') return [];
      const isCustomer = found.some(
        ({ id }) =>
          winners.has(id) || (rules.accountDeals && winners.has(accountOf.get(id) ?? 'none')),
      );
      const told = types.get(wanted.id)?.value;
      return (told === 'customer') === isCustomer ? [] : [[wanted.id, told, isCustomer]];
    });
    expect(wrong).toEqual([]);
    expect([...types.values()].some(({ value }) => value === 'customer')).toBe(true);
    // The rule makes a difference to these records.
    const values = (of: typeof types): unknown => [...of].map(([key, { value }]) => [key, value]);
    expect(values(types)).not.toEqual(values(usual.types));
  });

  it('of 500 open tickets cost at most 12 calls a module', async () => {
    const { bench, desk, ports, crmCalls } = await open(900);
    const contacts = await livingOf(bench, 'desk', 'contacts');
    const [ticket] = await livingOf(bench, 'desk', 'tickets');
    const there = (await desk.openTickets(null)).tickets.length;
    for (let at = there; at < 500; at += 1)
      await bench.control('/create', {
        side: 'desk',
        module: 'tickets',
        fields: {
          subject: `Request ${at}`,
          contactId: contacts[at % contacts.length]?.id,
          departmentId: ticket?.['departmentId'],
        },
      });
    const { tickets, complete } = await desk.openTickets(null);
    expect([tickets.length, complete]).toEqual([500, true]);
    const requesters = tickets.map(requesterOf).filter((one) => one !== null);
    const before = crmCalls();
    const rules = { ...zohosRule, accountDeals: true };
    await readTypes(requesters, { ...asked, rules }, ports);
    const calls = bench.calls.filter(({ url }) => url.includes('/crm/v8/')).slice(before);
    const modules = calls.map(({ url, body }) => / from (\w+) /.exec(body ?? '')?.[1] ?? url);
    const perModule = modules.map((one) => modules.filter((other) => other === one).length);
    expect(Math.max(...perModule)).toBeLessThanOrEqual(12);
    expect(calls.length).toBeGreaterThan(3);
  });

  it('ask for no deal where none may be shown', async () => {
    const { bench, desk, ports } = await open(60);
    const { tickets } = await desk.openTickets(null);
    const requesters = tickets.map(requesterOf).filter((one) => one !== null);
    const { types } = await readTypes(requesters, { ...asked, deals: false }, ports);
    expect(bench.calls.filter(({ body }) => body?.includes('Deals') === true)).toEqual([]);
    expect([...types.values()].every(({ source }) => source !== 'deals')).toBe(true);
    expect(
      [...types.values()].every(({ because, open: sums }) => because === null && sums.length === 0),
    ).toBe(true);
  });

  it("are Desk's own word while CRM cannot be reached", async () => {
    const { bench, ports } = await open(60);
    const contacts = await livingOf(bench, 'desk', 'contacts');
    const word = contacts.find((contact) => lookup(contact['zohoCRMContact']) !== '');
    const without = contacts.find((contact) => lookup(contact['zohoCRMContact']) === '');
    const down: PeopleReader = {
      existing: fail,
      byEmail: fail,
      byPhone: fail,
      deals: fail,
      stages: fail,
      accountsOf: fail,
      dealsOfAccounts: fail,
    };
    const requesters = [word, without].flatMap((contact) =>
      contact === undefined ? [] : [{ key: contact.id, contactId: contact.id, email: null }],
    );
    const { types, problem } = await readTypes(requesters, asked, { ...ports, people: down });
    expect(problem?.code).toBe('defect.unforeseen');
    expect(types.get(word?.id ?? '')?.source).toBe('desk');
    expect(types.has(without?.id ?? '')).toBe(false);
  });
});

describe('the open tickets', () => {
  it('are those of the open status type, with whom they are from', async () => {
    const { bench, desk } = await open(60);
    const { tickets } = await desk.openTickets(null);
    const expected = (await livingOf(bench, 'desk', 'tickets')).filter(
      (ticket) => ticket['statusType'] === 'Open',
    );
    expect(tickets.map(({ id }) => id).toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
    expect(tickets.every(({ portal }) => portal === 'haldeninstruments')).toBe(true);
    expect(tickets.some(({ company, requester }) => company !== null && requester !== null)).toBe(
      true,
    );
    const [department] = await desk.departments();
    const inside = await desk.openTickets(department?.id ?? null);
    expect(inside.tickets.length).toBe(
      expected.filter((ticket) => ticket['departmentId'] === department?.id).length,
    );
    expect((await desk.ticketRow(tickets[0]?.id ?? ''))?.number).toBe(tickets[0]?.number);
    expect(await desk.ticketRow('554023009999999999')).toBeNull();
  });
});
