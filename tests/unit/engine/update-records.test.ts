import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { createSync } from '../../../sync/engine/sync';
import { createStage, mortal, settle, type Stage } from './stage';

const minute = 60_000;

/** Contacts linked on both sides, of which each was edited in Desk since. */
async function edited(count: number, phone = (_n: number) => '2'): Promise<Stage> {
  const stage = await createStage();
  Object.assign(stage.crm, { createBatch: 100 });
  for (let n = 0; n < count; n++) {
    stage.desk.add('contact', { lastName: `N${n}`, email: `n${n}@x.test`, phone: '1' });
    stage.crm.add('contact', { Last_Name: `N${n}`, Email: `n${n}@x.test`, Phone: '1' });
  }
  await stage.run();
  stage.world.now += 10 * minute;
  for (const [n, { id }] of stage.desk.rows('contact').entries())
    stage.desk.edit(id, { phone: phone(n) });
  stage.world.now += minute;
  return stage;
}

const phones = (stage: Stage): unknown[] =>
  stage.crm.rows('contact').map((row) => row.fields['Phone']);

describe('updates of many CRM records', () => {
  it('go in one call, and are done with it', async () => {
    const stage = await edited(20);
    const run = await stage.run();
    expect(run.tally.contact).toMatchObject({ updatedInCrm: 20, failed: 0 });
    expect(stage.crm.batches).toEqual([20]);
    expect(new Set(phones(stage))).toEqual(new Set(['2']));
    const history = await stage.store.changes(run.id);
    expect(history.filter(({ action }) => action === 'update')).toHaveLength(20);
    await stage.run();
    const writes = stage.writes();
    await stage.run();
    expect(stage.writes()).toBe(writes);
  });

  it('each have a call of their own when they are few', async () => {
    const stage = await edited(4);
    expect((await stage.run()).tally.contact).toMatchObject({ updatedInCrm: 4 });
    expect(stage.crm.batches).toEqual([]);
  });

  it.each(['whole', 'perRecord'] as const)(
    'never overwrite what somebody writes after the last look (refused: %s)',
    async (staleBatch) => {
      const stage = await edited(20);
      stage.crm.staleBatch = staleBatch;
      const victim = stage.crm.rows('contact')[7]?.id ?? '';
      let isDone = false;
      stage.crm.beforeWrite = () => {
        if (isDone) return;
        isDone = true;
        // In the very second of the look: only an earlier guard notices.
        stage.crm.edit(victim, { Phone: 'theirs' });
      };
      await settle(stage.sync, stage.store, stage.world);
      const conflicts = await stage.store.conflicts();
      // CRM wins by the standing rule, and what Desk had said is on record.
      expect(conflicts).toMatchObject([{ deskValue: '2', crmValue: 'theirs', kept: 'crm' }]);
      expect(phones(stage).filter((phone) => phone === '2')).toHaveLength(19);
      expect(phones(stage)).toContain('theirs');
      const ofDesk = stage.desk.rows('contact').map((row) => row.fields['phone']);
      expect(ofDesk).toContain('theirs');
    },
  );

  it('are halved until the one that spoils them stands alone', async () => {
    // One value for all of them would be a matter for the brake.
    const stage = await edited(100, (n) => (n === 42 ? 'poison' : `2-${n}`));
    const error = new SyncError({ code: 'record.invalid', kind: 'conflict', message: 'no' });
    const bad = stage.crm.rows('contact')[42]?.id ?? '';
    stage.crm.spoil = (_, fields) => (fields['Phone'] === 'poison' ? error : null);
    stage.crm.refuse = stage.crm.spoil;
    const run = await stage.run();
    expect(run.tally.contact).toMatchObject({ updatedInCrm: 99, failed: 1 });
    expect(stage.crm.batches.slice(0, 2)).toEqual([100, 50]);
    expect(stage.crm.batches).toContain(1);
    expect(stage.crm.batches.length).toBeLessThanOrEqual(2 * 7 + 1);
    expect(await stage.store.failures()).toMatchObject([{ title: 'N42' }]);
    expect(stage.crm.rows('contact').find(({ id }) => id === bad)?.fields['Phone']).toBe('1');
  });

  it('end right wherever the worker dies', { timeout: 60_000 }, async () => {
    for (let at = 1; ; at++) {
      for (const moment of ['before', 'after'] as const) {
        const stage = await edited(6);
        const { ports, died } = mortal(stage.ports, at, moment);
        const outcome = await Promise.race([died, createSync(ports).run('alarm')]);
        const after = createSync({
          ...stage.ports,
          locks: { tryRun: <T>(_: string, task: () => Promise<T>) => task() },
        });
        await settle(after, stage.store, stage.world);
        expect(new Set(phones(stage)), `death ${moment} ${at}`).toEqual(new Set(['2']));
        if (outcome !== 'died') return;
      }
    }
  });
});
