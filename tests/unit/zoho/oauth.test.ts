import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import type { OAuth } from '../../../sync/engine/connect-ports';
import { createOAuth } from '../../../sync/zoho/oauth';
import { scopesFor } from '../../../sync/zoho/scopes';
import { json, script, steadyRandom, testClock, type Reply, type Script } from './scripted';

const client = { id: '1000.CLIENT', secret: 'shh' };
const redirectAddress = 'https://ffbchcnijolohncnhlcicaglkdkokffk.chromiumapp.org/zoho';
const good = {
  access_token: '1000.a.b',
  refresh_token: '1000.r.s',
  api_domain: 'https://www.zohoapis.eu',
  token_type: 'Bearer',
  expires_in: 3600,
};

function oauth(replies: readonly Reply[]): { oauth: OAuth; script: Script } {
  const run = script(replies);
  return {
    oauth: createOAuth({
      fetch: run.fetch,
      clock: testClock(),
      random: steadyRandom,
      crypto: globalThis.crypto,
    }),
    script: run,
  };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof SyncError ? thrown.problem.code : String(thrown);
}

async function exchanged(
  redirect: (state: string) => string,
  replies: readonly Reply[] = [json(good)],
): Promise<{
  code: string | null;
  grant: Awaited<ReturnType<OAuth['exchange']>> | null;
  script: Script;
}> {
  const run = oauth(replies);
  const begun = await run.oauth.begin({
    client,
    dataCentre: 'us',
    side: 'crm',
    use: 'owner',
    redirectAddress,
  });
  const work = run.oauth.exchange({
    client,
    side: 'crm',
    use: 'owner',
    redirectAddress,
    redirected: `${redirectAddress}${redirect(begun.state)}`,
    state: begun.state,
    verifier: begun.verifier,
    dataCentre: 'us',
  });
  try {
    return { code: null, grant: await work, script: run.script };
  } catch (error) {
    return {
      code: error instanceof SyncError ? error.problem.code : String(error),
      grant: null,
      script: run.script,
    };
  }
}

describe('beginning a sign-in', () => {
  it('asks for lasting access with the least permissions, a state and a challenge', async () => {
    const { oauth: accounts } = oauth([]);
    const first = await accounts.begin({
      client,
      dataCentre: 'ca',
      side: 'desk',
      use: 'owner',
      redirectAddress,
    });
    const second = await accounts.begin({
      client,
      dataCentre: 'ca',
      side: 'desk',
      use: 'owner',
      redirectAddress,
    });
    const url = new URL(first.url);
    expect(url.origin + url.pathname).toBe('https://accounts.zohocloud.ca/oauth/v2/auth');
    const query = Object.fromEntries(url.searchParams);
    expect(query).toMatchObject({
      client_id: client.id,
      response_type: 'code',
      redirect_uri: redirectAddress,
      access_type: 'offline',
      prompt: 'consent',
      state: first.state,
      code_challenge_method: 'S256',
      scope: scopesFor('desk', 'owner').join(','),
    });
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(first.verifier));
    expect(query['code_challenge']).toBe(Buffer.from(digest).toString('base64url'));
    expect(first.verifier).toMatch(/^[\w-]{43,}$/);
    expect(first.url).not.toContain(client.secret);
    expect(new Set([first.state, second.state, first.verifier, second.verifier]).size).toBe(4);
  });

  it('agents are asked for reading only', () => {
    for (const side of ['desk', 'crm'] as const) {
      for (const scope of scopesFor(side, 'agent')) expect(scope).toMatch(/\.READ$/);
      expect(scopesFor(side, 'owner').join()).not.toMatch(/\.ALL/);
    }
  });
});

describe('the redirect', () => {
  it('exchanges the code where Zoho says', async () => {
    const { grant, script: run } = await exchanged(
      (state) =>
        `?code=1000.c&location=eu&accounts-server=https%3A%2F%2Faccounts.zoho.eu&state=${state}`,
    );
    expect(grant).toMatchObject({
      refreshToken: '1000.r.s',
      dataCentre: 'eu',
      apiDomain: 'https://www.zohoapis.eu',
    });
    expect(run.sent[0]?.url.href).toBe('https://accounts.zoho.eu/oauth/v2/token');
    const form = Object.fromEntries(new URLSearchParams(String(run.sent[0]?.body)));
    expect(form).toMatchObject({
      grant_type: 'authorization_code',
      code: '1000.c',
      client_secret: 'shh',
      redirect_uri: redirectAddress,
    });
    expect(form['code_verifier']).toMatch(/^[\w-]{43}$/);
  });

  it.each([
    ['a wrong state', () => '?code=c&state=other', 'oauth.state'],
    ['no state', () => '?code=c', 'oauth.state'],
    ['a denial', (state: string) => `?error=access_denied&state=${state}`, 'oauth.denied'],
    ['a denial without state', () => '?error=access_denied', 'oauth.denied'],
    ['a denial with a wrong state', () => '?error=access_denied&state=other', 'oauth.state'],
    ['no code', (state: string) => `?state=${state}`, 'oauth.failed'],
    [
      'an unknown location',
      (state: string) => `?code=c&state=${state}&location=evil`,
      'oauth.unknownHost',
    ],
    [
      'a location like a property',
      (state: string) => `?code=c&state=${state}&location=__proto__`,
      'oauth.unknownHost',
    ],
    [
      'a foreign server',
      (state: string) => `?code=c&state=${state}&accounts-server=https://evil.example`,
      'oauth.unknownHost',
    ],
    [
      'a look-alike server',
      (state: string) =>
        `?code=c&state=${state}&accounts-server=https://accounts.zoho.com.evil.example`,
      'oauth.unknownHost',
    ],
    [
      'a server without TLS',
      (state: string) => `?code=c&state=${state}&accounts-server=http://accounts.zoho.com`,
      'oauth.unknownHost',
    ],
    [
      'a server with a path',
      (state: string) => `?code=c&state=${state}&accounts-server=https://accounts.zoho.com/x`,
      'oauth.unknownHost',
    ],
    [
      'a server with a name in front',
      (state: string) =>
        `?code=c&state=${state}&accounts-server=https://accounts.zoho.com@evil.example`,
      'oauth.unknownHost',
    ],
    [
      'two data centres',
      (state: string) =>
        `?code=c&state=${state}&location=eu&accounts-server=https://accounts.zoho.in`,
      'oauth.unknownHost',
    ],
  ])('%s sends nothing to anyone', async (_name, redirect, code) => {
    const result = await exchanged(redirect);
    expect(result.code).toBe(code);
    expect(result.script.sent).toHaveLength(0);
  });

  it('another address is not ours', async () => {
    const { oauth: accounts, script: run } = oauth([json(good)]);
    const begun = await accounts.begin({
      client,
      dataCentre: 'us',
      side: 'crm',
      use: 'owner',
      redirectAddress,
    });
    const redirected = `https://evil.example/zoho?code=c&state=${begun.state}`;
    expect(
      await codeOf(
        accounts.exchange({
          client,
          side: 'crm',
          use: 'owner',
          redirectAddress,
          redirected,
          ...begun,
          dataCentre: 'us',
        }),
      ),
    ).toBe('oauth.state');
    expect(run.sent).toHaveLength(0);
  });
});

it('an error with a text of its own is reported without it', async () => {
  const run = oauth([json({ error: 'see https://evil.example/?token=1000.a.b' })]);
  const ask = { client, side: 'crm', use: 'owner', redirectAddress, dataCentre: 'us' } as const;
  const begun = await run.oauth.begin(ask);
  const redirected = `${redirectAddress}?state=${begun.state}&code=c`;
  const thrown: unknown = await run.oauth
    .exchange({ ...ask, ...begun, redirected })
    .catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(SyncError);
  expect((thrown as SyncError).problem).toMatchObject({ code: 'oauth.failed' });
  expect(JSON.stringify((thrown as SyncError).problem)).not.toContain('evil');
});

it('the client’s secret goes along with no redirect and no cookies', async () => {
  const { script: run } = await exchanged((state) => `?state=${state}&code=c`);
  expect(run.sent[0]?.init).toMatchObject({ redirect: 'error', credentials: 'omit' });
});

const page = (): Response => new Response('<html>', { headers: { 'content-type': 'text/html' } });

describe("the token endpoint's answers", () => {
  it.each([
    ['a refused client, with 200', json({ error: 'invalid_client' }), 'oauth.invalidClient'],
    ['a refused secret, with 200', json({ error: 'invalid_client_secret' }), 'oauth.invalidSecret'],
    [
      'an address that is not registered',
      json({ error: 'invalid_redirect_uri' }),
      'oauth.redirectAddress',
    ],
    ['a used or old code', json({ error: 'invalid_code' }), 'oauth.codeExpired'],
    ['an error nobody knows', json({ error: 'general_error' }), 'oauth.failed'],
    [
      'the throttle',
      json(
        {
          error: 'Access Denied',
          error_description: 'You have made too many requests continuously.',
          status: 'failure',
        },
        400,
      ),
      'oauth.throttled',
    ],
    [
      'an API host that is not Zoho',
      json({ ...good, api_domain: 'https://www.zohoapis.com.evil.example' }),
      'oauth.unknownHost',
    ],
    ['no refresh token', json({ ...good, refresh_token: undefined }), 'oauth.noOfflineAccess'],
    ['no token at all', json({ status: 'success' }), 'defect.unreadable'],
    [
      'a token that would break a header',
      json({ ...good, access_token: 'a\r\nX: y' }),
      'defect.unreadable',
    ],
    ['a page', page(), 'zoho.notJson'],
    ['a fault', json({ message: 'x' }, 500), 'zoho.unavailable'],
    ['nothing', 'drop' as const, 'zoho.unreachable'],
  ])('%s', async (_name, reply, code) => {
    expect((await exchanged((state) => `?code=c&state=${state}`, [reply])).code).toBe(code);
  });
});

describe('checking a client', () => {
  it.each([
    ['good', 'invalid_code', 'none'],
    ['good, with its address asked first', 'invalid_redirect_uri', 'none'],
    ['unknown', 'invalid_client', 'oauth.invalidClient'],
    ['with a wrong secret', 'invalid_client_secret', 'oauth.invalidSecret'],
  ])('that is %s', async (_name, error, code) => {
    const { oauth: accounts } = oauth([json({ error })]);
    const result = await codeOf(accounts.checkClient(client, 'eu'));
    expect(result).toBe(code === 'none' ? 'null' : code);
  });
});

it('revoking asks for nothing and fails for nothing', async () => {
  const { oauth: accounts, script: run } = oauth(['drop']);
  await accounts.revoke({
    refreshToken: '1000.r',
    scopes: [],
    dataCentre: 'in',
    apiDomain: 'https://www.zohoapis.in',
    grantedAt: 0,
  });
  expect(run.sent[0]?.url.href).toBe('https://accounts.zoho.in/oauth/v2/token/revoke');
  expect(run.sent[0]?.body).toBe('token=1000.r');
});
