import type { Conflict } from '../types/runs';
import type { FieldValue, Instant, Pair } from '../types';
import { digest } from './digest';
import type { FieldConflict } from './merge';
import { titleOf } from './pair';

/**
 * Rows of the conflict log. The id follows from what was seen, so that a run that is killed and
 * repeated logs the same conflict once.
 */
export function conflictRows(
  pair: Pair,
  conflicts: readonly FieldConflict[],
  runId: string,
  at: Instant,
): readonly Conflict[] {
  return conflicts.map(({ field, deskValue, crmValue, kept }) => {
    const values: readonly FieldValue[] = [deskValue, crmValue];
    const times = `${pair.desk?.modifiedAt ?? ''}/${pair.crm?.modifiedAt ?? ''}`;
    return {
      id: `${pair.key}|${field.desk}|${digest(JSON.stringify([values, times]))}`,
      pairKey: pair.key,
      kind: pair.kind,
      field: { desk: field.desk, crm: field.crm },
      deskValue,
      crmValue,
      kept,
      runId,
      at,
      modifiedAt: { desk: pair.desk?.modifiedAt ?? null, crm: pair.crm?.modifiedAt ?? null },
      title: titleOf(pair),
    };
  });
}

/**
 * The conflicts that are still open, undecided ones first, then the newest. A field that clashed
 * again has one entry, its latest.
 */
export function openConflicts(conflicts: readonly Conflict[]): readonly Conflict[] {
  const latest = new Map<string, Conflict>();
  for (const conflict of conflicts) {
    const field = `${conflict.pairKey}|${conflict.field.desk}|${conflict.field.crm}`;
    const before = latest.get(field);
    if (before === undefined || conflict.at >= before.at) latest.set(field, conflict);
  }
  return [...latest.values()]
    .filter(({ settledAt }) => settledAt === null || settledAt === undefined)
    .toSorted(
      (one, two) =>
        Number(two.kept === null) - Number(one.kept === null) ||
        two.at - one.at ||
        (one.id < two.id ? -1 : 1),
    );
}

/** The conflicts that a person has chosen a value in or dismissed, newest first. */
export function settledConflicts(conflicts: readonly Conflict[]): readonly Conflict[] {
  return conflicts
    .filter(({ settledAt }) => settledAt != null)
    .toSorted((one, two) => two.at - one.at || (one.id > two.id ? -1 : 1));
}
