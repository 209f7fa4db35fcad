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

/** Zoho's data centres; the key is what Zoho returns as `location`. */
export const dataCentres = [
  'us',
  'eu',
  'in',
  'au',
  'jp',
  'cn',
  'ca',
  'sa',
  'uk',
  'ae',
  'sg',
] as const;

export type DataCentre = (typeof dataCentres)[number];

/** Milliseconds since 1970-01-01 UTC. Says nothing about whose clock it was read from. */
export type Instant = number;

/** A 64-bit id of either service. Always a string: numbers lose digits above 2^53. */
export type RecordId = string;

/** A field's value as a side holds it. Lookups hold the id of the record they point at. */
export type FieldValue = string | number | boolean | readonly string[] | null;

/** Values by the field's API name on that side. Field names are data: build with a null prototype. */
export type Fields = Readonly<Record<string, FieldValue>>;

/** The value types that Tandem tells apart, over both services. */
export const fieldTypes = [
  'text',
  'textarea',
  'email',
  'phone',
  'url',
  'integer',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'picklist',
  'multiselect',
  'lookup',
  'unsupported',
] as const;

export type FieldType = (typeof fieldTypes)[number];

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
  /** The CRM record was created by Tandem for a counterpart that it has lost since; see `entered`. */
  readonly made?: boolean | undefined;
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
  /** The side whose record Tandem last asked to be deleted, by that side's clock; the answer may be lost. */
  readonly removed?: { readonly side: Side; readonly at: Instant } | undefined;
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
  /** The other side's values that these were made of; null once that record is the counterpart no more. */
  readonly origins: Fields | null;
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
  /** What both had agreed on when the link was cut; null for a record without a counterpart. */
  readonly base?: Pair['base'] | undefined;
  /** It was deleted by itself, after the link with `partner` had been cut. */
  readonly alone?: boolean | undefined;
  /** The CRM record was created by Tandem and had been in no chosen list view yet (SYN-13). */
  readonly made?: boolean | undefined;
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
  /** One or two plain sentences: what happened and the way out. English, for logs and exports; screens say it by code in the reader's language. */
  readonly message: string;
  /** Names that the sentence is about and does not carry; they are shown before it. */
  readonly about?: string | undefined;
  /** What stands in the sentence: numbers, names of fields. Screens put it into their own sentence. */
  readonly values?: Readonly<Record<string, string | number>> | undefined;
  /** Where in set-up it happened, once the sentence is worded for that: by code, else by kind. */
  readonly setUpAt?: string | undefined;
  /** The raw cause with every secret and every customer's value removed. */
  readonly detail?: string | undefined;
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
