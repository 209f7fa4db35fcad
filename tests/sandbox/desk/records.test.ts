import { describe, expect, it } from 'vitest';
import { tableOf } from '../world';
import { fixture, startTime } from './fixture';
import { addDeskField, changeDeskField } from './fields';
import {
  apiRecord,
  createRecord,
  deleteRecord,
  editRecord,
  mergeRecords,
  restoreRecord,
} from './records';

describe('create and update (contract 3.3-3.5)', () => {
  it('answers 200 with the full record and keeps it', async () => {
    const { ask } = fixture();
    const created = await ask('POST', '/contacts', {
      lastName: 'Bloom',
      email: 'bloom@example.com',
      city: 'Dublin',
    });
    expect(created.status).toBe(200);
    expect(created.body).toMatchObject({
      lastName: 'Bloom',
      city: 'Dublin',
      firstName: null,
      zohoCRMContact: null,
    });
    expect(created.body['createdTime']).toBe('2026-03-02T09:00:00.000Z');
    const got = await ask('GET', `/contacts/${String(created.body['id'])}`);
    expect(got.body).toEqual(created.body);
  });

  it('patches only what is named, clears by null and moves modifiedTime', async () => {
    const { ask, world } = fixture();
    const { body } = await ask('POST', '/contacts', { lastName: 'Bloom', phone: '1', mobile: '2' });
    world.clock.advance(1_500);
    const patched = await ask('PATCH', `/contacts/${String(body['id'])}`, { phone: null });
    expect(patched.status).toBe(200);
    expect(patched.body).toMatchObject({
      phone: null,
      mobile: '2',
      modifiedTime: '2026-03-02T09:00:01.500Z',
    });
    expect(patched.body['createdTime']).toBe(body['createdTime']);
  });

  it.each([
    ['contacts', { firstName: 'A' }, '/lastName', 'missing'],
    ['contacts', { lastName: '  ' }, '/lastName', 'missing'],
    ['contacts', { lastName: 'x'.repeat(201) }, '/lastName', 'invalid'],
    ['contacts', { lastName: 'x', firstName: 'x'.repeat(41) }, '/firstName', 'invalid'],
    ['contacts', { lastName: 'x', phone: '1'.repeat(51) }, '/phone', 'invalid'],
    ['contacts', { lastName: 'x', email: 'no address' }, '/email', 'invalid'],
    ['contacts', { lastName: 'x', phone: 5 }, '/phone', 'invalid'],
    ['contacts', { lastName: 'x', accountId: '99' }, '/accountId', 'invalid'],
    ['contacts', { lastName: 'x', ownerId: '99' }, '/ownerId', 'invalid'],
    ['contacts', { lastName: 'x', type: 'neither' }, '/type', 'invalid'],
    ['contacts', { lastName: 'x', city: 'x'.repeat(101) }, '/city', 'invalid'],
    ['contacts', { lastName: 'x', zohoCRMContact: { id: '1' } }, '/zohoCRMContact', 'invalid'],
    ['accounts', { phone: '1' }, '/accountName', 'missing'],
    ['accounts', { accountName: 'x', website: 'nowhere' }, '/website', 'invalid'],
    ['accounts', { accountName: 'x', phone: '1'.repeat(31) }, '/phone', 'invalid'],
    ['accounts', { accountName: 'x', annualrevenue: 'much' }, '/annualrevenue', 'invalid'],
    ['products', { productName: 'x' }, '/departmentIds', 'missing'],
    ['products', { productName: 'x', departmentIds: ['99'] }, '/departmentIds', 'invalid'],
  ])('refuses %s %o at %s', async (module, fields, fieldName, errorType) => {
    const { ask, org } = fixture();
    const { status, body } = await ask('POST', `/${module}`, fields);
    expect(status).toBe(422);
    expect(body).toEqual({
      errorCode: 'INVALID_DATA',
      message: 'The data is invalid due to validation restrictions',
      errors: [{ fieldName, errorType, errorMessage: '' }],
    });
    expect([...tableOf(org, module).all()]).toHaveLength(0);
  });

  it('limits the city to 100 characters on create and to 30 on update', async () => {
    const { ask } = fixture();
    const { body } = await ask('POST', '/contacts', { lastName: 'x', city: 'x'.repeat(100) });
    const id = String(body['id']);
    expect((await ask('PATCH', `/contacts/${id}`, { city: 'x'.repeat(31) })).status).toBe(422);
    expect((await ask('PATCH', `/contacts/${id}`, { city: 'x'.repeat(30) })).status).toBe(200);
    expect((await ask('PATCH', `/contacts/${id}`, { phone: '1' })).body['city']).toBe(
      'x'.repeat(30),
    );
  });

  it('answers EMPTY_PAYLOAD to nothing and BAD_REQUEST to no JSON object', async () => {
    const { ask } = fixture();
    expect((await ask('POST', '/contacts', {})).body['errorCode']).toBe('EMPTY_PAYLOAD');
    expect((await ask('POST', '/contacts')).status).toBe(422);
    expect((await ask('POST', '/contacts', [1])).body['errorCode']).toBe('BAD_REQUEST');
  });

  it('takes two contacts with one e-mail, unless the field is unique', async () => {
    const { ask, org } = fixture();
    const twin = { lastName: 'Twin', email: 'Twin@example.com' };
    expect((await ask('POST', '/contacts', twin)).status).toBe(200);
    expect((await ask('POST', '/contacts', twin)).status).toBe(200);
    changeDeskField(org, 'contacts', 'email', { unique: true });
    const third = await ask('POST', '/contacts', { ...twin, email: 'twin@EXAMPLE.com' });
    expect(third.status).toBe(422);
    expect(third.body['errors']).toEqual([
      { fieldName: '/email', errorType: 'duplicate', errorMessage: '' },
    ]);
  });

  it('keeps custom fields as strings, under cf and by label, and ignores unknown ones', async () => {
    const { ask, world, org } = fixture();
    addDeskField(world, org, 'contacts', {
      apiName: 'cf_size',
      label: 'Size',
      type: 'Picklist',
      values: ['S', 'M'],
    });
    addDeskField(world, org, 'contacts', {
      apiName: 'cf_note',
      label: 'Note',
      type: 'Text',
      maxLength: 5,
      unique: true,
    });
    const { body } = await ask('POST', '/contacts', {
      lastName: 'x',
      cf: { cf_size: 'S', cf_none: '1' },
      unknown: 1,
    });
    expect(body['cf']).toEqual({ cf_size: 'S', cf_note: null });
    expect(body['customFields']).toEqual({ Size: 'S', Note: null });
    const id = String(body['id']);
    const patched = await ask('PATCH', `/contacts/${id}`, { cf: { cf_note: 'abc' } });
    expect(patched.body['cf']).toEqual({ cf_size: 'S', cf_note: 'abc' });
    const errors = [{ fieldName: '/cf/cf_size', errorType: 'invalid', errorMessage: '' }];
    expect(
      (await ask('PATCH', `/contacts/${id}`, { cf: { cf_size: 'XL' } })).body['errors'],
    ).toEqual(errors);
    expect((await ask('PATCH', `/contacts/${id}`, { cf: { cf_note: 5 } })).status).toBe(422);
    const twin = await ask('POST', '/contacts', { lastName: 'y', cf: { cf_note: 'ABC' } });
    expect(twin.body['errors']).toEqual([
      { fieldName: '/cf/cf_note', errorType: 'duplicate', errorMessage: '' },
    ]);
  });

  it('shows a price with a decimal', async () => {
    const { ask, org } = fixture();
    const departmentIds = [org.departments[0]?.id];
    const { body } = await ask('POST', '/products', {
      productName: 'Pen',
      unitPrice: 100,
      departmentIds,
    });
    expect(body).toMatchObject({ unitPrice: '100.0', departmentIds });
    expect(
      (await ask('PATCH', `/products/${String(body['id'])}`, { unitPrice: '19.99' })).body[
        'unitPrice'
      ],
    ).toBe('19.99');
  });

  it('knows 404 for an absent id, on GET and PATCH', async () => {
    const { ask } = fixture();
    for (const method of ['GET', 'PATCH']) {
      const { status, body } = await ask(
        method,
        '/contacts/123',
        method === 'PATCH' ? { phone: '1' } : undefined,
      );
      expect([status, body['errorCode']]).toEqual([404, 'URL_NOT_FOUND']);
    }
  });
});

describe('trash, restore and merge', () => {
  it('trashes a contact with its tickets and brings a ticket back with its contact', () => {
    const { world, org, admin } = fixture();
    const { id } = createRecord(world, org, 'contacts', { lastName: 'x' }, admin.actor);
    const ticket = createRecord(
      world,
      org,
      'tickets',
      { subject: 'Help', contactId: id },
      admin.actor,
    );
    deleteRecord(world, org, 'contacts', id, false, admin.actor);
    expect(tableOf(org, 'tickets').get(ticket.id)?.state).toBe('recycled');
    restoreRecord(world, org, 'tickets', ticket.id, admin.actor);
    expect(tableOf(org, 'contacts').get(id)?.state).toBe('live');
  });

  it.each([
    ['404', 404, undefined],
    ['422', 422, undefined],
    ['flag', 200, true],
  ] as const)(
    'answers a GET of a trashed record as leeway %s says',
    async (how, status, isTrashed) => {
      const { ask, world } = fixture();
      const { body } = await ask('POST', '/contacts', { lastName: 'x' });
      const trashed = await ask('POST', '/contacts/moveToTrash', { contactIds: [body['id']] });
      expect(trashed.status).toBe(204);
      world.leeway.deskTrashedGet = how;
      const got = await ask('GET', `/contacts/${String(body['id'])}`);
      expect([got.status, got.body['isTrashed']]).toEqual([status, isTrashed]);
      expect((await ask('PATCH', `/contacts/${String(body['id'])}`, { phone: '1' })).status).toBe(
        404,
      );
    },
  );

  it('refuses to trash an unknown id and trashes none', async () => {
    const { ask, org } = fixture();
    const { body } = await ask('POST', '/contacts', { lastName: 'x' });
    expect(
      (await ask('POST', '/contacts/moveToTrash', { contactIds: [body['id'], '9'] })).status,
    ).toBe(422);
    expect(tableOf(org, 'contacts').get(String(body['id']))?.state).toBe('live');
  });

  it('merges: the winner takes tickets, accounts and chosen values', async () => {
    const { ask, world, org, admin } = fixture();
    const account = createRecord(world, org, 'accounts', { accountName: 'Acme' }, admin.actor);
    const winner = createRecord(
      world,
      org,
      'contacts',
      { lastName: 'Win', phone: '1' },
      admin.actor,
    );
    const loser = createRecord(
      world,
      org,
      'contacts',
      { lastName: 'Lose', phone: '2', accountId: account.id },
      admin.actor,
    );
    const ticket = createRecord(
      world,
      org,
      'tickets',
      { subject: 'Help', contactId: loser.id },
      admin.actor,
    );
    const { status, body } = await ask('POST', `/contacts/${winner.id}/merge`, {
      ids: [loser.id],
      source: { phone: loser.id },
    });
    expect([status, body['phone'], body['lastName'], body['accountCount']]).toEqual([
      200,
      '2',
      'Win',
      '1',
    ]);
    expect(tableOf(org, 'tickets').get(ticket.id)?.fields['contactId']).toBe(winner.id);
    expect((await ask('GET', `/contacts/${loser.id}`)).status).toBe(404);
    expect(() => mergeRecords(world, org, 'products', '1', ['2'], admin.actor)).toThrow(
      'cannot merge products',
    );
  });

  it('sets times of the past, and only of the past', () => {
    const { world, org, admin } = fixture();
    const at = startTime - 1_000_000;
    const { id } = createRecord(
      world,
      org,
      'contacts',
      { lastName: 'x', zohoCRMContact: { id: '5', type: 'contacts' } },
      admin.actor,
      at,
    );
    const record = tableOf(org, 'contacts').get(id);
    if (record === undefined) throw new Error('gone');
    expect(apiRecord(world, org, 'contacts', record)).toMatchObject({
      createdTime: new Date(at).toISOString(),
      zohoCRMContact: { id: '5', type: 'contacts' },
    });
    expect(() =>
      editRecord(world, org, 'contacts', id, { phone: '1' }, admin.actor, startTime + 1),
    ).toThrow('not in the past');
    expect(() => createRecord(world, org, 'leads', {}, admin.actor)).toThrow(
      'Desk has no module leads',
    );
    expect(() => createRecord(world, org, 'contacts', {}, admin.actor)).toThrow(
      '/lastName missing',
    );
  });
});
