import { describe, expect, it } from 'vitest';
import { pageSize } from '../../../sync/engine/pool';
import { createStage } from './stage';

describe('a first sync of a small organisation', () => {
  it('pages its commits and asks the store a number of times that grows with pages, not pairs', async () => {
    const stage = await createStage({ pageSize: 200 });
    for (let n = 0; n < 200; n++) {
      stage.desk.add('account', { accountName: `Account ${n}` });
      if (n % 2) stage.crm.add('account', { Account_Name: `ACCOUNT ${n}` });
    }
    const accounts = stage.desk.rows('account').map((row) => row.id);
    for (let n = 0; n < 1_000; n++) {
      stage.desk.add('contact', {
        lastName: `N${n}`,
        email: `n${n}@x.test`,
        accountId: accounts[n % 200] ?? null,
      });
      if (n % 3) stage.crm.add('contact', { Last_Name: `N${n}`, Email: `n${n}@x.test` });
    }
    const { commit, pairsByMatchKey, pairsById } = stage.store;
    let largest = 0;
    let asked = 0;
    const parents: string[] = [];
    stage.store.commit = (batch) => {
      largest = Math.max(largest, batch.pairs?.length ?? 0);
      return commit(batch);
    };
    stage.store.pairsByMatchKey = (keys) => {
      asked++;
      return pairsByMatchKey(keys);
    };
    stage.store.pairsById = async (...given) => {
      asked++;
      const [kind, , ids] = given;
      const [last] = await stage.store.runs(1);
      if (kind === 'account' && last?.kind === 'contact' && last.phase === 'apply')
        parents.push(...ids);
      return pairsById(...given);
    };
    const run = await stage.run();
    // A contact's account is asked for once, however many contacts it has.
    expect(new Set(parents).size).toBe(parents.length);
    expect(parents.length).toBeGreaterThan(0);
    expect(run.tally.account).toMatchObject({ linked: 100, createdInCrm: 100, failed: 0 });
    expect(run.tally.contact).toMatchObject({ linked: 666, createdInCrm: 334, failed: 0 });
    expect(largest).toBeLessThanOrEqual(pageSize);
    expect(asked).toBeLessThan(700);
    const writes = stage.writes();
    const again = await stage.run();
    expect(stage.writes()).toBe(writes);
    expect(again.calls).toBeLessThan(40);
  }, 20_000);
});
