import { describe, expect, it } from 'vitest';
import type { DeskAgent } from '../world';
import { deskApi } from './api';
import { rateLimited, serverError } from './errors';
import { fixture } from './fixture';
import { addDeskAgent, installDeskOrg } from './org';
import { setPermission } from './profiles';

const agentOf = (zuid: string, token: (zuid: string) => string): Record<string, string> => ({
  authorization: `Zoho-oauthtoken ${token(zuid)}`,
});

describe('who may call (contract 1.6, 3.1, 3.2)', () => {
  it.each([
    ['an empty header', { authorization: '' }, 401, 'INVALID_OAUTH'],
    ['an unknown token', { authorization: 'Zoho-oauthtoken 1000.none' }, 401, 'INVALID_OAUTH'],
    ['another portal', { orgId: '1' }, 403, 'OAUTH_ORG_MISMATCH'],
    ['a form', { 'content-type': 'multipart/form-data' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('refuses %s', async (_, headers, status, code) => {
    const { ask } = fixture();
    const got = await ask('GET', '/contacts', undefined, headers);
    expect([got.status, got.body['errorCode']]).toEqual([status, code]);
  });

  it("reads JSON sent under curl's default type", async () => {
    const { ask } = fixture();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const made = await ask('POST', '/contacts', { lastName: 'Curl' }, headers);
    expect([made.status, made.body['lastName']]).toEqual([200, 'Curl']);
    expect((await ask('GET', '/contacts', undefined, headers)).status).toBe(200);
  });

  it('answers UNAUTHORIZED without a token and INVALID_OAUTH with an expired one', async () => {
    const { world, org, ask, token } = fixture();
    const bare = await deskApi(world)(
      new Request('https://desk.zoho.eu/api/v1/contacts', { headers: { orgId: org.id } }),
    );
    expect([bare.status, await bare.json()]).toMatchObject([401, { errorCode: 'UNAUTHORIZED' }]);
    const headers = {
      authorization: `Zoho-oauthtoken ${token('7001', ['Desk.contacts.READ'], 1000)}`,
    };
    expect((await ask('GET', '/contacts', undefined, headers)).status).toBe(204);
    world.clock.advance(1000);
    expect((await ask('GET', '/contacts', undefined, headers)).body['errorCode']).toBe(
      'INVALID_OAUTH',
    );
  });

  it('wants an orgId in the header or the query, except for the list of portals', async () => {
    const { world, org, token, light } = fixture();
    const api = deskApi(world);
    const headers = agentOf(light.zuid, token);
    const get = async (path: string): Promise<Response> =>
      api(new Request(`https://desk.zoho.com/api/v1${path}`, { headers }));
    expect((await get('/contacts')).status).toBe(422);
    expect((await get(`/contacts?orgId=${org.id}`)).status).toBe(204);
    for (const path of ['/organizations', '/accessibleOrganizations']) {
      expect(await (await get(path)).json()).toMatchObject({
        data: [{ id: org.id, portalName: 'zylker', isAdminInOrg: false }],
      });
    }
  });

  it('lists every portal of a person and serves each to its agents only', async () => {
    const { world, ask, admin } = fixture();
    const seed = {
      name: 'Other',
      portal: 'other',
      edition: 'Free',
      timeZone: 'UTC',
      departments: ['All'],
    };
    const other = installDeskOrg(world, seed);
    expect((await ask('GET', '/myinfo', undefined, { orgId: other.id })).status).toBe(403);
    addDeskAgent(world, other, admin.person, 'Agent');
    expect(
      (await ask('GET', '/myinfo', undefined, { orgId: other.id })).body['rolePermissionType'],
    ).toBe('AgentPublic');
    expect((await ask('GET', '/organizations')).data).toHaveLength(2);
  });

  it('checks the scopes of each call; one of several is enough', async () => {
    const { ask, token } = fixture();
    const authorization = `Zoho-oauthtoken ${token('7001', ['desk.contacts.read', 'Desk.search.READ'])}`;
    expect((await ask('GET', '/contacts', undefined, { authorization })).status).toBe(204);
    expect((await ask('GET', '/tickets/search', undefined, { authorization })).status).toBe(204);
    for (const [method, path] of [
      ['POST', '/contacts'],
      ['GET', '/products'],
      ['GET', '/recycleBin'],
    ] as const) {
      const got = await ask(method, path, method === 'POST' ? { lastName: 'x' } : undefined, {
        authorization,
      });
      expect([got.status, got.body['errorCode']]).toEqual([403, 'SCOPE_MISMATCH']);
    }
  });

  it('checks the profile: light agents only look', async () => {
    const { ask, token, light, org } = fixture();
    const headers = agentOf(light.zuid, token);
    expect((await ask('GET', '/contacts', undefined, headers)).status).toBe(204);
    expect((await ask('POST', '/contacts', { lastName: 'x' }, headers)).body['errorCode']).toBe(
      'FORBIDDEN',
    );
    setPermission(org, 'Light Agent', 'contacts', 'view', false);
    expect((await ask('GET', '/contacts', undefined, headers)).status).toBe(403);
    expect(
      (await ask('GET', '/search?module=contacts&searchStr=abc', undefined, headers)).status,
    ).toBe(403);
  });

  it('refuses a disabled agent', async () => {
    const { ask, token, light, org } = fixture();
    const disabled: DeskAgent = { ...light, status: 'DISABLED' };
    org.agents.splice(org.agents.indexOf(light), 1, disabled);
    expect(
      (await ask('GET', '/contacts', undefined, agentOf(light.zuid, token))).body['errorCode'],
    ).toBe('FORBIDDEN');
  });

  it('knows unknown paths, methods and query parameters', async () => {
    const { ask } = fixture();
    expect((await ask('GET', '/nowhere')).body['errorCode']).toBe('URL_NOT_FOUND');
    expect((await ask('GET', '/contacts/abc')).status).toBe(404);
    const wrong = await ask('DELETE', '/contacts/1');
    expect([wrong.status, wrong.body['errorCode']]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    const extra = await ask('GET', '/contacts?modifiedSince=1');
    expect([extra.status, extra.body['errorCode']]).toEqual([422, 'UNPROCESSABLE_ENTITY']);
  });

  it('offers the answers of a fault', async () => {
    expect(rateLimited().status).toBe(429);
    expect(rateLimited().headers.get('Retry-After')).toBeNull();
    expect([serverError().status, await serverError().json()]).toMatchObject([
      500,
      { errorCode: 'INTERNAL_SERVER_ERROR' },
    ]);
  });
});

describe('credits and concurrency (contract 3.12)', () => {
  it.each([
    ['/contacts', '3'],
    ['/contacts?from=2000', '3'],
    ['/contacts?from=2001', '5'],
    ['/contacts?from=10001', '10'],
    ['/contacts?from=50001', '50'],
    ['/contacts?from=100001', '100'],
    ['/contacts/search', '3'],
    ['/contacts/count?viewId=0', '50'],
    ['/contacts/1', '1'],
    ['/myinfo', '1'],
  ])('charges %s with %s', async (path, credits) => {
    const { ask, org } = fixture();
    const { headers } = await ask('GET', path);
    expect(headers.get('X-Rate-Limit-Request-Weight-v3')).toBe(credits);
    expect(headers.get('x-sandbox-credits')).toBe(credits);
    expect(headers.get('x-sandbox-zuid')).toBe('7001');
    expect(headers.get('X-Rate-Limit-Remaining-v3')).toBe(
      String(org.meter.dailyLimit - Number(credits)),
    );
  });

  it('counts full agents into the pool and light agents not', () => {
    expect(fixture().org.meter).toMatchObject({ dailyLimit: 102_000, concurrencyLimit: 25 });
  });

  it('answers THRESHOLD_EXCEEDED until midnight of the portal, and says when', async () => {
    const { ask, org, world } = fixture();
    org.meter.dailyLimit = 4;
    expect((await ask('GET', '/contacts')).status).toBe(204);
    const over = await ask('GET', '/contacts');
    expect([over.status, over.body['errorCode']]).toEqual([429, 'THRESHOLD_EXCEEDED']);
    expect(over.headers.get('X-Rate-Limit-Remaining-v3')).toBe('1');
    // 09:00 UTC is 10:00 in Berlin: 14 hours to midnight.
    expect(over.headers.get('Retry-After')).toBe(String(14 * 3600));
    expect((await ask('GET', '/contacts/1')).status).toBe(404);
    world.clock.advance(14 * 3_600_000);
    expect((await ask('GET', '/contacts')).status).toBe(204);
  });

  it('answers TOO_MANY_REQUESTS without Retry-After beyond the concurrent calls', async () => {
    const { ask, org, world } = fixture();
    org.meter.concurrencyLimit = 2;
    const releases: (() => void)[] = [];
    const held = new Promise<void>((resolve) => {
      releases.push(resolve);
    });
    world.own.set('desk.pause', async () => held);
    const first = [ask('GET', '/contacts'), ask('GET', '/accounts')];
    const third = await ask('GET', '/products');
    expect([third.status, third.body['errorCode']]).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect(third.headers.get('Retry-After')).toBeNull();
    for (const release of releases) release();
    expect((await Promise.all(first)).map((answer) => answer.status)).toEqual([204, 204]);
    expect((await ask('GET', '/products')).status).toBe(204);
  });
});
