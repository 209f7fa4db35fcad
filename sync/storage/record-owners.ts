/**
 * Each record belongs to one pair. Rows have unique indexes that refuse a second one by themselves;
 * what is landed has none.
 */
import { linkTaken } from '../core/plan';
import { pairKeyOf } from '../core/pair';
import { SyncError } from '../core/problem';
import type { Pair } from '../types';
import type { PairRow } from './derived-rows';
import type { Landing } from './landing';
import { nearRows, type Indexed } from './near-rows';

const sides = ['desk', 'crm'] as const;

/** What was written is refused: the record belongs to another pair. */
export function taken(): SyncError {
  return new SyncError(linkTaken);
}

const recordsOf = (pair: Pair): readonly string[] =>
  sides.flatMap((side) => {
    const seen = pair[side];
    return seen === null ? [] : [pairKeyOf(pair.kind, side, seen.id)];
  });

/**
 * Throws where one of these pairs holds a record of another one: of another of them, or of a landed
 * pair. What they take the place of lies landed no longer. Within a commit.
 */
export async function refuseLanded(put: readonly Pair[], landing: Landing): Promise<void> {
  const records = put.flatMap(recordsOf);
  if (new Set(records).size < records.length) throw taken();
  if ((await landing.byRecord(records)).length > 0) throw taken();
}

/**
 * Throws where one of these pairs, which are to be landed, holds a record of a row that stays:
 * `changed` names those that do not. Within a commit.
 */
export async function refuseInRows(
  rows: Indexed<PairRow>,
  put: readonly Pair[],
  changed: ReadonlySet<string>,
): Promise<void> {
  for (const kind of new Set(put.map((pair) => pair.kind)))
    for (const side of sides) {
      const own = put.filter((pair) => pair.kind === kind);
      const wanted = new Set(own.flatMap((pair) => pair[side]?.id ?? []));
      const found = await nearRows(rows, `[kind+${side}.id]`, [kind], [...wanted], (row) =>
        wanted.has(row[side]?.id ?? ''),
      );
      if (found.some(({ key }) => !changed.has(key))) throw taken();
    }
}
