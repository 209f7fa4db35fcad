/** What every step of one run shares: pinned configuration, guarded commits, counted numbers. */
import type { Failure, Run, Tally } from '../types/runs';
import type { Instant, Kind, Observation, Pair, Problem, Side } from '../types';
import type { SyncConfig } from '../types/settings';
import { numbered, type ChangeDraft } from '../core/change';
import { overlapMs } from '../core/cursor';
import { titleOf } from '../core/pair';
import { recentOf } from '../core/recent';
import type { RunBudget } from './budget';
import type { Gate } from './gate';
import { guarded } from './guarded-remote';
import { createKnownLinks, type KnownLinks } from './known-links';
import type { RunLease } from './lease';
import { createRights, type Rights } from './rights';
import type { Batch, SyncPorts } from './ports';
import type { Remote } from './remote-ports';
import type { Slice } from './slice';

/** Numbers to add to the run's tally of one kind. */
export type Counts = Partial<Record<keyof Tally, number>>;

/**
 * `fence` precedes or replaces a write to a service: refused while paused or under another
 * configuration, and when a slice is over. `seen` stores what was read; the same, but a slice that is
 * over takes it along. `reply` stores what a service has answered: only another epoch refuses it.
 */
export type Guard = 'fence' | 'seen' | 'reply';

export interface RunContext {
  readonly ports: SyncPorts;
  readonly config: SyncConfig;
  readonly epoch: number;
  run(): Run;
  /** Changes what the next commit says of the run. */
  progress(
    change: Partial<
      Pick<
        Run,
        'phase' | 'kind' | 'progress' | 'endedAt' | 'problem' | 'forecast' | 'gated' | 'seenAt'
      >
    >,
  ): void;
  commit(
    batch: Omit<Batch, 'epoch' | 'run' | 'changes' | 'unlessPaused' | 'configVersion'> & {
      /** What this commit records as done; it gets its place in the history of the run. */
      readonly history?: readonly ChangeDraft[] | undefined;
    },
    guard: Guard,
    counts?: Partial<Record<Kind, Counts>>,
  ): Promise<void>;
  remote(side: Side): Remote;
  /** Between two steps that are worth taking up: throws where the slice is over or the run called off. */
  step(): void;
  readonly rights: Rights;
  readonly links: KnownLinks;
  /** What a preview lets through; null where everything may be carried out. */
  readonly gate: Gate | null;
  /** One at a time: reading rows, changing and committing them must not interleave. */
  exclusive<T>(task: () => Promise<T>): Promise<T>;
  /** The failure row of a pair, one attempt further. */
  failure(pair: Pair, side: Side, problem: Problem): Failure;
  /** Keys out of these that have a failure to be dropped. */
  failed(keys: readonly string[]): readonly string[];
  /**
   * Notes a record that was asked for at `askedAt` of its side's clock, when that had left the
   * second it was modified in.
   */
  noteRead(
    kind: Kind,
    side: Side,
    record: { readonly id: string; readonly modifiedAt: Instant | null },
    askedAt: Instant | null,
  ): void;
  /** The latest modification among those looks; null before any. */
  latestRead(kind: Kind, side: Side): Instant | null;
  /** Its last look is out of date. */
  forget(kind: Kind, side: Side, id: string): void;
  /** Whether a later modification of this very observation must show a later time. */
  isFinal(kind: Kind, side: Side, observation: Observation): boolean;
  /** When, by its side's clock, the last look of `noteRead` was asked for; null where it proves nothing. */
  lookedAt(kind: Kind, side: Side, id: string): Instant | null;
}

/** CRM tells times in whole seconds: only a later second proves a later write. Desk: milliseconds, no guard. */
export const grainMs: Readonly<Record<Side, number>> = { crm: 1000, desk: 0 };

/** Longer than the grain of CRM's clock. */
export const nextSecondMs = 1_100;

/**
 * Whether the side's clock had left the moment of this modification. `now` is taken before the
 * question: the answer's own time would prove nothing for an edit that fell between.
 */
export function hasPassed(side: Side, modifiedAt: Instant | null, now: Instant | null): boolean {
  const grain = grainMs[side];
  if (grain === 0) return true;
  if (modifiedAt === null || now === null) return false;
  return Math.floor(now / grain) > Math.floor(modifiedAt / grain);
}

/** What stands before every call of a run. */
interface Guards {
  readonly gate?: Gate | null;
  /** Throws once the run has been called off. */
  readonly onStep?: () => void;
  readonly slice?: Pick<Slice, 'check'> | null;
  readonly budget?: RunBudget | null;
  readonly lease?: Pick<RunLease, 'check'> | null;
}

/** Shared state of a run. `attempts` are those of the failures stored so far, by pair. */
export function createRunContext(
  ports: SyncPorts,
  config: SyncConfig,
  epoch: number,
  start: Run,
  attempts: Map<string, number>,
  { gate = null, budget = null, lease = null, slice = null, onStep = () => undefined }: Guards = {},
): RunContext {
  let run = start;
  let last: Promise<unknown> = Promise.resolve();
  // Only of incremental runs: a first sync would hold every record here for few updates.
  const final = new Map<string, { readonly modifiedAt: Instant; readonly askedAt: Instant }>();
  const latest = new Map<string, Instant>();
  const spentBefore = { desk: ports.desk.spent(), crm: ports.crm.spent() };
  const mayCall = async (side: Side, isWriting: boolean): Promise<void> => {
    onStep();
    budget?.check(side);
    await lease?.check(isWriting);
  };
  const links = createKnownLinks(config);
  const remotes: Readonly<Record<Side, Remote>> = {
    desk: guarded(ports.desk, (isWriting) => mayCall('desk', isWriting)),
    crm: guarded(ports.crm, (isWriting) => mayCall('crm', isWriting)),
  };
  const remote = (side: Side): Remote => remotes[side];

  const withCounts = (counts: Partial<Record<Kind, Counts>>, sign: 1 | -1): void => {
    const kinds = Object.keys(counts) as Kind[];
    if (kinds.length === 0) return;
    const tally: Record<Kind, Tally> = { ...run.tally };
    for (const kind of kinds) {
      const sums: Record<keyof Tally, number> = { ...tally[kind] };
      for (const [name, by] of Object.entries(counts[kind] ?? {}))
        sums[name as keyof Tally] += sign * by;
      tally[kind] = sums;
    }
    run = { ...run, tally };
  };

  /** The run with what both services have cost since this attempt began. */
  const priced = (): Run => {
    const desk = ports.desk.spent();
    const crm = ports.crm.spent();
    return {
      ...run,
      calls: start.calls + desk.calls - spentBefore.desk.calls + crm.calls - spentBefore.crm.calls,
      credits: {
        desk: start.credits.desk + desk.credits - spentBefore.desk.credits,
        crm: start.credits.crm + crm.credits - spentBefore.crm.credits,
      },
    };
  };

  const step = (): void => {
    onStep();
    slice?.check();
  };

  return {
    ports,
    config,
    epoch,
    step,
    rights: createRights(),
    gate,
    links,
    run: priced,
    progress(change) {
      run = { ...run, ...change };
    },
    async commit({ history = [], ...batch }, guard, counts = {}) {
      if (guard === 'fence') step();
      withCounts(counts, 1);
      const from = run.changes ?? 0;
      const changes = numbered(history, { id: run.id, from }, ports.clock.now());
      // Taken for good, even if this commit is refused: others may be under way behind it.
      if (changes.length > 0) run = { ...run, changes: from + changes.length };
      // Runs that somebody waits for: the first, and one whose plan was looked at.
      const { failures = [] } = batch;
      const before = run.latest ?? [];
      if ((run.type === 'first' || gate !== null) && history.length + failures.length > 0)
        run = { ...run, latest: recentOf(history, failures, ports.clock.now(), before) };
      const guards = guard === 'reply' ? {} : { unlessPaused: true, configVersion: config.version };
      links.forget(batch);
      try {
        const filled = changes.length > 0 ? { changes } : {};
        const control = { ...budget?.booking(), ...batch.control };
        await ports.store.commit({
          epoch,
          ...guards,
          ...batch,
          ...filled,
          ...(Object.keys(control).length > 0 ? { control } : {}),
          run: priced(),
        });
      } catch (error) {
        withCounts(counts, -1);
        run = { ...run, latest: run.latest?.filter((one) => before.includes(one)) };
        throw error;
      } finally {
        links.forget(batch);
      }
      for (const failure of failures) attempts.set(failure.pairKey, failure.attempts);
      for (const key of batch.dropFailures ?? []) attempts.delete(key);
      ports.notifier.changed('status');
    },
    remote,
    exclusive(task) {
      const next = last.then(task, task);
      last = next.catch(() => undefined);
      return next;
    },
    failure: (pair, side, problem) => ({
      pairKey: pair.key,
      kind: pair.kind,
      side,
      title: titleOf(pair),
      problem,
      runId: run.id,
      at: ports.clock.now(),
      attempts: (attempts.get(pair.key) ?? 0) + 1,
    }),
    failed: (keys) => keys.filter((key) => attempts.has(key)),
    noteRead(kind, side, record, askedAt) {
      const { id, modifiedAt } = record;
      const module = `${kind}/${side}`;
      if (modifiedAt !== null) latest.set(module, Math.max(modifiedAt, latest.get(module) ?? 0));
      if (run.type === 'first' || modifiedAt === null || askedAt === null) return;
      final.set(`${kind}/${side}/${id}`, { modifiedAt, askedAt });
    },
    latestRead: (kind, side) => latest.get(`${kind}/${side}`) ?? null,
    forget: (kind, side, id) => void final.delete(`${kind}/${side}/${id}`),
    isFinal: (kind, side, { id, modifiedAt }) => {
      const look = final.get(`${kind}/${side}/${id}`);
      if (grainMs[side] === 0 || modifiedAt === null || look?.modifiedAt !== modifiedAt)
        return false;
      // An edit may become visible under an earlier time: in the second of this one nothing tells it.
      return modifiedAt <= look.askedAt - overlapMs;
    },
    lookedAt: (kind, side, id) => final.get(`${kind}/${side}/${id}`)?.askedAt ?? null,
  };
}
