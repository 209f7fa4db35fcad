/** Faults on request: what goes wrong, how often, decided by the seed. */

export const faultKinds = [
  'latency',
  'rateLimit',
  'serverError',
  'dropBefore',
  'dropAfter',
  'applyLate',
  'truncate',
  'garbage',
  'tokenExpired',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Faults {
  /** On until the rate is 0. */
  set(kinds: readonly FaultKind[], rate: number, random?: () => number): void;
  /** The fault for the next API request; null for none. */
  next(): FaultKind | null;
}

export function createFaults(initial: () => number): Faults {
  let kinds: readonly FaultKind[] = [];
  let rate = 0;
  let random = initial;
  return {
    set(newKinds, newRate, newRandom = random) {
      kinds = newKinds;
      rate = newRate;
      random = newRandom;
    },
    next() {
      if (rate <= 0 || kinds.length === 0 || random() >= rate) return null;
      return kinds[Math.floor(random() * kinds.length)] ?? null;
    },
  };
}
