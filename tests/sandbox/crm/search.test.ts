import { beforeEach, describe, expect, it } from 'vitest';
import { fixture, start, type Fixture } from './fixture';
import { createRecord, editRecord } from './records';

let at: Fixture;
let account: string;

const contact = (fields: object, minutes = 0): string =>
  createRecord(
    at.world,
    at.org,
    'Contacts',
    { Last_Name: 'Doe', ...fields },
    at.person,
    start + minutes * 60_000,
  ).id;

beforeEach(() => {
  at = fixture();
  account = createRecord(
    at.world,
    at.org,
    'Accounts',
    { Account_Name: 'Acme', Industry: 'Retail' },
    at.person,
  ).id;
  contact(
    {
      Last_Name: 'Adams',
      Email: 'adams@acme.example',
      Phone: '+49 30 1234',
      Account_Name: { id: account },
      Loyalty_Points: 5,
    },
    1,
  );
  contact(
    {
      Last_Name: "O'Brien (x)",
      Secondary_Email: 'adams@acme.example',
      Customer_Tier: 'Gold',
      Loyalty_Points: 50,
    },
    2,
  );
  contact({ Last_Name: 'Clark', First_Name: 'Ada', Newsletter: true, Customer_Tier: 'Silver' }, 3);
});

const names = (data: Record<string, unknown>[]): unknown[] => data.map((row) => row['Last_Name']);

const search = (query: string) =>
  at.call('GET', `/Contacts/search?fields=Last_Name&sort_order=asc&${query}`);
const criteria = (text: string) => search(`criteria=${encodeURIComponent(text)}`);

describe('GET /{module}/search (contract 2.7)', () => {
  it.each([
    ['(Last_Name:equals:adams)', ['Adams']],
    ['Last_Name:starts_with:c', ['Clark']],
    ["(Last_Name:equals:O'Brien \\(x\\))", ["O'Brien (x)"]],
    ['((Customer_Tier:equals:Gold)or(Newsletter:equals:true))', ["O'Brien (x)", 'Clark']],
    [
      '(((Customer_Tier:in:Gold,Silver)and(Newsletter:equals:true))or(Loyalty_Points:less_than:10))',
      ['Adams', 'Clark'],
    ],
    ['(Loyalty_Points:between:5,50)', ['Adams', "O'Brien (x)"]],
    ['(Created_Time:greater_equal:2026-03-02T09:02:00+00:00)', ["O'Brien (x)", 'Clark']],
    ['(Customer_Tier:not_equal:Gold)', ['Adams', 'Clark']],
  ])('finds by %s', async (text, expected) => {
    expect(names((await criteria(text)).data)).toEqual(expected);
  });

  it('finds by e-mail over all e-mail fields, by phone digits and by the start of words', async () => {
    expect(names((await search('email=ADAMS@acme.example')).data)).toEqual([
      'Adams',
      "O'Brien (x)",
    ]);
    expect(names((await search('phone=0049301234')).data)).toEqual([]);
    expect(names((await search('phone=49301234')).data)).toEqual(['Adams']);
    expect(names((await search('word=ada')).data)).toEqual(['Adams', "O'Brien (x)", 'Clark']);
    expect((await search('email=nobody@acme.example')).status).toBe(204);
  });

  it.each([
    ['', 'EXPECTED_PARAM_MISSING'],
    ['word=a', 'INVALID_QUERY'],
    ['word=ab&email=a@b.co', 'AMBIGUITY_DURING_PROCESSING'],
    ['criteria=(Nothing:equals:1)', 'INVALID_QUERY'],
    ['criteria=(Last_Name:resembles:1)', 'INVALID_QUERY'],
    ['criteria=((Last_Name:equals:1)', 'INVALID_QUERY'],
    [
      `criteria=(${Array.from({ length: 16 }, () => '(Last_Name:equals:1)').join('or')})`,
      'CRITERIA_LIMIT_EXCEEDED',
    ],
    ['word=ab&page=11', 'LIMIT_REACHED'],
  ])('refuses ?%s with %s', async (query, code) => {
    const answer = await at.call('GET', `/Contacts/search?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code });
  });

  it('finds new records only after the index lag', async () => {
    at.now = start + 4 * 60_000;
    at.world.leeway.crmIndexLagMs = 120_000;
    expect(names((await criteria('(Last_Name:starts_with:c)')).data)).toEqual([]);
    at.now += 120_000;
    expect(names((await criteria('(Last_Name:starts_with:c)')).data)).toEqual(['Clark']);
  });

  it('gives 2,000 results and no more, and stays quick with many records', async () => {
    for (let n = 0; n < 20_000; n += 1) contact({ Last_Name: 'Many', Email: `m${n}@acme.example` });
    const began = performance.now();
    const last = await criteria('(Last_Name:equals:many)');
    expect(last.body['info']).toMatchObject({ more_records: true });
    const end = await search('criteria=(Last_Name:equals:many)&page=10');
    expect(end.body['info']).toMatchObject({ more_records: false, count: 200 });
    for (let n = 0; n < 200; n += 1)
      expect((await search(`email=m${n}@acme.example`)).data).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('GET /{module}/actions/count (contract 2.7)', () => {
  it('counts all, a search or a view', async () => {
    const count = async (query: string) =>
      (await at.call('GET', `/Contacts/actions/count${query}`)).body;
    expect(await count('')).toEqual({ count: 3 });
    expect(await count('?email=adams@acme.example')).toEqual({ count: 2 });
    const views = (await at.call('GET', '/settings/custom_views?module=Contacts')).body[
      'custom_views'
    ] as { id: string; name: string }[];
    expect(
      await count(`?cvid=${views.find((view) => view.name === 'Active customers')?.id}`),
    ).toEqual({ count: 0 });
  });
});

const coql = (query: string) => at.call('POST', '/coql', { body: { select_query: query } });

const cost = async (limit: number) =>
  (await coql(`select id from Contacts where id > 0 limit ${limit}`)).headers.get(
    'x-sandbox-credits',
  );

describe('POST /coql (contract 2.7)', () => {
  it.each([
    ["where Last_Name = 'adams'", ['Adams']],
    ["where Last_Name like '%bri%'", ["O'Brien (x)"]],
    ["where Last_Name not like 'a%'", ["O'Brien (x)", 'Clark']],
    ["where Last_Name = 'O\\'Brien (x)'", ["O'Brien (x)"]],
    ["where Customer_Tier in ('Gold', 'Silver') order by Last_Name desc", ["O'Brien (x)", 'Clark']],
    ['where Loyalty_Points between 5 and 10', ['Adams']],
    ['where Customer_Tier is null', ['Adams']],
    ['where Account_Name is not null', ['Adams']],
    ["where Account_Name.Industry = 'Retail'", ['Adams']],
    ["where Newsletter = 'true'", ['Clark']],
    [
      "where ((Loyalty_Points > 1 and Loyalty_Points <= 50) and Customer_Tier != 'Gold')",
      ['Adams'],
    ],
    [
      "where (Newsletter = true or Customer_Tier = 'Gold') order by Modified_Time desc",
      ['Clark', "O'Brien (x)"],
    ],
    [
      "where Modified_Time > '2026-03-02T10:01:00+01:00' order by Modified_Time asc limit 1, 1",
      ['Clark'],
    ],
    ['where id > 0 limit 1 offset 1', ["O'Brien (x)"]],
  ])('selects %s', async (rest, expected) => {
    const answer = await coql(`select Last_Name from Contacts ${rest}`);
    expect([answer.status, names(answer.data)]).toEqual([200, expected]);
  });

  it('returns the columns and the id, lookups by dot, and 204 for nothing', async () => {
    const answer = await coql(
      "select Last_Name, Account_Name.Account_Name, Owner from Contacts where Last_Name = 'Adams'",
    );
    expect(answer.first).toEqual({
      id: expect.any(String) as unknown,
      Last_Name: 'Adams',
      'Account_Name.Account_Name': 'Acme',
      Owner: expect.objectContaining({ name: 'Ada Admin' }) as unknown,
    });
    expect(answer.body['info']).toEqual({ count: 1, more_records: false });
    expect((await coql("select id from Contacts where Last_Name = 'x'")).status).toBe(204);
  });

  it.each([
    ['select Last_Name from Contacts', { code: 'SYNTAX_ERROR', details: { clause: 'where' } }],
    [
      'select Last_Name from Contacts where A = 1 and B = 2 and C = 3',
      { code: 'SYNTAX_ERROR', details: { near: 'and' } },
    ],
    [
      'select Last_Name from Contacts where id ~ 1',
      { code: 'SYNTAX_ERROR', details: { line: 1, near: '~ 1' } },
    ],
    [
      'select Nothing from Contacts where id > 0',
      { code: 'INVALID_QUERY', details: { column_name: 'Nothing' } },
    ],
    [
      'select id from Nothing where id > 0',
      { code: 'INVALID_QUERY', details: { module: 'Nothing' } },
    ],
    [
      "select id from Contacts where Description = 'x'",
      { code: 'INVALID_QUERY', details: { column_name: 'Description' } },
    ],
    [
      "select id from Contacts where Modified_Time > 'now'",
      { code: 'INVALID_QUERY', details: { column_name: 'Modified_Time' } },
    ],
    ['select id from Contacts where Newsletter != true', { code: 'INVALID_QUERY' }],
    ['select id from Contacts where id > 0 limit 2001', { code: 'LIMIT_EXCEEDED' }],
    ['select id from Contacts where id > 0 limit 2000 offset 98001', { code: 'LIMIT_EXCEEDED' }],
    [
      `select id from Contacts where id in (${Array.from({ length: 51 }, (_, n) => n + 1).join(',')})`,
      { code: 'LIMIT_EXCEEDED' },
    ],
    [
      `select ${Array.from({ length: 51 }, () => 'id').join(',')} from Contacts where id > 0`,
      { code: 'LIMIT_EXCEEDED' },
    ],
  ])('refuses %s', async (query, error) => {
    const answer = await coql(query);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject(error);
  });

  it('costs by its limit', async () => {
    expect([await cost(200), await cost(201), await cost(1000), await cost(2000)]).toEqual([
      '1',
      '2',
      '2',
      '3',
    ]);
  });

  it('walks a large module by id quickly', async () => {
    for (let n = 0; n < 50_000; n += 1) contact({ Last_Name: 'Many' });
    const began = performance.now();
    let [last, seen] = ['0', 0];
    for (;;) {
      const page = await coql(`select Last_Name from Contacts where id > ${last} limit 2000`);
      if (page.status === 204) break;
      seen += page.data.length;
      last = String(page.data.at(-1)?.['id']);
    }
    expect(seen).toBe(50_003);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('may not reach a module that the profile lacks', async () => {
    const body = { select_query: 'select Deal_Name from Deals where id > 0' };
    expect((await at.call('POST', '/coql', { body, token: 'agent' })).status).toBe(403);
    editRecord(at.world, at.org, 'Accounts', account, { Annual_Revenue: 7 }, at.person);
    const hidden = { select_query: 'select Annual_Revenue from Accounts where id > 0' };
    expect((await at.call('POST', '/coql', { body: hidden, token: 'agent' })).first).toMatchObject({
      Annual_Revenue: null,
    });
  });
});
