/** A small portal for the tests of this folder: three agents and a token each. */
import {
  createWorld,
  type DeskAgent,
  type DeskOrg,
  type Person,
  type SandboxClock,
  type World,
} from '../world';
import type { Actor } from '../table';
import { deskApi } from './api';
import { addDeskAgent, installDeskOrg } from './org';

export const startTime = Date.parse('2026-03-02T09:00:00.000Z');

/** A clock that moves only when told to. */
function stillClock(): SandboxClock {
  let now = startTime;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

const allScopes = [
  'Desk.contacts.ALL',
  'Desk.tickets.ALL',
  'Desk.products.ALL',
  'Desk.settings.ALL',
  'Desk.search.READ',
  'Desk.basic.READ',
  'Desk.imports.CUSTOM',
  'Desk.activities.ALL',
];

interface Asked {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON body; null for none. */
  readonly body: Record<string, unknown>;
  readonly data: readonly Record<string, unknown>[];
}

export interface Fixture {
  readonly world: World;
  readonly org: DeskOrg;
  readonly admin: { readonly person: Person; readonly agent: DeskAgent; readonly actor: Actor };
  readonly light: DeskAgent;
  /** Calls the API as the administrator unless told otherwise. */
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Asked>;
  /** A token with these scopes. */
  token(zuid: string, scopes?: readonly string[], lifetime?: number): string;
}

function person(zuid: string, firstName: string): Person {
  return {
    zuid,
    email: `${firstName.toLowerCase()}@zylker.example`,
    password: 'pass',
    firstName,
    lastName: 'Tester',
  };
}

/** A fresh world with one portal. */
export function fixture(): Fixture {
  const world = createWorld('desk-tests', stillClock());
  const people = [person('7001', 'Ada'), person('7002', 'Ben'), person('7003', 'Cleo')];
  world.people.push(...people);
  const org = installDeskOrg(world, {
    name: 'Zylker',
    portal: 'zylker',
    edition: 'Enterprise',
    timeZone: 'Europe/Berlin',
    departments: ['Support', 'Sales Help'],
  });
  const [ada, ben, cleo] = people;
  if (ada === undefined || ben === undefined || cleo === undefined)
    throw new Error('people are missing');
  const agent = addDeskAgent(world, org, ada, 'Administrator');
  addDeskAgent(world, org, ben, 'Agent', ['Sales Help']);
  const light = addDeskAgent(world, org, cleo, 'Light Agent');
  const api = deskApi(world);
  let serial = 0;

  function token(
    zuid: string,
    scopes: readonly string[] = allScopes,
    lifetime = 3_600_000,
  ): string {
    serial += 1;
    const value = `1000.token${serial}`;
    const expiresAt = world.clock.now() + lifetime;
    world.grants.set(value, {
      zuid,
      clientId: 'c',
      scopes,
      crmOrgId: null,
      refreshToken: null,
      expiresAt,
    });
    return value;
  }

  const own = token('7001', allScopes, 90 * 86_400_000);
  return {
    world,
    org,
    light,
    admin: { person: ada, agent, actor: { zuid: ada.zuid, via: 'person' } },
    token,
    async ask(method, path, body, headers) {
      const response = await api(
        new Request(`https://desk.zoho.com/api/v1${path}`, {
          method,
          headers: {
            authorization: `Zoho-oauthtoken ${own}`,
            orgId: org.id,
            'content-type': 'application/json',
            ...headers,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      const text = await response.text();
      const parsed = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
      const data = (parsed['data'] ?? parsed['results'] ?? []) as readonly Record<
        string,
        unknown
      >[];
      return { status: response.status, headers: response.headers, body: parsed, data };
    },
  };
}
