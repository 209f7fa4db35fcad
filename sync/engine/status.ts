/** The read model of *Overview*: one look at everything that is stored, no call to Zoho. */
import type { CreditStatus, ModuleStatus, StatusView, SyncState } from '../protocol';
import {
  kinds,
  type Failure,
  type HeldPlan,
  type Instant,
  type Kind,
  type Problem,
  type Run,
  type Side,
} from '../types';
import type { SyncConfig } from '../types';
import { openConflicts } from '../core/conflict';
import { remainingMs, startOfDay, type Progress } from '../core/remaining';
import type { Connection, Vault } from './connect-ports';
import type { Clock, Control, PairCounts, Store } from './ports';

export interface StatusPorts {
  readonly store: Pick<
    Store,
    'control' | 'config' | 'counts' | 'failures' | 'conflicts' | 'runs' | 'held'
  >;
  readonly vault: Pick<Vault, 'connection' | 'grant' | 'setup'>;
  readonly clock: Clock;
  /** When the next run is scheduled; null while none is. */
  nextRunAt?(): Promise<Instant | null>;
  /** Credits left as the service last said in an answer. */
  creditsLeft?(side: Side): number | null;
}

/** Runs read at first, and when a day has more than those: one a minute for a whole day. */
const someRuns = 200;
const dayOfRuns = 1440;
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

export function createStatus(ports: StatusPorts): { get(): Promise<StatusView> } {
  /** First look at the present phase of the present run; rates are measured from there. */
  let first: Progress | null = null;

  async function get(): Promise<StatusView> {
    const { store, vault, clock } = ports;
    const now = clock.now();
    const [connection, setup, desk, crm, control, config, failures, conflicts, runs, held, next] =
      await Promise.all([
        vault.connection(),
        vault.setup(),
        vault.grant('desk'),
        vault.grant('crm'),
        store.control(),
        store.config(),
        store.failures(),
        store.conflicts(),
        todaysRuns(now),
        store.held(),
        ports.nextRunAt?.() ?? null,
      ]);
    const counts = await Promise.all(kinds.map((kind) => store.counts(kind)));
    const bound = setup?.deleting === true ? null : connection;
    const granted = [desk, crm].map((grant) => grant?.grantedAt ?? null);
    const { state, problem } = stateOf({ bound, granted, control, config, run: runs[0] ?? null });
    const run = runs[0] ?? null;
    return {
      state,
      connection: bound === null ? null : connectionOf(bound, control),
      run,
      remainingMs:
        run === null || run.endedAt !== null || control.paused ? null : remaining(run, counts, now),
      modules: kinds.map((kind, at) => moduleOf(kind, counts[at]!, failures, runs)),
      credits: creditsOf(runs, startOfDay(now, bound?.crmOrg.timeZone ?? 'UTC')),
      nextRunAt: control.paused ? null : (control.retry?.at ?? next),
      pausedAt: control.pausedAt,
      lastChangeAt: lastChange(runs, kinds),
      failures: failures.length,
      conflicts: openConflicts(conflicts).filter(({ kept }) => kept === null).length,
      topFailures: reasonsOf(failures),
      held: held === null || held.confirmedAt !== null ? null : heldOf(held),
      problem,
      ...(control.lease === undefined ? {} : { lease: control.lease }),
    };
  }

  /** Newest first; at least the current day's. */
  async function todaysRuns(now: Instant): Promise<readonly Run[]> {
    const some = await ports.store.runs(someRuns);
    const oldest = some.at(-1);
    const whole = some.length < someRuns || oldest === undefined || oldest.startedAt < now - dayMs;
    return whole ? some : ports.store.runs(dayOfRuns);
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
  function creditsOf(runs: readonly Run[], since: Instant): CreditStatus[] {
    const today = runs.filter(({ startedAt }) => startedAt >= since);
    return (['desk', 'crm'] as const).map((side) => ({
      side,
      used: today.reduce((sum, run) => sum + run.credits[side], 0),
      left: ports.creditsLeft?.(side) ?? null,
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

/** Said where a grant is missing and no run has yet found out. */
const signInAgain: Problem = {
  code: 'oauth.reconnect',
  kind: 'configuration',
  message:
    'Zoho no longer accepts the sign-in. Choose Reconnect and sign in again; nothing is lost.',
};

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

function moduleOf(
  kind: Kind,
  counts: PairCounts,
  failures: readonly Failure[],
  runs: readonly Run[],
): ModuleStatus {
  return {
    kind,
    linked: counts.linked,
    waiting: counts.dirty,
    failed: failures.filter((failure) => failure.kind === kind).length,
    lastChangeAt: lastChange(runs, [kind]),
  };
}

/** The newest run that changed anything. A run in progress changed it just now, as far as is known. */
function lastChange(runs: readonly Run[], of: readonly Kind[]): Instant | null {
  const run = runs.find(({ tally }) =>
    of.some((kind) => {
      const { conflicts: _conflicts, failed: _failed, ...changes } = tally[kind];
      return Object.values(changes).some((number) => number > 0);
    }),
  );
  return run === undefined ? null : (run.endedAt ?? run.startedAt);
}

/** Failures by reason, the most frequent first; reasons of equal number by code, so that lists do not jump. */
/** Records of a held plan that are listed; a person judges by examples and numbers. */
const heldRows = 50;

function heldOf({ hash, heldAt, counts, rows }: HeldPlan): StatusView['held'] {
  const shown = rows.slice(0, heldRows).map((row) => ({
    pairKey: row.pairKey,
    kind: row.kind,
    action: row.action,
    side: row.side,
    title: row.title,
  }));
  return { hash, heldAt, counts, rows: shown };
}

function reasonsOf(failures: readonly Failure[]): StatusView['topFailures'] {
  const reasons = new Map<string, { problem: Problem; records: number }>();
  for (const { problem } of failures) {
    const reason = reasons.get(problem.code) ?? { problem, records: 0 };
    reasons.set(problem.code, { ...reason, records: reason.records + 1 });
  }
  return [...reasons.values()]
    .toSorted((a, b) => b.records - a.records || (a.problem.code < b.problem.code ? -1 : 1))
    .slice(0, topReasons);
}
