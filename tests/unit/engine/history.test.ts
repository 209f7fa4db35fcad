import { describe, expect, it } from 'vitest';
import { mostChanges, numbered } from '../../../sync/core/change';
import type { Run } from '../../../sync/types/runs';
import { createStage } from './stage';

const minute = 60_000;

describe('the history of a run', () => {
  it('says what was done to which record, field by field', async () => {
    const stage = await createStage();
    stage.desk.add('contact', { lastName: 'Doe', email: 'j@x.test', title: 'A' });
    stage.crm.add('contact', { Last_Name: 'Doe', Email: 'J@x.test', Title: 'A' });
    const lonely = stage.desk.add('contact', { lastName: 'Roe', email: 'r@x.test' });
    const first = await stage.run();
    const made = await stage.store.changes(first.id);
    expect(made.map(({ action, side, title }) => [action, side, title])).toEqual([
      ['link', null, 'Doe'],
      ['create', 'crm', 'Roe'],
    ]);
    expect(made[1]?.fields).toEqual([
      { name: 'Last_Name', before: null, after: 'Roe' },
      { name: 'Email', before: null, after: 'r@x.test' },
    ]);
    stage.world.now += 10 * minute;
    stage.desk.edit(lonely, { phone: '1' });
    stage.crm.edit(stage.crm.rows('contact')[0]?.id ?? '', { Description: 'B'.repeat(900) });
    const second = await stage.run();
    const changes = await stage.store.changes(second.id);
    expect(second.changes).toBe(2);
    expect(changes.find((one) => one.side === 'crm')).toMatchObject({
      action: 'update',
      title: 'Roe',
      fields: [{ name: 'Phone', before: null, after: '1' }],
    });
    const cut = changes.find((one) => one.side === 'desk')?.fields[0];
    expect(cut?.before).toBeNull();
    expect(String(cut?.after).length).toBeLessThan(400);
  });

  it('tells the newest records of a first run while it lasts, failures too, and not afterwards', async () => {
    const stage = await createStage();
    for (let at = 1; at <= 7; at += 1)
      stage.desk.add('contact', { lastName: `Roe ${at}`, email: `r${at}@x.test` });
    // Two that could be the counterpart of one.
    stage.desk.add('contact', { lastName: 'Twin', email: 'twin@x.test' });
    for (const _ of [1, 2]) stage.crm.add('contact', { Last_Name: 'Twin', Email: 'twin@x.test' });
    const told: Run['latest'][] = [];
    const { commit } = stage.store;
    Object.assign(stage.store, {
      commit: async (batch: Parameters<typeof commit>[0]) => {
        await commit(batch);
        if (batch.run !== undefined) told.push(batch.run.latest);
      },
    });
    await stage.run();
    const last = told.findLast((each) => each !== undefined) ?? [];
    expect(last).toHaveLength(5);
    const all = told.flatMap((each) => each ?? []);
    expect(all).toContainEqual(
      expect.objectContaining({ action: 'create', side: 'crm', title: 'Roe 7', fields: 2 }),
    );
    expect(all.find(({ action }) => action === 'fail')).toMatchObject({
      title: 'Twin',
      failed: { reason: 'ambiguous' },
    });
    expect((await stage.store.runs(1))[0]?.latest).toBeUndefined();
  });

  it('is forgotten after ninety days', async () => {
    const stage = await createStage();
    stage.desk.add('contact', { lastName: 'Doe', email: 'j@x.test' });
    const run = await stage.run();
    stage.world.now += 89 * 86_400_000;
    await stage.run();
    expect(await stage.store.changes(run.id)).toHaveLength(1);
    stage.world.now += 2 * 86_400_000;
    await stage.run();
    expect(await stage.store.changes(run.id)).toEqual([]);
    expect((await stage.store.runs(9)).map((one) => one.id)).not.toContain(run.id);
  });

  it('keeps the beginning of a long run only', () => {
    const draft = {
      kind: 'contact',
      side: null,
      pairKey: 'p',
      title: 't',
      action: 'link',
      fields: [],
    } as const;
    const run = { id: 'r', from: mostChanges - 1 };
    expect(numbered([draft, draft], run, 1).map((one) => one.id)).toEqual(['r/04999']);
    expect(numbered([draft], { ...run, from: mostChanges }, 1)).toEqual([]);
  });
});
