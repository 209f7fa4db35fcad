/** What decides what a run does: mapping, scope, policies, budgets. */
import type { Side, Kind, Instant, RecordId, FieldType } from '../types';

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
  /** Pick-list values that differ by name: [Desk value, CRM value]; an empty one stands for nothing. */
  readonly values?: readonly (readonly [string, string])[] | undefined;
  /**
   * A value that the target does not take becomes nothing there instead of a failure. Counts on a
   * line with one way only: where both are written, what was left out would be overwritten by the
   * next edit of what looks empty.
   */
  readonly unfit?: 'empty' | undefined;
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

/** What a person sets on the pages of preferences, and a configuration file carries. */
export const preferenceNames = [
  'syncType',
  'views',
  'departments',
  'secondaryEmail',
  'importFrom',
  'policy',
  'deletions',
  'credits',
  'pollEveryMs',
] as const;
