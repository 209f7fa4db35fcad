import { describe, expect, it } from 'vitest';
import { tableOf } from '../world';
import { fixture } from './fixture';
import { addDeskField } from './fields';

const scopeId = '7d69f2c6-1d6d-4a75-99d1-fafc4e4177a7';

describe('imports (contract 3.11)', () => {
  it('makes accounts and contacts later, keeps their times and tells their ids', async () => {
    const { ask, world, org } = fixture();
    addDeskField(world, org, 'contacts', {
      apiName: 'cf_size',
      label: 'Size',
      type: 'Text',
      maxLength: 5,
    });
    const contact = {
      contactExtId: 'c1',
      lastName: 'Bloom',
      accountExtId: 'a1',
      customFields: { Size: 'S' },
      createdTime: '2020-01-01T00:00:00.000Z',
      modifiedTime: '2021-01-01T00:00:00.000Z',
    };
    const data = {
      accounts: [{ accountExtId: 'a1', accountName: 'Acme' }],
      contacts: [contact, { contactExtId: 'c2', firstName: 'No' }],
    };
    const started = await ask('POST', '/imports', { scopeId, runAutomation: false, data });
    expect(started.body).toMatchObject({ status: 'queued', hasError: false, scopeId });
    const wanted = { scopeId, module: 'contacts', externalIds: ['c1', 'c2'] };
    expect((await ask('POST', '/importMappings', wanted)).body).toEqual({ data: [] });
    world.clock.advance(2000);
    const done = await ask('GET', `/imports/${String(started.body['id'])}`);
    expect(done.body).toMatchObject({ status: 'completed', hasError: true });
    const { data: found } = await ask('POST', '/importMappings', wanted);
    expect(found).toHaveLength(1);
    expect(
      (await ask('GET', `/contacts/${String(found[0]?.['entityId'])}?include=accounts`)).body,
    ).toMatchObject({
      lastName: 'Bloom',
      cf: { cf_size: 'S' },
      createdTime: contact.createdTime,
      modifiedTime: contact.modifiedTime,
      account: { accountName: 'Acme' },
    });
  });

  it('does not let a client write what only Desk sets', async () => {
    const { ask, world, org } = fixture();
    const contacts = [
      { contactExtId: 'c1', lastName: 'x', zohoCRMContact: { id: '1', type: 'contacts' } },
    ];
    const { body } = await ask('POST', '/imports', { scopeId, data: { contacts } });
    world.clock.advance(2000);
    expect((await ask('GET', `/imports/${String(body['id'])}`)).body['hasError']).toBe(true);
    expect([...tableOf(org, 'contacts').all()]).toHaveLength(0);
    const ticket = { subject: 'x', threadCount: 7 };
    expect((await ask('POST', '/tickets', ticket)).body['errors']).toMatchObject([
      { fieldName: '/threadCount' },
    ]);
  });

  it('makes no second record for an external id', async () => {
    const { ask, world, org } = fixture();
    for (let time = 0; time < 2; time += 1) {
      const { body } = await ask('POST', '/imports', {
        scopeId,
        data: { accounts: [{ accountExtId: 'a1', accountName: 'Acme' }] },
      });
      world.clock.advance(2000);
      await ask('GET', `/imports/${String(body['id'])}`);
    }
    expect([...tableOf(org, 'accounts').all()]).toHaveLength(1);
  });

  it.each([
    [{ data: {} }, '/scopeId'],
    [{ scopeId }, '/data'],
    [{ scopeId, data: { products: [] } }, '/data'],
    [{ scopeId, data: { contacts: [{ lastName: 'x' }] } }, '/data/contacts/contactExtId'],
    [{ scopeId, data: { contacts: [{ contactExtId: 'a b' }] } }, '/data/contacts/contactExtId'],
  ])('refuses %o', async (body, fieldName) => {
    const { ask } = fixture();
    const refused = await ask('POST', '/imports', body);
    expect(refused.status).toBe(422);
    expect(refused.body['errors']).toMatchObject([{ fieldName }]);
  });
});
