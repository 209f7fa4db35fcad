import { describe, expect, it } from 'vitest';
import { createStage, start } from './stage';

const old = start - 3 * 365 * 86_400_000;

describe('accounts older than the window of the first sync', () => {
  it('are brought along by the contacts of the window, and by no others', async () => {
    const stage = await createStage();
    const wanted = stage.desk.add('account', { accountName: 'Wanted' }, old);
    const deserted = stage.desk.add('account', { accountName: 'Deserted' }, old);
    stage.desk.add('account', { accountName: 'Empty' }, old);
    stage.desk.add('contact', { lastName: 'New', email: 'new@x.test', accountId: wanted });
    stage.desk.add('contact', { lastName: 'Old', email: 'old@x.test', accountId: deserted }, old);
    await stage.settle();
    const names = stage.crm.rows('account').map((row) => row.fields['Account_Name']);
    expect(names).toEqual(['Wanted']);
    const [account] = stage.crm.rows('account');
    expect(stage.crm.rows('contact')).toMatchObject([
      { fields: { Last_Name: 'New', Account_Name: account?.id } },
    ]);
    // And then there is rest.
    const before = stage.writes();
    stage.world.now += 6 * 60_000;
    await stage.run();
    expect(stage.writes()).toBe(before);
  });

  it('come to Desk as well, for a contact that was linked before it had one', async () => {
    const stage = await createStage();
    stage.desk.add('contact', { lastName: 'Doe', email: 'doe@x.test' });
    const account = stage.crm.add('account', { Account_Name: 'Ancient' }, old);
    await stage.settle();
    expect(stage.desk.rows('account')).toEqual([]);
    const [copy] = stage.crm.rows('contact');
    stage.world.now += 60_000;
    stage.crm.edit(copy?.id ?? '', { Account_Name: account });
    await stage.settle();
    await stage.settle();
    expect(stage.desk.rows('account')).toMatchObject([{ fields: { accountName: 'Ancient' } }]);
    expect(stage.desk.rows('contact')[0]?.fields['accountId']).toBe(
      stage.desk.rows('account')[0]?.id,
    );
  });
});
