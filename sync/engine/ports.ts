/** What the engine needs of the world. Each promise is a point where the worker may be killed. */
import type {
  Change,
  Conflict,
  Cursor,
  Failure,
  FieldMeta,
  Fields,
  HeldPlan,
  Instant,
  Intent,
  Kind,
  Pair,
  PreviewHandle,
  PreviewRow,
  RecordId,
  Run,
  Side,
  Snapshot,
  SyncConfig,
  Tombstone,
} from '../types';
import type { Spending } from '../core/budget';
import type { SyncError } from '../core/problem';
import type { LeaseBoard } from './lease-board';
import type { LogReads } from './log-ports';

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

/** One page of a side's feed of changes. */
export interface ChangePage {
  readonly records: readonly Snapshot[];
  /** Token of the next page; null on the last. */
  readonly next: string | null;
  /** Records in the whole feed where the service says so; null otherwise. For progress only. */
  readonly total: number | null;
}

/** A list view of CRM, or a department of Desk: what the scope of the sync is chosen from. */
export interface ListView {
  readonly id: RecordId;
  readonly name: string;
  /** When its criteria were last edited; absent where the service does not say. */
  readonly editedAt?: Instant | null;
}

/** Ids out of the chosen list views. */
export interface ViewPage {
  readonly ids: readonly RecordId[];
  readonly next: string | null;
}

export interface DeletionPage {
  readonly deletions: readonly {
    readonly id: RecordId;
    readonly deletedAt: Instant;
    /** What the service calls the record (display_name, displayName); null or absent where it does not say. */
    readonly name?: string | null | undefined;
  }[];
  readonly next: string | null;
}

/** What became of one write, in the order of the request. Never thrown: one bad record must not hide the rest. */
export type WriteResult =
  | {
      readonly ok: true;
      readonly id: RecordId;
      /** The record as the side now holds it; null where the answer did not contain it. */
      readonly snapshot: Snapshot | null;
      readonly modifiedAt: Instant | null;
    }
  | { readonly ok: false; readonly error: SyncError };

/** A record asked for by id: there, in the recycle bin, or unknown to the service. */
export type Lookup =
  | { readonly id: RecordId; readonly presence: 'alive'; readonly snapshot: Snapshot }
  | { readonly id: RecordId; readonly presence: 'trashed' | 'absent' };

/** Ids of the other side that new records bear in a unique field, in the order of the drafts. */
export interface References {
  readonly field: string;
  readonly ids: readonly RecordId[];
}

/** The records of one service. Reads throw SyncError; everything returned is parsed and canonical in shape. */
export interface Remote {
  readonly side: Side;
  /** Records that one `create` or `updateMany` call takes at most: 100 on CRM, 1 on Desk. */
  readonly createBatch: number;
  /** The service's clock, carried on from its last Date header; null before the first answer. */
  serverTime(): Instant | null;
  /** Calls and credits spent since the adapter was made. */
  spent(): { readonly calls: number; readonly credits: number };
  /** Credits left today as the service last said; null where it did not. */
  creditsLeft?(): number | null;

  fields(kind: Kind): Promise<readonly FieldMeta[]>;
  /**
   * Living records modified at or after `since` (null: all), `fields` only. Pages may repeat a
   * record; none that existed before the first page is left out, whatever moves meanwhile.
   */
  changes(
    kind: Kind,
    request: {
      readonly fields: readonly string[];
      readonly since: Instant | null;
      readonly page: string | null;
    },
  ): Promise<ChangePage>;
  deletions(
    kind: Kind,
    request: { readonly since: Instant | null; readonly page: string | null },
  ): Promise<DeletionPage>;
  /** What may be chosen for this kind: list views on CRM, departments for Desk's products; else none. */
  views(kind: Kind): Promise<readonly ListView[]>;
  /**
   * Ids of living records in any of these views that were modified at or after `since` (null: all).
   * Pages may repeat an id; none is left out by what moves meanwhile. A view that no longer exists
   * is an error, never an empty one. Desk: none.
   */
  inViews(
    kind: Kind,
    viewIds: readonly RecordId[],
    request: { readonly since: Instant | null; readonly page: string | null },
  ): Promise<ViewPage>;
  /** In the order of `ids`; read from the record itself, not from a search index. */
  get(kind: Kind, ids: readonly RecordId[], fields: readonly string[]): Promise<readonly Lookup[]>;
  /**
   * Living records created at or after `since`, newest first, from a list and not from a search
   * index. Finds the copy that a create of unknown outcome may have left.
   */
  createdSince(kind: Kind, since: Instant, fields: readonly string[]): Promise<readonly Snapshot[]>;

  /**
   * At most `createBatch` drafts. Snapshots are as the side holds them after the write. With
   * `references`, for CRM, no id of the other side ever gets two records.
   */
  create(
    kind: Kind,
    drafts: readonly Fields[],
    references?: References | null,
  ): Promise<readonly WriteResult[]>;
  /**
   * Creates a unique text field under this label and answers its API name; null where a field of
   * this label is there that is not unique. CRM only; needs an administrator.
   */
  createReference?(kind: Kind, label: string): Promise<string | null>;
  /**
   * Writes only `fields`. With `unmodifiedSince` a side that can compare and set refuses with
   * code `record.changed` when the record was modified after that instant (1 s granularity).
   */
  update(
    kind: Kind,
    id: RecordId,
    fields: Fields,
    unmodifiedSince: Instant | null,
  ): Promise<WriteResult>;
  /**
   * Writes several records in one call, at most `createBatch`; CRM only. One instant guards all of
   * them: either the call or single records are refused (`record.changed`) when one was modified later.
   */
  updateMany?(
    kind: Kind,
    updates: readonly { readonly id: RecordId; readonly fields: Fields }[],
    unmodifiedSince: Instant | null,
  ): Promise<readonly WriteResult[]>;
  /** To the service's recycle bin, from where a person can restore it. */
  moveToBin(kind: Kind, id: RecordId): Promise<WriteResult>;
  /**
   * What hangs on a record and would go to the bin with it (DEL-3), counted now. At least the
   * number returned: counting ends at the first thing found. Null where it cannot be told.
   */
  associates(kind: Kind, id: RecordId): Promise<number | null>;
  /**
   * Whether a record took another one in (a merge) at or after `since`; null where the service does
   * not tell. Asked of CRM only: Desk's recycle bin holds no losers of merges.
   */
  tookIn(kind: Kind, id: RecordId, since: Instant): Promise<boolean | null>;
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
  /** Grows when the integration is deleted or bound to another pair of organisations. */
  readonly epoch: number;
  readonly paused: boolean;
  readonly pausedAt: Instant | null;
  /** Instant of the last completed run; null before the first. */
  readonly lastRunAt: Instant | null;
  /** The next attempt after a transient problem, and how many have failed in a row. */
  readonly retry: { readonly at: Instant; readonly attempt: number } | null;
  /** This installation's random id; kept when everything else is removed. Absent before the first run. */
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
    | readonly { readonly page: number; readonly rows: readonly PreviewRow[] }[]
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

/** Durable state of one connection. Reads see every commit that resolved before them. */
export interface Store extends LogReads {
  control(): Promise<Control>;
  config(): Promise<SyncConfig | null>;
  pair(key: string): Promise<Pair | null>;
  /** In the order of `ids`. */
  pairsById(kind: Kind, side: Side, ids: readonly RecordId[]): Promise<readonly (Pair | null)[]>;
  /** Every pair that carries one of these match keys. */
  pairsByMatchKey(keys: readonly string[]): Promise<readonly Pair[]>;
  /** Pairs to plan, by ascending key, beginning after `after`. */
  dirtyPairs(kind: Kind, after: string | null, limit: number): Promise<readonly Pair[]>;
  /** All pairs of a kind by ascending key, beginning after `after`. */
  pairsAfter(kind: Kind, after: string | null, limit: number): Promise<readonly Pair[]>;
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
  previewRows(page: number): Promise<readonly PreviewRow[]>;
  /** The plan that waits for a yes, or has one; null when there is none. */
  held(): Promise<HeldPlan | null>;
  /** The stored history of one run, in its order. */
  changes(runId: string): Promise<readonly Change[]>;
  /**
   * Durable before it resolves, or rejects with SyncError and changed nothing.
   * A pair that would give a Desk or CRM id a second partner is refused (`link.taken`).
   */
  commit(batch: Batch): Promise<void>;
  /** Removes everything and moves the epoch on. */
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
