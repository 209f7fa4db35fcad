import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import type { WriteResult } from '../../../sync/engine/remote-ports';
import { createStage, type Stage } from './stage';

const minute = 60_000;

async function waiting(count: number): Promise<Stage> {
  const stage = await createStage();
  Object.assign(stage.crm, { createBatch: 100 });
  for (let n = 0; n < count; n++)
    stage.desk.add('contact', { lastName: `N${n}`, email: `n${n}@x.test` });
  return stage;
}

const refusal = (outcome: 'refused' | 'unknown', kind: 'conflict' | 'transient'): SyncError =>
  new SyncError({ code: 'record.invalid', kind, message: 'no' }, { outcome });

describe('a batch that one record spoils', () => {
  it('is halved until that one stands alone, when it is refused as a whole', async () => {
    const stage = await waiting(100);
    const create = stage.crm.create.bind(stage.crm);
    const sizes: number[] = [];
    stage.crm.create = async (kind, drafts) => {
      sizes.push(drafts.length);
      if (!drafts.some((draft) => draft['Last_Name'] === 'N42')) return create(kind, drafts);
      const error = refusal('refused', 'conflict');
      return drafts.map((): WriteResult => ({ ok: false, error }));
    };
    const run = await stage.run();
    expect(run.tally.contact).toMatchObject({ createdInCrm: 99, failed: 1 });
    expect(await stage.store.failures()).toMatchObject([{ title: 'N42' }]);
    expect(sizes.slice(0, 2)).toEqual([100, 50]);
    expect(sizes.at(-1)).toBeGreaterThan(1);
    expect(sizes).toContain(1);
    expect(sizes.length).toBeLessThanOrEqual(2 * 7 + 1);
    expect(await stage.store.intents()).toEqual([]);
  });

  it('shrinks from run to run when no answer comes, and leaves nothing twice', async () => {
    const stage = await waiting(30);
    const create = stage.crm.create.bind(stage.crm);
    stage.crm.create = async (kind, drafts) => {
      if (!drafts.some((draft) => draft['Last_Name'] === 'N7')) return create(kind, drafts);
      throw refusal('unknown', 'transient');
    };
    for (let round = 0; round < 40; round++) {
      await stage.sync.run('person');
      stage.world.now += 11 * minute;
    }
    expect(stage.crm.rows('contact')).toHaveLength(29);
    expect(await stage.store.failures()).toMatchObject([
      { title: 'N7', problem: { code: 'create.noAnswer' } },
    ]);
    expect(await stage.store.intents()).toEqual([]);
    expect((await stage.run()).problem).toBeNull();
  });
});

describe('an answer to a batch', () => {
  it.each([
    ['too short', (results: readonly WriteResult[]) => results.slice(1)],
    ['in another order', (results: readonly WriteResult[]) => results.toReversed()],
    [
      'partly without an outcome',
      (results: readonly WriteResult[]) =>
        results.map((one, at): WriteResult =>
          at % 2 === 0 ? one : { ok: false, error: refusal('unknown', 'transient') },
        ),
    ],
  ])('that is %s links nobody to a stranger and makes nothing twice', async (_, spoil) => {
    const stage = await waiting(9);
    const create = stage.crm.create.bind(stage.crm);
    let isFirst = true;
    stage.crm.create = async (kind, drafts) => {
      const results = await create(kind, drafts);
      const first = isFirst;
      isFirst = false;
      return first ? spoil(results) : results;
    };
    await stage.settle();
    stage.world.now += minute;
    await stage.settle();
    expect(stage.crm.rows('contact')).toHaveLength(9);
    for (const row of stage.desk.rows('contact')) {
      const [pair] = await stage.store.pairsById('contact', 'desk', [row.id]);
      expect(pair?.crm?.fields['Last_Name']).toBe(row.fields['lastName']);
      const copy = stage.crm.rows('contact').find((one) => one.id === pair?.crm?.id);
      expect(copy?.fields['Last_Name']).toBe(row.fields['lastName']);
    }
  });
});
