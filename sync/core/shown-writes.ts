import type { Kind, Pair, Tally } from '../types';
import { changeOf, type ChangeDraft } from './change';
import { countOf } from './tally';

/** What the history and a run's numbers say of writes. */
interface Told {
  readonly history: readonly ChangeDraft[];
  readonly counts: Partial<Record<Kind, Partial<Tally>>>;
}

/**
 * Updates of an earlier attempt whose answer was lost, and which a look has now shown (sent.ts): the
 * service made them, so the run that learns of it counts them. `looks`: a pair before and after.
 */
export function shownWrites(looks: readonly (readonly [before: Pair, after: Pair])[]): Told {
  const history: ChangeDraft[] = [];
  const counts: Partial<Record<Kind, Partial<Record<keyof Tally, number>>>> = {};
  for (const [before, after] of looks)
    for (const side of ['desk', 'crm'] as const) {
      const sent = before.sent?.[side];
      if (sent === undefined || after.sent?.[side] !== undefined) continue;
      history.push(changeOf(before, 'update', side, sent.fields));
      const sums = (counts[before.kind] ??= {});
      const name = countOf('updated', side);
      sums[name] = (sums[name] ?? 0) + 1;
    }
  return { history, counts };
}
