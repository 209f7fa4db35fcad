/** What runs are, and what they leave behind: history, failures, conflicts, plans to be shown. */
import type { Side, Kind, Instant, FieldValue, Problem } from '../types';

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
  /** Of a link: how the two records found each other. Absent for other actions and in older rows. */
  readonly because?: LinkReason | undefined;
}

/** `matched`: by e-mail address or name, as its kind is matched. */
export type LinkReason = 'matched' | 'matchedBySecondary' | 'restored';

/** A record that the plan leaves to a person, whole or in one of its fields. */
export interface NeedRow extends Omit<Change, 'id' | 'runId' | 'at' | 'action' | 'side'> {
  readonly action: 'need';
  readonly side: null;
  /** Where both sides changed: by Desk's names, `before` is Desk's value and `after` CRM's. */
  readonly fields: Change['fields'];
  readonly problem: Problem;
}

/** One row of a stored plan. */
export type PlannedRow = PreviewRow | NeedRow;

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
  /** Records left to a person; of no row above. Absent in plans of older versions. */
  readonly needs?: readonly { readonly kind: Kind; readonly records: number }[] | undefined;
  /** What carrying all of it out costs, in API credits. */
  readonly credits: Readonly<Record<Side, number>>;
  /** ms that a call took while the plan was made; absent where none can be told. */
  readonly callMs?: number | undefined;
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
  /** What it committed last, the newest first, while somebody may watch it; absent otherwise. */
  readonly latest?: readonly Recent[] | undefined;
  /** It only made a plan to be shown, and wrote nothing. */
  readonly isPreview?: boolean | undefined;
  /** Between two slices: when the one before began to read both sides to their end, by the local clock. */
  readonly seenAt?: Instant | null | undefined;
  /** Of a run that carried out a preview: records that plan to something else by now, and those not ticked. */
  readonly gated?: { readonly changed: number; readonly leftOut: number } | undefined;
}

/** One record that a run has just dealt with. */
export interface Recent {
  /** Local clock. */
  readonly at: Instant;
  readonly kind: Kind;
  /** The side that was, or was to be, written to; null for a link. */
  readonly side: Side | null;
  readonly title: string;
  readonly action: Change['action'] | 'fail';
  /** Fields written. */
  readonly fields: number;
  /** Of a failure; `reason` as the failure log groups by it. */
  readonly failed?: { readonly reason: string; readonly problem: Problem } | undefined;
}

/** One line of the sync history: what one run did to one record type in one direction. */
export interface HistoryRow {
  readonly runId: string;
  readonly at: Instant;
  /** Null on a line that says only why a run ended early. */
  readonly kind: Kind | null;
  /** The side that was written to; null for what has no direction. */
  readonly to: Side | null;
  readonly added: number;
  readonly updated: number;
  readonly deleted: number;
  readonly failed: number;
  /** Why the run ended early. */
  readonly problem: Problem | null;
}
