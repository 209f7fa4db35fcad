import { seededRandom } from '../sandbox/world';

/** Chance that follows from a seed. */
export interface Dice {
  /** Uniform in [0, 1). */
  next(): number;
  chance(probability: number): boolean;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** One of the entries, as likely as its weight. */
  weighted<T>(entries: readonly (readonly [weight: number, value: T])[]): T;
}

export function createDice(seed: string): Dice {
  const next = seededRandom(seed);
  const whole = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    chance: (probability) => next() < probability,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new Error('nothing to pick from');
      return list[whole(0, list.length - 1)] as T;
    },
    weighted<T>(entries: readonly (readonly [number, T])[]): T {
      const total = entries.reduce((sum, [weight]) => sum + weight, 0);
      let left = next() * total;
      for (const [weight, value] of entries) {
        left -= weight;
        if (left < 0) return value;
      }
      return (entries.at(-1) as readonly [number, T])[1];
    },
  };
}
