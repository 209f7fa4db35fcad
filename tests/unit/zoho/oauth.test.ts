import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { scopesFor } from '../../../sync/zoho/scopes';
import { json } from './scripted';
import { client, codeOf, exchanged, good, oauth, redirectAddress } from './scripted-oauth';

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
