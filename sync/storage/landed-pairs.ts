/** Which pairs may be landed, what is known of all that are, and how they are sorted. */
import { type Kind, type Pair } from '../types';
import { bareKey } from '../core/match';
import { isLinked, pairKeyOf } from '../core/pair';

/** What the database says of all that is landed. */
export interface Stand {
  /** Grows with every change: tells whether what this worker remembers is still so. */
  readonly mark: number;
  readonly held: Readonly<Record<Kind, number>>;
  /** The first key of every part but the first, of kinds without links: nothing else is sorted. */
  readonly bounds: Readonly<Partial<Record<Kind, readonly string[]>>>;
}

/** Nothing is landed. */
export const nothing: Stand = { mark: 0, held: { account: 0, contact: 0, product: 0 }, bounds: {} };

/** Whether a pair is one record, just seen and nothing else known of it. */
export function isLandable(pair: Pair): boolean {
  const side = pair.crm === null ? 'desk' : 'crm';
  const own = pair[side];
  return (
    own !== null &&
    (pair.desk === null || pair.crm === null) &&
    pair.dirty &&
    pair.base === null &&
    pair.unseen === null &&
    pair.key === pairKeyOf(pair.kind, side, own.id) &&
    pair.matchKeys.every((key) => bareKey(key) !== null)
  );
}

/** Whether a pair is a link that waits for nothing. */
export function isSettled(pair: Pair): boolean {
  return isLinked(pair) && !pair.dirty && pair.matchKeys.every((key) => bareKey(key) !== null);
}

/** Pairs that may belong together have one; those without a key go by their own. */
export function sortKey(pair: Pair): string {
  return bareKey(pair.matchKeys[0] ?? 'wait') ?? `\uffff${pair.key}`;
}

/** The part of a key: 1 and up. */
export function partOf(key: string, bounds: readonly string[]): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] as string) <= key) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}
