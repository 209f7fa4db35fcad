/**
 * Words every part of Tandem shares. Imports nothing.
 *
 * Vocabulary: a *side* is Desk or CRM; a *record* is one entity on one side; a *link* is the
 * durable pairing of a Desk id with a CRM id; the *base* is what both sides last agreed on.
 */

/** One of the two products. Both are remote. */
export type Side = 'desk' | 'crm';

/** The record types that are synced, in the order of reference: parents first. */
export const kinds = ['account', 'contact', 'product'] as const;
export type Kind = (typeof kinds)[number];

/** Milliseconds since 1970-01-01 UTC. Says nothing about whose clock it was read from. */
export type Instant = number;

/** A 64-bit id of either service. Always a string: numbers lose digits above 2^53. */
export type RecordId = string;

/** A field's value as a side holds it. Lookups hold the id of the record they point at. */
export type FieldValue = string | number | boolean | readonly string[] | null;

/** Values by the field's API name on that side. Field names are data: build with a null prototype. */
export type Fields = Readonly<Record<string, FieldValue>>;

/** The value types that Tandem tells apart, over both services. */
export type FieldType =
  | 'text'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'picklist'
  | 'multiselect'
  | 'lookup'
  | 'unsupported';

/** What a side's metadata says about one field. */
export interface FieldMeta {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly custom: boolean;
  readonly mandatory: boolean;
  readonly readOnly: boolean;
  readonly unique: boolean;
  /** Longest value in characters; null where the service states none. */
  readonly maxLength: number | null;
  /** Values of a pick list; null for other types. */
  readonly options: readonly string[] | null;
  /** The record type a lookup points at, where Tandem syncs that type. */
  readonly lookup: Kind | null;
}

/** Who wins when both sides changed one field. */
export type ConflictPolicy = 'crm' | 'desk' | 'ask';

/** Which way a mapped field travels. */
export type FieldDirection = 'both' | 'toDesk' | 'toCrm' | 'off';

/** One line of the field mapping: a Desk field paired with a CRM field. */
export interface FieldPair {
  readonly desk: string;
  readonly crm: string;
  /** Decides how values are compared; the wider type where the two sides differ. */
  readonly type: FieldType;
  /** For type `lookup`: the record type both lookups point at. */
  readonly lookup?: Kind | undefined;
  readonly direction: FieldDirection;
  /** Overrides the configuration's policy for this field. */
  readonly policy?: ConflictPolicy | undefined;
  /** Pick-list values that differ by name: [Desk value, CRM value]. */
  readonly values?: readonly (readonly [string, string])[] | undefined;
  /** Longest value each side accepts, in characters. */
  readonly maxLength?: { readonly desk: number | null; readonly crm: number | null } | undefined;
  /** Sides on which the field must not be empty. */
  readonly mandatory?: readonly Side[] | undefined;
}

export type SyncType = 'twoWay' | 'crmToDesk' | 'deskToCrm' | 'displayOnly';

/** What becomes of a record when its counterpart was deleted; `never` only cuts the link. */
export interface DeletePreference {
  /** Of the Desk record, whose associates would go to the recycle bin with it. */
  readonly crmDeleted: 'always' | 'ifNoAssociates' | 'never';
  /** Of the CRM record. */
  readonly deskDeleted: 'always' | 'never';
}

/** API credits of one side (LOG-4). */
export interface CreditBudget {
  /** In any 24 hours, the reserve included; null: no cap of our own. */
  readonly capPerDay: number | null;
  /** Kept for what agents look at and add themselves. */
  readonly reservePerDay: number;
}

/** Everything that decides what a run does. A run pins one version of it. */
export interface SyncConfig {
  /** Grows with every change; a run that finds another version stops and plans anew. */
  readonly version: number;
  readonly syncType: Readonly<Record<Kind, SyncType>>;
  readonly fields: Readonly<Record<Kind, readonly FieldPair[]>>;
  /** Unlinked records created before this instant are matched but never created on the other side (SYN-4). */
  readonly importFrom: Instant;
  readonly secondaryEmail: boolean;
  readonly policy: ConflictPolicy;
  /** What follows a deletion on the other side (DEL-1, DEL-2). Absent in older rows: never anything. */
  readonly deletions?: Readonly<Record<Kind, DeletePreference>> | undefined;
  /** Desk departments whose products are synced (SYN-2); none or absent: those of every department. */
  readonly departments?: readonly RecordId[] | undefined;
  /** API credits that the sync may spend; absent for a side: as much as there is, less a small reserve. */
  readonly credits?: Readonly<Partial<Record<Side, CreditBudget>>> | undefined;
  /** ms between two looks for changes; absent: fast while something changes, slow while nothing does (SYN-6). */
  readonly pollEveryMs?: number | undefined;
  /** CRM fields, unique and ours, that new CRM records carry the id of their Desk record in. */
  readonly references?: Readonly<Partial<Record<Kind, string>>> | undefined;
  /** CRM list views whose records are synced (SYN-2); none or absent: every record. Not for products. */
  readonly views?: Readonly<Partial<Record<Kind, readonly RecordId[]>>> | undefined;
}

/** A record as one side returned it, cut down to the mapped fields. */
export interface Snapshot {
  readonly id: RecordId;
  /** By that side's clock; null where the answer did not say. */
  readonly createdAt: Instant | null;
  readonly modifiedAt: Instant | null;
  readonly fields: Fields;
}

/** `outOfScope`: left the list view. It stops being updated and is never deleted for that. */
export type Presence = 'alive' | 'trashed' | 'outOfScope';

/** The last thing seen of a record. */
export interface Observation extends Snapshot {
  readonly presence: Presence;
}

/**
 * One entity on either or both sides: what was last seen of each, and what both agreed on.
 * Linked when it has both. The row holds all that planning needs, so that planning one entity
 * reads one row.
 */
export interface Pair {
  /** `{kind}/{side}/{id}` of the side that was seen first. Stable for the life of the pair. */
  readonly key: string;
  readonly kind: Kind;
  readonly desk: Observation | null;
  readonly crm: Observation | null;
  /**
   * Mapped values last agreed on, held per side as that side returned them, so that a value a
   * service normalises is never mistaken for a change. Null until the pair is linked; a field
   * that is absent has no agreed value yet.
   */
  readonly base: { readonly desk: Fields; readonly crm: Fields } | null;
  /**
   * Values sent to a side whose answer did not return the record (CRM updates). They count as
   * that side's base until the record is seen again. Null when nothing is outstanding.
   */
  readonly unseen: {
    readonly side: Side;
    readonly fields: Fields;
    /** That side's modification time of our write; null where the answer lacked it. */
    readonly modifiedAt: Instant | null;
  } | null;
  /** Writes under way by the side they go to, noted before their calls; absent when the outcome is known. */
  readonly sent?: Readonly<Partial<Record<Side, Sent>>> | undefined;
  /** `{kind}|{side}|{key}` for every business key of every living side; see core/match. */
  readonly matchKeys: readonly string[];
  /** Creates of its counterpart that ended unknown and left no copy; the next goes in a smaller batch. */
  readonly lost?: number | undefined;
  /** How the link came about; null while unlinked. */
  readonly linkedBy: 'match' | 'create' | 'adopt' | 'hand' | null;
  /** The CRM record was created by Tandem and has been in a chosen list view since (SYN-13). */
  readonly entered?: boolean | undefined;
  /** Of an unlinked record: ids of the other side that a person said it does not belong to. */
  readonly apart?: readonly RecordId[] | undefined;
  /** What a person decided about single fields; gone when both sides hold it or one was edited since. */
  readonly chosen?: readonly Choice[] | undefined;
  /** What was lately written to single fields, oldest first: tells automations that fight (core/flap.ts). */
  readonly writes?: readonly FieldWrite[] | undefined;
  /** Needs planning: an observation changed since the pair was last planned to a no-op. */
  readonly dirty: boolean;
  /** Set once one of two linked records was found gone; absent or null otherwise. */
  readonly gone?: Gone | null | undefined;
}

/** That a value was written to a field of one side. */
export interface FieldWrite {
  /** Its name in Desk. */
  readonly field: string;
  readonly side: Side;
  /** Digest of the canonical value. */
  readonly mark: string;
  /** Local clock. */
  readonly at: Instant;
}

/** A write whose answer is awaited. It may take effect until the quarantine after `at` is over. */
export interface Sent {
  readonly fields: Fields;
  /** The other side's values that these were made of. */
  readonly origins: Fields;
  /** By the clock of the side that is written to. */
  readonly at: Instant;
  /** When the record had last been modified by then, as far as was seen. */
  readonly since?: Instant | null | undefined;
}

/** How a linked record was found gone. A deletion follows in a later run than `runId`, if at all. */
export interface Gone {
  readonly side: Side;
  /** When it went, by its side's clock; the time of the look where the service does not say. */
  readonly at: Instant;
  /** The run that saw it first. */
  readonly runId: string;
  /**
   * `deleted`: named by the deletion feed or flagged as trashed. `merged`: so named too, but
   * another record took it in, or may have. `absent`: the service does not know the id, which
   * proves nothing: merged in Desk, purged, or an answer that comes late.
   */
  readonly proof: 'deleted' | 'merged' | 'absent';
}

/**
 * Written before a create is sent, removed in the transaction that stores the new link.
 * One that is found at the start of a run is a create of unknown outcome.
 */
export interface Intent {
  /** Key of the pair that the new record will belong to. */
  readonly pairKey: string;
  readonly kind: Kind;
  /** The side that is written to. */
  readonly side: Side;
  /** What is sent. */
  readonly fields: Fields;
  readonly runId: string;
  /** The target service's own clock when the intent was written, from its last Date header. */
  readonly sentAt: Instant;
  /** A record that may be the copy; it is known only when no other can come any more. */
  readonly alike?: RecordId | undefined;
}

/** Position in one feed. Saved only together with, or after, the rows it covers. */
export interface Cursor {
  readonly side: Side;
  readonly kind: Kind;
  /** `views`: ids in the chosen list views. It is open while `startedAt` is set: it must be read. */
  readonly feed: 'changes' | 'deletions' | 'views';
  /** Everything modified before this instant of that side's clock has been seen. Null: never read. */
  readonly since: Instant | null;
  /** Where an unfinished read of the feed continues; null between reads. */
  readonly page: string | null;
  /** The side's clock when the unfinished read began; becomes `since` (less the overlap) when it ends. */
  readonly startedAt: Instant | null;
  /** Mapping version the rows were read with. */
  readonly configVersion: number;
  /** Of an unfinished read: rows so far, and in all where the service said so. For progress only. */
  readonly read?: { readonly done: number; readonly of: number | null } | undefined;
  /** Of `views`: when each chosen view was last edited, as its service says, and when that was looked at (local clock). */
  readonly edits?: { readonly mark: string; readonly lookedAt: Instant } | undefined;
}

/** Proof that a record was deleted, kept so that it is never created again. */
export interface Tombstone {
  readonly side: Side;
  readonly kind: Kind;
  readonly id: RecordId;
  readonly deletedAt: Instant;
  readonly reason: 'deleted' | 'merged' | 'unlinked';
  /** The record it was linked with, so that one that is restored finds it again. Absent in older rows. */
  readonly partner?: RecordId | undefined;
  /** What both had agreed on when the link was cut; null where the counterpart went as well. */
  readonly base?: Pair['base'] | undefined;
}

/** One field changed on both sides: what was kept and what was set aside. */
export interface Conflict {
  readonly id: string;
  readonly pairKey: string;
  readonly kind: Kind;
  readonly field: { readonly desk: string; readonly crm: string };
  readonly deskValue: FieldValue;
  readonly crmValue: FieldValue;
  /** Null while it waits for a person. */
  readonly kept: Side | null;
  readonly runId: string;
  /** Local clock, for display only. */
  readonly at: Instant;
  /** When each side's record was modified, by that side's clock. Absent in older rows. */
  readonly modifiedAt?: Readonly<Record<Side, Instant | null>> | undefined;
  /** What the person knows the record by. Absent in older rows. */
  readonly title?: string | undefined;
  /** When a person settled it; absent or null while it is open. */
  readonly settledAt?: Instant | null | undefined;
}

/** A value that a person wants on both sides of one field. */
export interface Choice {
  readonly field: { readonly desk: string; readonly crm: string };
  /** What both sides held when it was chosen: another value is an edit, and the choice is void. */
  readonly saw: Readonly<Record<Side, FieldValue>>;
  /** What each side is to hold. */
  readonly value: Readonly<Record<Side, FieldValue>>;
}

/** What went wrong, for a program (code, kind) and for a person (message, detail). */
export interface Problem {
  /** Stable, in dotted lower camel case: `oauth.invalidClient`. Never reused for something else. */
  readonly code: string;
  /**
   * `transient` is retried; `configuration` waits for a person; `conflict` concerns one record;
   * `defect` is ours or the service's and is reported.
   */
  readonly kind: 'transient' | 'configuration' | 'conflict' | 'defect';
  /** One or two plain sentences: what happened and the way out. English; screens may translate by code. */
  readonly message: string;
  /** The raw cause with every secret and every customer's value removed. */
  readonly detail?: string | undefined;
}

/** A record that could not be synced. Settled by *Try again* or by a later success. */
export interface Failure {
  readonly pairKey: string;
  readonly kind: Kind;
  /** The side that refused, or was to be written. */
  readonly side: Side;
  /** What the person knows the record by. */
  readonly title: string;
  readonly problem: Problem;
  readonly runId: string;
  readonly at: Instant;
  readonly attempts: number;
}

/** One record's change in one run, for the history (LOG-1). */
export interface Change {
  /** `{runId}/{number}`: sorts in the order of the run. */
  readonly id: string;
  readonly runId: string;
  readonly kind: Kind;
  /** The side that was written to; null where none was (a link). */
  readonly side: Side | null;
  readonly pairKey: string;
  /** What the person knows the record by. */
  readonly title: string;
  readonly action: 'link' | 'create' | 'update' | 'delete' | 'unlink';
  /** By the side's own field names; long values are cut. */
  readonly fields: readonly {
    readonly name: string;
    readonly before: FieldValue;
    readonly after: FieldValue;
  }[];
  /** Local clock, for display only. */
  readonly at: Instant;
}

/** One planned write or link, as a person is shown it before it is carried out (SYN-10). */
export interface PreviewRow extends Omit<Change, 'id' | 'runId' | 'at'> {
  /** Of the side that is written to. */
  readonly credits: number;
  /** Differs for every other action on this record. */
  readonly digest: string;
}

/** A stored plan. It is bound to the configuration and the observations that it was made of. */
export interface PreviewHandle {
  /** What *Apply* is bound to. */
  readonly hash: string;
  readonly configVersion: number;
  readonly at: Instant;
  readonly rows: number;
  /** Pages of rows, from 0. */
  readonly pages: number;
  readonly counts: readonly {
    readonly kind: Kind;
    readonly action: Change['action'];
    /** Null where no side is written to (link, unlink). */
    readonly side: Side | null;
    readonly records: number;
  }[];
  /** What carrying all of it out costs, in API credits. */
  readonly credits: Readonly<Record<Side, number>>;
  /** What a person has said yes to; absent until then. */
  readonly ticked?: Ticks | undefined;
}

/** Which rows of a preview are meant, by the keys of their pairs: all, these, or all but some. */
export type Ticks = 'all' | readonly string[] | { readonly except: readonly string[] };

/** What there is suspiciously much of in a plan (SYN-11). */
export type BrakeReason = 'deletes' | 'creates' | 'overwrites';

/** A plan that waits for a yes. The yes is bound to exactly these actions. */
export interface HeldPlan {
  readonly hash: string;
  readonly runId: string;
  /** Local clock. */
  readonly heldAt: Instant;
  readonly reasons: readonly BrakeReason[];
  readonly counts: PreviewHandle['counts'];
  /** The first of the actions, to be shown. */
  readonly rows: readonly PreviewRow[];
  /** What each action does; all of them, sorted. */
  readonly digests: readonly string[];
  /** Set by a person's yes; it holds for an hour. */
  readonly confirmedAt: Instant | null;
  /** Set by a person's no: the plan stays held. */
  readonly dismissedAt: Instant | null;
}

/** Numbers of one record type in one run. */
export interface Tally {
  readonly linked: number;
  readonly createdInDesk: number;
  readonly createdInCrm: number;
  readonly updatedInDesk: number;
  readonly updatedInCrm: number;
  readonly deletedInDesk: number;
  readonly deletedInCrm: number;
  readonly conflicts: number;
  readonly failed: number;
}

export type RunPhase = 'recover' | 'observe' | 'apply' | 'done';

/** One run of the sync, from its start to its last commit. */
export interface Run {
  readonly id: string;
  /** `first`: nothing had been synced before it. */
  readonly type: 'first' | 'incremental';
  readonly trigger: 'setup' | 'alarm' | 'person' | 'resume';
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly phase: RunPhase;
  /** What is being worked on. */
  readonly kind: Kind | null;
  /** Of the current phase and kind; `of` is null while it cannot be known. */
  readonly progress: { readonly done: number; readonly of: number | null };
  readonly configVersion: number;
  readonly tally: Readonly<Record<Kind, Tally>>;
  readonly credits: Readonly<Record<Side, number>>;
  readonly calls: number;
  /** Why it ended early; null when it ran through. */
  readonly problem: Problem | null;
  /** Of a run that stopped at its share of credits: when it goes on, and when all will be done. */
  readonly forecast?:
    | { readonly side: Side; readonly resumesAt: Instant; readonly endsAt: Instant | null }
    | undefined;
  /** Rows of its history that are stored; absent before the first. */
  readonly changes?: number | undefined;
  /** It only made a plan to be shown, and wrote nothing. */
  readonly isPreview?: boolean | undefined;
  /** Between two slices: when the one before began to read both sides to their end, by the local clock. */
  readonly seenAt?: Instant | null | undefined;
  /** Of a run that carried out a preview: records that plan to something else by now, and those not ticked. */
  readonly gated?: { readonly changed: number; readonly leftOut: number } | undefined;
}

/** Where the agent is. Parsed from the address of the page; never from its content. */
export interface Place {
  readonly type: 'ticket' | 'contact' | 'account';
  readonly id: string;
}

/** How the help desk calls the tab of a module in its addresses; it follows the tab's display name. */
export interface TabName {
  readonly type: Place['type'];
  readonly slug: string;
}

/** What an agent may add to CRM from beside a ticket (VIEW-4, VIEW-5). */
export const additionKinds = ['note', 'task', 'call', 'potential', 'contact', 'lead'] as const;
export type AdditionKind = (typeof additionKinds)[number];

export type CustomerType = 'customer' | 'potential' | 'contact' | 'new';

export interface Money {
  readonly amount: number;
  /** ISO code. */
  readonly currency: string;
}
