import { describe, expect, it, vi } from 'vitest';
import { SyncError } from '../../../sync/core/problem';
import { betweenRuns } from '../../../sync/engine/exclusive';
import { createScheduler, syncAlarm } from '../../../sync/engine/scheduler';
import { sliceMs } from '../../../sync/engine/slice';
import { createSync, type RunOutcome } from '../../../sync/engine/sync';
import { createStage, start, type Stage } from './stage';

const lostConnection = {
  code: 'zoho.unavailable',
  kind: 'transient',
  message: 'Zoho does not answer.',
} as const;

/** Contacts of CRM that Desk lacks: one slow call each. */
async function slow(count: number, msEach: number): Promise<Stage> {
  const stage = await createStage();
  for (let n = 0; n < count; n++)
    stage.crm.add('contact', { Last_Name: `N${n}`, Email: `n${n}@x.test` });
  stage.desk.beforeWrite = () => {
    stage.world.now += msEach;
  };
  return stage;
}

/** Every slice in a worker of its own. */
async function slices(stage: Stage): Promise<{ outcomes: RunOutcome[]; spans: number[] }> {
  const outcomes: RunOutcome[] = [];
  const spans: number[] = [];
  do {
    const from = stage.world.now;
    outcomes.push(await createSync(stage.ports).run('alarm'));
    spans.push(stage.world.now - from);
  } while (outcomes.at(-1) === 'slice' && outcomes.length < 100);
  return { outcomes, spans };
}

describe('a long run', () => {
  it('is cut in slices, each in a new worker, and is one run that does everything once', async () => {
    const stage = await slow(60, 3_000);
    const { outcomes, spans } = await slices(stage);
    // 180 s of calls, four at a time.
    expect(outcomes.length).toBeGreaterThan(3);
    expect(Math.max(...spans)).toBeLessThan(sliceMs + 4 * 3_000 + 1_000);
    expect(outcomes.at(-1)).toMatchObject({
      problem: null,
      tally: { contact: { createdInDesk: 60 } },
    });
    expect(await stage.store.runs(9)).toHaveLength(1);
    expect(stage.desk.rows('contact')).toHaveLength(60);
    expect(await stage.store.intents()).toEqual([]);
    expect(await stage.store.counts('contact')).toMatchObject({ linked: 60, dirty: 0 });
  });

  it('does not read again in each slice what it has just read', async () => {
    const stage = await slow(60, 3_000);
    await createSync(stage.ports).run('alarm');
    const feeds = vi.spyOn(stage.crm, 'changes');
    await slices(stage);
    expect(feeds).not.toHaveBeenCalled();
    // The next run does, and so does a slice that comes late.
    await stage.run();
    expect(feeds).toHaveBeenCalled();
  });

  it('reads again when its next slice comes late, or the worker died in between', async () => {
    const stage = await slow(60, 3_000);
    expect(await stage.sync.run('alarm')).toBe('slice');
    stage.world.now += 6 * 60_000;
    const feeds = vi.spyOn(stage.crm, 'changes');
    expect(await stage.sync.run('alarm')).toBe('slice');
    expect(feeds).toHaveBeenCalled();
  });

  it('reads again when somebody paused in between', async () => {
    const stage = await slow(60, 3_000);
    expect(await stage.sync.run('alarm')).toBe('slice');
    await stage.sync.pause();
    await stage.sync.resume();
    const feeds = vi.spyOn(stage.crm, 'changes');
    expect(await stage.sync.run('alarm')).toBe('slice');
    expect(feeds).toHaveBeenCalled();
    // What this slice has read counts for the next one.
    feeds.mockClear();
    expect(await stage.sync.run('alarm')).toBe('slice');
    expect(feeds).not.toHaveBeenCalled();
  });

  it('shows how far it is across slices', async () => {
    const stage = await slow(60, 3_000);
    const seen: number[] = [];
    while ((await createSync(stage.ports).run('alarm')) === 'slice') {
      const [run] = await stage.store.runs(1);
      expect(run).toMatchObject({ phase: 'apply', kind: 'contact', endedAt: null });
      seen.push(run?.progress.done ?? 0);
      expect(run?.progress.of).toBe(60);
    }
    expect(seen).toEqual(seen.toSorted((one, two) => one - two));
  });

  it('goes on in the middle of a feed, at the page where the slice ended', async () => {
    const stage = await createStage();
    for (let n = 0; n < 50; n++) stage.desk.add('contact', { lastName: `N${n}` });
    const read = stage.desk.changes.bind(stage.desk);
    const pages: (string | null)[] = [];
    stage.desk.changes = (kind, request) => {
      if (kind === 'contact') pages.push(request.page);
      stage.world.now += 6_000;
      return read(kind, request);
    };
    const { outcomes } = await slices(stage);
    expect(outcomes.length).toBeGreaterThan(2);
    // Ten pages of five, at most one of them twice per slice, and never from the beginning.
    expect(pages.filter((page) => page === null)).toHaveLength(1);
    expect(pages.length).toBeLessThanOrEqual(11 + outcomes.length);
    expect(stage.crm.rows('contact')).toHaveLength(50);
  });

  it.each([
    ['a moment', 60_000, []],
    // Ten minutes before the first of its pages was read.
    ['long', 30 * 60_000, [start - 9_000 - 10 * 60_000]],
  ])('reads what changed since once more when it was cut off for %s', async (_, ms, more) => {
    const stage = await createStage();
    for (let n = 0; n < 20; n++) stage.desk.add('contact', { lastName: `N${n}` });
    const read = stage.desk.changes.bind(stage.desk);
    const begun: (number | null)[] = [];
    let calls = 0;
    stage.desk.changes = (kind, request) => {
      if (kind !== 'contact') return read(kind, request);
      if (request.page === null) begun.push(request.since);
      calls += 1;
      if (calls === 3) throw new SyncError(lostConnection);
      return read(kind, request);
    };
    expect(await stage.sync.run('alarm')).toMatchObject({ problem: lostConnection });
    stage.world.now += ms;
    await stage.run();
    expect(begun).toEqual([null, ...more.map((at) => expect.closeTo(at, -3))]);
  });

  it('gets on however slow its service is', async () => {
    const stage = await slow(6, 2 * sliceMs);
    const { outcomes } = await slices(stage);
    expect(outcomes.at(-1)).toMatchObject({ tally: { contact: { createdInDesk: 6 } } });
  });
});

describe('the scheduler', () => {
  it('goes from slice to slice, an alarm ahead of each, and lets a person in between', async () => {
    const stage = await slow(40, 3_000);
    const alarms: number[] = [];
    const scheduler = createScheduler({
      ...stage.ports,
      sync: stage.sync,
      alarms: {
        set: async (name, at) => void (name === syncAlarm && alarms.push(at - stage.world.now)),
        clear: async () => undefined,
      },
    });
    const people: Promise<number>[] = [];
    const { beforeWrite } = stage.desk;
    stage.desk.beforeWrite = (...what) => {
      beforeWrite?.(...what);
      // In the midst of the first slice.
      const change = async (): Promise<number> => (await stage.store.counts('contact')).linked;
      if (people.length === 0) people.push(betweenRuns(stage.ports, change));
    };
    await scheduler.run('alarm');
    const [linked] = await Promise.all(people);
    expect(linked).toBeGreaterThan(0);
    expect(linked).toBeLessThan(40);
    expect(stage.desk.rows('contact')).toHaveLength(40);
    // One ahead of every slice, and the last for the next run.
    expect(alarms.slice(0, -1).every((ahead) => ahead === 30_000)).toBe(true);
    expect(alarms.length).toBeGreaterThan(3);
    expect((await stage.store.runs(1))[0]).toMatchObject({ endedAt: expect.any(Number) });
    expect(stage.world.now).toBeGreaterThan(start);
  });

  it('keeps its alarm, which rings once, when nothing can be read', async () => {
    const stage = await slow(1, 0);
    const alarms: number[] = [];
    const scheduler = createScheduler({
      ...stage.ports,
      sync: stage.sync,
      alarms: {
        set: async (_name, at) => void alarms.push(at - stage.world.now),
        clear: async () => void alarms.splice(0),
      },
    });
    const unreadable = (): Promise<void> => Promise.reject(new Error('the disk is full'));
    await scheduler.run('alarm', unreadable);
    expect(alarms).toEqual([30_000]);
    expect(stage.desk.rows('contact')).toHaveLength(0);
    alarms.splice(0);
    await scheduler.wake(unreadable());
    expect(alarms).toEqual([30_000]);
    await scheduler.run('alarm', async () => undefined);
    expect(stage.desk.rows('contact')).toHaveLength(1);
  });
});
