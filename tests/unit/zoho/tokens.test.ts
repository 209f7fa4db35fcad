import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import type { OAuthGrant, Tokens, Vault } from '../../../sync/engine/connect-ports';
import { createHttp } from '../../../sync/zoho/http';
import { createTokens, type SessionStore } from '../../../sync/zoho/tokens';
import {
  json,
  script,
  steadyRandom,
  testClock,
  testLog,
  type Reply,
  type Script,
  type TestClock,
} from './scripted';

function memory(): SessionStore & { readonly rows: Map<string, string> } {
  const rows = new Map<string, string>();
  return {
    rows,
    get: (key) => Promise.resolve(rows.get(key) ?? null),
    set: (key, value) => Promise.resolve(void rows.set(key, value)),
    remove: (key) => Promise.resolve(void rows.delete(key)),
  };
}

interface Set {
  tokens: Tokens;
  script: Script;
  clock: TestClock;
  session: ReturnType<typeof memory>;
  vault: Vault & { current: OAuthGrant | null };
  restart(): Tokens;
}

function set(replies: readonly Reply[], last?: () => Reply): Set {
  const run = script(replies, last);
  const clock = testClock();
  const session = memory();
  const vault = {
    current: {
      refreshToken: '1000.r',
      scopes: [],
      dataCentre: 'eu',
      apiDomain: 'https://www.zohoapis.eu',
      grantedAt: 1,
    } as OAuthGrant | null,
    client: () => Promise.resolve({ id: '1000.C', secret: 'shh' }),
    grant: () => Promise.resolve(vault.current),
  };
  const restart = (): Tokens =>
    createTokens({
      fetch: run.fetch,
      clock,
      vault: vault as unknown as Vault,
      session,
      log: testLog(),
    });
  return {
    tokens: restart(),
    script: run,
    clock,
    session,
    vault: vault as unknown as Set['vault'],
    restart,
  };
}

let serial = 0;
const token = (more: object = {}): Response =>
  json({
    access_token: `1000.t${String((serial += 1))}`,
    api_domain: 'https://www.zohoapis.eu',
    expires_in: 3600,
    ...more,
  });

async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.catch((error: unknown) => error);
  return thrown instanceof SyncError
    ? `${thrown.problem.code} ${thrown.problem.kind}`
    : `resolved ${String(thrown)}`;
}

describe('access tokens', () => {
  it('one call serves everyone who waits, and everyone after, over restarts of the worker', async () => {
    const run = set([token()]);
    const all = await Promise.all(Array.from({ length: 50 }, () => run.tokens.access('crm')));
    expect(new globalThis.Set(all).size).toBe(1);
    expect(await run.restart().access('crm')).toBe(all[0]);
    expect(run.script.sent).toHaveLength(1);
    expect([...run.session.rows.values()].join()).not.toContain('1000.r"');
  });

  it('are replaced at four fifths of their life', async () => {
    const run = set([token(), token()]);
    const first = await run.tokens.access('desk');
    run.clock.advance(2_879_000);
    expect(await run.tokens.access('desk')).toBe(first);
    run.clock.advance(2_000);
    expect(await run.tokens.access('desk')).not.toBe(first);
  });

  it.each([
    ['missing', undefined],
    ['negative', -5],
    ['zero', 0],
    ['no number', 'soon'],
    ['endless', 1e12],
  ])('with a life that is %s last an hour', async (_name, expires_in) => {
    const run = set([token({ expires_in }), token()]);
    const first = await run.tokens.access('desk');
    run.clock.advance(2_800_000);
    expect(await run.tokens.access('desk')).toBe(first);
    run.clock.advance(100_000);
    expect(await run.tokens.access('desk')).not.toBe(first);
  });

  it('with a life in text are read', async () => {
    const run = set([token({ expires_in: '30' }), token()]);
    const first = await run.tokens.access('desk');
    run.clock.advance(25_000);
    expect(await run.tokens.access('desk')).not.toBe(first);
  });

  it('of another grant are not used', async () => {
    const run = set([token(), token()]);
    const first = await run.tokens.access('crm');
    run.vault.current = { ...(run.vault.current as OAuthGrant), grantedAt: 2 };
    expect(await run.tokens.access('crm')).not.toBe(first);
  });

  it('stored under a local time that lay ahead are not used', async () => {
    const run = set([token(), token()]);
    run.clock.advance(86_400_000);
    const first = await run.tokens.access('crm');
    run.clock.advance(-86_400_000);
    expect(await run.restart().access('crm')).not.toBe(first);
  });
});

describe('a refused token', () => {
  it('200 calls that are refused at once cost one refresh', async () => {
    const run = set([], () => token());
    const stale = await run.tokens.access('crm');
    const http = createHttp({
      side: 'crm',
      fetch: (_url, init) =>
        Promise.resolve(
          new Headers(init.headers).get('authorization')?.endsWith(stale) === true
            ? json({ code: 'INVALID_TOKEN', details: {}, message: '', status: 'error' }, 401)
            : json({ data: [] }),
        ),
      clock: run.clock,
      random: steadyRandom,
      log: testLog(),
      tokens: run.tokens,
      origin: () => Promise.resolve('https://www.zohoapis.eu'),
      ceiling: 200,
    });
    const calls = Array.from({ length: 200 }, () =>
      http.send({ method: 'GET', path: '/crm/v8/org', writing: false, lane: 'sync', credits: 1 }),
    );
    await Promise.all(calls);
    expect(run.script.sent).toHaveLength(2);
  });

  it('a late complaint about an old token does not cost the new one', async () => {
    const run = set([token(), token()]);
    const first = await run.tokens.access('crm');
    await run.tokens.refused('crm', first);
    const second = await run.tokens.access('crm');
    await run.tokens.refused('crm', first);
    expect(await run.tokens.access('crm')).toBe(second);
    expect(run.script.sent).toHaveLength(2);
  });
});

describe('a grant that is gone', () => {
  it.each([
    ['revoked', json({ error: 'invalid_code' }), 'oauth.reconnect configuration'],
    ['of a deleted client', json({ error: 'invalid_client' }), 'oauth.reconnect configuration'],
    [
      'of a changed secret',
      json({ error: 'invalid_client_secret' }),
      'oauth.reconnect configuration',
    ],
  ])('%s asks for a new sign-in', async (_name, reply, code) => {
    expect(await codeOf(set([reply]).tokens.access('crm'))).toBe(code);
  });

  it.each([
    [
      'the throttle',
      json({ error: 'Access Denied', status: 'failure' }, 400),
      'oauth.throttled transient',
    ],
    ['a fault', json({}, 503), 'zoho.unavailable transient'],
    ['an error of the moment', json({ error: 'general_error' }), 'zoho.unavailable transient'],
    ['no network', 'drop' as const, 'zoho.unreachable transient'],
  ])('%s does not', async (_name, reply, code) => {
    const run = set([reply, token()]);
    expect(await codeOf(run.tokens.access('crm'))).toBe(code);
    expect(await codeOf(run.tokens.access('crm'))).toMatch(/^resolved/);
  });

  it('none at all asks for a sign-in without a call', async () => {
    const run = set([]);
    run.vault.current = null;
    expect(await codeOf(run.tokens.access('desk'))).toBe('oauth.reconnect configuration');
  });

  it('is remembered for whoever asks without a call, until somebody signs in again', async () => {
    const run = set([json({ error: 'invalid_code' })]);
    const isLost = (side: 'desk' | 'crm') => run.tokens.isLost?.(side);
    expect(await isLost('crm')).toBe(false);
    await codeOf(run.tokens.access('crm'));
    expect([await isLost('crm'), await isLost('desk')]).toEqual([true, false]);
    if (run.vault.current !== null) run.vault.current = { ...run.vault.current, grantedAt: 2 };
    expect(await isLost('crm')).toBe(false);
  });

  it('a refresh under way does not bring back what was forgotten', async () => {
    const waiting: ((response: Response) => void)[] = [];
    const run = set([() => new Promise<Response>((resolve) => waiting.push(resolve))]);
    const work = codeOf(run.tokens.access('crm'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await run.tokens.forget();
    waiting[0]?.(token());
    expect(await work).toBe('oauth.reconnect configuration');
    expect(run.session.rows.size).toBe(0);
  });
});
