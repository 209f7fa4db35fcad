import { beforeEach, describe, expect, it } from 'vitest';
import { fixture, type Fixture } from './fixture';

let at: Fixture;
beforeEach(() => {
  at = fixture();
});

async function uniqueField(label = 'Desk Contact ID'): Promise<void> {
  const body = {
    fields: [{ field_label: label, data_type: 'text', unique: { case_sensitive: false } }],
  };
  expect((await at.call('POST', '/settings/fields?module=Contacts', { body })).status).toBe(201);
}

const upsert = (data: unknown, more: object = {}) =>
  at.call('POST', '/Contacts/upsert', { body: { data, ...more } });

describe('POST /{module}/upsert (contract 2.4)', () => {
  it('meets by Email unless told otherwise', async () => {
    expect((await upsert([{ Last_Name: 'A', Email: 'a@b.co' }])).first).toMatchObject({
      action: 'insert',
      duplicate_field: null,
    });
    const met = await upsert([{ Last_Name: 'B', Email: 'A@B.co' }]);
    expect(met.status).toBe(200);
    expect(met.first).toMatchObject({
      action: 'update',
      duplicate_field: 'Email',
      message: 'record updated',
    });
    expect(
      (await upsert([{ Last_Name: 'C', Email: 'a@b.co' }], { duplicate_check_fields: [] })).first,
    ).toMatchObject({ action: 'insert' });
  });

  it('is retry-safe on a unique field, which is always checked', async () => {
    await uniqueField();
    const record = { Last_Name: 'A', Desk_Contact_ID: 'd1' };
    const once = await upsert([record], { duplicate_check_fields: ['Desk_Contact_ID'] });
    const again = await upsert([record, record]);
    expect(again.data.map((each) => [each['action'], each['duplicate_field']])).toEqual([
      ['update', 'Desk_Contact_ID'],
      ['update', 'Desk_Contact_ID'],
    ]);
    expect((again.first['details'] as { id: string }).id).toBe(
      (once.first['details'] as { id: string }).id,
    );
    expect((await upsert([record], { duplicate_check_fields: ['Title'] })).status).toBe(400);
  });
});
