/** Desk and CRM as the profile reads them, in memory, with every call counted. */
import type { Access, Allowed } from '../../../sync/core/permissions';
import type { Connection } from '../../../sync/engine/connect-ports';
import type { PeopleReader } from '../../../sync/engine/handshake-ports';
import type { NoteView } from '../../../sync/protocol/profile';
import type {
  CrmActivity,
  CrmDeal,
  CrmModule,
  CrmReader,
  CrmRecord,
  CrmValue,
  DeskAccountFacts,
  DeskContactFacts,
  ProfileCache,
  TicketFacts,
} from '../../../sync/engine/profile-ports';
import { createProfiles, type ProfilePorts } from '../../../sync/engine/profile';
import type { CustomerView, ProfileView } from '../../../sync/protocol/profile';
import type { Pair, Place } from '../../../sync/types';
import { company, portal } from './connect-fakes';
import { createClock, createNotifier, settle, silent, start, type Gate } from './small-fakes';

export const ids = {
  ticket: '500000001',
  contact: '600000001',
  account: '700000001',
  crm: '800000001',
  crmAccount: '900000001',
} as const;

export const connection: Connection = {
  dataCentre: 'eu',
  deskOrg: portal('10'),
  crmOrg: company('20'),
  user: { name: 'Ada', email: 'ada@example.com' },
  scopes: [],
  connectedAt: start,
};

export function person(
  id: string = ids.crm,
  fields: Record<string, CrmValue> = {},
  module: CrmModule = 'Contacts',
): CrmRecord {
  return {
    module,
    id,
    modifiedAt: start,
    fields: { First_Name: 'Ada', Last_Name: 'Lindqvist', Email: 'ada@nordwind.se', ...fields },
  };
}

export function deal(id: string, over: Partial<CrmDeal> = {}): CrmDeal {
  const base = { name: `Deal ${id}`, stage: 'Proposal', amount: 100, currency: 'EUR' };
  return { id, ...base, closesOn: '2026-04-01', owner: 'Marta', ...over };
}

export function link(kind: 'contact' | 'account', deskId: string, crmId: string): Pair {
  const seen = { createdAt: null, modifiedAt: null, fields: {}, presence: 'alive' } as const;
  return {
    key: `${kind}/desk/${deskId}`,
    kind,
    desk: { id: deskId, ...seen },
    crm: { id: crmId, ...seen },
    base: { desk: {}, crm: {} },
    unseen: null,
    matchKeys: [],
    linkedBy: 'match',
    dirty: false,
  };
}

export function createCache(): ProfileCache & { readonly rows: Map<string, ProfileView> } {
  const rows = new Map<string, ProfileView>();
  const choices = new Map<string, { module: 'Contacts' | 'Leads'; id: string }>();
  return {
    rows,
    get: async ({ type, id }) => structuredClone(rows.get(`${type}/${id}`) ?? null),
    put: async (profile) => {
      rows.set(`${profile.place.type}/${profile.place.id}`, structuredClone(profile));
    },
    choice: async (address) => choices.get(address) ?? null,
    saveChoice: async (address, choice) => {
      choices.set(address, choice);
    },
    forgetChoice: async (address) => {
      choices.delete(address);
    },
    rewrite: async (change) => {
      for (const [key, row] of rows) {
        const changed = change(structuredClone(row));
        if (changed === null) rows.delete(key);
        else rows.set(key, changed);
      }
    },
    clear: async () => {
      rows.clear();
      choices.clear();
    },
  };
}

/** A search answers with few of the fields. */
function searchable({ fields, ...record }: CrmRecord): CrmRecord {
  const held = new Set([
    'First_Name',
    'Last_Name',
    'Full_Name',
    'Email',
    'Phone',
    'Account_Name',
    'Company',
  ]);
  const few = Object.entries(fields).filter(([name]) => held.has(name));
  return { ...record, fields: Object.fromEntries(few) };
}

/** A help desk with one ticket of one contact, and whatever a test adds. */
export function createDesk(cache = createCache()) {
  const world = {
    tickets: new Map<string, TicketFacts>(),
    contacts: new Map<string, DeskContactFacts>(),
    accounts: new Map<string, DeskAccountFacts>(),
    records: new Map<string, CrmRecord>(),
    named: new Map<string, CrmRecord[]>(),
    deals: [] as CrmDeal[],
    dealsOfMany: [] as (CrmDeal & { readonly contactId: string })[],
    notes: [] as NoteView[],
    activities: [] as CrmActivity[],
    /** Notes and activities are the newest of more. */
    more: false,
    stages: new Map<string, 'open' | 'won' | 'lost'>([
      ['Proposal', 'open'],
      ['Signed', 'won'],
      ['Closed Won', 'lost'], // names deceive
    ]),
    pairs: [] as Pair[],
    connection: connection as Connection | null,
    online: true,
    allowed: null as Allowed | null,
    /** Calls to either service, as `name(argument)`. */
    calls: [] as string[],
    /** By the beginning of a call. */
    failing: new Map<string, Error>(),
    gates: new Map<string, Gate>(),
  };

  async function call<T>(name: string, value: () => T): Promise<T> {
    world.calls.push(name);
    for (const [beginning, gate] of world.gates) if (name.startsWith(beginning)) await gate.opened;
    for (const [beginning, error] of world.failing) if (name.startsWith(beginning)) throw error;
    return value();
  }

  const crm: CrmReader = {
    record: (module, id) =>
      call(`record(${module} ${id})`, () => {
        const record = world.records.get(id);
        return record?.module === module ? record : null;
      }),
    search: (module, by, value) =>
      call(`search(${module} ${by} ${value})`, () =>
        [...world.records.values()]
          .filter(
            ({ module: of, fields }) =>
              of === module &&
              (by === 'email' ? ['Email', 'Secondary_Email'] : ['Phone']).some(
                (name) => fields[name] === value,
              ),
          )
          .map(searchable),
      ),
    found: (module, words) => call(`found(${module},${words})`, () => []),
    accountsNamed: (name) => call(`accountsNamed(${name})`, () => world.named.get(name) ?? []),
    deals: (_module, id) => call(`deals(${id})`, () => ({ deals: world.deals, more: false })),
    notes: (_module, id) => call(`notes(${id})`, () => ({ rows: world.notes, more: world.more })),
    activities: (_module, id, types) =>
      call(`activities(${id} ${types?.join('+') ?? 'all'})`, () => ({
        rows: world.activities,
        more: world.more,
      })),
    stages: () => call('stages()', () => world.stages),
    home: () => 'https://crm.zoho.eu/',
    url: (module, id) => `https://crm.zoho.eu/${module}/${id}`,
  };

  /** Of many at once only deals and stages are asked for here. */
  const people: PeopleReader = {
    existing: async () => [],
    byEmail: async () => [],
    byPhone: async () => [],
    deals: (contactIds) => call(`dealsOf(${contactIds.join(' ')})`, () => world.dealsOfMany),
    accountsOf: async () => new Map(),
    dealsOfAccounts: async () => [],
    stages: crm.stages,
  };

  const clock = createClock();
  const notifier = createNotifier();
  const ports: ProfilePorts = {
    crm,
    people,
    cache,
    clock,
    notifier,
    log: silent,
    locale: 'en',
    desk: {
      ticket: (id) => call(`ticket(${id})`, () => world.tickets.get(id) ?? null),
      contact: (id) => call(`contact(${id})`, () => world.contacts.get(id) ?? null),
      account: (id) => call(`account(${id})`, () => world.accounts.get(id) ?? null),
    },
    store: {
      pairsById: async (kind, side, wanted) =>
        wanted.map(
          (id) => world.pairs.find((pair) => pair.kind === kind && pair[side]?.id === id) ?? null,
        ),
    },
    connection: async () => world.connection,
    online: () => world.online,
    allowed: async () => world.allowed ?? both(allOf(true)),
  };

  addTicket(world, ids.ticket, ids.contact);
  addContact(world, ids.contact, { email: 'ada@nordwind.se' });
  return { ...world, world, cache, clock, notifier, ports, profiles: createProfiles(ports) };
}

/** The same of contacts and of accounts. */
export const both = (access: Access): Allowed => ({
  contacts: access,
  accounts: access,
  handshake: true,
});

export function allOf(allowed: boolean): Access {
  const [information, account, potentials, notes] = Array<boolean>(4).fill(allowed);
  const activities = { calls: allowed, events: allowed, tasks: allowed };
  return {
    information: information!,
    account: account!,
    potentials: potentials!,
    notes: notes!,
    ...activities,
  };
}

export function addTicket(
  { tickets }: { tickets: Map<string, TicketFacts> },
  id: string,
  contactId: string | null,
): void {
  tickets.set(id, { id, number: '101', subject: 'Help', contactId, accountId: null });
}

export function addContact(
  { contacts }: { contacts: Map<string, DeskContactFacts> },
  id: string,
  over: Partial<DeskContactFacts>,
): void {
  const blank = { email: null, secondaryEmail: null, phone: null, mobile: null };
  contacts.set(id, { id, name: 'Ada Lindqvist', ...blank, accountId: null, crmId: null, ...over });
}

export const ticket: Place = { type: 'ticket', id: ids.ticket };

export type TestDesk = ReturnType<typeof createDesk>;

/** Asks, lets the refresh end and asks again: what a screen does that hears the notice. */
export async function shown(desk: TestDesk, place: Place = ticket): Promise<ProfileView> {
  await desk.profiles.get(place, true);
  await settle();
  return desk.profiles.get(place, false);
}

export function customerOf({ result }: ProfileView): CustomerView {
  if (result.state !== 'found') throw new Error(`not found but ${result.state}`);
  return result.customer;
}

export async function found(desk: TestDesk, place?: Place): Promise<CustomerView> {
  return customerOf(await shown(desk, place));
}
