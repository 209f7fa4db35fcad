import type { FieldPair } from '../types/settings';
import type { Kind, Pair } from '../types';
import type { Tally } from '../types/runs';
import { changeOf, type ChangeDraft } from './change';
import { isTold } from './sent';
import { countOf } from './tally';

/** What the history and a run's numbers say of writes. */
interface Told {
  readonly history: readonly ChangeDraft[];
  readonly counts: Partial<Record<Kind, Partial<Tally>>>;
}

/**
 * Updates of an earlier attempt whose answer was lost, and which a look has now shown (sent.ts): the
 * service made them, so the run that learns of it counts them. Not those that show only in an account,
 * a box or an empty field: a person may have entered the same. `looks`: a pair before and after.
 */
export function shownWrites(
  looks: readonly (readonly [before: Pair, after: Pair])[],
  fields: readonly FieldPair[],
): Told {
  const history: ChangeDraft[] = [];
  const counts: Partial<Record<Kind, Partial<Record<keyof Tally, number>>>> = {};
  for (const [before, after] of looks)
    for (const side of ['desk', 'crm'] as const) {
      const sent = before.sent?.[side];
      if (sent === undefined || after.sent?.[side] !== undefined) continue;
      if (!isTold(before, side, after[side]?.fields ?? {}, fields)) continue;
      history.push(changeOf(before, 'update', side, sent.fields));
      const sums = (counts[before.kind] ??= {});
      const name = countOf('updated', side);
      sums[name] = (sums[name] ?? 0) + 1;
    }
  return { history, counts };
}
