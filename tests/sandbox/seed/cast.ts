/** Who works at the demonstration company, in which organisations, and with which clients. */
import { addCrmUser, installCrmOrg } from '../crm/org';
import { metadataOf } from '../crm/metadata';
import { addDeskAgent, installDeskOrg } from '../desk/org';
import type { CrmOrg, DeskOrg, OAuthClient, Person, World } from '../world';
import { redirectAddresses } from '../../extension';

interface Role {
  readonly first: string;
  readonly last: string;
  /** Profile at the help desk; none for people who are no agents. */
  readonly desk?: 'Administrator' | 'Agent' | 'Light Agent';
  readonly departments?: readonly string[];
  /** Profile in the CRM organisation in use. */
  readonly crm?: 'Administrator' | 'Standard' | 'Restricted';
}

const technical = 'Technical support';
const sales = 'Sales support';
const billing = 'Billing';

/** The first is the administrator of both products. */
const roles: readonly Role[] = [
  { first: 'Ingrid', last: 'Solheim', desk: 'Administrator', crm: 'Administrator' },
  {
    first: 'Kwame',
    last: 'Mensah',
    desk: 'Agent',
    departments: [technical, billing],
    crm: 'Standard',
  },
  { first: 'Aiko', last: 'Mori', desk: 'Light Agent', crm: 'Restricted' },
  { first: 'Luca', last: 'Bianchi', desk: 'Agent', departments: [sales], crm: 'Administrator' },
  { first: 'Tomas', last: 'Berg', desk: 'Administrator' },
  { first: 'سارة', last: 'العتيبي', desk: 'Agent', departments: [technical] },
  {
    first: 'Tomasz',
    last: 'Zieliński',
    desk: 'Agent',
    departments: [technical, sales],
    crm: 'Standard',
  },
  { first: 'Marta', last: 'Ruiz', crm: 'Standard' },
];

const mailNames: Readonly<Record<string, string>> = {
  سارة: 'sara.alotaibi',
  Tomasz: 'tomasz.zielinski',
};

export interface Cast {
  readonly crm: CrmOrg;
  readonly desk: DeskOrg;
  /** By first name. */
  person(first: string): Person;
  /** The person's user id in the CRM. */
  crmUser(first: string): string;
  /** The person's agent id in the help desk. */
  agent(first: string): string;
}

function makePerson(world: World, role: Role): Person {
  const name = mailNames[role.first] ?? `${role.first}.${role.last}`.toLowerCase();
  return {
    zuid: String(60_010_000_001 + world.people.length),
    email: `${name}@halden.example`,
    password: 'halden-demo',
    firstName: role.first,
    lastName: role.last,
  };
}

/** Hexadecimal digits of the world's own randomness, as long as Zoho's. */
function secret(world: World, length: number): string {
  return Array.from({ length }, () => Math.floor(world.random() * 16).toString(16)).join('');
}

function addClients(world: World): void {
  const client = (
    name: string,
    type: OAuthClient['type'],
    redirectUris: readonly string[],
  ): OAuthClient => ({
    id: `1000.${secret(world, 30).toUpperCase()}`,
    secret: secret(world, 42),
    name,
    type,
    redirectUris,
  });
  world.clients.push(
    client('Tandem', 'server', [redirectAddresses.chromium, redirectAddresses.firefox]),
    client('Tandem (code)', 'device', []),
  );
  const [server] = world.clients;
  if (server === undefined) return;
  const backwards = (text: string): string => [...text].toReversed().join('');
  // Not drawn: whatever else is drawn from the seed stays as it was.
  world.clients.push({
    ...server,
    id: `1000.${backwards(server.id.slice('1000.'.length))}`,
    secret: backwards(server.secret),
    name: 'Tandem for agents',
  });
}

/** Currencies of the customers' deals, beside those every organisation has. */
function addCurrencies(crm: CrmOrg): void {
  const { currencies, modules } = metadataOf(crm);
  for (const [code, rate] of [
    ['SEK', 11.28],
    ['CAD', 1.5],
    ['NGN', 1650],
    ['CHF', 0.95],
    ['SAR', 4.09],
  ] as const) {
    currencies.set(code, rate);
  }
  const fields = modules.get('Deals')?.fields;
  const currency = fields?.get('Currency');
  if (currency !== undefined)
    fields?.set('Currency', { ...currency, values: [...currencies.keys()] });
}

function idIn(ids: ReadonlyMap<string, string>, first: string): string {
  const id = ids.get(first);
  if (id === undefined) throw new Error(`${first} has no seat there`);
  return id;
}

export function castWorld(world: World): Cast {
  const people = new Map(
    roles.map((role) => {
      const person = makePerson(world, role);
      world.people.push(person);
      return [role.first, person] as const;
    }),
  );
  const person = (first: string): Person => {
    const found = people.get(first);
    if (found === undefined) throw new Error(`nobody is called ${first}`);
    return found;
  };
  const timeZone = 'Europe/Berlin';
  const crm = installCrmOrg(world, {
    name: 'Halden Instruments GmbH',
    type: 'production',
    edition: 'enterprise',
    currency: 'EUR',
    timeZone,
  });
  const nordic = installCrmOrg(world, {
    name: 'Halden Nordic AS',
    type: 'production',
    edition: 'professional',
    currency: 'EUR',
    timeZone: 'Europe/Oslo',
  });
  const desk = installDeskOrg(world, {
    name: 'Halden Instruments Support',
    portal: 'haldeninstruments',
    edition: 'Enterprise',
    timeZone,
    departments: [technical, sales, billing],
  });
  addCurrencies(crm);
  const users = new Map<string, string>();
  const agents = new Map<string, string>();
  for (const role of roles) {
    if (role.crm !== undefined)
      users.set(role.first, addCrmUser(world, crm, person(role.first), role.crm).id);
    if (role.desk !== undefined) {
      agents.set(
        role.first,
        addDeskAgent(world, desk, person(role.first), role.desk, role.departments).id,
      );
    }
  }
  // In the sister company the administrator of this one is an ordinary user.
  addCrmUser(world, nordic, person('Tomasz'), 'Administrator');
  addCrmUser(world, nordic, person('Ingrid'), 'Standard');
  addClients(world);
  return {
    crm,
    desk,
    person,
    crmUser: (first) => idIn(users, first),
    agent: (first) => idIn(agents, first),
  };
}
