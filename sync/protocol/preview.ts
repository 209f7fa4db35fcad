/** What a person is shown of a plan before it is carried out, and what they may answer. */
import type { Answer, LookView } from '../protocol';
import type { Instant, Kind, Problem, Side } from '../types';
import type { LinkReason, PlannedRow, PreviewHandle, Run } from '../types/runs';
import type { Rows } from './administration';

export interface PreviewView {
  /** Null where nobody has asked for a preview. */
  readonly look: LookView | null;
  /** What `preview.apply` is bound to; null while there is no plan. */
  readonly hash: string | null;
  readonly at: Instant | null;
  /** Older records are linked and never created; 0: there is no such limit. */
  readonly importFrom: Instant;
  /** Rows of the whole plan that can be ticked. */
  readonly rows: number;
  readonly counts: PreviewHandle['counts'];
  /** Records that the plan leaves to a person; they are rows too, without a tick. */
  readonly needs: NonNullable<PreviewHandle['needs']>;
  /** ms that carrying all of it out will take; null where it cannot be told. */
  readonly ms: number | null;
  /** What carrying all of it out costs, in API credits; what it costs to look is spent already. */
  readonly credits: Readonly<Record<Side, number>>;
  /** Left today as the service last said; null where it did not say. */
  readonly creditsLeft: Readonly<Record<Side, number | null>>;
  /** What the sync may spend a day by the settings; null without a cap. Dear plans take days. */
  readonly creditsPerDay: Readonly<Record<Side, number | null>>;
  /** How far reading and planning are, while a plan is being made. */
  readonly progress: Pick<Run, 'phase' | 'kind' | 'progress'> | null;
  /** Why the last try to make a plan failed; it is tried again by itself where that can help. */
  readonly problem: Problem | null;
}

/** One planned action, or a record that waits for a person. */
export interface PreviewRowView {
  /** Differs between any two rows. */
  readonly id: string;
  /** What is ticked. Actions that hang together (a link and its update) have the same. */
  readonly key: string;
  readonly kind: Kind;
  readonly action: PlannedRow['action'];
  /** Where it is written; null for a link or its cutting, and for what a person is needed for. */
  readonly side: Side | null;
  readonly title: string;
  /** Of a link: how the two records found each other; null where that is not known. */
  readonly because: LinkReason | null;
  /**
   * Of `need`: why it waits for a person, with the reason as the failure log groups by it; `before`
   * is then Desk's value and `after` CRM's.
   */
  readonly why: { readonly reason: string; readonly problem: Problem } | null;
  readonly fields: readonly {
    readonly label: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
  /** May be a fraction: CRM takes ten new records for one. */
  readonly credits: number;
  /** Replaces a contact's primary e-mail address in Desk: it was matched by its secondary one (SYN-3). */
  readonly overwritesEmail: boolean;
}

/** What carrying out the ticked rows comes to. */
export interface PreviewSumView {
  readonly rows: number;
  /** null where it cannot be told. */
  readonly ms: number | null;
  readonly credits: Readonly<Record<Side, number>>;
}

/** Which rows are wanted; null and the empty text stand for any. */
export interface PreviewFilterView {
  readonly kind: Kind | null;
  readonly action: PlannedRow['action'] | null;
  readonly side: Side | null;
  /** Part of a title. */
  readonly search: string;
  /** Only rows that replace a primary e-mail address in Desk. */
  readonly emails?: boolean | undefined;
}

/** Which rows are meant, by their keys. */
export type TicksView =
  | { readonly all: true; readonly except: readonly string[] }
  | { readonly all: false; readonly only: readonly string[] };

/** Sent by the options page only. */
export interface PreviewMessages {
  'preview.get'(): Answer<PreviewView>;
  /** Has a plan made; answered when that has begun. Refused (`preview.applying`) while one is carried out. */
  'preview.make'(): Answer<null>;
  /** Of the plan of this hash, in its order. Refused (`preview.stale`) for another. */
  'preview.rows'(
    data: PreviewFilterView & { hash: string; offset: number; limit: number },
  ): Answer<Rows<PreviewRowView>>;
  /** Of the plan of this hash. Refused (`preview.stale`) for another. */
  'preview.sum'(data: { hash: string; ticks: TicksView }): Answer<PreviewSumView>;
  /** The rows as a file that is safe to open in a spreadsheet. */
  'preview.csv'(data: PreviewFilterView & { hash: string }): Answer<string>;
  /** The yes; answered when the run begins. In set-up, `setup.start` then ends it and changes nothing about this. Refused (`preview.stale`) when the plan has gone out of date. */
  'preview.apply'(data: { hash: string; ticks: TicksView }): Answer<null>;
  /** Cancels a plan in the making, or puts it away. A first sync goes on waiting for `preview.make` or `setup.start`. */
  'preview.dismiss'(): Answer<null>;
  /** The first rows of the plan that the brake holds, with what they would change. Refused (`held.changed`) for another. */
  'held.rows'(data: { hash: string; offset: number; limit: number }): Answer<Rows<PreviewRowView>>;
  /** The no to the held plan: it stays held and nothing of it is carried out. */
  'held.dismiss'(): Answer<null>;
}
