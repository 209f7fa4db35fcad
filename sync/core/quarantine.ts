import type { Instant, Intent } from '../types';

/**
 * ms. How long a call without an answer may still take effect, and "not found" is not believed:
 * longer than a request can stay half-open and than a new record may be missing from lists.
 */
export const quarantineMs = 10 * 60_000;

/** When the quarantine of an intent ends, by the target's clock. */
export function quarantineEnd(intent: Pick<Intent, 'sentAt'>): Instant {
  return intent.sentAt + quarantineMs;
}
