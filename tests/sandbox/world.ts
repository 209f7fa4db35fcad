/**
 * The state of the local Zoho: people, organisations, records, tokens, the clock and the record
 * of everything that was asked and done. The API and page modules are pure handlers over it.
 *
 * It follows the API contract and knows nothing of Tandem.
 */
import { createTable, type Table } from './table';
import { createFaults, type FaultKind, type Faults } from './faults';
import { dataCentre, type DataCentre } from './datacentres';

/** Virtual or real time in ms, moved on by the control API. */
export interface SandboxClock {
  now(): number;
  advance(ms: number): void;
}

/** A person with a Zoho account. One account may use several organisations of both products. */
export interface Person {
  /** Zoho's account id. */
  readonly zuid: string;
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** A client registered in the API console. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  readonly type: 'server' | 'device';
  readonly redirectUris: readonly string[];
}

/** What one access token may do, and as whom. */
export interface Grant {
  readonly zuid: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** The CRM organisation chosen on the consent page; null where no CRM scope was asked. */
  readonly crmOrgId: string | null;
  readonly refreshToken: string | null;
  readonly expiresAt: number;
}

export interface CrmUser {
  readonly id: string;
  readonly zuid: string;
  readonly profileId: string;
  readonly roleId: string;
  readonly status: 'active' | 'inactive';
}

export interface CrmOrg {
  readonly id: string;
  readonly zgid: string;
  readonly name: string;
  readonly type: 'production' | 'sandbox' | 'developer';
  readonly edition: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly users: CrmUser[];
  readonly profiles: {
    readonly id: string;
    readonly name: string;
    readonly administrator: boolean;
  }[];
  /** By API name: Contacts, Accounts, Products, Leads, Deals, Notes, Tasks, Calls, Events … */
  readonly modules: Map<string, Table>;
  /** Field, layout, view, pipeline and variable metadata; owned by the CRM part. */
  readonly settings: Map<string, unknown>;
  readonly meter: Meter;
}

export interface DeskAgent {
  readonly id: string;
  readonly zuid: string;
  readonly profileId: string;
  readonly roleId: string;
  readonly status: 'ACTIVE' | 'DISABLED';
  readonly departmentIds: string[];
}

export interface DeskOrg {
  readonly id: string;
  readonly name: string;
  readonly portal: string;
  readonly edition: string;
  readonly timeZone: string;
  readonly agents: DeskAgent[];
  readonly profiles: {
    readonly id: string;
    readonly name: string;
    readonly administrator: boolean;
    /** Zoho's own switches for showing CRM data (contract 3.9). */
    readonly crmInteg: Record<string, boolean>;
  }[];
  readonly departments: { readonly id: string; readonly name: string; readonly slug: string }[];
  /** contacts, accounts, products, tickets … */
  readonly modules: Map<string, Table>;
  readonly settings: Map<string, unknown>;
  readonly meter: Meter;
}

/** Credits and concurrency of one organisation (contract 2.11, 3.12). */
export interface Meter {
  dailyLimit: number;
  concurrencyLimit: number;
  /** Calls of the API that are being answered. */
  inFlight: number;
  /** Credits spent, newest last; the CRM counts a rolling day, Desk a calendar day. */
  readonly spent: { at: number; credits: number }[];
}

/** One request as the control API reports it. */
export interface Call {
  readonly n: number;
  readonly at: number;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly status: number;
  readonly credits: number;
  /** Who asked; null for pages and failed sign-ins. */
  readonly zuid: string | null;
  /** What was made to go wrong. A dropped call has the status 0. */
  readonly fault: FaultKind | null;
}

/** Behaviour that the contract leaves open ([M], [?]): the sandbox can play either. */
export interface Leeway {
  /** Delay before a new or changed record shows in Desk's search, ms. */
  deskIndexLagMs: number;
  /** Delay before a new record shows in CRM's search, ms. */
  crmIndexLagMs: number;
  /** Highest `from` of a Desk search (999 or 4999). */
  deskSearchFromCap: number;
  /** What Desk answers for a trashed record asked for by id. */
  deskTrashedGet: '404' | '422' | 'flag';
  /** A CRM pick list refuses an unknown value. */
  crmStrictPicklists: boolean;
  /** A stale If-Unmodified-Since refuses the whole batch, or single records. */
  crmStaleBatch: 'whole' | 'perRecord';
  /** Share of the records of a CRM batch that fail by themselves, the others being written. */
  crmFailingShare: number;
}

export interface World {
  readonly seed: string;
  /** Where every organisation and person of this world lives (contract 1.1). */
  readonly dc: DataCentre;
  readonly clock: SandboxClock;
  /** Uniform in [0, 1), from the seed. */
  random(): number;
  /** A new 64-bit id as Zoho writes them; grows, so that a later id is a later record. */
  nextId(): string;
  readonly people: Person[];
  readonly clients: OAuthClient[];
  /** Access tokens by value. */
  readonly grants: Map<string, Grant>;
  readonly crmOrgs: CrmOrg[];
  readonly deskOrgs: DeskOrg[];
  readonly calls: Call[];
  readonly faults: Faults;
  readonly leeway: Leeway;
  /** State that one part owns alone: authorization codes, refresh tokens, page tokens … */
  readonly own: Map<string, unknown>;
}

/** Small, fast and deterministic (mulberry32 over an FNV-1a hash of the seed). */
export function seededRandom(seed: string): () => number {
  let state = 2166136261;
  for (const character of seed) state = Math.imul(state ^ character.charCodeAt(0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A clock that runs with real time plus whatever it was advanced by. */
export function realClock(): SandboxClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
}

export function createMeter(dailyLimit: number, concurrencyLimit: number): Meter {
  return { dailyLimit, concurrencyLimit, inFlight: 0, spent: [] };
}

/** An empty world; `seed.ts` fills it. */
export function createWorld(
  seed: string,
  clock: SandboxClock = realClock(),
  options: { readonly dc?: string; readonly leeway?: Partial<Leeway> } = {},
): World {
  let serial = 0n;
  return {
    seed,
    dc: dataCentre(options.dc ?? 'us'),
    clock,
    random: seededRandom(seed),
    nextId: () => String(554023000000000000n + (serial += 1n)),
    people: [],
    clients: [],
    grants: new Map(),
    crmOrgs: [],
    deskOrgs: [],
    calls: [],
    faults: createFaults(seededRandom(`${seed}/faults`)),
    leeway: {
      deskIndexLagMs: 0,
      crmIndexLagMs: 0,
      deskSearchFromCap: 999,
      deskTrashedGet: '404',
      crmStrictPicklists: false,
      crmStaleBatch: 'perRecord',
      crmFailingShare: 0,
      ...options.leeway,
    },
    own: new Map(),
  };
}

/** A service that rewrites what it is given; a part of `world.own`, for schedules that ask for one. */
export type Rewrite = (module: string, values: Record<string, unknown>) => Record<string, unknown>;

/** What a service stores of these values: as given, or as its own habit has it. */
export function rewritten(
  world: World,
  module: string,
  values: Record<string, unknown>,
): Record<string, unknown> {
  const rewrite = world.own.get('rewrite') as Rewrite | undefined;
  return rewrite === undefined ? values : rewrite(module, values);
}

/** The table of a module; made when first named. */
export function tableOf(org: CrmOrg | DeskOrg, module: string): Table {
  let table = org.modules.get(module);
  if (table === undefined) {
    table = createTable(module);
    org.modules.set(module, table);
  }
  return table;
}

/** The living grant behind an `Authorization: Zoho-oauthtoken …` header. */
export function grantOf(world: World, request: Request): Grant | 'missing' | 'invalid' | 'expired' {
  const header = request.headers.get('authorization');
  if (header === null) return 'missing';
  const token = /^(?:Zoho-oauthtoken|Bearer)\s+(\S+)$/i.exec(header)?.[1];
  const grant = token === undefined ? undefined : world.grants.get(token);
  if (grant === undefined) return 'invalid';
  return grant.expiresAt <= world.clock.now() ? 'expired' : grant;
}

/** Scopes in small letters, by the list they came in: every call asks. */
const lowered = new WeakMap<readonly string[], readonly string[]>();

function loweredOf(scopes: readonly string[]): readonly string[] {
  const known = lowered.get(scopes);
  if (known !== undefined) return known;
  const held = scopes.map((scope) => scope.toLowerCase());
  lowered.set(scopes, held);
  return held;
}

/** Zoho compares scopes without regard to case; `ALL` and a shorter scope include the longer one. */
export function hasScope(grant: Grant, ...anyOf: readonly string[]): boolean {
  const held = loweredOf(grant.scopes);
  return anyOf.some((scope) => {
    const wanted = scope.toLowerCase();
    return held.some(
      (have) =>
        have === wanted ||
        (have.endsWith('.all') && wanted.startsWith(have.slice(0, -3))) ||
        wanted.startsWith(`${have}.`),
    );
  });
}
