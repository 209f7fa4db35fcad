import { describe, expect, it } from 'vitest';
import type { PlannedRow, PreviewRow } from '../../../sync/types/runs';
import { createStage, type Stage } from './stage';

const minute = 60_000;

async function plannedOf(stage: Stage): Promise<readonly PlannedRow[]> {
  const handle = await stage.store.preview();
  const rows: PlannedRow[] = [];
  for (let page = 0; page < (handle?.pages ?? 0); page++)
    rows.push(...(await stage.store.previewRows(page)));
  return rows;
}

async function rowsOf(stage: Stage): Promise<readonly PreviewRow[]> {
  return (await plannedOf(stage)).filter((row) => row.action !== 'need');
}

async function filled(): Promise<Stage> {
  const stage = await createStage();
  const { desk, crm } = stage;
  const account = desk.add('account', { accountName: 'Acme' });
  desk.add('contact', { lastName: 'New', email: 'new@x.test', accountId: account });
  desk.add('contact', { lastName: 'Both', email: 'both@x.test', phone: '1' });
  crm.add('contact', { Last_Name: 'Both', Email: 'BOTH@x.test', Title: 'T' });
  crm.add('contact', { Last_Name: 'Crm', Email: 'crm@x.test' });
  return stage;
}

const briefly = (rows: readonly PreviewRow[]): string[] =>
  rows.map((row) => `${row.kind} ${row.action} ${row.side ?? '-'} ${row.title}`).toSorted();

describe('a preview', () => {
  it('shows what would be done, on which side, field by field and for how much', async () => {
    const stage = await filled();
    const handle = await stage.preview();
    expect(stage.writes()).toBe(0);
    const rows = await rowsOf(stage);
    expect(briefly(rows)).toEqual([
      'account create crm Acme',
      'contact create crm New',
      'contact create desk Crm',
      'contact link - Both',
      'contact update crm Both',
      'contact update desk Both',
    ]);
    expect(rows.find((row) => row.action === 'update' && row.side === 'crm')?.fields).toEqual([
      { name: 'Phone', before: null, after: '1' },
    ]);
    expect(handle).toMatchObject({ rows: 6, pages: 2, credits: { desk: 3, crm: 2 } });
    expect(handle.counts).toContainEqual({
      kind: 'contact',
      action: 'create',
      side: 'desk',
      records: 1,
    });
    // The same world gives the same plan; another one does not.
    const again = await stage.preview();
    expect(again.hash).toBe(handle.hash);
    stage.desk.add('contact', { lastName: 'More', email: 'more@x.test' });
    expect((await stage.preview()).hash).not.toBe(handle.hash);
  });

  it('is carried out as a whole, and is over then', async () => {
    const stage = await filled();
    const { hash } = await stage.preview();
    const run = await stage.apply(hash, 'all');
    expect(run).toMatchObject({ problem: null, gated: { changed: 0, leftOut: 0 } });
    expect(stage.crm.rows('contact')).toHaveLength(3);
    expect(stage.desk.rows('contact')).toHaveLength(3);
    expect(await stage.store.preview()).toBeNull();
    await expect(stage.apply(hash, 'all')).rejects.toMatchObject({
      problem: { code: 'preview.stale' },
    });
    await stage.run();
    const writes = stage.writes();
    await stage.run();
    expect(stage.writes()).toBe(writes);
  });

  it('carries out the ticked rows only; the others wait in the failure log', async () => {
    const stage = await filled();
    const { hash } = await stage.preview();
    const crmOnly = (await rowsOf(stage)).find((row) => row.title === 'Crm')?.pairKey ?? '';
    const { gated } = await stage.apply(hash, [crmOnly]);
    expect(gated).toEqual({ changed: 0, leftOut: 3 });
    expect(stage.desk.rows('contact')).toHaveLength(3);
    expect(stage.crm.writes).toEqual([]);
    stage.world.now += 10 * minute;
    await stage.run();
    expect(stage.crm.writes).toEqual([]);
    const failures = await stage.store.failures();
    expect(new Set(failures.map((one) => one.problem.code))).toEqual(new Set(['preview.leftOut']));
    // Tried again: as any failure, by being planned anew.
    const { epoch } = await stage.store.control();
    for (const { pairKey } of failures) {
      const pair = await stage.store.pair(pairKey);
      if (pair) await stage.store.commit({ epoch, pairs: [{ ...pair, dirty: true }] });
    }
    await stage.run();
    await stage.run();
    expect(stage.crm.rows('contact')).toHaveLength(3);
    expect(await stage.store.failures()).toEqual([]);
  });

  it('does nothing that was not shown, and reports what has changed since', async () => {
    const stage = await filled();
    const { hash } = await stage.preview();
    const [fresh] = stage.desk.rows('contact');
    stage.world.now += minute;
    stage.desk.edit(fresh?.id ?? '', { title: 'Edited meanwhile' });
    stage.desk.add('contact', { lastName: 'Unseen', email: 'unseen@x.test' });
    const { gated } = await stage.apply(hash, 'all');
    expect(gated).toEqual({ changed: 1, leftOut: 0 });
    const names = (): unknown[] => stage.crm.rows('contact').map((row) => row.fields['Last_Name']);
    expect(names()).not.toContain('Unseen');
    expect(names()).not.toContain('New');
    // A later run is an ordinary one.
    await stage.run();
    expect(names()).toEqual(expect.arrayContaining(['Unseen', 'New']));
  });

  it('keeps a run that was cut off within the plan', async () => {
    const stage = await filled();
    const { hash } = await stage.preview();
    stage.crm.faults = ['lostBefore'];
    const run = await stage.apply(hash, 'all');
    expect(run).toMatchObject({ problem: { code: 'zoho.timeout' } });
    stage.desk.add('contact', { lastName: 'Unseen', email: 'unseen@x.test' });
    stage.world.now = ((await stage.store.control()).retry?.at ?? 0) + 1;
    expect(await stage.sync.run('alarm')).toMatchObject({ problem: null });
    expect(stage.desk.rows('contact')).toHaveLength(4);
    expect(stage.crm.rows('contact').map((row) => row.fields['Last_Name'])).not.toContain('Unseen');
    await stage.settle();
    expect(stage.crm.rows('contact').map((row) => row.fields['Last_Name'])).toContain('Unseen');
    expect(stage.crm.rows('account')).toHaveLength(1);
  });

  it('holds the runs that nobody asked for, and is stale under other settings', async () => {
    const stage = await filled();
    const { hash } = await stage.preview();
    expect(await stage.sync.run('alarm')).toBe('waiting');
    expect(await stage.sync.nextWakeAt()).toBeGreaterThan(stage.world.now + 59 * minute);
    const { epoch } = await stage.store.control();
    await stage.store.commit({ epoch, config: { ...stage.config, version: 2 } });
    await expect(stage.apply(hash, 'all')).rejects.toMatchObject({
      problem: { code: 'preview.stale' },
    });
    // Whoever looks is shown the plan under the new settings, not what comes of the old.
    expect(await stage.run()).toMatchObject({ isPreview: true, problem: null });
    expect(stage.writes()).toBe(0);
    expect((await stage.store.preview())?.hash).not.toBe(hash);
    stage.world.now += 61 * minute;
    await stage.run();
    expect(stage.writes()).toBeGreaterThan(0);
  });

  it('names the records that it leaves to a person, which are those that the run then reports', async () => {
    const stage = await createStage({ config: { policy: 'ask' } });
    const { desk, crm } = stage;
    desk.add('contact', { lastName: 'Twin', email: 'twin@x.test' });
    crm.add('contact', { Last_Name: 'Twin', Email: 'twin@x.test' });
    crm.add('contact', { Last_Name: 'Twin', Email: 'twin@x.test' });
    crm.add('account', { Account_Name: '' });
    desk.add('contact', { lastName: 'Both', email: 'both@x.test', title: 'Desk', phone: '1' });
    crm.add('contact', { Last_Name: 'Both', Email: 'both@x.test', Title: 'CRM' });
    const { hash, needs, rows } = await stage.preview();
    const planned = await plannedOf(stage);
    const left = planned.filter((row) => row.action === 'need');
    expect(planned).toHaveLength(rows + left.length);
    expect((needs ?? []).reduce((sum, { records }) => sum + records, 0)).toBe(left.length);
    expect(left.find(({ title }) => title === 'Both')).toMatchObject({
      fields: [{ name: 'title', before: 'Desk', after: 'CRM' }],
      problem: { code: 'conflict.undecided' },
    });
    await stage.apply(hash, 'all');
    const reported = [...(await stage.store.failures()), ...(await stage.store.conflicts())];
    const keys = (of: readonly { readonly pairKey: string }[]): string[] =>
      [...new Set(of.map(({ pairKey }) => pairKey))].toSorted();
    expect(keys(left)).toEqual(keys(reported));
    expect(left.length).toBeGreaterThan(4);
  });

  it('is refused while paused', async () => {
    const stage = await filled();
    await stage.sync.pause();
    await expect(stage.preview()).rejects.toMatchObject({ problem: { code: 'sync.paused' } });
  });
});
