import { describe, expect, it } from 'vitest';
import { createSync } from '../../../sync/engine/sync';
import type { HeldPlan, Run } from '../../../sync/types/runs';
import type { SyncConfig } from '../../../sync/types/settings';
import { createStage, mortal, type Stage } from './stage';

const minute = 60_000;
const always: NonNullable<SyncConfig['deletions']> = {
  account: { crmDeleted: 'always', deskDeleted: 'always' },
  contact: { crmDeleted: 'always', deskDeleted: 'always' },
  product: { crmDeleted: 'always', deskDeleted: 'always' },
};

async function linked(count: number): Promise<Stage> {
  const stage = await createStage({ config: { deletions: always }, pageSize: 100 });
  for (let n = 0; n < count; n++)
    stage.desk.add('contact', { lastName: `N${n}`, email: `n${n}@x.test`, title: `T${n}` });
  await stage.run();
  stage.world.now += minute;
  await stage.run();
  stage.world.now += minute;
  return stage;
}

async function attempt(stage: Stage): Promise<Run> {
  const outcome = await stage.sync.run('person');
  stage.world.now += minute;
  if (typeof outcome === 'string') throw new Error(outcome);
  return outcome;
}

/** Deletes so many CRM records and lets a run see it. */
async function gone(stage: Stage, count: number): Promise<void> {
  for (const row of stage.crm.rows('contact').slice(0, count)) stage.crm.trash(row.id);
  expect((await attempt(stage)).problem).toBeNull();
}

const living = (stage: Stage): number =>
  stage.desk.rows('contact').filter((row) => row.trashedAt === null).length;

async function heldBy(stage: Stage): Promise<HeldPlan> {
  expect(await attempt(stage)).toMatchObject({ problem: { code: 'sync.held' } });
  const held = await stage.sync.held();
  if (!held) throw new Error('nothing is held');
  return held;
}

describe('the brake', () => {
  it('lets a few deletes pass and stops many before the first write', async () => {
    const few = await linked(30);
    await gone(few, 10);
    expect((await attempt(few)).tally.contact.deletedInDesk).toBe(10);

    const stage = await linked(30);
    await gone(stage, 11);
    // An edit waits too: the run stops before it writes anything.
    stage.desk.edit(stage.desk.rows('contact')[20]?.id ?? '', { title: 'edited' });
    const writes = stage.writes();
    const held = await heldBy(stage);
    expect(stage.writes()).toBe(writes);
    expect(held).toMatchObject({
      reasons: ['deletes'],
      counts: [{ kind: 'contact', action: 'delete', side: 'desk', records: 11 }],
    });
    expect(held.rows[0]).toMatchObject({ action: 'delete', title: expect.stringMatching(/^N/) });
    expect((await stage.store.control()).held).toMatchObject({ hash: held.hash, records: 11 });
    // It looks again later, and finds the same.
    expect(await stage.sync.nextWakeAt()).toBeGreaterThan(stage.world.now + 30 * minute);
    expect((await heldBy(stage)).hash).toBe(held.hash);
    expect((await stage.sync.held())?.heldAt).toBe(held.heldAt);
  });

  it('goes on after a yes to exactly that plan', async () => {
    const stage = await linked(30);
    await gone(stage, 12);
    const held = await heldBy(stage);
    expect(await stage.sync.confirm('another')).toBe('changed');
    await heldBy(stage);
    expect(await stage.sync.confirm(held.hash)).toBe('confirmed');
    expect((await stage.store.control()).held).toBeNull();
    expect(await stage.sync.nextWakeAt()).toBe(stage.world.now);
    expect(await attempt(stage)).toMatchObject({
      problem: null,
      tally: { contact: { deletedInDesk: 12 } },
    });
    expect(living(stage)).toBe(18);
    await attempt(stage);
    expect(await stage.sync.held()).toBeNull();
  });

  it('takes a yes for what was shown only: more of it is held anew', async () => {
    const stage = await linked(60);
    await gone(stage, 12);
    const held = await heldBy(stage);
    for (const row of stage.crm.rows('contact').slice(12, 30)) stage.crm.trash(row.id);
    await stage.sync.confirm(held.hash);
    // This run sees the new ones; they are due in the next.
    expect((await attempt(stage)).tally.contact.deletedInDesk).toBe(12);
    const again = await heldBy(stage);
    expect(again.hash).not.toBe(held.hash);
    expect(again.digests).toHaveLength(18);
    expect(living(stage)).toBe(48);
  });

  it('asks for all that waits when more comes after a yes, so that the next yes is the last', async () => {
    const stage = await linked(60);
    await gone(stage, 12);
    const first = await heldBy(stage);
    for (const row of stage.crm.rows('contact').slice(12, 30)) stage.crm.trash(row.id);
    expect((await heldBy(stage)).hash).toBe(first.hash);
    expect(await stage.sync.confirm(first.hash)).toBe('confirmed');

    const both = await heldBy(stage);
    expect(both.counts).toMatchObject([{ action: 'delete', records: 30 }]);
    expect(await stage.sync.confirm(both.hash)).toBe('confirmed');
    expect(await attempt(stage)).toMatchObject({
      problem: null,
      tally: { contact: { deletedInDesk: 30 } },
    });
    expect(living(stage)).toBe(30);
  });

  it('forgets a yes after an hour, and a plan that came to nothing at once', async () => {
    const stage = await linked(30);
    await gone(stage, 12);
    const held = await heldBy(stage);
    await stage.sync.confirm(held.hash);
    stage.world.now += 61 * minute;
    await heldBy(stage);
    expect(living(stage)).toBe(30);
    for (const row of stage.crm.rows('contact').slice(0, 12)) stage.crm.restore(row.id);
    expect((await attempt(stage)).problem).toBeNull();
    expect(await stage.sync.held()).toBeNull();
    expect((await stage.store.control()).held).toBeNull();
    expect(living(stage)).toBe(30);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 30 });
  });

  it('keeps a plan held that a person has said no to', async () => {
    const stage = await linked(30);
    await gone(stage, 12);
    const held = await heldBy(stage);
    await stage.sync.confirm(held.hash);
    await stage.sync.dismiss();
    expect((await stage.sync.held())?.dismissedAt).toBe(stage.world.now);
    expect((await heldBy(stage)).dismissedAt).not.toBeNull();
    expect(living(stage)).toBe(30);
    // The cause is mended: nobody wants the deletes.
    const { epoch } = await stage.store.control();
    await stage.store.commit({
      epoch,
      config: { ...stage.config, version: 2, deletions: undefined },
    });
    expect((await attempt(stage)).problem).toBeNull();
    expect(living(stage)).toBe(30);
  });

  it('stops deletes that come little by little', async () => {
    const stage = await linked(100);
    for (let day = 0; day < 5; day++) {
      for (const row of stage.crm.rows('contact').slice(day * 10, day * 10 + 10))
        stage.crm.trash(row.id);
      await attempt(stage);
      expect((await attempt(stage)).problem).toBeNull();
    }
    expect(living(stage)).toBe(50);
    await gone(stage, 51);
    await heldBy(stage);
    expect(living(stage)).toBe(50);
    stage.world.now += 24 * 60 * minute;
    expect((await attempt(stage)).problem).toBeNull();
    expect(living(stage)).toBe(49);
  });

  it('stops a flood of new records and of one value, but never the first sync', async () => {
    const stage = await linked(250);
    for (let n = 0; n < 201; n++) stage.crm.add('contact', { Last_Name: `New${n}` });
    expect((await heldBy(stage)).reasons).toEqual(['creates']);
    expect(living(stage)).toBe(250);

    const other = await linked(60);
    for (const row of other.crm.rows('contact').slice(0, 26))
      other.crm.edit(row.id, { Title: null });
    expect((await heldBy(other)).reasons).toEqual(['overwrites']);
    expect(other.desk.rows('contact')[0]?.fields['title']).toBe('T0');
  });

  it('carries a confirmed plan out to its end, whenever the worker dies', async () => {
    for (let at = 5; at < 90; at += 7) {
      const stage = await linked(20);
      await gone(stage, 12);
      const held = await heldBy(stage);
      await stage.sync.confirm(held.hash);
      const { ports, died } = mortal(stage.ports, at, at % 2 ? 'before' : 'after');
      await Promise.race([createSync(ports).run('person'), died]);
      stage.sync = createSync(stage.ports);
      for (let round = 0; round < 3; round++) await attempt(stage);
      const deletes = stage.desk.writes.filter((one) => one.type === 'delete').length;
      expect({ at, living: living(stage), deletes }).toEqual({ at, living: 8, deletes: 12 });
    }
  });
});
