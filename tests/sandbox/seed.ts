/** Fills a world with a company, its customers and its tickets. The same seed gives the same world. */
import { bulkAccounts, bulkContacts, bulkProducts } from './seed/bulk';
import { type Cast, castWorld } from './seed/cast';
import { createAll, type Created } from './seed/created';
import { type Draft, quotaFor, restOf, takeFitting } from './seed/draft';
import { drawPools } from './seed/pools';
import { createSales } from './seed/sales';
import { storyAccounts } from './seed/story-accounts';
import { storyContacts } from './seed/story-contacts';
import { storyProducts } from './seed/story-products';
import { createTickets } from './seed/tickets';
import type { World } from './world';

export interface SeedSize {
  /** Records a side. */
  readonly contacts: number;
  readonly accounts: number;
  readonly products: number;
  /** Share of them that exists on both sides. */
  readonly overlap: number;
  /** Records of no story hold the same values on both sides. */
  readonly agreed?: boolean;
  /** The world's own data centre counts; this one is checked against it. */
  readonly dataCentre?: string;
}

interface Seeded {
  readonly cast: Cast;
  readonly ticketId: string | null;
}

const key = 'seed';

/** Open tickets beside the stories: customers, prospects, in the CRM without a deal, not in the CRM. */
const openTickets = { customers: 9, prospects: 4, known: 17, unknown: 13 };

function plan(
  total: number,
  overlap: number,
  stories: Draft[],
  bulk: (rest: Draft['on'][]) => Draft[],
): Draft[] {
  const quota = quotaFor(total, overlap);
  const told = takeFitting(stories, quota);
  return [...told, ...bulk(restOf(quota))];
}

/** Bulk contacts that can be reached by e-mail, by where they exist. */
function reachable(
  drafts: readonly Draft[],
  on: Draft['on'],
  stories: ReadonlySet<string>,
): string[] {
  return drafts
    .filter(
      (draft) => draft.on === on && !stories.has(draft.key) && draft.desk['email'] !== undefined,
    )
    .map((draft) => draft.key);
}

function createWork(
  world: World,
  cast: Cast,
  drafts: readonly Draft[],
  contacts: Created,
  stories: ReadonlySet<string>,
): Map<number, string> {
  const both = reachable(drafts, 'both', stories);
  const unknown = reachable(drafts, 'desk', stories).slice(0, openTickets.unknown);
  const customers = both.splice(0, openTickets.customers);
  const prospects = both.splice(0, openTickets.prospects);
  const known = both.splice(0, openTickets.known);
  const others = both.filter((_, index) => index % 4 === 0).slice(0, 1_500);
  createSales(world, cast, contacts.crm, { customers, prospects, others });
  const ids = (keys: readonly string[]): string[] =>
    keys.flatMap((one) => contacts.desk.get(one) ?? []);
  const turns = [customers, prospects, known, unknown];
  const longest = Math.max(...turns.map((one) => one.length));
  const open = Array.from({ length: longest }, (_, index) =>
    turns.flatMap((one) => one[index] ?? []),
  ).flat();
  const closed = both.filter((_, index) => index % 3 === 0).slice(0, 120);
  return createTickets(world, cast, contacts.desk, { open: ids(open), closed: ids(closed) });
}

/** The company alone: people, organisations and clients, no record. */
export function seedCast(world: World): Cast {
  const cast = castWorld(world);
  cast.desk.settings.set('host', world.dc.desk);
  world.own.set(key, { cast, ticketId: null } satisfies Seeded);
  return cast;
}

export function seedWorld(world: World, size: SeedSize): void {
  if (size.dataCentre !== undefined && size.dataCentre !== world.dc.location) {
    throw new Error(`the world lives in ${world.dc.location}, not in ${size.dataCentre}`);
  }
  const now = world.clock.now();
  const cast = seedCast(world);
  const source = {
    random: world.random,
    now,
    pools: drawPools(Math.floor(world.random() * 2 ** 31)),
    agreed: size.agreed ?? false,
  };
  const accounts = plan(size.accounts, size.overlap, storyAccounts(now), (rest) =>
    bulkAccounts(source, rest),
  );
  const stories = storyContacts(now);
  const told = new Set(storyAccounts(now).map((account) => account.key));
  const contacts = plan(size.contacts, size.overlap, stories, (rest) =>
    bulkContacts(
      source,
      rest,
      accounts.filter((account) => !told.has(account.key)),
    ),
  );
  const products = plan(size.products, size.overlap, storyProducts(now), (rest) =>
    bulkProducts(source, rest),
  );
  const madeAccounts = createAll(world, cast, accounts, ['accounts', 'Accounts'], null);
  createAll(world, cast, products, ['products', 'Products'], null);
  const people = new Set(stories.map((draft) => draft.key));
  const madeContacts = createAll(world, cast, contacts, ['contacts', 'Contacts'], madeAccounts, {
    seller: (draft) => (people.has(draft.key) ? 'Marta' : undefined),
    // What the portal itself believes may be out of date: the potential was lost.
    deskExtras: (draft, crmId) =>
      draft.key === 'krzysztof' && crmId !== undefined
        ? { zohoCRMContact: { id: crmId, type: 'potentials' } }
        : {},
  });
  const tickets = createWork(world, cast, contacts, madeContacts, people);
  const seeded: Seeded = {
    cast,
    ticketId: tickets.get(48_213) ?? [...tickets.values()].at(-1) ?? null,
  };
  world.own.set(key, seeded);
}

interface SeededPerson {
  readonly email: string;
  readonly password: string;
  /** The person's CRM user id; null without a seat there. */
  readonly userId: string | null;
  /** The person's profile at the help desk; null for people who are no agents. */
  readonly profile: string | null;
}

export interface SeedDescription {
  readonly ticketUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly deviceClientId: string;
  readonly deviceClientSecret: string;
  /** A second client of the server-based type, for agents. */
  readonly agentsClientId: string;
  readonly agentsClientSecret: string;
  readonly deskOrgId: string;
  readonly crmOrgId: string;
  readonly admin: SeededPerson;
  readonly agents: readonly SeededPerson[];
}

/** What someone needs to use the seeded world from outside. */
export function describeSeed(world: World): SeedDescription {
  const seeded = world.own.get(key) as Seeded | undefined;
  if (seeded === undefined) throw new Error('the world was not seeded');
  const { desk, crm } = seeded.cast;
  const [server, forAgents] = world.clients.filter((client) => client.type === 'server');
  const device = world.clients.find((client) => client.type === 'device');
  const [admin, ...agents] = world.people.map((person): SeededPerson => {
    const agent = desk.agents.find((one) => one.zuid === person.zuid);
    return {
      email: person.email,
      password: person.password,
      userId: crm.users.find((user) => user.zuid === person.zuid)?.id ?? null,
      profile: desk.profiles.find((profile) => profile.id === agent?.profileId)?.name ?? null,
    };
  });
  if (
    server === undefined ||
    forAgents === undefined ||
    device === undefined ||
    admin === undefined
  )
    throw new Error('the seed is incomplete');
  const page =
    seeded.ticketId === null ? 'tickets/list/open-cases' : `tickets/details/${seeded.ticketId}`;
  return {
    ticketUrl: `https://${world.dc.desk}/agent/${desk.portal}/all/${page}`,
    clientId: server.id,
    clientSecret: server.secret,
    redirectUri: server.redirectUris[0] ?? '',
    deviceClientId: device.id,
    deviceClientSecret: device.secret,
    agentsClientId: forAgents.id,
    agentsClientSecret: forAgents.secret,
    deskOrgId: desk.id,
    crmOrgId: crm.id,
    admin,
    agents,
  };
}
