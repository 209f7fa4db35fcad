import { describe, expect, it } from 'vitest';
import { type Linked, second, linked, runs, isAlive, codes, deletes } from './deletions';

describe('merges', () => {
  const both = { crmDeleted: 'always', deskDeleted: 'always' } as const;

  async function twoLinked(): Promise<Linked & { desk2: string; crm2: string }> {
    const one = await linked(both);
    const desk2 = one.stage.desk.add('contact', { lastName: 'Roe', email: 'b@x.test' });
    await runs(one.stage, 2);
    const crm2 = one.stage.crm.rows('contact').find((row) => row.id !== one.crm)?.id ?? '';
    return { ...one, desk2, crm2 };
  }

  it('in CRM into a record without a counterpart re-point the link', async () => {
    const { stage, desk, crm } = await linked(both);
    // A duplicate that was held: its address has a counterpart already.
    const twin = stage.crm.add('contact', { Last_Name: 'Doe', Email: 'a@x.test' });
    await runs(stage, 2);
    expect(await codes(stage)).toEqual(['link.taken']);
    stage.crm.merge(twin, crm);
    await runs(stage);
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    expect(deletes(stage)).toBe(0);
    const [pair] = await stage.store.pairsById('contact', 'crm', [twin]);
    expect(pair?.desk?.id).toBe(desk);
    expect(await codes(stage)).toEqual([]);
  });

  it('in CRM of two linked records delete nothing in Desk and guess nothing', async () => {
    const { stage, desk, desk2, crm, crm2 } = await twoLinked();
    stage.crm.merge(crm, crm2);
    await runs(stage, 4);
    expect(isAlive(stage, 'desk', desk) && isAlive(stage, 'desk', desk2)).toBe(true);
    expect(deletes(stage)).toBe(0);
    expect(await codes(stage)).toEqual(['delete.merged']);
    const [kept] = await stage.store.pairsById('contact', 'desk', [desk]);
    expect(kept?.crm?.id).toBe(crm);
    // The Desk record is not made anew in CRM, whatever is edited.
    stage.desk.edit(desk2, { phone: '5' });
    await runs(stage);
    expect(stage.crm.rows('contact')).toHaveLength(2);
    // The same merge in Desk brings peace.
    stage.desk.merge(desk, desk2, { phone: '5' });
    await runs(stage);
    expect(stage.crm.rows('contact').filter((row) => row.trashedAt === null)).toHaveLength(1);
  });

  it('in CRM are told from deletions even when the winner was edited again since', async () => {
    const { stage, desk2, crm, crm2 } = await twoLinked();
    stage.crm.merge(crm, crm2);
    stage.world.now += 30 * second;
    stage.crm.edit(crm, { Title: 'edited after the merge' });
    stage.world.now += 30 * second;
    await runs(stage, 4);
    expect(isAlive(stage, 'desk', desk2)).toBe(true);
    expect(await codes(stage)).toEqual(['delete.merged']);
  });

  it.each([true, false])(
    'in CRM that may have been keep the record where CRM does not tell (it tells: %s)',
    async (tells) => {
      const { stage, desk2, crm, crm2 } = await twoLinked();
      stage.crm.tellsMerges = tells;
      stage.crm.trash(crm2);
      stage.crm.edit(crm, { Title: 'somebody at work' });
      await runs(stage, 4);
      expect(isAlive(stage, 'desk', desk2)).toBe(!tells);
      expect(await codes(stage)).toEqual(tells ? [] : ['delete.merged']);
    },
  );

  it('in Desk into a record without a counterpart re-point the link', async () => {
    const { stage, desk, crm } = await linked(both);
    const twin = stage.desk.add('contact', { lastName: 'Doe', email: 'a@x.test' });
    await runs(stage, 2);
    stage.desk.merge(twin, desk, { phone: '77' });
    await runs(stage, 4);
    expect(isAlive(stage, 'crm', crm)).toBe(true);
    expect(deletes(stage)).toBe(0);
    const [pair] = await stage.store.pairsById('contact', 'desk', [twin]);
    expect(pair?.crm?.id).toBe(crm);
    expect(await codes(stage)).toEqual([]);
  });

  it('in Desk of two linked records delete nothing in CRM; the lost link is cut when it is used', async () => {
    const { stage, desk, desk2, crm, crm2 } = await twoLinked();
    stage.desk.merge(desk, desk2);
    await runs(stage);
    stage.crm.edit(crm2, { Phone: '5' });
    await runs(stage, 4);
    expect(isAlive(stage, 'crm', crm) && isAlive(stage, 'crm', crm2)).toBe(true);
    expect(deletes(stage)).toBe(0);
    expect(stage.desk.rows('contact')).toHaveLength(1);
    expect(await codes(stage)).toEqual(['delete.missing']);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 1, crmOnly: 1, dirty: 0 });
  });
});
