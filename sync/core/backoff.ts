import type { Instant } from '../types';

const firstMs = 1_000;
/** Longer would only make a recovered service wait; shorter would press on an ailing one. */
const capMs = 5 * 60_000;

/**
 * When to try again after `attempt` failures in a row: full jitter, `random(0, min(cap, 1 s · 2^n))`.
 * A time that the service named is a floor; the jitter comes on top, so that not everyone returns at once.
 */
export function nextAttemptAt(
  now: Instant,
  attempt: number,
  uniform: number,
  retryAfterMs: number | null,
): Instant {
  const ceiling = Math.min(capMs, firstMs * 2 ** Math.min(attempt, 30));
  return now + (retryAfterMs ?? 0) + Math.round(uniform * ceiling);
}
