import { beforeEach, describe, expect, it } from 'vitest';
import { fixture, start, type Fixture } from './fixture';
import { createRecord } from './records';

let at: Fixture;
beforeEach(() => {
  at = fixture({ dailyLimit: 20, concurrencyLimit: 3 });
});

describe('who may call (contract 1.8, 2.1)', () => {
  it('answers 401 without, with an unknown and with an expired token', async () => {
    const path = '/Contacts?fields=Last_Name';
    expect((await at.call('GET', path, { token: '' })).body).toMatchObject({
      code: 'AUTHENTICATION_FAILURE',
      status: 'error',
    });
    expect((await at.call('GET', path, { token: 'nope' })).body).toMatchObject({
      code: 'INVALID_TOKEN',
    });
    at.now = start + 400 * 86_400_000;
    const expired = await at.call('GET', path);
    expect(expired.status).toBe(401);
    expect(expired.body).toMatchObject({ code: 'INVALID_TOKEN' });
    expect(expired.headers.get('x-sandbox-credits')).toBe('0');
  });

  it('checks the scope of each call', async () => {
    at.grant('narrow', at.admin, [
      'ZohoCRM.modules.contacts.READ',
      'ZohoCRM.modules.potentials.ALL',
    ]);
    const token = 'narrow';
    expect((await at.call('GET', '/Contacts?fields=Last_Name', { token })).status).toBe(204);
    expect((await at.call('GET', '/Deals?fields=Deal_Name', { token })).status).toBe(204);
    for (const [method, path] of [
      ['GET', '/Accounts?fields=Account_Name'],
      ['DELETE', '/Contacts/1'],
      ['GET', '/Contacts/search?word=ab'],
      ['GET', '/Contacts/actions/count'],
      ['GET', '/settings/modules'],
      ['GET', '/settings/fields?module=Contacts'],
      ['GET', '/settings/recycle_bin'],
      ['GET', '/settings/variables'],
      ['GET', '/users?type=CurrentUser'],
      ['GET', '/org'],
    ] as const) {
      const answer = await at.call(method, path, { token });
      expect([path, answer.status, answer.body['code']]).toEqual([
        path,
        401,
        'OAUTH_SCOPE_MISMATCH',
      ]);
    }
    for (const path of [
      '/Contacts',
      '/Contacts/upsert',
      '/coql',
      '/settings/fields?module=Contacts',
      '/settings/variables',
    ]) {
      const answer = await at.call('POST', path, { token, body: { data: [{ Last_Name: 'A' }] } });
      expect([path, answer.status, answer.body['code']]).toEqual([
        path,
        401,
        'OAUTH_SCOPE_MISMATCH',
      ]);
    }
  });

  it('takes a token only for its organisation and for people with a seat', async () => {
    const stranger = {
      zuid: '300',
      email: 's@x.example',
      password: 'x',
      firstName: 'S',
      lastName: 'T',
    };
    at.world.people.push(stranger);
    at.grant('stranger', stranger, ['ZohoCRM.modules.ALL']);
    const answer = await at.call('GET', '/Contacts?fields=Last_Name', { token: 'stranger' });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'NO_PERMISSION' });
  });

  it('lets a restricted profile see no deals, hides fields and passes over read-only ones', async () => {
    const account = createRecord(
      at.world,
      at.org,
      'Accounts',
      { Account_Name: 'A', Annual_Revenue: 5 },
      at.person,
    ).id;
    const contact = createRecord(
      at.world,
      at.org,
      'Contacts',
      { Last_Name: 'A', Lifetime_Value: 5 },
      at.person,
    ).id;
    const token = 'agent';
    for (const path of ['/Deals?fields=Deal_Name', `/Contacts/${contact}/Deals?fields=Deal_Name`]) {
      const answer = await at.call('GET', path, { token });
      expect(answer.status).toBe(403);
      expect(answer.body).toMatchObject({
        code: 'NO_PERMISSION',
        details: { permissions: ['Crm_Implied_View_Potentials'] },
      });
    }
    expect((await at.call('GET', `/Accounts/${account}`, { token })).first).not.toHaveProperty(
      'Annual_Revenue',
    );
    expect((await at.call('GET', `/Accounts/${account}`)).first).toMatchObject({
      Annual_Revenue: 5,
    });
    expect((await at.call('DELETE', `/Contacts/${contact}`, { token })).status).toBe(403);
    const saved = await at.call('PUT', `/Contacts/${contact}`, {
      token,
      body: { data: [{ Lifetime_Value: 9, Title: 'T' }] },
    });
    expect(saved.status).toBe(200);
    expect((await at.call('GET', `/Contacts/${contact}`, { token })).first).toMatchObject({
      Lifetime_Value: 5,
      Title: 'T',
    });
  });

  it('names unknown paths and methods', async () => {
    expect((await at.call('GET', '/a/b/c/d/e')).body).toMatchObject({
      code: 'INVALID_URL_PATTERN',
    });
    expect((await at.call('GET', '/a/b/c/d/e')).status).toBe(404);
    const wrong = await at.call('DELETE', '/coql');
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatchObject({ code: 'INVALID_REQUEST_METHOD' });
    expect((await at.call('POST', '/Nothing', { body: { data: [{}] } })).first).toMatchObject({
      code: 'INVALID_MODULE',
    });
  });
});

const list = () => at.call('GET', '/Contacts?fields=Last_Name');

describe('credits and concurrency (contract 2.11)', () => {
  it('tells the rest from half of the limit on and ends with 429 until a day has passed', async () => {
    for (let call = 1; call < 10; call += 1)
      expect((await list()).headers.get('x-api-credits-remaining')).toBeNull();
    expect((await list()).headers.get('x-api-credits-remaining')).toBe('10');
    for (let call = 0; call < 10; call += 1) await list();
    const refused = await list();
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 'error' });
    expect(refused.headers.get('retry-after')).toBeNull();
    expect(refused.headers.get('x-sandbox-credits')).toBe('0');
    at.now += 86_400_000;
    expect((await list()).status).toBe(204);
  });

  it('refuses a write that would pass the limit, with nothing written', async () => {
    for (let call = 0; call < 15; call += 1) await list();
    const data = Array.from({ length: 100 }, () => ({ Last_Name: 'A' }));
    expect((await at.call('POST', '/Contacts', { body: { data } })).status).toBe(429);
    expect((await at.call('GET', '/Contacts/actions/count')).body).toEqual({ count: 0 });
  });

  it('refuses more calls at once than the limit', async () => {
    const body = { data: [{ Last_Name: 'A' }] };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => at.call('POST', '/Contacts', { body })),
    );
    expect(answers.map((each) => each.status).sort()).toEqual([201, 201, 201, 429, 429]);
    expect(at.org.meter.inFlight).toBe(0);
  });
});
