/**
 * When the sync runs. The worker may be stopped at any time, so the next start is always arranged
 * before anything else is done: an alarm stands while a run is under way, and takes it up again
 * if the worker that carried it is gone.
 */
import type { Run } from '../types/runs';
import { problemOf } from '../core/problem';
import type { Alarms, Clock, Log, Store } from './ports';
import type { Sync } from './sync';

export const syncAlarm = 'sync';

/** ms. The shortest alarm that Chromium keeps to. */
const watchdogMs = 30_000;

/** ms between two slices of a run: whoever waits for its lock (exclusive.ts) gets it. */
const breathMs = 250;
const mostWaits = 8;

export interface SchedulerPorts {
  readonly sync: Sync;
  readonly store: Pick<Store, 'runs' | 'control'>;
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Scheduler {
  /**
   * Runs the sync, slice after slice, and arranges the next run. Resolves when both are done; never
   * rejects. Each slice begins with the alarm that would take the run up if its worker were gone.
   * `first` goes before the run, and the alarm before that: an alarm that has rung is spent.
   */
  run(trigger: Run['trigger'], first?: () => Promise<void>): Promise<void>;
  /**
   * For the start of the worker, once `ready` is done: takes up a run that was cut off, else makes
   * sure of the alarm. Where what is stored cannot be read, as on a full disk, the alarm tries again.
   */
  wake(ready?: Promise<void>): Promise<void>;
  /** Sets the alarm to when the sync next wants to run, or clears it. */
  arrange(): Promise<void>;
}

export function createScheduler({ sync, store, alarms, clock, log }: SchedulerPorts): Scheduler {
  async function arrange(): Promise<void> {
    const at = await sync.nextWakeAt();
    if (at === null) await alarms.clear(syncAlarm);
    else await alarms.set(syncAlarm, at);
  }

  const watch = (): Promise<void> => alarms.set(syncAlarm, clock.now() + watchdogMs);

  async function run(trigger: Run['trigger'], first?: () => Promise<void>): Promise<void> {
    try {
      await watch();
      await first?.();
      let outcome = await sync.run(trigger);
      let waits = mostWaits;
      while (outcome === 'slice' || (outcome === 'busy' && waits < mostWaits)) {
        // Busy between two slices: a person's change, which is short, or another's slice.
        waits = outcome === 'slice' ? 0 : waits + 1;
        await watch();
        await clock.sleep(breathMs);
        outcome = await sync.run(trigger);
      }
      // Whoever holds the lock arranges what follows; the alarm set above watches over it.
      if (outcome !== 'busy') await arrange();
    } catch (thrown) {
      // The alarm stands: the next start tries again from what is stored.
      log.warn('run.crashed', { code: problemOf(thrown).code });
    }
  }

  return {
    run,
    arrange,
    async wake(ready) {
      try {
        await ready;
        const [[last], { paused }] = await Promise.all([store.runs(1), store.control()]);
        if (last !== undefined && last.endedAt === null && !paused) await run('resume');
        else await arrange();
      } catch (thrown) {
        log.warn('wake.failed', { code: problemOf(thrown).code });
        await watch().catch(() => undefined);
      }
    },
  };
}
