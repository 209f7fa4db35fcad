import type { Instant } from '../types';
import { SyncError } from '../core/problem';
import type { Remote } from './remote-ports';

/** The service's own clock, for a note of what is about to be sent. Throws `clock.unknown` before its first answer. */
export function targetTime(remote: Pick<Remote, 'serverTime'>): Instant {
  const at = remote.serverTime();
  if (at !== null) return at;
  throw new SyncError({
    code: 'clock.unknown',
    kind: 'transient',
    message: 'Zoho has not told its time yet. Tandem tries again by itself.',
  });
}
