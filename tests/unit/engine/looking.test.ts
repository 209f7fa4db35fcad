import { describe, expect, it } from 'vitest';
import { createInstallation } from '../../../sync/engine/installation';
import { createPreviewHandlers } from '../../../sync/engine/preview-handlers';
import { createPreviews } from '../../../sync/engine/previews';
import { createSync } from '../../../sync/engine/sync';
import type { TicksView } from '../../../sync/protocol/preview';
import { createStage, mortal, type Stage } from './stage';

const minute = 60_000;
const any = { kind: null, action: null, side: null, search: '' } as const;
const own = { tabId: 1, frameId: 0, isExtensionPage: true };

async function people(count: number): Promise<Stage> {
  const stage = await createStage();
  for (let at = 0; at < count; at++)
    stage.desk.add('contact', { lastName: `P${at}`, email: `p${at}@x.test` });
  stage.crm.add('contact', { Last_Name: 'Crm', Email: 'crm@x.test', Title: 'T' });
  return stage;
}

/** Asks for the first sync to be shown, as set-up does. */
async function wait(stage: Stage): Promise<void> {
  const { epoch } = await stage.store.control();
  const looking = { since: stage.world.now, isSetup: true, isMaking: true };
  await stage.store.commit({ epoch, control: { looking } });
}

function messages(stage: Stage) {
  const runs: Promise<unknown>[] = [];
  const previews = createPreviews({
    store: stage.store,
    sync: stage.sync,
    desk: stage.desk,
    crm: stage.crm,
    run: () => void runs.push(stage.sync.run('person')),
    arrange: async () => undefined,
    creditsLeft: () => 500,
  });
  return { ...createPreviewHandlers(previews, stage.ports.log), ran: () => Promise.all(runs) };
}

describe('a first sync that is to be looked at', () => {
  it('is planned and written only after the yes, however often the worker wakes', async () => {
    const stage = await people(3);
    await wait(stage);
    expect(await stage.run()).toMatchObject({ isPreview: true, problem: null });
    expect(await stage.sync.nextWakeAt()).toBeNull();
    stage.world.now += 90 * 24 * 60 * minute;
    for (const trigger of ['alarm', 'resume', 'person'] as const)
      expect(await stage.sync.run(trigger)).toBe('waiting');
    expect(stage.writes()).toBe(0);
    const handle = await stage.store.preview();
    expect(await stage.apply(handle?.hash ?? '', 'all')).toMatchObject({ type: 'first' });
    expect(stage.writes()).toBe(4);
    expect(await stage.store.control()).toMatchObject({ looking: null });
    expect(await stage.sync.nextWakeAt()).not.toBeNull();
  });

  it('is planned anew after a change of settings, also in the middle of carrying out', async () => {
    const stage = await people(3);
    await wait(stage);
    await stage.run();
    const handle = await stage.store.preview();
    await stage.sync.accept(handle?.hash ?? '', ['nobody']);
    const { epoch } = await stage.store.control();
    await stage.store.commit({ epoch, config: { ...stage.config, version: 2 } });
    expect(await stage.run()).toMatchObject({ isPreview: true });
    expect(await stage.sync.run('person')).toBe('waiting');
    expect(stage.writes()).toBe(0);
  });

  it('still waits after its plan was put away, until it is let go', async () => {
    const stage = await people(1);
    await wait(stage);
    await stage.run();
    await stage.sync.putAway();
    expect(await stage.store.preview()).toBeNull();
    expect(await stage.sync.run('person')).toBe('waiting');
    expect(await stage.sync.nextWakeAt()).toBeNull();
    await stage.sync.release();
    await stage.run();
    expect(stage.writes()).toBe(2);
  });

  it('is let go for good, also while a plan is being asked for', async () => {
    const stage = await people(1);
    await wait(stage);
    await Promise.all([stage.sync.release(), stage.sync.ask()]);
    // The wish came later: there is a plan to look at, which holds back no run that is asked for.
    expect((await stage.store.control()).looking).toMatchObject({ isSetup: false });
    expect(await stage.run()).toMatchObject({ isPreview: true });
    expect(await stage.sync.run('person')).toMatchObject({ problem: null });
    expect(stage.writes()).toBe(2);
  });

  it('writes nothing when the worker dies at any point of making the plan', async () => {
    for (let at = 1; ; at++) {
      const stage = await people(2);
      await wait(stage);
      const { ports, died, calls } = mortal(stage.ports, at, 'after');
      const isOver = await Promise.race([died, createSync(ports).run('setup')]);
      // A lock dies with its holder.
      const ports2 = {
        ...stage.ports,
        locks: { tryRun: <T>(_: string, task: () => Promise<T>) => task() },
      };
      stage.sync = createSync(ports2);
      await stage.sync.run('resume');
      expect(stage.writes(), `death at ${at}`).toBe(0);
      expect((await stage.store.preview())?.rows).toBe(3);
      expect((await stage.store.runs(1))[0]?.endedAt).not.toBeNull();
      if (isOver !== 'died' || calls() < at) break;
    }
  });
});

describe('set-up', () => {
  const begin = async (displayOnly: boolean) => {
    const stage = await createStage();
    await stage.store.wipe();
    const { store, ports, desk, crm } = stage;
    const installation = createInstallation({
      ...ports,
      store,
      desk,
      crm,
      profiles: { forget: async () => undefined },
      scheduler: {
        run: async () => undefined,
        arrange: async () => undefined,
        wake: async () => undefined,
      },
      lease: { read: async () => 'unavailable', write: async () => undefined },
    } as unknown as Parameters<typeof createInstallation>[0]);
    await installation.begin({} as never, displayOnly);
    return store.control();
  };

  it('leaves the first sync waiting until it is let go, unless nothing is synced', async () => {
    expect((await begin(false)).looking).toMatchObject({ isSetup: true, isMaking: false });
    expect((await begin(true)).looking ?? null).toBeNull();
  });
});

describe('the messages of a preview', () => {
  it('make a plan, show it in parts, and carry out all but what was unticked', async () => {
    const stage = await people(3);
    const page = messages(stage);
    expect(await page['preview.get'](undefined, own)).toMatchObject({
      value: { look: null, rows: 0 },
    });
    expect(await page['preview.make'](undefined, own)).toEqual({ ok: true, value: null });
    await page.ran();
    const view = await page['preview.get'](undefined, own);
    if (!view.ok) throw new Error(view.problem.code);
    expect(view.value).toMatchObject({
      look: { state: 'ready', isSetup: false },
      rows: 4,
      credits: { desk: 1, crm: 1 },
      creditsLeft: { desk: 500 },
      progress: null,
      problem: null,
    });
    const hash = view.value.hash ?? '';
    const part = { ...any, hash, offset: 0, limit: 2 };
    const toCrm = await page['preview.rows']({ ...part, side: 'crm', offset: 2 }, own);
    expect(toCrm).toMatchObject({
      ok: true,
      value: { of: 3, rows: [{ action: 'create', side: 'crm' }] },
    });
    const found = await page['preview.rows']({ ...part, search: 'crm' }, own);
    expect(found).toMatchObject({
      value: {
        of: 1,
        rows: [
          {
            side: 'desk',
            credits: 1,
            fields: expect.arrayContaining([
              { label: expect.any(String), before: null, after: 'T' },
            ]),
          },
        ],
      },
    });
    if (!found.ok) throw new Error(found.problem.code);
    const ticks: TicksView = { all: true, except: [found.value.rows[0]?.key ?? ''] };
    expect(await page['preview.apply']({ hash, ticks }, own)).toEqual({ ok: true, value: null });
    await page.ran();
    expect(stage.crm.rows('contact')).toHaveLength(4);
    expect(stage.desk.rows('contact')).toHaveLength(3);
    expect(await page['preview.rows'](part, own)).toMatchObject({
      problem: { code: 'preview.stale' },
    });
    expect(await page['preview.apply']({ hash, ticks }, own)).toMatchObject({
      problem: { code: 'preview.stale' },
    });
  });

  it('cancel a plan in the making', async () => {
    const stage = await people(300);
    const page = messages(stage);
    let cancelled: Promise<unknown> = Promise.resolve();
    const { changes } = stage.crm;
    stage.crm.changes = (...given) => {
      stage.crm.changes = changes;
      cancelled = page['preview.dismiss'](undefined, own);
      return changes(...given);
    };
    await page['preview.make'](undefined, own);
    await page.ran();
    expect(await cancelled).toEqual({ ok: true, value: null });
    expect(await stage.store.preview()).toBeNull();
    const [run] = await stage.store.runs(1);
    expect(run).toMatchObject({ isPreview: true, problem: null });
    expect(run?.endedAt).not.toBeNull();
    expect(stage.writes()).toBe(0);
    // Nobody looks any more: the sync goes on as ever.
    await stage.run();
    expect(stage.writes()).toBeGreaterThan(0);
  });

  it('are refused in frames and in any other shape', async () => {
    const page = messages(await people(1));
    for (const name of ['preview.get', 'preview.make', 'preview.dismiss', 'held.dismiss'] as const)
      expect(await page[name](undefined, { ...own, frameId: 3 })).toMatchObject({
        problem: { code: 'message.refused' },
      });
    const malformed = { problem: { code: 'message.malformed' } };
    const rows = page['preview.rows'] as (data: unknown, sender: typeof own) => Promise<unknown>;
    const apply = page['preview.apply'] as (data: unknown, sender: typeof own) => Promise<unknown>;
    for (const data of [
      undefined,
      {},
      { ...any, hash: 'h', offset: -1, limit: 1 },
      { ...any, hash: 'h', offset: 0, limit: 1e6 },
      { ...any, kind: 'lead', hash: 'h', offset: 0, limit: 1 },
    ])
      expect(await rows(data, own)).toMatchObject(malformed);
    for (const ticks of [undefined, 'all', { all: true }, { all: false, only: [1] }, { only: [] }])
      expect(await apply({ hash: 'h', ticks }, own)).toMatchObject(malformed);
  });

  it('wait for a plan under way to end, and do not wipe it', async () => {
    const stage = await people(2);
    const handle = await stage.preview();
    await stage.sync.accept(handle.hash, 'all');
    for (const task of [stage.sync.ask(), stage.sync.putAway(), stage.sync.accept(handle.hash, [])])
      await expect(task).rejects.toMatchObject({ problem: { code: 'preview.applying' } });
    await stage.sync.release();
    expect(await stage.sync.run('alarm')).toMatchObject({ gated: { changed: 0, leftOut: 0 } });
  });
});
