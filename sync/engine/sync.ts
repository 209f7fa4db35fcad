/** The sync as the rest of the product knows it: run, pause, resume, and when it wants to run. */
import { kinds, type Instant, type Run, type SyncConfig } from '../types';
import { nextAttemptAt } from '../core/backoff';
import { historyMs } from '../core/change';
import { problemOf, SyncError } from '../core/problem';
import { noTallies } from '../core/tally';
import { applyKind } from './apply';
import { deleteRecords } from './delete-record';
import { observeKind } from './observe';
import { syncLock } from './exclusive';
import type { Control, SyncPorts } from './ports';
import { recover } from './recover';
import { createRunContext, type RunContext } from './run-context';
import { nextWake } from './schedule';

/**
 * A run that took place, also one that ended early (`problem` says why), or why there was none:
 * another one is running, the sync is paused, a transient problem is being waited out, or nothing
 * is configured. `stale`: the integration was deleted or bound anew meanwhile.
 */
export type RunOutcome = Run | 'busy' | 'paused' | 'waiting' | 'notConfigured' | 'stale';

export interface Sync {
  run(trigger: Run['trigger']): Promise<RunOutcome>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** By the local clock; null while paused or not configured. */
  nextWakeAt(): Promise<Instant | null>;
}

function configChanged(): Run['problem'] {
  return {
    code: 'sync.configChanged',
    kind: 'transient',
    message: 'The settings were changed meanwhile. The next run uses the new ones.',
  };
}

async function phases(context: RunContext): Promise<void> {
  const active = kinds.filter((kind) => context.config.syncType[kind] !== 'displayOnly');
  context.progress({ phase: 'recover', kind: null, progress: { done: 0, of: null } });
  // Shows that the run has begun, and is the first fence.
  await context.commit({}, 'fence');
  await recover(context);
  for (const kind of active) await observeKind(context, kind);
  for (const kind of active) await applyKind(context, kind);
  // Only here, after every feed was read to its end without an error.
  await deleteRecords(context, active);
}

/** The engine over these ports. It keeps nothing between runs: all truth is in the store. */
export function createSync(ports: SyncPorts): Sync {
  const { store, clock, locks, notifier } = ports;

  async function attempt(trigger: Run['trigger']): Promise<RunOutcome> {
    const control = await store.control();
    if (control.paused) return 'paused';
    const isAsked = trigger === 'person' || trigger === 'setup';
    if (control.retry && !isAsked && clock.now() < control.retry.at) return 'waiting';
    const config = await store.config();
    if (!config) return 'notConfigured';
    const [last] = await store.runs(1);
    const failures = await store.failures();
    const attempts = new Map(failures.map((one) => [one.pairKey, one.attempts]));
    // A run that was killed or paused goes on as itself: its numbers are what was done so far.
    const goesOn = last && last.endedAt === null && last.configVersion === config.version;
    if (last && last.endedAt === null && !goesOn) await close(control, last, configChanged());
    const run = goesOn ? last : newRun(control, config, trigger);
    const context = createRunContext(ports, config, control.epoch, run, attempts);
    try {
      await phases(context);
      context.progress({ phase: 'done', kind: null, endedAt: clock.now() });
      const now = clock.now();
      await context.commit(
        { control: { lastRunAt: now, retry: null }, forgetBefore: now - historyMs },
        'reply',
      );
    } catch (error) {
      return await ended(context, control, error);
    }
    notifier.changed('status');
    return context.run();
  }

  function newRun(control: Control, config: SyncConfig, trigger: Run['trigger']): Run {
    return {
      id: ports.random.id(),
      type: control.lastRunAt === null ? 'first' : 'incremental',
      trigger,
      startedAt: clock.now(),
      endedAt: null,
      phase: 'recover',
      kind: null,
      progress: { done: 0, of: null },
      configVersion: config.version,
      tally: noTallies(),
      credits: { desk: 0, crm: 0 },
      calls: 0,
      problem: null,
    };
  }

  async function close(control: Control, run: Run, problem: Run['problem']): Promise<void> {
    await store.commit({
      epoch: control.epoch,
      run: { ...run, endedAt: clock.now(), problem },
    });
  }

  /** Ends a run early and arranges what comes next. */
  async function ended(context: RunContext, control: Control, error: unknown): Promise<RunOutcome> {
    const problem = problemOf(error);
    ports.log.warn('run.ended', { code: problem.code, kind: problem.kind });
    if (problem.code === 'sync.stale') return 'stale';
    // The run stays open and goes on after the pause.
    if (problem.code === 'sync.paused') return 'paused';
    const now = clock.now();
    const isOver = problem.code === 'sync.configChanged' || problem.kind === 'configuration';
    const attemptNumber = (control.retry?.attempt ?? 0) + 1;
    const after = error instanceof SyncError ? error.retryAfterMs : null;
    const retry = isOver
      ? null
      : {
          at: nextAttemptAt(now, attemptNumber, ports.random.next(), after),
          attempt: attemptNumber,
        };
    context.progress({ endedAt: now, problem });
    try {
      await context.commit({ control: { retry } }, 'reply');
    } catch (second) {
      // Only another epoch refuses a reply; anything else the next start finds as it is.
      if (problemOf(second).code === 'sync.stale') return 'stale';
      throw second;
    }
    return context.run();
  }

  return {
    run: (trigger) => locks.tryRun(syncLock, () => attempt(trigger)),
    async pause() {
      const { epoch, pausedAt } = await store.control();
      await store.commit({ epoch, control: { paused: true, pausedAt: pausedAt ?? clock.now() } });
      notifier.changed('status');
    },
    async resume() {
      const { epoch } = await store.control();
      await store.commit({ epoch, control: { paused: false, pausedAt: null } });
      notifier.changed('status');
    },
    async nextWakeAt() {
      const [control, config, intents, runs] = await Promise.all([
        store.control(),
        store.config(),
        store.intents(),
        store.runs(1),
      ]);
      if (!config) return null;
      const now = clock.now();
      const lead = {
        desk: now - (ports.desk.serverTime() ?? now),
        crm: now - (ports.crm.serverTime() ?? now),
      };
      return nextWake({ control, intents, lastRun: runs[0] ?? null, lead }, now);
    },
  };
}
