import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import type { WriteResult } from '../../../sync/engine/remote-ports';
import { createStage, type Stage } from './stage';

const hour = 3_600_000;
const noPermission = (): SyncError =>
  new SyncError(
    { code: 'zoho.noPermission', kind: 'configuration', message: 'Not allowed.' },
    { outcome: 'refused' },
  );

/** Contacts of CRM that Desk lacks. */
async function waiting(count: number): Promise<Stage> {
  const stage = await createStage();
  for (let n = 0; n < count; n += 1)
    stage.crm.add('contact', { Last_Name: `N${n}`, Email: `n${n}@x.test` });
  return stage;
}

describe('a run without the rights it needs', () => {
  it('ends after three refusals in a row, keeps what it did, and waits for a person', async () => {
    const stage = await waiting(40);
    let asked = 0;
    stage.desk.refuse = () => {
      asked += 1;
      return asked > 10 ? noPermission() : null;
    };
    expect(await stage.sync.run('alarm')).toMatchObject({
      problem: { code: 'zoho.noPermission', kind: 'configuration' },
      tally: { contact: { createdInDesk: 10 } },
    });
    // Three in a row, and what was under way beside them.
    expect(asked).toBeLessThanOrEqual(10 + 3 + 3);
    expect(await stage.store.intents()).toEqual([]);
    expect(await stage.sync.nextWakeAt()).toBeGreaterThanOrEqual(stage.world.now + hour - 1_000);
    stage.desk.refuse = null;
    expect(await stage.sync.run('person')).toMatchObject({ problem: null });
    await stage.settle();
    expect(stage.desk.rows('contact').length + (await stage.store.failures()).length).toBe(40);
  });

  it('goes on where a single record is not to be written', async () => {
    const stage = await waiting(12);
    stage.desk.refuse = (_, fields) => (fields['lastName'] === 'N5' ? noPermission() : null);
    const run = await stage.run();
    expect(run.tally.contact).toMatchObject({ createdInDesk: 11, failed: 1 });
    expect(await stage.store.failures()).toMatchObject([
      { title: 'N5', problem: { code: 'zoho.noPermission' } },
    ]);
  });

  it('ends at once where a whole batch is refused', async () => {
    const stage = await createStage();
    for (let n = 0; n < 20; n += 1)
      stage.desk.add('contact', { lastName: `N${n}`, email: `n${n}@x.test` });
    let calls = 0;
    stage.crm.create = async (_, drafts) => {
      calls += 1;
      return drafts.map((): WriteResult => ({ ok: false, error: noPermission() }));
    };
    expect(await stage.sync.run('alarm')).toMatchObject({ problem: { code: 'zoho.noPermission' } });
    expect(calls).toBe(1);
    expect(await stage.store.intents()).toEqual([]);
  });

  it('ends where a side may not be read, without a write', async () => {
    const stage = await waiting(3);
    stage.crm.changes = () => Promise.reject(noPermission());
    expect(await stage.sync.run('alarm')).toMatchObject({ problem: { code: 'zoho.noPermission' } });
    expect(stage.writes()).toBe(0);
  });
});
