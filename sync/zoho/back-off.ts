/** How long to wait before a call is repeated (reliability 5.7). */
import type { Random } from '../engine/ports';
import type { Instant } from '../types';

const baseMs = 1_000;
const capMs = 300_000;

/** Full jitter over 1 s, 2 s, 4 s … up to 5 min; a service's own wish is a floor, plus the jitter. */
export function retryDelay(attempt: number, retryAfterMs: number | null, random: Random): number {
  const jitter = random.next() * Math.min(capMs, baseMs * 2 ** attempt);
  return (retryAfterMs ?? 0) + jitter;
}

/** A `Retry-After` header in ms from `now`: seconds or a date; null where it says nothing usable. */
export function retryAfterOf(header: string | null, now: Instant): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isFinite(at) ? Math.max(0, at - now) : null;
}
