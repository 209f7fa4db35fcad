/** How many failures and open conflicts there are, kept ready: counting an index of 20,000 takes a second. */
import { kinds, type Kind } from '../types';
import type { ConflictStand } from '../engine/log-ports';
import type { ConflictRow, FailureRow } from './derived-rows';

export interface LogCounters {
  /** Failures by `{kind}/{reason}`; none that is 0. */
  readonly failures: Readonly<Record<string, number>>;
  readonly conflicts: Readonly<Record<ConflictStand, number>>;
}

export const noLogCounters: LogCounters = {
  failures: {},
  conflicts: { asked: 0, kept: 0, settled: 0 },
};

const groupOf = ({ kind, reason }: FailureRow): string => `${kind}/${reason}`;

/** The counters after these failures went and those came. */
export function countedFailures(
  counters: LogCounters,
  gone: readonly FailureRow[],
  come: readonly FailureRow[],
): LogCounters {
  const failures = new Map(Object.entries(counters.failures));
  const add = (row: FailureRow, by: number): void => {
    const records = (failures.get(groupOf(row)) ?? 0) + by;
    if (records > 0) failures.set(groupOf(row), records);
    else failures.delete(groupOf(row));
  };
  // First those that come: a group that only changes its rows never falls to 0.
  for (const row of come) add(row, 1);
  for (const row of gone) add(row, -1);
  return { ...counters, failures: Object.fromEntries(failures) };
}

/** The counters after these conflicts went and those came; fields that clashed again count once. */
export function countedConflicts(
  counters: LogCounters,
  gone: readonly ConflictRow[],
  come: readonly ConflictRow[],
): LogCounters {
  // Counters of an older version lack what is settled.
  const conflicts = { ...noLogCounters.conflicts, ...counters.conflicts };
  for (const { openAs } of come) if (openAs !== undefined) conflicts[openAs] += 1;
  for (const { openAs } of gone) if (openAs !== undefined) conflicts[openAs] -= 1;
  return { ...counters, conflicts };
}

/** The groups of failures there are, with their numbers. */
export function failureNumbers(
  counters: LogCounters,
): readonly { readonly kind: Kind; readonly reason: string; readonly records: number }[] {
  return Object.entries(counters.failures).flatMap(([group, records]) => {
    const kind = kinds.find((each) => group.startsWith(`${each}/`));
    return kind === undefined ? [] : [{ kind, reason: group.slice(kind.length + 1), records }];
  });
}
