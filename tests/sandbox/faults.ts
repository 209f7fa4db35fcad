/** Faults on request: what goes wrong, where and how often, decided by the seed. */
import type { Service } from './datacentres';

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
  /** On until the rate is 0. `only`: the one service that they strike; every one when absent. */
  set(kinds: readonly FaultKind[], rate: number, random?: () => number, only?: Service): void;
  /** The fault for the next API request; null for none. */
  next(service: Service): FaultKind | null;
}

export function createFaults(initial: () => number): Faults {
  let kinds: readonly FaultKind[] = [];
  let rate = 0;
  let random = initial;
  let only: Service | undefined;
  return {
    set(newKinds, newRate, newRandom = random, service) {
      kinds = newKinds;
      rate = newRate;
      random = newRandom;
      only = service;
    },
    next(service) {
      if (only !== undefined && only !== service) return null;
      if (rate <= 0 || kinds.length === 0 || random() >= rate) return null;
      return kinds[Math.floor(random() * kinds.length)] ?? null;
    },
  };
}
