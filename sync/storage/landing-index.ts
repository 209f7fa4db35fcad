/**
 * Where landed pairs lie, by their keys: numbers only, so that a hundred thousand records take a few
 * megabytes. Different keys may share a number; whoever asks looks into the rows that are named.
 */
import type { Pair } from '../types';
import { bareKey } from '../core/match';

export interface LandingIndex {
  add(row: number, pairs: readonly Pair[]): void;
  remove(row: number, pairs: readonly Pair[]): void;
  /** Rows that may hold one of these keys of pairs, or match keys without their side. */
  rowsOf(keys: Iterable<string>): readonly number[];
}

/** FNV-1a, in the 30 bits that engines keep without a box. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return (sum ^ (sum >>> 30)) & 0x3fffffff;
}

function* keysOf(pair: Pair): Generator<string> {
  yield pair.key;
  for (const key of pair.matchKeys) yield bareKey(key) ?? key;
}

export function createLandingIndex(): LandingIndex {
  const rows = new Map<number, number | readonly number[]>();
  const at = (key: number): readonly number[] => {
    const found = rows.get(key);
    return found === undefined ? [] : typeof found === 'number' ? [found] : found;
  };
  const keep = (key: number, found: readonly number[]): void => {
    const [only] = found;
    if (only === undefined) rows.delete(key);
    else rows.set(key, found.length === 1 ? only : found);
  };
  const change = (
    pairs: readonly Pair[],
    next: (found: readonly number[]) => readonly number[],
  ) => {
    for (const pair of pairs)
      for (const key of keysOf(pair)) {
        const place = hash(key);
        keep(place, next(at(place)));
      }
  };
  return {
    add: (row, pairs) => change(pairs, (found) => (found.includes(row) ? found : [...found, row])),
    remove: (row, pairs) => change(pairs, (found) => found.filter((one) => one !== row)),
    rowsOf(keys) {
      const found = new Set<number>();
      for (const key of keys) for (const row of at(hash(key))) found.add(row);
      return [...found];
    },
  };
}
