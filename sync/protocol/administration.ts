/** What the administrator's pages ask of the background, and what they are shown. */
import type { Answer } from '../protocol';
import type { MappingCheckMessages, MappingCheckView } from './mapping-check';
import type { PreferencesEffectMessages } from './preferences-effect';
import type { TicksView } from './preview';
import type { ReferenceView } from './references';
import type {
  ConflictPolicy,
  CreditBudget,
  DeletePreference,
  FieldDirection,
  SyncType,
} from '../types/settings';
import type { FieldMeta, FieldType, Instant, Kind, Problem, Side } from '../types';
import type { HistoryRow } from '../types/runs';

/** Failures of one reason. */
export interface FailureReasonView {
  /** A stable word; screens have a title and a way out for the ones they know. */
  readonly reason: string;
  /** The newest of them. */
  readonly problem: Problem;
  readonly records: number;
  readonly lastAt: Instant;
}

export interface FailureLogView {
  /** By record type, whatever the filter. */
  readonly counts: Readonly<Record<Kind, number>>;
  /** Of what the filter lets through, the most frequent first. */
  readonly reasons: readonly FailureReasonView[];
  /** The sync is paused: what is to be tried again waits for *Resume*. */
  readonly paused: boolean;
}

export interface FailureRow {
  readonly key: string;
  readonly kind: Kind;
  /** Where the record would have been written. */
  readonly side: Side;
  readonly title: string;
  readonly problem: Problem;
  readonly at: Instant;
  readonly attempts: number;
  readonly deskId: string | null;
  readonly crmId: string | null;
}

/** A part of a long list. */
export interface Rows<T> {
  readonly rows: readonly T[];
  /** In the whole list. */
  readonly of: number;
}

export interface FailureFilterView {
  readonly kind: Kind | null;
  readonly reason: string | null;
  readonly search: string;
}

/** One field that both sides had changed. */
export interface ConflictView {
  readonly id: string;
  readonly kind: Kind;
  readonly title: string;
  /** The field's label. */
  readonly field: string;
  /** Values as text, null where empty; times of the records' last modification. */
  readonly desk: { readonly value: string | null; readonly at: Instant | null };
  readonly crm: { readonly value: string | null; readonly at: Instant | null };
  /** Null while it waits for a person, and where it was dismissed without a choice. */
  readonly kept: Side | null;
  readonly at: Instant;
  /** When a person chose a value or dismissed it; null while it is open. */
  readonly settledAt: Instant | null;
  /** The field's own rule; null where the general one holds. */
  readonly rule: ConflictPolicy | null;
}

/** `asked`: those of the open ones that wait for a person. */
export type ConflictShow = 'open' | 'asked' | 'settled';

/** Which conflicts are meant. */
export interface ConflictFilterView {
  readonly kind: Kind | null;
  /** Part of a record's name. */
  readonly search: string;
}

export interface ConflictsView {
  /** Of what the filter lets through; `asked` wait for a person, and are among the open. */
  readonly counts: Readonly<Record<ConflictShow, number>>;
  /** Decided ones, whatever the filter: what *Dismiss all decided* means. */
  readonly decided: number;
  readonly policy: ConflictPolicy;
}

/** Numbers of one of the intervals that were asked about. */
export type HistorySums = Readonly<Record<'added' | 'updated' | 'deleted' | 'failed', number>>;

/** Which lines are meant; null stands for any. */
export interface HistoryFilterView {
  readonly since: Instant;
  /** Without it. */
  readonly until: Instant | null;
  readonly kind: Kind | null;
  readonly to: Side | null;
  /** Only with failures, or stopped early. */
  readonly failed: boolean;
}

/** The records of one line. */
export interface RunChangesView {
  readonly of: number;
  readonly changes: readonly {
    readonly id: string;
    readonly title: string;
    readonly action: 'link' | 'create' | 'update' | 'delete' | 'unlink';
    readonly fields: readonly {
      readonly label: string;
      readonly before: string | null;
      readonly after: string | null;
    }[];
  }[];
}

/** One line of the field mapping as a person makes it. */
export interface MappingLineView {
  readonly desk: string;
  readonly crm: string;
  readonly direction: FieldDirection;
  /** Pick-list values that differ by name: [Desk value, CRM value]. */
  readonly values?: readonly (readonly [string, string])[] | undefined;
  /** What the target does not take is left empty there; on lines with one way only. */
  readonly unfit?: 'empty' | undefined;
}

export interface MappingView {
  readonly kind: Kind;
  /** Goes with what is saved: refused where the settings were changed meanwhile. */
  readonly version: number;
  readonly syncType: SyncType;
  readonly linked: number;
  /** Lines of every record type that carry something. */
  readonly mapped: Readonly<Record<Kind, number>>;
  /** Metadata of both sides as last read, so that it is there at once. */
  readonly desk: readonly FieldMeta[];
  readonly crm: readonly FieldMeta[];
  /** Tells it from any other: where a check names another one, what is shown is out of date. */
  readonly metas: string;
  readonly lines: readonly MappingLineView[];
  /** Which types go together, and which ways values can travel. Others do not. */
  readonly rules: readonly {
    readonly desk: FieldType;
    readonly crm: FieldType;
    readonly directions: readonly FieldDirection[];
  }[];
  /** For fields without a partner. */
  readonly suggestions: readonly {
    readonly desk: string;
    readonly crm: string;
    readonly because: 'sameName' | 'likeName';
  }[];
  readonly samples: readonly { readonly key: string; readonly title: string }[];
}

/** What each line would carry over for one record. */
export interface SampleView {
  readonly title: string;
  readonly rows: readonly {
    /** The Desk field's name. */
    readonly desk: string;
    readonly target: Side;
    readonly from: string | null;
    readonly to: string | null;
    readonly problem: Problem | null;
  }[];
}

/** What a person may set of the sync, beside the mapping. */
export interface PreferencesDraft {
  readonly syncType: Readonly<Record<Kind, SyncType>>;
  /** Ids of the CRM list views whose records are synced; none: every record. */
  readonly views: Readonly<Record<'contact' | 'account', readonly string[]>>;
  /** Ids of the Desk departments whose products are synced; none: every department's. */
  readonly departments: readonly string[];
  readonly secondaryEmail: boolean;
  /** Older records are linked, but not created on the other side. */
  readonly importFrom: Instant;
  readonly policy: ConflictPolicy;
  readonly deletions: Readonly<Record<Kind, DeletePreference>>;
  readonly credits: Readonly<Record<Side, CreditBudget>>;
  /** ms between two looks for changes; null: fast while something changes, slow while nothing does. */
  readonly pollEveryMs: number | null;
}

interface Choosable {
  readonly id: string;
  readonly name: string;
}

export interface PreferencesView {
  /** Goes with what is saved: refused where the settings were changed meanwhile. */
  readonly version: number;
  /** As they are now. */
  readonly draft: PreferencesDraft;
  readonly linked: Readonly<Record<Kind, number>>;
  /** Fields with a conflict rule of their own. */
  readonly ownRules: number;
  /** Records that a run deletes without asking first; more of them stop it (SYN-11). */
  readonly deletesUnasked: number;
  /** Of the kinds that are synced. */
  readonly references: readonly ReferenceView[];
}

/** What may be chosen: CRM list views, Desk departments. Read from both services. */
export type PreferenceChoices = Readonly<
  Record<'contact' | 'account' | 'departments', readonly Choosable[]>
>;

/** Sent by the options page only. */
export interface AdministratorMessages extends PreferencesEffectMessages, MappingCheckMessages {
  'failures.get'(data: { kind: Kind | null; search: string }): Answer<FailureLogView>;
  'failures.rows'(
    data: FailureFilterView & { offset: number; limit: number },
  ): Answer<Rows<FailureRow>>;
  /** Of what the filter lets through, the ticked records. Answers how many. */
  'failures.retry'(data: FailureFilterView & { ticks: TicksView }): Answer<number>;
  /** The whole log as a file that is safe to open in a spreadsheet. */
  'failures.csv'(data: FailureFilterView): Answer<string>;
  'conflicts.get'(data: ConflictFilterView): Answer<ConflictsView>;
  /** Undecided ones first, then the newest. */
  'conflicts.rows'(
    data: ConflictFilterView & { show: ConflictShow; offset: number; limit: number },
  ): Answer<Rows<ConflictView>>;
  'conflicts.csv'(data: ConflictFilterView): Answer<string>;
  'conflicts.decide'(data: { id: string; side: Side; always: boolean }): Answer<null>;
  /** Null: all that are decided. */
  'conflicts.dismiss'(data: { id: string | null }): Answer<null>;
  /** Of days that begin at these instants, in ascending order, and end with the next; the last is open. */
  'history.days'(data: { from: readonly Instant[] }): Answer<readonly HistorySums[]>;
  /** Newest first. */
  'history.rows'(
    data: HistoryFilterView & { offset: number; limit: number },
  ): Answer<Rows<HistoryRow>>;
  'history.changes'(data: { runId: string; kind: Kind; to: Side | null }): Answer<RunChangesView>;
  'history.csv'(data: HistoryFilterView): Answer<string>;
  'mapping.get'(data: { kind: Kind }): Answer<MappingView>;
  'mapping.sample'(data: {
    kind: Kind;
    key: string;
    lines: readonly MappingLineView[];
  }): Answer<SampleView>;
  /** What the lines would do to the records there are; reads a page of each side for new fields. */
  'mapping.check'(data: {
    kind: Kind;
    lines: readonly MappingLineView[];
  }): Answer<MappingCheckView>;
  /** Everything is read and compared anew under the new mapping; a run under way stops by itself. */
  'mapping.save'(data: {
    kind: Kind;
    version: number;
    lines: readonly MappingLineView[];
  }): Answer<null>;
  'preferences.get'(): Answer<PreferencesView>;
  'preferences.choices'(): Answer<PreferenceChoices>;
  /** With `look`, a preview of what follows is made first, and nothing is written before its answer. */
  'preferences.save'(data: {
    version: number;
    draft: PreferencesDraft;
    look?: boolean | undefined;
  }): Answer<null>;
}
