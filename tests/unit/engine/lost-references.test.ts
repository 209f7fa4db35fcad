import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { createStage, type Stage } from './stage';

/** Desk takes no contact of an account that it does not have (contract 3.4). */
function strict(stage: Stage): void {
  stage.desk.refuse = (kind, { accountId }) =>
    kind !== 'contact' ||
    typeof accountId !== 'string' ||
    stage.desk.rows('account').some(({ id }) => id === accountId)
      ? null
      : new SyncError(
          { code: 'record.invalid', kind: 'conflict', message: 'no such account' },
          { outcome: 'refused' },
        );
}

/** An account on both sides, gone from Desk without a word of any feed. */
async function withLostAccount(): Promise<{ stage: Stage; account: string; contact: string }> {
  const stage = await createStage();
  stage.desk.tellsMerges = false;
  strict(stage);
  const account = stage.crm.add('account', { Account_Name: 'Nordwind' });
  const other = stage.desk.add('account', { accountName: 'Other' });
  const contact = stage.crm.add('contact', { Last_Name: 'Known', Email: 'known@x.test' });
  await stage.settle();
  const lost = stage.desk
    .rows('account')
    .find(({ fields }) => fields['accountName'] === 'Nordwind');
  stage.desk.merge(other, lost?.id ?? '');
  stage.world.now += 60_000;
  return { stage, account, contact };
}

async function rest(stage: Stage): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await stage.settle();
    stage.world.now += 60_000;
  }
}

const told = [['account', 'delete.missing']];

describe('a record refused for an account that is gone', () => {
  it('is created once the link of the account is cut', async () => {
    const { stage, account } = await withLostAccount();
    stage.crm.add('contact', { Last_Name: 'New', Email: 'new@x.test', Account_Name: account });
    await rest(stage);
    const names = stage.desk.rows('contact').map(({ fields }) => fields['lastName']);
    expect(names.toSorted()).toEqual(['Known', 'New']);
    // What became of the account is for a person to know.
    const failures = await stage.store.failures();
    expect(failures.map(({ kind, problem }) => [kind, problem.code])).toEqual(told);
  });

  it('is updated once the link of the account is cut', async () => {
    const { stage, account, contact } = await withLostAccount();
    stage.crm.edit(contact, { Account_Name: account, Title: 'Head of IT' });
    await rest(stage);
    const [known] = stage.desk.rows('contact');
    expect(known?.fields['title']).toBe('Head of IT');
    // What became of the account is for a person to know.
    const failures = await stage.store.failures();
    expect(failures.map(({ kind, problem }) => [kind, problem.code])).toEqual(told);
  });
});
