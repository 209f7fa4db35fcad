import { describe, expect, it } from 'vitest';
import { fixture, startTime } from './fixture';
import { createRecord, editRecord } from './records';
import { addDeskView, viewsOf } from './views';
import { idOfHash } from './web-url';

const names = (answer: { data: readonly Record<string, unknown>[] }, key: string): unknown[] =>
  answer.data.map((item) => item[key]);

describe('lists and paging (contract 3.1)', () => {
  it('counts contacts and accounts from 1 and products from 0', async () => {
    const { ask, world, org, admin } = fixture();
    for (const name of ['A', 'B', 'C']) {
      createRecord(world, org, 'contacts', { lastName: name }, admin.actor);
      createRecord(world, org, 'products', { productName: name }, admin.actor);
    }
    const contacts = async (query: string): Promise<unknown[]> =>
      names(await ask('GET', `/contacts?${query}`), 'lastName');
    const products = async (query: string): Promise<unknown[]> =>
      names(await ask('GET', `/products?${query}`), 'productName');
    expect(await contacts('limit=2')).toEqual(['A', 'B']);
    expect(await contacts('from=0&limit=2')).toEqual(['A', 'B']);
    expect(await contacts('from=1&limit=2')).toEqual(['A', 'B']);
    expect(await contacts('from=2&limit=2')).toEqual(['B', 'C']);
    expect(await products('from=0&limit=2')).toEqual(['A', 'B']);
    expect(await products('from=1&limit=2')).toEqual(['B', 'C']);
    expect((await ask('GET', '/contacts?from=4')).status).toBe(204);
    expect(await contacts('sortBy=-lastName&limit=1')).toEqual(['C']);
  });

  it.each([
    'limit=101',
    'limit=0',
    'limit=x',
    'from=x',
    'sortBy=city',
    'include=owner',
    'viewId=9',
  ])('refuses %s', async (query) => {
    const { ask } = fixture();
    const { status, body } = await ask('GET', `/contacts?${query}`);
    expect(status).toBe(422);
    expect(body['errors']).toEqual([
      { fieldName: `/${query.split('=')[0]}`, errorType: 'invalid', errorMessage: '' },
    ]);
  });

  it('leaves modifiedTime, the address and cf out of list items', async () => {
    const { ask, world, org, admin } = fixture();
    const account = createRecord(world, org, 'accounts', { accountName: 'Acme' }, admin.actor);
    createRecord(world, org, 'contacts', { lastName: 'A', accountId: account.id }, admin.actor);
    const [item] = (await ask('GET', '/contacts?include=accounts&sortBy=account')).data;
    expect(item).toMatchObject({
      lastName: 'A',
      accountCount: '1',
      account: { accountName: 'Acme' },
    });
    for (const key of ['modifiedTime', 'city', 'cf', 'description'])
      expect(item).not.toHaveProperty(key);
    expect((await ask('GET', '/accounts')).data[0]).not.toHaveProperty('modifiedTime');
  });

  it('filters by view and counts it', async () => {
    const { ask, world, org, admin } = fixture();
    createRecord(
      world,
      org,
      'contacts',
      { lastName: 'Mine', ownerId: admin.agent.id, type: 'paidUser' },
      admin.actor,
    );
    createRecord(world, org, 'contacts', { lastName: 'Other' }, admin.actor);
    const mine = viewsOf(org).find((view) => view.name === 'My Contacts')?.id;
    const paid = addDeskView(world, org, 'contacts', 'Paid', { type: ['paidUser', 'trialUser'] });
    expect(names(await ask('GET', `/contacts?viewId=${mine}`), 'lastName')).toEqual(['Mine']);
    expect(names(await ask('GET', `/contacts?viewId=${paid.id}`), 'lastName')).toEqual(['Mine']);
    expect((await ask('GET', `/contacts/count?viewId=${paid.id}`)).body).toEqual({ count: '1' });
    expect((await ask('GET', '/contacts/count')).status).toBe(422);
  });

  it('gets up to 20 contacts by ids', async () => {
    const { ask, world, org, admin } = fixture();
    const ids = Array.from(
      { length: 21 },
      () => createRecord(world, org, 'contacts', { lastName: 'x' }, admin.actor).id,
    );
    expect(
      (await ask('GET', `/contacts/contactsByIds?ids=${ids.slice(0, 20).join(',')}`)).data,
    ).toHaveLength(20);
    expect((await ask('GET', `/contacts/contactsByIds?ids=${ids.join(',')}`)).status).toBe(422);
  });

  it('hides the id in webUrl', async () => {
    const { ask } = fixture();
    const { body } = await ask('POST', '/contacts', { lastName: 'x' });
    const hash =
      /^https:\/\/desk\.zoho\.com\/support\/zylker\/ShowHomePage\.do#Contacts\/dv\/([0-9a-f]{48})$/.exec(
        String(body['webUrl']),
      )?.[1];
    expect(hash).toBeDefined();
    expect(idOfHash(hash ?? '')).toBe(body['id']);
    expect(idOfHash('0'.repeat(47))).toBeNull();
  });
});

describe('mass actions and associations (contract 3.3)', () => {
  it('updates many by one field, with a result each', async () => {
    const { ask, world, org, admin } = fixture();
    const { id } = createRecord(world, org, 'contacts', { lastName: 'x' }, admin.actor);
    const { data } = await ask('POST', '/contacts/updateMany', {
      ids: [id, '9'],
      fieldName: 'title',
      fieldValue: 'Boss',
    });
    expect(data).toEqual([
      { id, success: true, errors: null },
      { id: '9', success: false, errors: { errorCode: 'UNPROCESSABLE_ENTITY', httpCode: '422' } },
    ]);
    expect((await ask('GET', `/contacts/${id}`)).body['title']).toBe('Boss');
    expect(
      (await ask('POST', '/contacts/updateMany', { ids: [id], fieldName: 'none', fieldValue: '' }))
        .status,
    ).toBe(422);
  });

  it('joins secondary accounts, changes the primary one and parts again', async () => {
    const { ask, world, org, admin } = fixture();
    const make = (module: string, fields: Record<string, unknown>): string =>
      createRecord(world, org, module, fields, admin.actor).id;
    const [first, second] = [
      make('accounts', { accountName: 'One' }),
      make('accounts', { accountName: 'Two' }),
    ];
    const contact = make('contacts', { lastName: 'x', accountId: first });
    await ask('POST', `/contacts/${contact}/associateAccounts`, {
      data: [{ id: second, isAccountTicketsViewable: true }],
    });
    const joined = await ask('GET', `/contacts/${contact}/accounts`);
    const infos = joined.data.map((item) => item['mappingInfo'] as Record<string, unknown>);
    expect(infos.map((info) => info['mappingType'])).toEqual(['PRIMARY', 'SECONDARY']);
    await ask('PATCH', `/accountContactMapping/${String(infos[1]?.['mappingId'])}`, {
      mappingType: 'PRIMARY',
    });
    expect((await ask('GET', `/contacts/${contact}`)).body).toMatchObject({
      accountId: second,
      accountCount: '2',
    });
    const parted = await ask('POST', `/contacts/${contact}/dissociateAccounts`, {
      ids: [second, '9'],
    });
    expect(parted.data.map((result) => result['success'])).toEqual([true, false]);
    expect((await ask('GET', `/contacts/${contact}`)).body).toMatchObject({
      accountId: null,
      accountCount: '1',
    });
    expect((await ask('GET', `/accounts/${first}/contacts`)).data).toHaveLength(1);
    editRecord(world, org, 'contacts', contact, { accountId: second }, admin.actor);
    expect((await ask('GET', `/accounts/${second}/contacts`)).data[0]).toMatchObject({
      mappingInfo: { mappingType: 'PRIMARY' },
    });
  });

  it('merges accounts: contacts follow', async () => {
    const { ask, world, org, admin } = fixture();
    const make = (module: string, fields: Record<string, unknown>): string =>
      createRecord(world, org, module, fields, admin.actor).id;
    const [winner, loser] = [
      make('accounts', { accountName: 'One' }),
      make('accounts', { accountName: 'Two' }),
    ];
    const contact = make('contacts', { lastName: 'x', accountId: loser });
    expect(
      (await ask('POST', `/accounts/${winner}/merge`, { ids: [loser], source: { phone: '9' } }))
        .status,
    ).toBe(422);
    expect((await ask('POST', `/accounts/${winner}/merge`, { ids: [loser] })).status).toBe(200);
    expect((await ask('GET', `/contacts/${contact}`)).body['accountId']).toBe(winner);
  });

  it('marks spam with the tickets, where asked', async () => {
    const { ask, world, org, admin } = fixture();
    const { id } = createRecord(world, org, 'contacts', { lastName: 'x' }, admin.actor);
    createRecord(world, org, 'tickets', { subject: 'Win', contactId: id }, admin.actor);
    await ask('POST', '/contacts/markSpam', {
      ids: [id],
      isSpam: true,
      handleExistingTickets: true,
    });
    expect((await ask('GET', `/contacts/${id}`)).body['isSpam']).toBe(true);
    expect((await ask('GET', '/tickets')).status).toBe(204);
    expect((await ask('GET', `/contacts/${id}/statistics`)).body).toMatchObject({
      totalTickets: '0',
      spamTickets: '1',
    });
  });

  it('joins products, and takes one out of a department before the bin', async () => {
    const { ask, world, org, admin } = fixture();
    const contact = createRecord(world, org, 'contacts', { lastName: 'x' }, admin.actor);
    const product = createRecord(world, org, 'products', { productName: 'Pen' }, admin.actor);
    await ask('POST', `/products/${product.id}/associateContacts`, {
      ids: [contact.id],
      associate: true,
    });
    expect((await ask('GET', `/contacts/${contact.id}/products`)).data[0]).toMatchObject({
      id: product.id,
    });
    expect((await ask('GET', `/products/${product.id}/contacts`)).data[0]).toMatchObject({
      id: contact.id,
    });
    const [first, second] = org.departments.map((department) => department.id);
    await ask('POST', '/products/moveToTrash', { productIds: [product.id], departmentId: first });
    expect((await ask('GET', `/products/${product.id}`)).body['departmentIds']).toEqual([second]);
    expect((await ask('GET', `/products?departmentId=${first}`)).status).toBe(204);
    await ask('POST', '/products/moveToTrash', { productIds: [product.id] });
    expect((await ask('GET', `/products/${product.id}`)).status).toBe(404);
  });
});

describe('recycle bin (contract 3.7)', () => {
  it('lists the newest deletion first, by pages of at most 50', async () => {
    const { ask, world, org, admin } = fixture();
    const ids: string[] = [];
    for (const lastName of ['A', 'B']) {
      ids.push(createRecord(world, org, 'contacts', { lastName, firstName: 'Z' }, admin.actor).id);
      world.clock.advance(1000);
      await ask('POST', '/contacts/moveToTrash', { contactIds: [ids.at(-1)] });
    }
    const bin = await ask('GET', '/recycleBin?include=deletedBy&sortBy=-deletedTime');
    expect(names(bin, 'displayName')).toEqual(['Z B', 'Z A']);
    expect(bin.data[1]).toMatchObject({
      type: 'Contacts',
      deletedById: admin.agent.id,
      deletedTime: new Date(startTime + 1000).toISOString(),
      deletedBy: { email: admin.person.email },
    });
    expect(names(await ask('GET', '/recycleBin?from=1'), 'id')).toEqual([ids[0]]);
    expect((await ask('GET', '/recycleBin?limit=51')).status).toBe(422);
    expect((await ask('GET', '/recycleBin?module=accounts')).status).toBe(204);
  });

  it('restores with children, deletes for good and answers each id', async () => {
    const { ask, world, org, admin } = fixture();
    const contact = createRecord(world, org, 'contacts', { lastName: 'x' }, admin.actor);
    const ticket = createRecord(
      world,
      org,
      'tickets',
      { subject: 'Help', contactId: contact.id },
      admin.actor,
    );
    await ask('POST', '/contacts/moveToTrash', { contactIds: [contact.id] });
    const body = { ids: [contact.id, '9'], isChildNeedToBeRestored: true };
    const restored = await ask('POST', '/recycleBin/restore', body);
    expect(restored.data.map((result) => result['success'])).toEqual([true, false]);
    expect((await ask('GET', `/tickets/${ticket.id}`)).status).toBe(200);
    await ask('POST', '/contacts/moveToTrash', { contactIds: [contact.id] });
    await ask('POST', '/recycleBin/delete', { ids: [contact.id] });
    expect((await ask('GET', `/contacts/${contact.id}`)).status).toBe(404);
    expect(names(await ask('GET', '/recycleBin'), 'id')).toEqual([ticket.id]);
  });
});
