/** What stops a run, and how it goes on. */
import { describe, expect, it } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { createStage } from './stage';

describe('control', () => {
  it('stops at a pause and goes on as the same run', async () => {
    const stage = await createStage();
    for (let n = 0; n < 12; n++)
      stage.desk.add('contact', { lastName: `N${n}`, email: `n${n}@x.test` });
    let pausedAt = 0;
    stage.crm.beforeWrite = () => {
      stage.crm.beforeWrite = null;
      void stage.sync.pause();
    };
    expect(await stage.sync.run('alarm')).toBe('paused');
    pausedAt = stage.writes();
    // The answer of the call that was under way is stored.
    expect(await stage.store.intents()).toEqual([]);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: pausedAt });
    expect(await stage.sync.run('person')).toBe('paused');
    expect(await stage.sync.nextWakeAt()).toBeNull();
    expect(stage.writes()).toBe(pausedAt);
    await stage.sync.resume();
    const run = await stage.run();
    expect(run.id).toBe('run1');
    expect(run.tally.contact.createdInCrm).toBe(12);
    expect(stage.crm.rows('contact')).toHaveLength(12);
  });

  it('stops at another epoch and at another configuration', async () => {
    const stage = await createStage();
    stage.desk.add('contact', { lastName: 'N', email: 'n@x.test' });
    const { epoch } = await stage.store.control();
    stage.crm.beforeWrite = () => {
      stage.crm.beforeWrite = null;
      void stage.store.commit({ epoch, config: { ...stage.config, version: 2 } });
    };
    stage.desk.add('contact', { lastName: 'M', email: 'm@x.test' });
    for (let n = 0; n < 5; n++) stage.desk.add('contact', { lastName: `N${n}` });
    expect(await stage.sync.run('alarm')).toMatchObject({
      problem: { code: 'sync.configChanged' },
    });
    await stage.settle();
    expect(stage.crm.rows('contact')).toHaveLength(7);
    stage.desk.add('contact', { lastName: 'Late' });
    stage.crm.beforeWrite = () => void stage.store.wipe();
    expect(await stage.sync.run('alarm')).toBe('stale');
    expect(await stage.store.runs(1)).toEqual([]);
  });

  it('waits after a transient problem and says so', async () => {
    const stage = await createStage();
    const { changes } = stage.desk;
    stage.desk.changes = () =>
      Promise.reject(
        new SyncError(
          { code: 'zoho.busy', kind: 'transient', message: 'x' },
          { retryAfterMs: 60_000 },
        ),
      );
    expect(await stage.sync.run('alarm')).toMatchObject({ problem: { code: 'zoho.busy' } });
    const { retry } = await stage.store.control();
    expect(retry?.at).toBeGreaterThanOrEqual(stage.world.now + 60_000);
    expect(await stage.sync.nextWakeAt()).toBe(retry?.at);
    expect(await stage.sync.run('alarm')).toBe('waiting');
    stage.desk.changes = changes;
    expect(await stage.sync.run('person')).toMatchObject({ problem: null });
    expect((await stage.store.control()).retry).toBeNull();
  });

  it('lets one run at a time', async () => {
    const stage = await createStage();
    const both = await Promise.all([stage.sync.run('alarm'), stage.sync.run('alarm')]);
    expect(both[1]).toBe('busy');
  });
});
