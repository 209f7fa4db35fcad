/** A small organisation and a caller for the tests of the CRM. */
import { createWorld, type CrmOrg, type Grant, type Person, type World } from '../world';
import { crmApi } from './api';
import { addCrmUser, installCrmOrg, type CrmOrgOptions } from './org';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  /** The first element of `data`. */
  readonly first: Record<string, unknown>;
  /** Every element of `data`. */
  readonly data: Record<string, unknown>[];
}

export interface Options {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly token?: string;
}

export interface Fixture {
  readonly world: World;
  readonly org: CrmOrg;
  readonly admin: Person;
  readonly agent: Person;
  readonly person: { readonly zuid: string; readonly via: 'person' };
  now: number;
  grant(token: string, person: Person, scopes: readonly string[]): Grant;
  call(method: string, path: string, options?: Options): Promise<Answer>;
  /** Any path, the answer untouched. */
  raw(method: string, path: string, options?: Options): Promise<Response>;
}

export const start = Date.parse('2026-03-02T09:00:00Z');
export const everything = [
  'ZohoCRM.modules.ALL',
  'ZohoCRM.settings.ALL',
  'ZohoCRM.users.ALL',
  'ZohoCRM.org.ALL',
  'ZohoCRM.coql.READ',
  'ZohoSearch.securesearch.READ',
  'ZohoCRM.bulk.ALL',
];

/** The administrator's token is `admin`, the restricted agent's `agent`. */
export function fixture(options: Partial<CrmOrgOptions> = {}): Fixture {
  const clock = { at: start };
  const world = createWorld('crm-tests', {
    now: () => clock.at,
    advance: (ms) => {
      clock.at += ms;
    },
  });
  const admin: Person = {
    zuid: '100',
    email: 'ada@zylker.example',
    password: 'x',
    firstName: 'Ada',
    lastName: 'Admin',
  };
  const agent: Person = {
    zuid: '200',
    email: 'rob@zylker.example',
    password: 'x',
    firstName: 'Rob',
    lastName: 'Agent',
  };
  world.people.push(admin, agent);
  const org = installCrmOrg(world, { name: 'Zylker', timeZone: 'Europe/Berlin', ...options });
  addCrmUser(world, org, admin, 'Administrator');
  addCrmUser(world, org, agent, 'Restricted');
  const api = crmApi(world);
  const grant = (token: string, person: Person, scopes: readonly string[]): Grant => {
    const made: Grant = {
      zuid: person.zuid,
      clientId: 'client',
      scopes,
      crmOrgId: org.id,
      refreshToken: null,
      expiresAt: start + 400 * 86_400_000,
    };
    world.grants.set(token, made);
    return made;
  };
  grant('admin', admin, everything);
  grant('agent', agent, everything);
  const raw: Fixture['raw'] = (method, path, { body, headers = {}, token = 'admin' } = {}) =>
    api(
      new Request(`https://www.zohoapis.com${path}`, {
        method,
        headers: {
          ...(token === '' ? {} : { authorization: `Zoho-oauthtoken ${token}` }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
  return {
    world,
    org,
    admin,
    agent,
    person: { zuid: admin.zuid, via: 'person' },
    get now() {
      return clock.at;
    },
    set now(at) {
      clock.at = at;
    },
    grant,
    raw,
    async call(method, path, given) {
      const response = await raw(method, `/crm/v8${path}`, given);
      const text = await response.text();
      const parsed = (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown>;
      const data = (parsed['data'] ?? []) as Record<string, unknown>[];
      return {
        status: response.status,
        headers: response.headers,
        body: parsed,
        data,
        first: data[0] ?? {},
      };
    },
  };
}
