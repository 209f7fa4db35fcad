/** One service as the engine sees it: pages of its feeds, its records, what became of a write. */
import type { FieldMeta, Fields, Instant, Kind, RecordId, Side, Snapshot } from '../types';
import type { SyncError } from '../core/problem';

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
      /** Of a create by a reference: there was one that named it already, and was written to. */
      readonly wasThere?: true;
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
  /** Calls that it takes side by side as things are; absent where nothing tells. */
  readonly atOnce?: number | undefined;
  /** The service's clock, carried on from its last Date header; null before the first answer. */
  serverTime(): Instant | null;
  /** Calls and credits spent since the adapter was made. */
  spent(): { readonly calls: number; readonly credits: number };
  /** Credits left today as the service last said; null where it did not. */
  creditsLeft?(): number | null;
  /** Calls of the sync that would begin beyond so many more credits are refused: `credits.paced`. */
  allow?(credits: number): void;

  /** The fields there are now: a call of the service. */
  fields(kind: Kind): Promise<readonly FieldMeta[]>;
  /** As last read, for what is shown at once; a call only where nothing is remembered. */
  knownFields(kind: Kind): Promise<readonly FieldMeta[]>;
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
  /** Records in one list view of CRM, by its own count; null where it does not tell. */
  countView?(kind: Kind, viewId: RecordId): Promise<number | null>;
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
   * index. Finds the copy that a create of unknown outcome may have left. `onListed` is told of each
   * row that has to be read by id yet, as far as the list shows it.
   */
  createdSince(
    kind: Kind,
    since: Instant,
    fields: readonly string[],
    onListed?: (row: Snapshot) => void,
  ): Promise<readonly Snapshot[]>;

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
