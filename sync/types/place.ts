import type { Place } from '../types';

/** Nowhere is one place, and not to know is another. */
export function samePlace(one: Place | null | undefined, other: Place | null | undefined): boolean {
  return one?.type === other?.type && one?.id === other?.id && (one === null) === (other === null);
}
