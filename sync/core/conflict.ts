import type { Conflict, FieldValue, Instant, Pair } from '../types';
import type { FieldConflict } from './merge';

/** 53 bits of a text (cyrb53): tells values apart without keeping them in a key. */
function hash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}

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
      id: `${pair.key}|${field.desk}|${hash(JSON.stringify([values, times]))}`,
      pairKey: pair.key,
      kind: pair.kind,
      field: { desk: field.desk, crm: field.crm },
      deskValue,
      crmValue,
      kept,
      runId,
      at,
    };
  });
}
