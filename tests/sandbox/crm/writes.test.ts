import { beforeEach, describe, expect, it } from 'vitest';
import { fixture, start, type Fixture } from './fixture';
import { createRecord, editRecord } from './records';
import { tableOf } from '../world';

let at: Fixture;
beforeEach(() => {
  at = fixture();
});

const post = (data: unknown, more: object = {}, path = '/Contacts') =>
  at.call('POST', path, { body: { data, ...more } });

async function uniqueField(label = 'Desk Contact ID'): Promise<void> {
  const body = {
    fields: [{ field_label: label, data_type: 'text', unique: { case_sensitive: false } }],
  };
  expect((await at.call('POST', '/settings/fields?module=Contacts', { body })).status).toBe(201);
}

const records = (count: number): object[] =>
  Array.from({ length: count }, (_, n) => ({ Last_Name: `N${n}` }));

describe('POST /{module} (contract 2.4)', () => {
  it('creates with the success element of the contract', async () => {
    const answer = await post([
      { Last_Name: '  Doe ', $ignored: 1, Unknown: 2, Created_Time: '2001-01-01T00:00:00Z' },
    ]);
    expect(answer.status).toBe(201);
    expect(answer.first).toMatchObject({
      code: 'SUCCESS',
      message: 'record added',
      status: 'success',
      details: {
        Created_Time: '2026-03-02T10:00:00+01:00',
        Modified_By: { name: 'Ada Admin' },
        $approval_state: 'approved',
      },
    });
    const { id } = answer.first['details'] as { id: string };
    expect((await at.call('GET', `/Contacts/${id}`)).first).toMatchObject({
      Last_Name: 'Doe',
      Created_Time: '2026-03-02T10:00:00+01:00',
    });
    expect(tableOf(at.org, 'Contacts').history[0]).toMatchObject({ by: '100', via: 'api' });
  });

  it('answers each record in order: 207 mixed, 400 when all fail', async () => {
    const mixed = await post([{ Last_Name: 'A' }, { First_Name: 'B' }, { Last_Name: 'C' }]);
    expect(mixed.status).toBe(207);
    expect(mixed.data.map((each) => each['code'])).toEqual([
      'SUCCESS',
      'MANDATORY_NOT_FOUND',
      'SUCCESS',
    ]);
    expect(mixed.data[1]).toMatchObject({
      details: { api_name: 'Last_Name', json_path: '$.data[1].Last_Name' },
      message: 'required field not found',
      status: 'error',
    });
    expect((await post([{}, {}])).status).toBe(400);
  });

  it.each([
    [{ Email: 'nobody' }, { expected_data_type: 'email', api_name: 'Email' }],
    [{ Email: `${'x'.repeat(100)}@a.bc` }, { maximum_length: 100, api_name: 'Email' }],
    [{ Title: 'x'.repeat(101) }, { maximum_length: 100, api_name: 'Title' }],
    [{ Title: 5 }, { expected_data_type: 'text' }],
    [{ Loyalty_Points: 'many' }, { expected_data_type: 'integer' }],
    [{ Loyalty_Points: 1.5 }, { expected_data_type: 'integer' }],
    [{ Lifetime_Value: '3' }, { expected_data_type: 'double' }],
    [{ Newsletter: 'true' }, { expected_data_type: 'boolean' }],
    [{ Renewal_Date: '2026-02-30' }, { expected_data_type: 'date' }],
    [{ Last_Contacted: '2026-02-03' }, { expected_data_type: 'datetime' }],
    [{ Interests: 'Hardware' }, { expected_data_type: 'jsonarray' }],
    [{ Phone: '?' }, { expected_data_type: 'phone' }],
    [{ Account_Name: 5 }, { expected_data_type: 'jsonobject' }],
    [
      { Account_Name: { id: '77' } },
      { api_name: 'Account_Name', json_path: '$.data[0].Account_Name.id' },
    ],
    [{ Owner: { id: '77' } }, { api_name: 'Owner' }],
  ])('refuses %j', async (fields, details) => {
    const answer = await post([{ Last_Name: 'Doe', ...fields }]);
    expect(answer.status).toBe(400);
    expect(answer.first).toMatchObject({ code: 'INVALID_DATA', details, status: 'error' });
  });

  it('is strict about pick lists only with that leeway', async () => {
    expect((await post([{ Last_Name: 'A', Customer_Tier: 'Platinum' }])).status).toBe(201);
    at.world.leeway.crmStrictPicklists = true;
    const refused = await post([{ Last_Name: 'A', Customer_Tier: 'Platinum' }]);
    expect(refused.first).toMatchObject({
      code: 'INVALID_DATA',
      details: { api_name: 'Customer_Tier', supported_values: ['Bronze', 'Silver', 'Gold'] },
    });
  });

  it('takes 1 to 100 records and costs a credit per ten', async () => {
    const many = await post(records(101));
    expect(many.status).toBe(400);
    expect(many.first).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      details: { maximum_length: 100, api_name: 'data' },
    });
    expect((await post(records(100))).headers.get('x-sandbox-credits')).toBe('10');
    expect((await post(records(11))).headers.get('x-sandbox-credits')).toBe('2');
    expect((await post([])).status).toBe(400);
    expect((await at.call('POST', '/Contacts', { body: {} })).first).toMatchObject({
      code: 'MANDATORY_NOT_FOUND',
    });
    expect((await at.call('POST', '/Contacts', { body: 'not json' })).status).toBe(400);
    expect((await post(records(1), { trigger: ['nonsense'] })).status).toBe(400);
    expect((await post(records(1), { trigger: [] })).status).toBe(201);
  });

  it('keeps unique fields unique, several hits in one element', async () => {
    await uniqueField();
    await uniqueField('Second');
    const first = await post([{ Last_Name: 'A', Desk_Contact_ID: 'd1', Second: 's1' }]);
    const { id } = first.first['details'] as { id: string };
    const one = await post([{ Last_Name: 'B', Desk_Contact_ID: ' D1' }]);
    expect(one.first).toMatchObject({
      code: 'DUPLICATE_DATA',
      message: 'duplicate data',
      details: {
        api_name: 'Desk_Contact_ID',
        duplicate_record: { id, Owner: { zuid: '100' }, module: { api_name: 'Contacts' } },
        json_path: '$.data[0].Desk_Contact_ID',
        more_records: false,
      },
    });
    const both = await post([{ Last_Name: 'B', Desk_Contact_ID: 'd1', Second: 's1' }]);
    expect(both.data).toHaveLength(1);
    expect(both.first).toMatchObject({
      code: 'MULTIPLE_OR_MULTI_ERRORS',
      details: { errors: [{ code: 'DUPLICATE_DATA' }, { code: 'DUPLICATE_DATA' }] },
    });
    const twice = await post([
      { Last_Name: 'B', Second: 's2' },
      { Last_Name: 'C', Second: 's2' },
    ]);
    expect(twice.data.map((each) => each['code'])).toEqual(['SUCCESS', 'DUPLICATE_DATA']);
    // A deleted record holds nothing.
    await at.call('DELETE', `/Contacts/${id}`);
    expect((await post([{ Last_Name: 'B', Desk_Contact_ID: 'd1' }])).status).toBe(201);
  });

  it('derives a deal from its stage and gives it a currency', async () => {
    const answer = await post(
      [{ Deal_Name: 'D', Stage: 'Renewed', Amount: 200, Currency: 'USD' }],
      {},
      '/Deals',
    );
    const { id } = answer.first['details'] as { id: string };
    expect((await at.call('GET', `/Deals/${id}`)).first).toMatchObject({
      Probability: 100,
      Pipeline: 'Renewals',
      Currency: 'USD',
      Expected_Revenue: 200,
      $currency_symbol: '$',
    });
  });
});

const contact = (fields: object = {}): string =>
  createRecord(
    at.world,
    at.org,
    'Contacts',
    { Last_Name: 'Doe', ...fields },
    at.person,
    start - 60_000,
  ).id;

describe('PUT (contract 2.4)', () => {
  it('changes named fields, clears by null, appends to multi-selects', async () => {
    const id = contact({ Title: 'Head', Interests: ['Hardware'], Email: 'a@b.co' });
    const answer = await at.call('PUT', `/Contacts/${id}`, {
      body: {
        data: [{ Title: null, Interests: ['Software'], $append_values: { Interests: true } }],
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.first).toMatchObject({
      message: 'record updated',
      details: { id, Modified_Time: '2026-03-02T10:00:00+01:00' },
    });
    expect((await at.call('GET', `/Contacts/${id}`)).first).toMatchObject({
      Title: null,
      Interests: ['Hardware', 'Software'],
      Email: 'a@b.co',
    });
    const cleared = await at.call('PUT', `/Contacts/${id}`, {
      body: { data: [{ Last_Name: ' ' }] },
    });
    expect(cleared.first).toMatchObject({ code: 'MANDATORY_NOT_FOUND' });
  });

  it('walks a batch in order and names bad ids', async () => {
    const id = contact();
    const answer = await at.call('PUT', '/Contacts', {
      body: { data: [{ id, Title: 'A' }, { id: '1', Title: 'B' }, { Title: 'C' }] },
    });
    expect(answer.status).toBe(207);
    expect(answer.data.map((each) => each['code'])).toEqual([
      'SUCCESS',
      'INVALID_DATA',
      'MANDATORY_NOT_FOUND',
    ]);
    expect(answer.data[1]).toMatchObject({
      details: { api_name: 'id', json_path: '$.data[1].id' },
    });
    expect(
      (await at.call('PUT', '/Contacts/554023000009', { body: { data: [{ Title: 'A' }] } })).status,
    ).toBe(400);
  });

  it('refuses with 412 what was changed after If-Unmodified-Since, in whole seconds', async () => {
    const id = contact();
    const put = (header: string) =>
      at.call('PUT', `/Contacts/${id}`, {
        body: { data: [{ Title: 'A' }] },
        headers: { 'If-Unmodified-Since': header },
      });
    at.now += 400;
    editRecord(at.world, at.org, 'Contacts', id, { Phone: '1234' }, at.person);
    const stale = await put('2026-03-02T08:59:59+00:00');
    expect(stale.status).toBe(412);
    expect(stale.first).toMatchObject({
      code: 'ALREADY_MODIFIED',
      details: { id, Modified_Time: '2026-03-02T10:00:00+01:00' },
    });
    expect(tableOf(at.org, 'Contacts').get(id)?.fields['Title']).toBeUndefined();
    // A change within the header's second goes unnoticed.
    expect((await put('2026-03-02T10:00:00+01:00')).status).toBe(200);
    expect((await put('soon')).status).toBe(400);
  });

  it('does a part of a batch only with that leeway, and says which', async () => {
    at.world.leeway.crmFailingShare = 0.5;
    const data = Array.from({ length: 20 }, (_, n) => ({ Last_Name: `Part ${n}` }));
    const answer = await at.call('POST', '/Contacts', { body: { data } });
    expect(answer.status).toBe(207);
    const made = answer.data.flatMap((each, n) => (each['code'] === 'SUCCESS' ? [n] : []));
    expect(answer.data.filter((each) => each['code'] === 'INTERNAL_ERROR')).toHaveLength(
      20 - made.length,
    );
    const names = [...tableOf(at.org, 'Contacts').live()].map((one) => one.fields['Last_Name']);
    expect(names.filter((name) => String(name).startsWith('Part'))).toEqual(
      made.map((n) => `Part ${n}`),
    );
    // A single record is not a part of anything.
    for (let n = 0; n < 20; n++)
      expect(
        (await at.call('POST', '/Contacts', { body: { data: [{ Last_Name: 'Alone' }] } })).status,
      ).toBe(201);
  });

  it('refuses a stale batch as a whole or record by record, as the leeway says', async () => {
    const [fresh, stale] = [contact(), contact()];
    editRecord(at.world, at.org, 'Contacts', stale, { Phone: '1234' }, at.person);
    const options = {
      body: {
        data: [
          { id: fresh, Title: 'A' },
          { id: stale, Title: 'A' },
        ],
      },
      headers: { 'If-Unmodified-Since': '2026-03-02T08:59:30+00:00' },
    };
    at.world.leeway.crmStaleBatch = 'whole';
    const whole = await at.call('PUT', '/Contacts', options);
    expect(whole.status).toBe(412);
    expect(whole.data).toHaveLength(1);
    expect(tableOf(at.org, 'Contacts').get(fresh)?.fields['Title']).toBeUndefined();
    at.world.leeway.crmStaleBatch = 'perRecord';
    const single = await at.call('PUT', '/Contacts', options);
    expect(single.status).toBe(207);
    expect(single.data.map((each) => each['code'])).toEqual(['SUCCESS', 'ALREADY_MODIFIED']);
  });
});
