/** A small world with two people and two clients, for tests of sign-in alone. */
import { createMeter, createWorld, type SandboxClock, type World } from '../world';
import { accountsApp } from './app';
import type { AccountLimits } from './limits';

export const redirectUri = 'https://app.example/back';
export const clientId = '1000.CLIENT';
export const clientSecret = 'client-secret';
export const anna = {
  zuid: '1',
  email: 'anna@example.com',
  password: 'right',
  firstName: 'Anna',
  lastName: 'Berg',
};
export const ben = {
  zuid: '2',
  email: 'ben@example.com',
  password: 'also right',
  firstName: 'Ben',
  lastName: 'Cole',
};

/** A clock that stands until it is moved. */
export function stillClock(start = Date.UTC(2026, 0, 5, 9)): SandboxClock {
  let now = start;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

export function smallWorld(dc = 'us'): World {
  const world = createWorld('accounts', stillClock(), { dc });
  world.people.push(anna, ben);
  world.clients.push(
    {
      id: clientId,
      secret: clientSecret,
      name: 'Test app',
      type: 'server',
      redirectUris: [redirectUri],
    },
    {
      id: '1000.DEVICE',
      secret: 'device-secret',
      name: 'Test device',
      type: 'device',
      redirectUris: [],
    },
  );
  for (const [id, name, zuids] of [
    ['71', 'North', ['1', '2']],
    ['72', 'South', ['1']],
  ] as const)
    world.crmOrgs.push({
      id,
      zgid: id,
      name,
      type: 'production',
      edition: 'Enterprise',
      currency: 'USD',
      timeZone: 'UTC',
      users: zuids.map((zuid) => ({
        id: `${id}${zuid}`,
        zuid,
        profileId: '1',
        roleId: '1',
        status: 'active',
      })),
      profiles: [],
      modules: new Map(),
      settings: new Map(),
      meter: createMeter(50_000, 20),
    });
  return world;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: URL | null;
}

/** A browser as far as sign-in needs one: cookies, addresses, forms. */
export function createBrowser(
  world: World,
  limits: Partial<AccountLimits> = {},
  host = world.dc.accounts,
) {
  const app = accountsApp(world, limits);
  let cookie = '';

  async function send(path: string, init: RequestInit = {}): Promise<Answer> {
    const url = new URL(path, `https://${host}`);
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await app(new Request(url, { ...init, headers }));
    const set = response.headers.get('set-cookie');
    if (set !== null) cookie = set.includes('Max-Age=0') ? '' : (set.split(';')[0] ?? '');
    const location = response.headers.get('location');
    return {
      status: response.status,
      text: await response.text(),
      location: location === null ? null : new URL(location, url),
    };
  }

  const browser = {
    get: (path: string) => send(path),
    post: (path: string, form: Record<string, string>) =>
      send(path, { method: 'POST', body: new URLSearchParams(form) }),
    async json(path: string, form: Record<string, string>): Promise<Record<string, unknown>> {
      return JSON.parse((await browser.post(path, form)).text) as Record<string, unknown>;
    },
    signIn: (person: { email: string; password: string }, serviceurl = '/') =>
      browser.post('/signin', { email: person.email, password: person.password, serviceurl }),
    /** Answers the question on a consent page. */
    answer(page: string, answer: 'accept' | 'reject', more: Record<string, string> = {}) {
      const question = /name="question" value="([^"]+)"/.exec(page)?.[1] ?? '';
      return browser.post('/oauth/v2/approve', { question, answer, ...more });
    },
  };
  return browser;
}

/** The authorization address; a parameter given as '' is left out. */
export function authPath(params: Record<string, string> = {}): string {
  const all = {
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'ZohoCRM.modules.contacts.READ,ZohoCRM.modules.contacts.UPDATE,Desk.tickets.READ',
    access_type: 'offline',
    prompt: 'consent',
    state: 'xyz',
    ...params,
  };
  return `/oauth/v2/auth?${new URLSearchParams(Object.entries(all).filter(([, value]) => value !== ''))}`;
}

type Browser = ReturnType<typeof createBrowser>;

/** Signs Anna in and accepts: the code that comes back. */
export async function obtainCode(
  browser: Browser,
  params: Record<string, string> = {},
): Promise<string> {
  await browser.signIn(anna);
  const page = await browser.get(authPath(params));
  const { location } = page.location === null ? await browser.answer(page.text, 'accept') : page;
  const code = location?.searchParams.get('code');
  if (code === undefined || code === null)
    throw new Error(`No code came back: ${page.status} ${page.text}`);
  return code;
}

export function exchange(browser: Browser, code: string, params: Record<string, string> = {}) {
  return browser.json('/oauth/v2/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: clientId,
    client_secret: clientSecret,
    ...params,
  });
}

export function renew(
  browser: Browser,
  refreshToken: unknown,
  params: Record<string, string> = {},
) {
  return browser.json('/oauth/v2/token', {
    grant_type: 'refresh_token',
    refresh_token: String(refreshToken),
    client_id: clientId,
    client_secret: clientSecret,
    ...params,
  });
}
