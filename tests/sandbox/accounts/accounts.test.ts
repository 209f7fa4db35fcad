import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { grantOf } from '../world';
import {
  anna,
  authPath,
  clientId,
  clientSecret,
  createBrowser,
  exchange,
  obtainCode,
  renew,
  smallWorld,
} from './fixture';

const relaxed = { codesPerMinute: 1000, refreshTokensPerMinute: 1000 };

function grant(world: ReturnType<typeof smallWorld>, token: unknown) {
  const headers = { authorization: `Zoho-oauthtoken ${String(token)}` };
  return grantOf(world, new Request('https://www.zohoapis.com/', { headers }));
}

describe('a code', () => {
  it('is exchanged for tokens that act as the person, with what was asked', async () => {
    const world = smallWorld();
    const browser = createBrowser(world);
    const body = await exchange(browser, await obtainCode(browser));
    expect(body).toEqual({
      access_token: expect.stringMatching(/^1000\.[0-9a-f]{32}\.[0-9a-f]{32}$/),
      refresh_token: expect.stringMatching(/^1000\./),
      scope: 'ZohoCRM.modules.contacts.READ ZohoCRM.modules.contacts.UPDATE Desk.tickets.READ',
      api_domain: 'https://www.zohoapis.com',
      token_type: 'Bearer',
      expires_in: 3600,
    });
    expect(grant(world, body['access_token'])).toMatchObject({ zuid: anna.zuid, crmOrgId: '71' });
  });

  it('works once', async () => {
    const browser = createBrowser(smallWorld());
    const code = await obtainCode(browser);
    expect(await exchange(browser, code)).toHaveProperty('access_token');
    expect(await exchange(browser, code)).toEqual({ error: 'invalid_code' });
  });

  it('lives two minutes', async () => {
    for (const [ms, key] of [
      [119_999, 'access_token'],
      [120_000, 'error'],
    ] as const) {
      const world = smallWorld();
      const browser = createBrowser(world);
      const code = await obtainCode(browser);
      world.clock.advance(ms);
      expect(await exchange(browser, code)).toHaveProperty(key);
    }
  });

  it('tells a wrong client from a wrong secret from a wrong code, in this order', async () => {
    const browser = createBrowser(smallWorld());
    expect(await exchange(browser, 'dummy', { client_id: 'nobody' })).toEqual({
      error: 'invalid_client',
    });
    expect(await exchange(browser, 'dummy', { client_secret: 'no' })).toEqual({
      error: 'invalid_client_secret',
    });
    expect(await exchange(browser, 'dummy')).toEqual({ error: 'invalid_code' });
    expect(await exchange(browser, 'dummy', { grant_type: 'password' })).toEqual({
      error: 'general_error',
    });
  });

  it('errors with HTTP 200, and reads the query as well as the form', async () => {
    const browser = createBrowser(smallWorld());
    const query = `grant_type=authorization_code&code=x&client_id=${clientId}&client_secret=${clientSecret}`;
    const answer = await browser.post(`/oauth/v2/token?${query}`, {});
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ error: 'invalid_code' });
  });

  it('is bound to its redirect address', async () => {
    const browser = createBrowser(smallWorld());
    const code = await obtainCode(browser);
    expect(await exchange(browser, code, { redirect_uri: 'https://other.example/' })).toEqual({
      error: 'invalid_redirect_uri',
    });
  });

  const verifier = 'a-verifier-of-more-than-forty-three-characters-0123456789';
  const challenges = {
    S256: createHash('sha256').update(verifier).digest('base64url'),
    plain: verifier,
  };
  it.each(['S256', 'plain'] as const)(
    'is bound to its verifier (%s)',
    async (code_challenge_method) => {
      const browser = createBrowser(smallWorld());
      const params = { code_challenge: challenges[code_challenge_method], code_challenge_method };
      const wrong = await obtainCode(browser, params);
      expect(await exchange(browser, wrong, { code_verifier: `${verifier}!` })).toEqual({
        error: 'invalid_code',
      });
      const missing = await obtainCode(browser, params);
      expect(await exchange(browser, missing)).toEqual({ error: 'invalid_code' });
      const right = await obtainCode(browser, params);
      expect(await exchange(browser, right, { code_verifier: verifier })).toHaveProperty(
        'access_token',
      );
    },
  );

  it('yields a refresh token on the first consent or when consent is asked for, offline only', async () => {
    const browser = createBrowser(smallWorld(), relaxed);
    const online = await exchange(
      browser,
      await obtainCode(browser, { access_type: '', prompt: '' }),
    );
    expect(online).not.toHaveProperty('refresh_token');

    const fresh = createBrowser(smallWorld(), relaxed);
    const first = await exchange(fresh, await obtainCode(fresh, { prompt: '' }));
    expect(first).toHaveProperty('refresh_token');
    expect((await fresh.get(authPath({ prompt: '' }))).location?.searchParams.has('code')).toBe(
      true,
    );
    const second = await exchange(fresh, await obtainCode(fresh, { prompt: '' }));
    expect(second).not.toHaveProperty('refresh_token');
    const again = await exchange(fresh, await obtainCode(fresh));
    expect(again).toHaveProperty('refresh_token');
    const wider = await exchange(
      fresh,
      await obtainCode(fresh, { prompt: '', scope: 'Desk.contacts.READ' }),
    );
    expect(wider).toHaveProperty('refresh_token');
  });

  it('is given to a client four times a minute, then not for ten minutes', async () => {
    const world = smallWorld();
    const browser = createBrowser(world);
    for (let n = 0; n < 4; n += 1) await obtainCode(browser);
    await expect(obtainCode(browser)).rejects.toThrow('No code');
    world.clock.advance(9 * 60_000);
    await expect(obtainCode(browser)).rejects.toThrow('No code');
    world.clock.advance(60_000);
    await expect(obtainCode(browser)).resolves.toMatch(/^1000\./);
  });
});

describe('an access token', () => {
  it('lives an hour of the sandbox clock', async () => {
    const world = smallWorld();
    const browser = createBrowser(world);
    const body = await exchange(browser, await obtainCode(browser));
    world.clock.advance(3_599_999);
    expect(grant(world, body['access_token'])).toHaveProperty('zuid');
    world.clock.advance(1);
    expect(grant(world, body['access_token'])).toBe('expired');
  });

  it('is renewed without a new refresh token', async () => {
    const world = smallWorld();
    const browser = createBrowser(world);
    const body = await exchange(browser, await obtainCode(browser));
    const renewed = await renew(browser, body['refresh_token']);
    expect(renewed).not.toHaveProperty('refresh_token');
    expect(renewed['access_token']).not.toBe(body['access_token']);
    expect(grant(world, renewed['access_token'])).toMatchObject({
      zuid: anna.zuid,
      crmOrgId: '71',
    });
  });

  it('is not renewed for a wrong client, secret, token or data centre', async () => {
    const world = smallWorld();
    const browser = createBrowser(world);
    const token = (await exchange(browser, await obtainCode(browser)))['refresh_token'];
    expect(await renew(browser, token, { client_id: 'nobody' })).toEqual({
      error: 'invalid_client',
    });
    expect(await renew(browser, token, { client_secret: 'no' })).toEqual({
      error: 'invalid_client_secret',
    });
    expect(await renew(browser, 'no')).toEqual({ error: 'invalid_code' });
    expect(await renew(createBrowser(world, {}, 'accounts.zoho.eu'), token)).toEqual({
      error: 'invalid_code',
    });
    const device = { client_id: '1000.DEVICE', client_secret: 'device-secret' };
    expect(await renew(browser, token, device)).toEqual({ error: 'invalid_code' });
  });

  it('is one of ten: the eleventh ends the oldest', async () => {
    const world = smallWorld();
    const browser = createBrowser(world, { tokenRequests: 100 });
    const body = await exchange(browser, await obtainCode(browser));
    const tokens = [body['access_token']];
    for (let n = 0; n < 10; n += 1)
      tokens.push((await renew(browser, body['refresh_token']))['access_token']);
    expect(grant(world, tokens[0])).toBe('invalid');
    expect(grant(world, tokens[1])).toHaveProperty('zuid');
  });

  it('is asked for ten times in ten minutes, then refused for the rest of the window', async () => {
    const world = smallWorld();
    const browser = createBrowser(world);
    const { refresh_token: token } = await exchange(browser, await obtainCode(browser));
    for (let n = 0; n < 10; n += 1)
      expect(await renew(browser, token)).toHaveProperty('access_token');
    world.clock.advance(9 * 60_000);
    const answer = await renew(browser, token);
    expect(answer).toMatchObject({ error: 'Access Denied', status: 'failure' });
    expect(answer['error_description']).toContain('too many requests continuously');
    world.clock.advance(60_000);
    expect(await renew(browser, token)).toHaveProperty('access_token');
  });
});

describe('a refresh token', () => {
  it('is one of twenty: the twenty-first deletes the oldest with its access tokens', async () => {
    const world = smallWorld();
    const browser = createBrowser(world, relaxed);
    const bodies: Record<string, unknown>[] = [];
    for (let n = 0; n < 21; n += 1) bodies.push(await exchange(browser, await obtainCode(browser)));
    expect(await renew(browser, bodies[0]?.['refresh_token'])).toEqual({ error: 'invalid_code' });
    expect(grant(world, bodies[0]?.['access_token'])).toBe('invalid');
    expect(await renew(browser, bodies[1]?.['refresh_token'])).toHaveProperty('access_token');
  });

  it('is made five times a minute', async () => {
    const world = smallWorld();
    const browser = createBrowser(world, { codesPerMinute: 1000 });
    for (let n = 0; n < 5; n += 1) await exchange(browser, await obtainCode(browser));
    expect(await exchange(browser, await obtainCode(browser))).toMatchObject({
      error: 'Access Denied',
    });
    world.clock.advance(60_000);
    expect(await exchange(browser, await obtainCode(browser))).toHaveProperty('refresh_token');
  });

  it.each(['get', 'post'] as const)(
    'is revoked by %s, with its access tokens, and no other',
    async (method) => {
      const world = smallWorld();
      const browser = createBrowser(world);
      const body = await exchange(browser, await obtainCode(browser));
      const other = await exchange(browser, await obtainCode(browser));
      const token = String(body['refresh_token']);
      const answer =
        method === 'get'
          ? await browser.get(`/oauth/v2/token/revoke?token=${token}`)
          : await browser.post('/oauth/v2/token/revoke', { token });
      expect(JSON.parse(answer.text)).toEqual({ status: 'success' });
      expect(await renew(browser, token)).toEqual({ error: 'invalid_code' });
      expect(grant(world, body['access_token'])).toBe('invalid');
      expect(grant(world, other['access_token'])).toHaveProperty('zuid');
      expect(await renew(browser, other['refresh_token'])).toHaveProperty('access_token');
    },
  );

  it('comes back with the next offline sign-in after the last one was revoked', async () => {
    const browser = createBrowser(smallWorld());
    const body = await exchange(browser, await obtainCode(browser, { prompt: '' }));
    await browser.post('/oauth/v2/token/revoke', { token: String(body['refresh_token']) });
    expect(await exchange(browser, await obtainCode(browser, { prompt: '' }))).toHaveProperty(
      'refresh_token',
    );
  });
});

describe('server info', () => {
  it('maps every location to its accounts server', async () => {
    const { text } = await createBrowser(smallWorld()).get('/oauth/serverinfo');
    expect(JSON.parse(text)).toMatchObject({
      result: 'success',
      locations: {
        us: 'https://accounts.zoho.com',
        ca: 'https://accounts.zohocloud.ca',
        in: 'https://accounts.zoho.in',
      },
    });
  });
});
