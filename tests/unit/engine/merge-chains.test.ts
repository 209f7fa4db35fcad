import { describe, expect, it } from 'vitest';
import { createStage, type Stage } from './stage';

const always = { crmDeleted: 'always', deskDeleted: 'always' } as const;
const minute = 60_000;

/** Desk contacts with their CRM copies, a minute after they came to rest. */
async function linked(count: number): Promise<{ stage: Stage; crm: readonly string[] }> {
  const deletions = { account: always, contact: always, product: always };
  const stage = await createStage({ config: { deletions } });
  for (let n = 0; n < count; n += 1)
    stage.desk.add('contact', { lastName: `N${n}`, email: `n${n}@x.test` });
  await stage.run();
  stage.world.now += minute;
  return { stage, crm: stage.crm.rows('contact').map(({ id }) => id) };
}

const living = (stage: Stage): number =>
  stage.desk.rows('contact').filter((row) => row.trashedAt === null).length;

async function runs(stage: Stage, count: number): Promise<void> {
  for (let run = 0; run < count; run += 1) {
    stage.world.now += minute;
    await stage.run();
  }
}

/** The last winner is younger than the first merge: its own timeline cannot tell of that one. */
function mergeInTurn(stage: Stage, losers: readonly string[]): void {
  const [middle = '', ...first] = losers;
  for (const loser of first) {
    stage.crm.merge(middle, loser);
    stage.world.now += minute;
  }
  const last = stage.crm.add('contact', { Last_Name: 'Last' });
  stage.world.now += minute;
  stage.crm.merge(last, middle);
}

describe('records that are merged into one that is merged itself', () => {
  it('take nothing in Desk along', async () => {
    const { stage, crm } = await linked(3);
    mergeInTurn(stage, crm);
    await runs(stage, 4);
    expect(living(stage)).toBe(4);
    const failures = await stage.store.failures();
    expect(new Set(failures.map(({ problem }) => problem.code))).toEqual(
      new Set(['delete.merged']),
    );
    expect(failures).toHaveLength(3);
  });

  it('take nothing along when their feed has many pages', async () => {
    const { stage, crm } = await linked(9);
    mergeInTurn(stage, crm);
    await runs(stage, 4);
    expect(living(stage)).toBe(10);
  });

  it('are still told from one that was deleted after the last merge', async () => {
    const { stage, crm } = await linked(4);
    const [gone = '', ...others] = crm;
    mergeInTurn(stage, others);
    stage.world.now += minute;
    stage.crm.trash(gone);
    await runs(stage, 4);
    expect(living(stage)).toBe(4);
  });
});
