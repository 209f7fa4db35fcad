/** What the administrator's pages read of a store that holds very much: numbers and parts of lists. */
import type { Conflict, Failure, Run, HistoryRow } from '../types/runs';
import type { Instant, Kind } from '../types';

/** Failures of one record type and one reason. */
export interface FailureGroup {
  readonly kind: Kind;
  /** `reasonOf` its problems. */
  readonly reason: string;
  readonly records: number;
  readonly newest: Failure;
}

/** `asked`: waits for a person. `kept`: decided by a rule. `settled`: a person has chosen or dismissed it. */
export type ConflictStand = 'asked' | 'kept' | 'settled';

/** Reads whose cost does not grow with what is stored beside what they return. */
export interface LogReads {
  failureGroups(): Promise<readonly FailureGroup[]>;
  /** Newest first; `kind` null: of every record type. */
  failurePage(
    of: { readonly kind: Kind | null; readonly reason: string },
    offset: number,
    limit: number,
  ): Promise<readonly Failure[]>;
  conflictCounts(): Promise<Readonly<Record<ConflictStand, number>>>;
  /** Newest first. Of open ones, a field that clashed again has one entry, its latest. */
  conflictPage(of: ConflictStand, offset: number, limit: number): Promise<readonly Conflict[]>;
  conflict(id: string): Promise<Conflict | null>;
  /** Lines of ended runs that began at or after `since`, newest run first. */
  history(since: Instant): Promise<readonly HistoryRow[]>;
  /** When the newest run that carried a change of this record type over began; null where none did. */
  lastCarried(kind: Kind): Promise<Instant | null>;
  /** Runs that began at or after `since`, newest first. */
  runsSince(since: Instant): Promise<readonly Run[]>;
}
