/** A service's own clock, carried on from its last `Date` header by the time that passed here since. */
import type { Instant } from '../types';

export interface ServerClock {
  /** Notes the `Date` header of an answer that has just arrived. Anything unreadable is ignored. */
  heard(date: string | null): void;
  /**
   * Never later than the service's clock by more than its drift in between, up to a second
   * earlier: the header counts whole seconds. Null before the first answer.
   */
  now(): Instant | null;
}

/** Answers that overtake each other differ by no more than a call may last; more is a clock set back. */
const overtakingMs = 60_000;

/** `elapsed`: a monotonic reading in ms, so that a local clock that is set does not move this one. */
export function createServerClock(elapsed: () => number): ServerClock {
  let last: { readonly server: Instant; readonly local: number } | null = null;

  function now(): Instant | null {
    return last === null ? null : last.server + Math.max(0, elapsed() - last.local);
  }

  return {
    heard(date) {
      const server = date === null ? Number.NaN : Date.parse(date);
      if (!Number.isFinite(server)) return;
      const carried = now();
      // An older answer that arrives late must not set the clock back.
      if (carried !== null && server < carried && carried - server < overtakingMs) return;
      last = { server, local: elapsed() };
    },
    now,
  };
}
