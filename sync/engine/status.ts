/** The read model of *Overview*: one look at everything that is stored, no call to Zoho. */
import { defaultBudget } from '../core/budget';
import type { CreditStatus, StatusView, SyncState } from '../protocol';
import { kinds, type Instant, type Kind, type Problem, type Side } from '../types';
import { type HeldPlan, type Run } from '../types/runs';
import type { SyncConfig } from '../types/settings';
import { mergeReasons, recordsOf } from '../core/failure-reason';
import { signInAgain } from '../core/problem';
import { remainingMs, startOfDay, type Progress } from '../core/remaining';
import type { Connection, Vault } from './connect-ports';
import type { FailureGroup } from './log-ports';
import { lookView } from './looking';
import { lastChange, moduleOf, newest } from './module-status';
import type { Clock, Control, PairCounts, Store } from './ports';

export interface StatusPorts {
  readonly store: Pick<
    Store,
    | 'atOnce'
    | 'control'
    | 'config'
    | 'counts'
    | 'failureGroups'
    | 'conflictCounts'
    | 'lastCarried'
    | 'runs'
    | 'runsSince'
    | 'held'
    | 'preview'
  >;
  readonly vault: Pick<Vault, 'connection' | 'grant' | 'setup'>;
  readonly clock: Clock;
  /** When the next run is scheduled; null while none is. Asks the store and nothing else. */
  nextRunAt?(): Promise<Instant | null>;
  /** Whether Zoho said that it takes this sign-in no more: agents have no run to find out. */
  isLost?: ((side: Side) => Promise<boolean>) | undefined;
  /** Credits left as the service last said in an answer. */
  creditsLeft?(side: Side): number | null;
}

/** Reasons listed. */
const topReasons = 3;
/** Transient problems in a row that are no trouble yet: one lost answer is nobody's business. */
const patience = 2;

/** Codes of a run that ended early for no fault: it was asked to stop, or goes on as another. */
const harmless: ReadonlySet<string> = new Set([
  'credits.paced',
  'sync.paused',
  'sync.configChanged',
  'sync.stale',
]);

/** What a run ends with that another installation keeps from running. */
const leaseCodes: ReadonlySet<string> = new Set(['lease.taken', 'lease.lost']);

export function createStatus(ports: StatusPorts): { get(): Promise<StatusView> } {
  /** First look at the present phase of the present run; rates are measured from there. */
  let first: Progress | null = null;

  async function get(): Promise<StatusView> {
    const { store, vault, clock } = ports;
    const now = clock.now();
    const grantedAt = async (side: Side): Promise<Instant | null> => {
      const [grant, lost] = await Promise.all([vault.grant(side), ports.isLost?.(side)]);
      return grant === null || lost === true ? null : grant.grantedAt;
    };
    const [[connection, setup, desk, crm], stored] = await Promise.all([
      Promise.all([vault.connection(), vault.setup(), grantedAt('desk'), grantedAt('crm')]),
      store.atOnce(() => read(now)),
    ]);
    const { control, config, failures, conflicts, runs, held, plan, next, counts, carried } =
      stored;
    const bound = setup?.deleting === true ? null : connection;
    // An agent without a CRM user has no sign-in there to be renewed.
    const granted = connection?.crmUser === false ? [desk] : [desk, crm];
    const { state, problem } = stateOf({ bound, granted, control, config, run: runs[0] ?? null });
    const run = runs[0] ?? null;
    return {
      state,
      connection: bound === null ? null : connectionOf(bound, control),
      run,
      remainingMs:
        run === null || run.endedAt !== null || control.paused ? null : remaining(run, counts, now),
      modules: kinds.map((kind, at) =>
        moduleOf(kind, counts[at]!, failures, carried[at] ?? null, config?.syncType[kind] ?? null),
      ),
      credits: creditsOf(runs, startOfDay(now, bound?.crmOrg.timeZone ?? 'UTC'), config),
      nextRunAt: control.paused ? null : (control.retry?.at ?? next),
      pausedAt: control.pausedAt,
      lastChangeAt: newest(carried),
      failures: recordsOf(failures),
      conflicts: conflicts.asked,
      topFailures: reasonsOf(failures),
      held: held === null || held.confirmedAt !== null ? null : heldOf(held),
      look: config && lookView(control, plan, config),
      problem,
      ...leaseOf(control, run),
    };
  }

  async function read(now: Instant) {
    const { store } = ports;
    const runs = await todaysRuns(now);
    const [control, config, failures, conflicts, held, plan, next, counts, carried] =
      await Promise.all([
        store.control(),
        store.config(),
        store.failureGroups(),
        store.conflictCounts(),
        store.held(),
        store.preview(),
        ports.nextRunAt?.() ?? null,
        Promise.all(kinds.map((kind) => store.counts(kind))),
        Promise.all(kinds.map((kind) => lastChangeOf(kind, runs))),
      ]);
    return { control, config, failures, conflicts, runs, held, plan, next, counts, carried };
  }

  /** Newest first: the current day's, and always the latest. */
  async function todaysRuns(now: Instant): Promise<readonly Run[]> {
    const today = await ports.store.runsSince(now - dayMs);
    return today.length > 0 ? today : ports.store.runs(1);
  }

  /** Of the day by its runs, links included; before that by the history, which has no links. */
  async function lastChangeOf(kind: Kind, runs: readonly Run[]): Promise<Instant | null> {
    return lastChange(runs, kind) ?? ports.store.lastCarried(kind);
  }

  /**
   * Only of writing, which is nearly all of a run's time: what reading will find to write is not
   * known before it ends. Modules that come later are counted in.
   */
  function remaining(run: Run, counts: readonly PairCounts[], now: Instant): number | null {
    const { phase, kind, progress } = run;
    const latest: Progress = { runId: run.id, phase, kind, done: progress.done, at: now };
    const same = first?.runId === run.id && first.phase === phase && first.kind === kind;
    if (!same || first === null || latest.done < first.done) first = latest;
    if (phase !== 'apply' || kind === null || progress.of === null) return null;
    const later = kinds.slice(kinds.indexOf(kind) + 1);
    const waiting = later.reduce((sum, each) => sum + (counts[kinds.indexOf(each)]?.dirty ?? 0), 0);
    return remainingMs(first, latest, progress.of - progress.done + waiting);
  }

  /** Of runs that began today; what agents look at is not counted here. */
  function creditsOf(
    runs: readonly Run[],
    since: Instant,
    config: SyncConfig | null,
  ): CreditStatus[] {
    const today = runs.filter(({ startedAt }) => startedAt >= since);
    return (['desk', 'crm'] as const).map((side) => ({
      side,
      used: today.reduce((sum, run) => sum + run.credits[side], 0),
      left: ports.creditsLeft?.(side) ?? null,
      reserve: (config?.credits?.[side] ?? defaultBudget).reservePerDay,
    }));
  }

  return { get };
}

const dayMs = 86_400_000;

interface Circumstances {
  readonly bound: Connection | null;
  /** When each side's grant was given; null: it is gone. */
  readonly granted: readonly (Instant | null)[];
  readonly control: Control;
  readonly config: SyncConfig | null;
  readonly run: Run | null;
}

/** The most urgent state that applies, in the order of `SyncState`. */
function stateOf({ bound, granted, control, config, run }: Circumstances): {
  readonly state: SyncState;
  readonly problem: Problem | null;
} {
  if (bound === null) return only('notConnected');
  const failed = run !== null && run.endedAt !== null ? run.problem : null;
  if (granted.includes(null)) return { state: 'reconnect', problem: signInAgain };
  if (failed !== null && asksForSignIn(failed) && !renewedSince(run?.endedAt ?? null, granted))
    return { state: 'reconnect', problem: failed };
  if (control.paused) return only('paused');
  if (isElsewhere(run)) return only('elsewhere');
  const displayOnly =
    config !== null && kinds.every((kind) => config.syncType[kind] === 'displayOnly');
  const running = run !== null && run.endedAt === null;
  const trouble = troubleOf(failed, control);
  if (!displayOnly && control.lastRunAt === null && trouble === null) return only('firstSync');
  if (running) return only('syncing');
  if (trouble !== null) return { state: 'trouble', problem: trouble };
  return only(displayOnly ? 'displayOnly' : 'inSync');
}

/** A state that needs no explanation. */
const only = (state: SyncState): { readonly state: SyncState; readonly problem: null } => ({
  state,
  problem: null,
});

/** Problems that signing in again mends. */
function asksForSignIn({ code, kind }: Problem): boolean {
  return (
    kind === 'configuration' && (code.startsWith('oauth.') || code === 'zoho.wrongOrganisation')
  );
}

/** Another installation runs the sync: the last run found its lease. */
function isElsewhere(run: Run | null): boolean {
  return run?.endedAt != null && leaseCodes.has(run.problem?.code ?? '');
}

function leaseOf(control: Control, run: Run | null): Pick<StatusView, 'lease' | 'leaseHolder'> {
  if (isElsewhere(run)) return { lease: 'elsewhere', leaseHolder: run?.problem?.detail };
  return control.lease === undefined ? {} : { lease: control.lease };
}

/** Signing in again settles the problem at once, not with the next run. */
function renewedSince(instant: Instant | null, granted: readonly (Instant | null)[]): boolean {
  return instant !== null && granted.some((at) => at !== null && at > instant);
}

/** What a person should know of how the last run ended; null where it will mend by itself. */
function troubleOf(failed: Problem | null, control: Control): Problem | null {
  if (failed === null || harmless.has(failed.code) || asksForSignIn(failed)) return null;
  if (failed.kind === 'transient' && (control.retry?.attempt ?? 0) <= patience) return null;
  return failed;
}

function connectionOf(bound: Connection, control: Control): StatusView['connection'] {
  return {
    deskName: bound.deskOrg.name,
    crmName: bound.crmOrg.name,
    userName: bound.user.name,
    dataCentre: bound.dataCentre,
    connectedAt: bound.connectedAt,
    lastSuccessAt: control.lastRunAt,
    scopes: bound.scopes,
  };
}

/** Records of a held plan that are listed; a person judges by examples and numbers. */
const heldRows = 50;

function heldOf({ hash, heldAt, dismissedAt, counts, rows }: HeldPlan): StatusView['held'] {
  const shown = rows.slice(0, heldRows).map((row) => ({
    pairKey: row.pairKey,
    kind: row.kind,
    action: row.action,
    side: row.side,
    title: row.title,
  }));
  return { hash, heldAt, dismissedAt, counts, rows: shown };
}

/** The most frequent reasons; of equal number by their word, so that lists do not jump. */
function reasonsOf(groups: readonly FailureGroup[]): StatusView['topFailures'] {
  return mergeReasons(groups)
    .slice(0, topReasons)
    .map(({ problem, records }) => ({ problem, records }));
}
