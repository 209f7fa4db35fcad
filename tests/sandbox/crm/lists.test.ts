import { beforeEach, describe, expect, it } from 'vitest';
import { fixture, start, type Fixture } from './fixture';
import { createRecord, deleteRecord, editRecord } from './records';

let at: Fixture;
beforeEach(() => {
  at = fixture();
});

const minute = 60_000;

function contacts(count: number, fields: (index: number) => object = () => ({})): string[] {
  return Array.from({ length: count }, (_, index) => {
    const given = { Last_Name: `Name ${index}`, ...fields(index) };
    return createRecord(
      at.world,
      at.org,
      'Contacts',
      given,
      at.person,
      start - (count - index) * minute,
    ).id;
  });
}

async function allIds(path: string): Promise<string[]> {
  const ids: string[] = [];
  for (let token: unknown = null; ;) {
    const page = await at.call(
      'GET',
      token === null ? path : `${path}&page_token=${String(token)}`,
    );
    if (page.status === 204) return ids;
    expect(page.status).toBe(200);
    ids.push(...page.data.map((row) => String(row['id'])));
    const info = page.body['info'] as Record<string, unknown>;
    if (info['more_records'] !== true) return ids;
    token = info['next_page_token'];
  }
}

describe('GET /{module} (contract 2.2)', () => {
  it('needs fields, at most 50', async () => {
    const none = await at.call('GET', '/Contacts');
    expect(none.status).toBe(400);
    expect(none.body).toMatchObject({
      code: 'REQUIRED_PARAM_MISSING',
      details: { param_name: 'fields' },
    });
    const many = await at.call(
      'GET',
      `/Contacts?fields=${Array.from({ length: 51 }, (_, n) => `F${n}`).join(',')}`,
    );
    expect(many.body).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      details: { limit: 50, param_name: 'fields' },
    });
  });

  it('answers 204 with an empty body when there is nothing', async () => {
    const answer = await at.call('GET', '/Contacts?fields=Last_Name');
    expect(answer.status).toBe(204);
    expect(answer.body).toEqual({});
  });

  it('lists newest id first with the info block of the contract', async () => {
    const ids = contacts(3);
    const answer = await at.call('GET', '/Contacts?fields=Last_Name,Modified_Time&per_page=2');
    expect(answer.data.map((row) => row['id'])).toEqual([ids[2], ids[1]]);
    expect(answer.first).toMatchObject({
      Last_Name: 'Name 2',
      Modified_Time: '2026-03-02T09:59:00+01:00',
    });
    expect(answer.first).not.toHaveProperty('Email');
    expect(answer.body['info']).toMatchObject({
      call: false,
      per_page: 2,
      count: 2,
      page: 1,
      previous_page_token: null,
      sort_by: 'id',
      sort_order: 'desc',
      email: false,
      more_records: true,
    });
    const next = await at.call('GET', '/Contacts?fields=Last_Name,Modified_Time&per_page=2&page=2');
    expect(next.data.map((row) => row['id'])).toEqual([ids[0]]);
    expect(next.body['info']).toMatchObject({ more_records: false, next_page_token: null });
  });

  it('walks past 2,000 by page_token only', async () => {
    const ids = contacts(2300);
    const beyond = await at.call('GET', '/Contacts?fields=Last_Name&page=11');
    expect(beyond.status).toBe(400);
    expect(beyond.body).toMatchObject({
      code: 'DISCRETE_PAGINATION_LIMIT_EXCEEDED',
      details: { limit: 2000 },
    });
    expect((await at.call('GET', '/Contacts?fields=Last_Name&page=10')).status).toBe(200);
    expect(await allIds('/Contacts?fields=Last_Name&sort_order=asc')).toEqual(ids);
    expect(await allIds('/Contacts?fields=Last_Name&sort_by=Modified_Time')).toEqual(
      ids.toReversed(),
    );
  });

  it('binds a page token to user, parameters, header and a day', async () => {
    contacts(5);
    const path = '/Contacts?fields=Last_Name&per_page=2';
    const info = (await at.call('GET', path)).body['info'] as Record<string, unknown>;
    const token = String(info['next_page_token']);
    const mismatch = { code: 'TOKEN_BOUND_DATA_MISMATCH' };
    expect(
      (await at.call('GET', `${path}&page_token=${token}`, { token: 'agent' })).body,
    ).toMatchObject(mismatch);
    expect(
      (await at.call('GET', `/Contacts?fields=Last_Name,Email&per_page=2&page_token=${token}`))
        .body,
    ).toMatchObject(mismatch);
    const since = { 'If-Modified-Since': '2020-01-01T00:00:00+00:00' };
    expect(
      (await at.call('GET', `${path}&page_token=${token}`, { headers: since })).body,
    ).toMatchObject(mismatch);
    const both = await at.call('GET', `${path}&page=2&page_token=${token}`);
    expect(both.body).toMatchObject({
      code: 'AMBIGUITY_DURING_PROCESSING',
      details: { ambiguity_due_to: [{ param_name: 'page' }, { param_name: 'page_token' }] },
    });
    expect((await at.call('GET', `${path}&page_token=${token}`)).status).toBe(200);
    at.now += 86_400_000;
    expect((await at.call('GET', `${path}&page_token=${token}`)).body).toMatchObject({
      code: 'EXPIRED_VALUE',
    });
  });

  it('ends page tokens at 100,000 records and serves every page before quickly', async () => {
    contacts(100_300);
    const began = performance.now();
    const path = '/Contacts?fields=Last_Name&sort_order=asc';
    let seen = 0;
    let page = await at.call('GET', path);
    while (page.status === 200) {
      seen += page.data.length;
      const { next_page_token: token } = page.body['info'] as Record<string, unknown>;
      page = await at.call('GET', `${path}&page_token=${String(token)}`);
    }
    expect(page.body).toMatchObject({
      code: 'PAGINATION_LIMIT_EXCEEDED',
      details: { limit: 100_000 },
    });
    expect(seen).toBe(100_000);
    expect(performance.now() - began).toBeLessThan(20_000);
  }, 30_000);

  it('goes back by previous_page_token', async () => {
    const ids = contacts(6).toReversed();
    const path = '/Contacts?fields=Last_Name&per_page=2';
    const info = (await at.call('GET', path)).body['info'] as Record<string, unknown>;
    const second = await at.call('GET', `${path}&page_token=${String(info['next_page_token'])}`);
    expect(second.data.map((row) => row['id'])).toEqual(ids.slice(2, 4));
    const back = (second.body['info'] as Record<string, unknown>)['previous_page_token'];
    expect(
      (await at.call('GET', `${path}&page_token=${String(back)}`)).data.map((row) => row['id']),
    ).toEqual(ids.slice(0, 2));
  });

  it('answers If-Modified-Since with what changed after it, else 304', async () => {
    const ids = contacts(3);
    const headers = { 'If-Modified-Since': '2026-03-02T09:00:00+00:00' };
    const path = '/Contacts?fields=Last_Name&sort_by=Modified_Time';
    const nothing = await at.call('GET', path, { headers });
    expect(nothing.status).toBe(304);
    at.now += 1500;
    editRecord(at.world, at.org, 'Contacts', ids[0] ?? '', { Title: 'Head' }, at.person);
    deleteRecord(at.world, at.org, 'Contacts', ids[1] ?? '', false, at.person);
    const changed = await at.call('GET', path, { headers });
    expect(changed.data.map((row) => row['id'])).toEqual([ids[0]]);
    // One whole second: the header names it, so nothing is after it.
    const later = { 'If-Modified-Since': '2026-03-02T10:00:01+01:00' };
    expect((await at.call('GET', path, { headers: later })).status).toBe(304);
    const bad = await at.call('GET', path, { headers: { 'If-Modified-Since': 'yesterday' } });
    expect(bad.status).toBe(400);
  });

  it('lists a view, at three credits, and refuses cvid with sort_by', async () => {
    contacts(4, (index) => ({ Customer_Status: index % 2 === 0 ? 'Active' : 'Former' }));
    const view = (name: string): string =>
      String(
        (views.body['custom_views'] as Record<string, unknown>[]).find(
          (each) => each['name'] === name,
        )?.['id'],
      );
    const views = await at.call('GET', '/settings/custom_views?module=Contacts');
    const inView = await at.call(
      'GET',
      `/Contacts?fields=Last_Name&cvid=${view('Active customers')}`,
    );
    expect(inView.data).toHaveLength(2);
    expect(inView.headers.get('x-sandbox-credits')).toBe('3');
    const mine = `/Contacts?fields=Last_Name&cvid=${view('My Contacts')}`;
    expect((await at.call('GET', mine)).data).toHaveLength(4);
    expect((await at.call('GET', mine, { token: 'agent' })).status).toBe(204);
    const sorted = await at.call(
      'GET',
      `/Contacts?fields=Last_Name&sort_by=id&cvid=${view('My Contacts')}`,
    );
    expect(sorted.body).toMatchObject({ code: 'AMBIGUITY_DURING_PROCESSING' });
    expect((await at.call('GET', '/Contacts?fields=Last_Name&cvid=1')).status).toBe(400);
    editRecord(
      at.world,
      at.org,
      'Contacts',
      String(inView.first['id']),
      { Customer_Status: 'Former' },
      at.person,
    );
    expect(
      (await at.call('GET', `/Contacts?fields=Last_Name&cvid=${view('Active customers')}`)).data,
    ).toHaveLength(1);
  });

  it('picks by ids, living ones only', async () => {
    const ids = contacts(4);
    deleteRecord(at.world, at.org, 'Contacts', ids[1] ?? '', false, at.person);
    const answer = await at.call(
      'GET',
      `/Contacts?fields=Last_Name&ids=${[ids[0], ids[1], ids[3], '5'].join(',')}`,
    );
    expect(answer.data.map((row) => row['id'])).toEqual([ids[3], ids[0]]);
    const many = Array.from({ length: 101 }, (_, n) => n + 1).join(',');
    expect((await at.call('GET', `/Contacts?fields=Last_Name&ids=${many}`)).body).toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
  });

  it('cuts long text at 500 characters in lists only', async () => {
    const [id] = contacts(1, () => ({ Description: 'x'.repeat(700) }));
    expect(
      String((await at.call('GET', '/Contacts?fields=Description')).first['Description']),
    ).toHaveLength(500);
    expect(String((await at.call('GET', `/Contacts/${id}`)).first['Description'])).toHaveLength(
      700,
    );
  });

  it('knows its modules', async () => {
    const answer = await at.call('GET', '/Contact?fields=Last_Name');
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'INVALID_MODULE', status: 'error' });
  });
});

describe('GET /{module}/{id} (contract 2.3)', () => {
  it('gives all fields, 204 when absent, 400 for what is no id', async () => {
    const [id] = contacts(1, () => ({ First_Name: 'Jo' }));
    const found = await at.call('GET', `/Contacts/${id}`);
    expect(found.first).toMatchObject({
      id,
      Full_Name: 'Jo Name 0',
      Owner: { name: 'Ada Admin', email: 'ada@zylker.example' },
      Newsletter: false,
      Interests: null,
      $approval_state: 'approved',
    });
    expect((await at.call('GET', '/Contacts/55400000000009')).status).toBe(204);
    const bad = await at.call('GET', '/Contacts/abc');
    expect(bad.status).toBe(400);
    expect(bad.body).toMatchObject({ code: 'INVALID_DATA', details: { resource_path_index: 1 } });
    deleteRecord(at.world, at.org, 'Contacts', id ?? '', false, at.person);
    expect((await at.call('GET', `/Contacts/${id}`)).status).toBe(204);
  });
});
