import { describe, expect, it } from 'vitest';
import { second, linked, runs, isAlive } from './deletions';

describe('restores', () => {
  it.each(['crm', 'desk'] as const)(
    'in %s go back to the counterpart that was kept, also without an address',
    async (side) => {
      const { stage, desk, crm } = await linked({});
      const [gone, kept] = side === 'crm' ? [crm, desk] : [desk, crm];
      stage.desk.edit(desk, { email: null });
      await runs(stage, 2);
      stage[side].trash(gone);
      await runs(stage, 2);
      const other = side === 'crm' ? 'desk' : 'crm';
      stage[other].edit(kept, other === 'desk' ? { phone: '33' } : { Phone: '33' });
      await runs(stage, 2);
      stage[side].restore(gone);
      await runs(stage, 2);
      expect(await stage.store.counts('contact')).toMatchObject({ linked: 1, deskOnly: 0 });
      expect(stage.desk.rows('contact')).toHaveLength(1);
      expect(stage.crm.rows('contact')).toHaveLength(1);
      // What was edited while the link was cut travels on; it is no conflict.
      expect(stage.desk.rows('contact')[0]?.fields['phone']).toBe('33');
      expect(stage.crm.rows('contact')[0]?.fields['Phone']).toBe('33');
      expect(await stage.store.conflicts()).toEqual([]);
    },
  );

  it('before the delete was carried out undo it', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    stage.crm.trash(crm);
    await stage.run();
    stage.world.now += 60 * second;
    stage.crm.restore(crm);
    await runs(stage);
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 1, dirty: 0 });
  });

  it('that no feed shows are seen by the last look', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    // Long after its last change: the feed's overlap does not reach back to it.
    stage.world.now += 600 * second;
    await stage.run();
    stage.crm.trash(crm);
    await stage.run();
    const row = stage.crm.rows('contact')[0];
    if (row) row.trashedAt = null;
    await runs(stage);
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 1, dirty: 0 });
  });

  it('of a record whose counterpart followed it into the bin make a new counterpart', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    stage.crm.trash(crm);
    await runs(stage);
    expect(isAlive(stage, 'desk', desk)).toBe(false);
    stage.crm.restore(crm);
    await runs(stage);
    const living = stage.desk.rows('contact').filter((row) => row.trashedAt === null);
    expect(living).toHaveLength(1);
    // The old counterpart, restored later, finds its place taken and is not made a second time.
    stage.desk.restore(desk);
    await runs(stage);
    expect(stage.crm.rows('contact')).toHaveLength(1);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 1, deskOnly: 1 });
  });

  it('of both find each other again', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    stage.desk.edit(desk, { email: null });
    await runs(stage, 2);
    stage.crm.trash(crm);
    await runs(stage);
    stage.crm.restore(crm);
    stage.desk.restore(desk);
    await runs(stage);
    expect(await stage.store.counts('contact')).toMatchObject({
      linked: 1,
      deskOnly: 0,
      crmOnly: 0,
    });
    expect(stage.desk.rows('contact')).toHaveLength(1);
  });

  it('of one that was deleted by itself, and then of its counterpart, keep what was cleared', async () => {
    const { stage, desk, crm } = await linked({});
    stage.desk.trash(desk);
    await runs(stage);
    stage.crm.trash(crm);
    await runs(stage);
    const [stone] = await stage.store.tombstones('contact', 'crm', [crm]);
    expect(stone).toMatchObject({ reason: 'deleted', partner: desk, alone: true });
    stage.crm.restore(crm);
    stage.crm.edit(crm, { Phone: null });
    await runs(stage);
    // Whoever deleted it by itself wanted no copy of it either.
    expect(stage.desk.rows('contact')).toHaveLength(1);
    stage.desk.restore(desk);
    await runs(stage);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 1, deskOnly: 0 });
    expect(stage.desk.rows('contact')[0]?.fields['phone']).toBeNull();
    expect(stage.crm.rows('contact')[0]?.fields['Phone']).toBeNull();
  });

  it('that a late list shows with values of before are taken as they are', async () => {
    const { stage, desk, crm } = await linked({});
    const { changes } = stage.desk;
    const fields = ['lastName', 'email', 'phone'];
    const old = await changes('contact', { fields, since: null, page: null });
    stage.crm.edit(crm, { Phone: '2' });
    await runs(stage);
    stage.desk.trash(desk);
    await runs(stage);
    stage.desk.restore(desk);
    stage.desk.changes = (kind, request) =>
      kind === 'contact' ? Promise.resolve(old) : changes(kind, request);
    await stage.run();
    expect(stage.crm.rows('contact')[0]?.fields['Phone']).toBe('2');
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 1, deskOnly: 0 });
  });

  it('are no resurrection: a record created anew with the same address is matched anew', async () => {
    const { stage, desk, crm } = await linked({ crmDeleted: 'always' });
    stage.crm.trash(crm);
    const again = stage.crm.add('contact', { Last_Name: 'Doe', Email: 'a@x.test', Title: 'New' });
    await runs(stage);
    expect(isAlive(stage, 'desk', desk)).toBe(true);
    const [pair] = await stage.store.pairsById('contact', 'crm', [again]);
    expect(pair?.desk?.id).toBe(desk);
    expect(stage.desk.rows('contact')).toHaveLength(1);
  });
});
