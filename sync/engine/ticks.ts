/** Rows of a long list that a person has ticked: all but some, or only some. */
import type { TicksView } from '../protocol/preview';

/** Ticked records of one command; whoever wants more leaves out what is not wanted. */
const mostKeys = 20_000;
const longestKey = 8192;

const isKeys = (keys: unknown): boolean =>
  Array.isArray(keys) &&
  keys.length <= mostKeys &&
  keys.every((key) => typeof key === 'string' && key.length <= longestKey);

/** True for ticks and nothing but ticks. */
export function isTicks(ticks: TicksView | null | undefined): boolean {
  if (ticks?.all === true) return isKeys(ticks.except);
  return ticks?.all === false && isKeys(ticks.only);
}

/** Tells of a key whether it is ticked. */
export function tickedBy(ticks: TicksView): (key: string) => boolean {
  const named = new Set(ticks.all ? ticks.except : ticks.only);
  return (key) => named.has(key) !== ticks.all;
}
