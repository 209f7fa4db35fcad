/**
 * A run works in slices. Browsers end workers as they like, locks and leases should change hands,
 * and a person's change waits for a lock: so after a while a run lets go between two steps, stays
 * open, and the next slice goes on from what is stored.
 */
import type { Instant } from '../types';
import { SyncError } from '../core/problem';
import type { Clock } from './ports';

/** ms that a slice works at a stretch. Below the 30 s after which browsers stop an idle worker. */
export const sliceMs = 20_000;

/**
 * ms for which what a slice has read of both sides is fresh enough for the next one to write by:
 * within one slice, writing may go on as long. Every write looks at its own record anew anyway.
 */
const freshMs = 5 * 60_000;

/** Why a slice ended; no problem of anybody's. */
const over = {
  code: 'sync.slice',
  kind: 'transient',
  message: 'The sync goes on in a moment.',
} as const;

export interface Slice {
  /** The time counts from here on. */
  begin(): void;
  /** What follows is one piece. */
  end(): void;
  /**
   * Before a commit that a pause refuses as well: throws once the time is over. Never at the first
   * one, so that every slice gets on, however slow the services are.
   */
  check(): void;
}

export function createSlice(clock: Pick<Clock, 'now'>): Slice {
  let begun: Instant | null = null;
  let steps = 0;
  return {
    begin() {
      begun = clock.now();
      steps = 0;
    },
    end() {
      begun = null;
    },
    check() {
      if (begun === null) return;
      steps += 1;
      if (steps > 1 && clock.now() - begun >= sliceMs) throw new SyncError(over);
    },
  };
}

/** Whether an error is the end of a slice. */
export function isSliceOver(error: unknown): boolean {
  return error instanceof SyncError && error.problem.code === over.code;
}

/**
 * Whether a run need not look again: its last slice, an orderly one, looked a moment ago, and nobody
 * has paused it since, who may have done so to change something.
 */
export function isFresh(
  seenAt: Instant | null | undefined,
  now: Instant,
  resumedAt: Instant | null = null,
): boolean {
  const isLater = resumedAt === null || (seenAt ?? 0) >= resumedAt;
  return seenAt != null && isLater && now >= seenAt && now - seenAt < freshMs;
}
