/** The sync as the rest of the product knows it: run, pause, resume, and when it wants to run. */
import { kinds, type Instant, type Side } from '../types';
import { type PreviewHandle, type Run } from '../types/runs';
import { type SyncConfig } from '../types/settings';
import { nextAttemptAt } from '../core/backoff';
import { historyMs } from '../core/change';
import { digestOf } from '../core/preview';
import { configChanged, problemOf, SyncError } from '../core/problem';
import { createBrakeControl, type BrakeControl } from './brake';
import { createBudgets, pacedSide } from './budget';
import { syncLock } from './exclusive';
import { openGate, type Gate } from './gate';
import type { Control, SyncPorts } from './ports';
import { createRunLease, type RunLease } from './lease';
import { afterLook, calledOff, createLooks, lookOf, type Looks } from './looking';
import { newRun } from './new-run';
import { planAhead } from './preview';
import { createSlice, isFresh, isSliceOver, type Slice } from './slice';
import { look, phases } from './phases';
import { createRunContext, type RunContext } from './run-context';
import { nextWake } from './schedule';

/**
 * A run that took place, also one that ended early (`problem` says why), or why there was none:
 * another one is running, the sync is paused, a transient problem is being waited out, or nothing
 * is configured. `stale`: the integration was deleted or bound anew meanwhile. `slice`: the run is
 * not over, and goes on where it stopped when `run` is called again.
 */
export type RunOutcome = Run | 'busy' | 'paused' | 'waiting' | 'notConfigured' | 'stale' | 'slice';

/** With a person's side of a preview, and of the brake: what waits for a yes, the yes, and the no. */
export interface Sync extends BrakeControl, Looks {
  /**
   * Carries out what is due. While a person wants to look at it first (`ask`), it makes the plan
   * instead and writes to no service; what of a plan was accepted it carries out and nothing else,
   * also after it was cut off.
   */
  run(trigger: Run['trigger']): Promise<RunOutcome>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** By the local clock; null while paused, not configured, or waiting for a first look. */
  nextWakeAt(): Promise<Instant | null>;
}

/** The engine over these ports. It keeps nothing between runs: all truth is in the store. */
export function createSync(ports: SyncPorts): Sync {
  const { store, clock, locks, notifier } = ports;
  const budgetOf = createBudgets(ports);
  /** Of the plan in the making; a new one each. */
  let making = { isStopped: false };

  /** The context of a run, new or taken up again. */
  async function open(
    control: Control,
    config: SyncConfig,
    trigger: Run['trigger'],
    guard: { readonly gate: Gate | null; readonly slice: Slice; readonly onStep?: () => void },
    isPreview: boolean,
  ): Promise<{
    readonly context: RunContext;
    readonly lease: RunLease;
    readonly seen: { at: Instant | null };
  }> {
    const [last] = await store.runs(1);
    const failures = await store.failures();
    const attempts = new Map(failures.map((one) => [one.pairKey, one.attempts]));
    const isCut = last !== undefined && last.endedAt === null;
    const isSame = last?.configVersion === config.version;
    const isAlike = (last?.isPreview ?? false) === isPreview;
    // A run that was killed or paused goes on as itself: its numbers are what was done so far.
    const goesOn = isCut && isSame && isAlike;
    if (isCut && !goesOn) await close(control, last, isSame ? null : configChanged);
    const run = goesOn ? last : newRun(ports, control, config, trigger, isPreview);
    const lease = createRunLease(ports, control);
    const context = createRunContext(ports, config, control.epoch, run, attempts, {
      ...guard,
      budget: budgetOf(config, control),
      lease,
    });
    const { seenAt = null } = run;
    const isSeen = isFresh(seenAt, clock.now(), control.resumedAt);
    return { context, lease, seen: { at: isSeen ? seenAt : null } };
  }

  /** The gate of a plan that was said yes to and not yet carried out to its end. */
  async function gateOf(config: SyncConfig, handle: PreviewHandle | null): Promise<Gate | null> {
    if (handle?.ticked === undefined || handle.configVersion !== config.version) return null;
    return openGate(store, handle, (action) => digestOf(action, config));
  }

  async function attempt(trigger: Run['trigger']): Promise<RunOutcome> {
    const control = await store.control();
    if (control.paused) return 'paused';
    const isAsked = trigger === 'person' || trigger === 'setup';
    if (control.retry && !isAsked && clock.now() < control.retry.at) return 'waiting';
    const config = await store.config();
    if (!config) return 'notConfigured';
    const handle = await store.preview();
    const wish = lookOf(control, handle, config, clock.now(), isAsked);
    if (wish === 'wait') return 'waiting';
    if (wish === 'make') return makePlan(control, config, trigger);
    const gate = await gateOf(config, handle);
    // The look is over: what was shown goes out of date with this run. A wish that comes later stays.
    const isLookOver = control.looking && !gate;
    if (isLookOver)
      await store.commit({ epoch: control.epoch, preview: null, control: { looking: null } });
    const slice = createSlice(clock);
    const { context, lease, seen } = await open(control, config, trigger, { gate, slice }, false);
    try {
      await lease.take(context);
      await phases(context, slice, seen);
      const gated = gate?.report();
      const now = clock.now();
      const last = { phase: 'done', kind: null, endedAt: now, latest: undefined } as const;
      context.progress({ ...last, ...(gated && { gated }) });
      await context.commit(
        {
          control: { lastRunAt: now, retry: null, ...(gate && { looking: null }) },
          forgetBefore: now - historyMs,
          ...(gate && { preview: null }),
        },
        'reply',
      );
    } catch (error) {
      return isSliceOver(error) ? cutOff(context, seen.at) : await ended(context, control, error);
    }
    notifier.changed('status');
    return context.run();
  }

  /** Ends a slice; the run stays open. */
  async function cutOff(context: RunContext, seenAt: Instant | null): Promise<RunOutcome> {
    context.progress({ seenAt });
    try {
      await context.commit({}, 'reply');
    } catch (error) {
      if (problemOf(error).code === 'sync.stale') return 'stale';
      throw error;
    }
    return 'slice';
  }

  /** Reads what changed and stores the plan of all that waits; nothing is written to a service. */
  async function makePlan(
    control: Control,
    config: SyncConfig,
    trigger: Run['trigger'],
  ): Promise<RunOutcome> {
    const mine = { isStopped: false };
    making = mine;
    const onStep = (): void => {
      if (mine.isStopped) throw new SyncError(calledOff);
    };
    // Reading is sliced; planning is one pass, and begun anew when it is cut off.
    const slice = createSlice(clock);
    const guard = { gate: null, slice, onStep };
    const { context } = await open(control, config, trigger, guard, true);
    try {
      const active = await look(context, slice);
      slice.end();
      await planAhead(context, active);
    } catch (error) {
      return isSliceOver(error) ? cutOff(context, null) : await ended(context, control, error);
    }
    notifier.changed('status');
    return context.run();
  }

  async function close(control: Control, run: Run, problem: Run['problem']): Promise<void> {
    await store.commit({
      epoch: control.epoch,
      run: { ...run, endedAt: clock.now(), problem },
    });
  }

  async function forecastOf(
    context: RunContext,
    control: Control,
    side: Side,
  ): Promise<NonNullable<Run['forecast']>> {
    let pending = 0;
    for (const kind of kinds) pending += (await store.counts(kind)).dirty;
    return budgetOf(context.config, control).forecast(side, pending, context.run());
  }

  /** Ends a run early and arranges what comes next. */
  async function ended(context: RunContext, control: Control, error: unknown): Promise<RunOutcome> {
    const problem = problemOf(error);
    ports.log.warn('run.ended', { code: problem.code, kind: problem.kind });
    if (problem.code === 'sync.stale') return 'stale';
    // The run stays open and goes on after the pause.
    if (problem.code === 'sync.paused') return 'paused';
    const now = clock.now();
    const isCalledOff = problem.code === calledOff.code;
    const isOver =
      isCalledOff || problem.code === 'sync.configChanged' || problem.kind === 'configuration';
    const attemptNumber = (control.retry?.attempt ?? 0) + 1;
    const after = error instanceof SyncError ? error.retryAfterMs : null;
    const paced = pacedSide(error);
    const forecast = paced ? await forecastOf(context, control, paced) : null;
    const retry = isOver
      ? null
      : forecast
        ? // No failure: it goes on with the next hour's credits.
          { at: forecast.resumesAt, attempt: 0 }
        : {
            at: nextAttemptAt(now, attemptNumber, ports.random.next(), after),
            attempt: attemptNumber,
          };
    context.progress({
      endedAt: now,
      problem: isCalledOff ? null : problem,
      ...(forecast ? { forecast } : {}),
    });
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
    ...createLooks(ports, () => {
      making.isStopped = true;
    }),
    ...createBrakeControl(ports),
    run: (trigger) =>
      locks.tryRun(syncLock, async () => {
        try {
          return await attempt(trigger);
        } finally {
          // What others ask for is not the run's, whatever is left of its share.
          for (const { allow } of [ports.desk, ports.crm]) allow?.(Number.POSITIVE_INFINITY);
        }
      }),
    async pause() {
      const { epoch, pausedAt } = await store.control();
      await store.commit({ epoch, control: { paused: true, pausedAt: pausedAt ?? clock.now() } });
      notifier.changed('status');
    },
    async resume() {
      const { epoch } = await store.control();
      await store.commit({
        epoch,
        control: { paused: false, pausedAt: null, resumedAt: clock.now() },
      });
      notifier.changed('status');
    },
    async nextWakeAt() {
      const [control, config, intents, runs, handle] = await Promise.all([
        store.control(),
        store.config(),
        store.intents(),
        store.runs(1),
        store.preview(),
      ]);
      if (!config) return null;
      const now = clock.now();
      const lead = {
        desk: now - (ports.desk.serverTime() ?? now),
        crm: now - (ports.crm.serverTime() ?? now),
      };
      const { pollEveryMs } = config;
      const at = nextWake({ control, intents, lastRun: runs[0] ?? null, lead, pollEveryMs }, now);
      return at === null
        ? null
        : afterLook(at, { control, lastRun: runs[0] ?? null, handle, config }, now);
    },
  };
}
