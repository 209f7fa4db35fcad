/** What the engine needs of the world. Each promise is a point where the worker may be killed. */
import type {
  Change,
  Conflict,
  Failure,
  HeldPlan,
  PlannedRow,
  PreviewHandle,
  Run,
} from '../types/runs';
import type { Cursor, Instant, Intent, Kind, Pair, RecordId, Side, Tombstone } from '../types';
import type { SyncConfig } from '../types/settings';
import type { Spending } from '../core/budget';
import type { LeaseBoard } from './lease-board';
import type { LogReads } from './log-ports';
import type { Remote } from './remote-ports';

/** Local time. Used for schedules and for display, never to order changes of the services. */
export interface Clock {
  now(): Instant;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A new unique id. */
  id(): string;
}

/** Names, codes and counts only: no values, addresses, tokens or queries. */
export interface Log {
  info(event: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
  warn(event: string, facts?: Readonly<Record<string, string | number | boolean | null>>): void;
}

/** A person's wish to look before the sync writes. */
export interface Looking {
  /** Local clock. */
  readonly since: Instant;
  /** It is the first sync, which stands still without limit until it is answered. */
  readonly isSetup: boolean;
  /** A plan is to be made, unless there is one; false once it was put away unanswered. */
  readonly isMaking: boolean;
}

/** State of the whole integration that every commit is checked against. */
export interface Control {
  /** Another one whenever everything was removed or lost: what began before it may commit nothing. */
  readonly epoch: number;
  readonly paused: boolean;
  readonly pausedAt: Instant | null;
  /** When it last went on after a pause: a run looks anew then. Absent before the first time. */
  readonly resumedAt?: Instant | undefined;
  /** Instant of the last completed run; null before the first. */
  readonly lastRunAt: Instant | null;
  /** The next attempt after a transient problem, and how many have failed in a row. */
  readonly retry: { readonly at: Instant; readonly attempt: number } | null;
  /** This installation's random id. Absent before the first run. */
  readonly installation?: string | undefined;
  /** Whether a lease keeps other installations from syncing as well; absent before the first run. */
  readonly lease?: 'held' | 'unavailable' | undefined;
  /** API credits spent by the hour, over a day; absent before the first. */
  readonly spent?: Readonly<Record<Side, Spending>> | undefined;
  /** A person wants to see a plan before it is carried out (SYN-10); absent or null when nobody does. */
  readonly looking?: Looking | null | undefined;
  /** A plan waits for a yes (SYN-11); absent or null when none does. */
  readonly held?:
    | { readonly hash: string; readonly at: Instant; readonly records: number }
    | null
    | undefined;
}

/** All or nothing. */
export interface Batch {
  /** The commit is refused (`sync.stale`) when the epoch has moved. */
  readonly epoch: number;
  /** Refused (`sync.paused`) while paused: put this on every commit that precedes a write to a service. */
  readonly unlessPaused?: boolean | undefined;
  /** Refused (`sync.configChanged`) when the configuration has another version. */
  readonly configVersion?: number | undefined;
  readonly pairs?: readonly Pair[] | undefined;
  readonly dropPairs?: readonly string[] | undefined;
  readonly intents?: readonly Intent[] | undefined;
  /** Keys of the pairs whose intents are done. */
  readonly dropIntents?: readonly string[] | undefined;
  readonly cursors?: readonly Cursor[] | undefined;
  readonly tombstones?: readonly Tombstone[] | undefined;
  readonly failures?: readonly Failure[] | undefined;
  readonly dropFailures?: readonly string[] | undefined;
  readonly conflicts?: readonly Conflict[] | undefined;
  readonly run?: Run | undefined;
  readonly changes?: readonly Change[] | undefined;
  /** The plan that a person is shown. Null removes it with its rows. */
  readonly preview?: PreviewHandle | null | undefined;
  readonly previewRows?:
    | readonly { readonly page: number; readonly rows: readonly PlannedRow[] }[]
    | undefined;
  /** The plan that the brake stopped; null removes it. */
  readonly held?: HeldPlan | null | undefined;
  /** Removes changes and ended runs older than this. */
  readonly forgetBefore?: Instant | undefined;
  readonly control?: Partial<Omit<Control, 'epoch'>> | undefined;
  readonly config?: SyncConfig | undefined;
}

export interface PairCounts {
  readonly linked: number;
  readonly deskOnly: number;
  readonly crmOnly: number;
  /** Waiting to be planned. */
  readonly dirty: number;
}

/** Pairs in an order of the store's own: `next` is `after` of the next page. Empty behind the last. */
export interface PairPage {
  readonly pairs: readonly Pair[];
  readonly next: string | null;
}

/** Durable state of one connection. Reads see every commit that resolved before them. */
export interface Store extends LogReads {
  /**
   * What `read` asks of this store, pairs left out, as cheaply as one question. Within it nothing
   * else may be awaited.
   */
  atOnce<T>(read: () => Promise<T>): Promise<T>;
  control(): Promise<Control>;
  config(): Promise<SyncConfig | null>;
  pair(key: string): Promise<Pair | null>;
  /** In the order of `ids`. */
  pairsById(kind: Kind, side: Side, ids: readonly RecordId[]): Promise<readonly (Pair | null)[]>;
  /** Every pair that carries one of these match keys. */
  pairsByMatchKey(keys: readonly string[]): Promise<readonly Pair[]>;
  /** Pairs to plan, those with nearly the same match key next to each other where that is cheap. */
  dirtyPairs(kind: Kind, after: string | null, limit: number): Promise<PairPage>;
  /** All pairs of a kind; `limit` is what a page has about. One that changes meanwhile may come twice. */
  pairsAfter(kind: Kind, after: string | null, limit: number): Promise<PairPage>;
  counts(kind: Kind): Promise<PairCounts>;
  intents(): Promise<readonly Intent[]>;
  cursor(side: Side, kind: Kind, feed: Cursor['feed']): Promise<Cursor | null>;
  tombstones(kind: Kind, side: Side, ids: readonly RecordId[]): Promise<readonly Tombstone[]>;
  failures(): Promise<readonly Failure[]>;
  conflicts(): Promise<readonly Conflict[]>;
  /** Newest first. */
  runs(limit: number): Promise<readonly Run[]>;
  /** The plan that was last made to be shown; null when there is none. */
  preview(): Promise<PreviewHandle | null>;
  previewRows(page: number): Promise<readonly PlannedRow[]>;
  /** The plan that waits for a yes, or has one; null when there is none. */
  held(): Promise<HeldPlan | null>;
  /** The stored history of one run, in its order. */
  changes(runId: string): Promise<readonly Change[]>;
  /**
   * Durable before it resolves, or rejects with SyncError and changed nothing.
   * A pair that would give a Desk or CRM id a second partner is refused (`link.taken`).
   */
  commit(batch: Batch): Promise<void>;
  /** Removes everything, the place where it lay included, and moves the epoch on. */
  wipe(): Promise<void>;
}

/** Mutual exclusion inside one browser profile; ends with its holder. */
export interface Locks {
  /** Runs `task` if nobody holds `name`; otherwise resolves with `busy` at once. */
  tryRun<T>(name: string, task: () => Promise<T>): Promise<T | 'busy'>;
}

/** Tells open screens that something they may show has changed. Best effort. */
export interface Notifier {
  changed(topic: 'status' | 'setup' | 'profile' | 'board', subject?: string): void;
}

export interface Alarms {
  /** Wakes the background once, not before `at`. Replaces an earlier alarm of this name. */
  set(name: string, at: Instant): Promise<void>;
  clear(name: string): Promise<void>;
}

export interface SyncPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly desk: Remote;
  readonly crm: Remote;
  readonly store: Store;
  readonly locks: Locks;
  readonly notifier: Notifier;
  /** One writer across machines; without it this installation takes itself for the only one. */
  readonly lease?: { readonly board: LeaseBoard; readonly name: string } | undefined;
}
