import { beforeEach, describe, expect, it } from 'vitest';
import { fixture, type Fixture } from './fixture';
import { createRecord, editRecord } from './records';

let at: Fixture;
beforeEach(() => {
  at = fixture();
});

describe('DELETE (contract 2.4)', () => {
  it('deletes one and many, naming what it could not', async () => {
    const ids = ['A', 'B'].map(
      (name) => createRecord(at.world, at.org, 'Contacts', { Last_Name: name }, at.person).id,
    );
    const mixed = await at.call('DELETE', `/Contacts?ids=${ids[0]},12&wf_trigger=false`);
    expect(mixed.status).toBe(207);
    expect(mixed.data).toEqual([
      { code: 'SUCCESS', details: { id: ids[0] }, message: 'record deleted', status: 'success' },
      {
        code: 'INVALID_DATA',
        details: { id: '12' },
        message: 'record not deleted',
        status: 'error',
      },
    ]);
    expect((await at.call('DELETE', `/Contacts/${ids[1]}`)).status).toBe(200);
    expect((await at.call('DELETE', `/Contacts/${ids[1]}`)).status).toBe(400);
    expect((await at.call('DELETE', '/Contacts')).body).toMatchObject({
      code: 'REQUIRED_PARAM_MISSING',
      details: { param_name: 'ids' },
    });
  });

  it('empties lookups to what is deleted, and fills them again on restore', async () => {
    const account = createRecord(
      at.world,
      at.org,
      'Accounts',
      { Account_Name: 'Acme' },
      at.person,
    ).id;
    const contact = createRecord(
      at.world,
      at.org,
      'Contacts',
      { Last_Name: 'A', Account_Name: { id: account } },
      at.person,
    ).id;
    const lookup = async () => (await at.call('GET', `/Contacts/${contact}`)).first['Account_Name'];
    editRecord(at.world, at.org, 'Accounts', account, { Account_Name: 'Acme Ltd' }, at.person);
    expect(await lookup()).toEqual({ name: 'Acme Ltd', id: account });
    await at.call('DELETE', `/Accounts/${account}`);
    expect(await lookup()).toBeNull();
    expect(
      (await at.call('POST', `/settings/recycle_bin/${account}/actions/restore`, { body: {} }))
        .status,
    ).toBe(200);
    expect(await lookup()).toEqual({ name: 'Acme Ltd', id: account });
  });
});
