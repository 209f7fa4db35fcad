/**
 * Where landed pairs lie, by their keys: numbers only, so that a hundred thousand records take a few
 * megabytes. Different keys may share a number; whoever asks looks into the rows that are named. Each
 * row's numbers are stored beside it, so that a new worker need not open all rows to know them.
 */
import type { Pair } from '../types';
import { bareKey } from '../core/match';
import { pairKeyOf } from '../core/pair';

export interface LandingIndex {
  /** `keys`: those of `keysIn` its pairs. */
  add(row: number, keys: Uint32Array): void;
  remove(row: number): void;
  /** Rows that may hold one of these keys of pairs or records, or match keys without their side. */
  rowsOf(keys: Iterable<string>): readonly number[];
}

/** Keys that are looked for in every row's numbers: for more of them, all are put into order first. */
const fewKeys = 8;

/** FNV-1a, in the 30 bits that engines keep without a box. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return (sum ^ (sum >>> 30)) & 0x3fffffff;
}

/** The numbers of the keys that pairs are found by: their own, their records' and their match keys. */
export function keysIn(pairs: readonly Pair[]): Uint32Array {
  const found = new Set<number>();
  for (const { key, kind, desk, crm, matchKeys } of pairs) {
    found.add(hash(key));
    if (desk !== null) found.add(hash(pairKeyOf(kind, 'desk', desk.id)));
    if (crm !== null) found.add(hash(pairKeyOf(kind, 'crm', crm.id)));
    for (const one of matchKeys) found.add(hash(bareKey(one) ?? one));
  }
  return Uint32Array.from(found);
}

export function createLandingIndex(): LandingIndex {
  const keysOf = new Map<number, Uint32Array>();
  /** Rows by key, once many keys were asked for. */
  let places: Map<number, number | readonly number[]> | null = null;

  function put(into: NonNullable<typeof places>, row: number, keys: Uint32Array): void {
    for (const key of keys) {
      const found = into.get(key);
      if (found === undefined) into.set(key, row);
      else into.set(key, typeof found === 'number' ? [found, row] : [...found, row]);
    }
  }

  return {
    add(row, keys) {
      keysOf.set(row, keys);
      if (places) put(places, row, keys);
    },
    remove(row) {
      const keys = keysOf.get(row);
      keysOf.delete(row);
      if (places === null || keys === undefined) return;
      for (const key of keys) {
        const found = places.get(key);
        const rest = typeof found === 'object' ? found.filter((one) => one !== row) : [];
        const [only] = rest;
        if (only === undefined) places.delete(key);
        else places.set(key, rest.length === 1 ? only : rest);
      }
    },
    rowsOf(keys) {
      const wanted = [...new Set(keys)].map(hash);
      const found = new Set<number>();
      if (wanted.length <= fewKeys && places === null) {
        for (const [row, own] of keysOf)
          if (wanted.some((key) => own.includes(key))) found.add(row);
        return [...found];
      }
      if (places === null) {
        places = new Map();
        for (const [row, own] of keysOf) put(places, row, own);
      }
      for (const key of wanted) {
        const at = places.get(key);
        if (typeof at === 'number') found.add(at);
        else for (const row of at ?? []) found.add(row);
      }
      return [...found];
    },
  };
}
