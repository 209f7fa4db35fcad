/** How creates are put together into calls, and whether a call's answer is told in order. */
import type { Fields, Pair, Side, Snapshot } from '../types';
import type { FieldPair } from '../types/settings';
import { nameOf } from './convert';
import { isNormalised } from './normalised';
import { isEmpty } from './values';

/**
 * Creates of unknown outcome in a row after which a record is a failure: by then it went alone, and
 * still no answer came. Halving a batch of 100 gets there.
 */
export const mostLost = 7;

/**
 * Batches of at most `size`. A pair whose earlier creates ended without an answer goes in a smaller
 * one each time, down to alone: so one record that a service chokes on is found, and the others
 * beside it get through.
 */
export function createBatches<T extends { readonly pairKey: string }>(
  actions: readonly T[],
  byKey: ReadonlyMap<string, Pair>,
  size: number,
): readonly (readonly T[])[] {
  const groups = new Map<number, T[]>();
  for (const action of actions) {
    const lost = byKey.get(action.pairKey)?.lost ?? 0;
    groups.set(lost, [...(groups.get(lost) ?? []), action]);
  }
  const batches: (readonly T[])[] = [];
  for (const lost of [...groups.keys()].toSorted((one, two) => one - two)) {
    const group = groups.get(lost) ?? [];
    const part = Math.max(1, Math.floor(size / 2 ** lost));
    for (let at = 0; at < group.length; at += part) batches.push(group.slice(at, at + part));
  }
  return batches;
}

function isOf(sent: Fields, snapshot: Snapshot, fields: readonly FieldPair[], side: Side): boolean {
  return fields.every((field) => {
    const name = nameOf(field, side);
    const value = sent[name];
    const seen = snapshot.fields[name];
    if (value === undefined || seen === undefined || isEmpty(field.type, value)) return true;
    return isNormalised(field.type, value, seen);
  });
}

/**
 * Whether an answer names the records of one call in another order than they were sent: one record
 * is not what was sent in its place, but what was sent in another's.
 */
export function isShuffled(
  sent: readonly Fields[],
  made: readonly (Snapshot | null)[],
  fields: readonly FieldPair[],
  side: Side,
): boolean {
  return made.some((snapshot, index) => {
    const own = sent[index];
    if (!snapshot || !own || isOf(own, snapshot, fields, side)) return false;
    return sent.some((other, at) => at !== index && isOf(other, snapshot, fields, side));
  });
}
