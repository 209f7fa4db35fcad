import type { Cursor, Instant, Kind, Side } from '../types';

/**
 * ms. How far behind its own clock a feed is read again: a record may become visible later than the
 * time it bears (a search index minutes late, of a change that was open for minutes). As long as
 * anything else is waited for that may come late. Equal rows cost nothing.
 */
export const overlapMs = 10 * 60_000;

/** Where reading begins: from the stored position, or anew after the mapping changed. */
export function openCursor(
  stored: Cursor | null,
  side: Side,
  kind: Kind,
  feed: Cursor['feed'],
  configVersion: number,
): Cursor {
  // Deletions do not depend on the mapping; changed records must be read again with it.
  if (stored && (stored.configVersion === configVersion || feed === 'deletions')) return stored;
  return { side, kind, feed, since: null, page: null, startedAt: null, configVersion };
}

/** The cursor after a page's rows. `now` is the side's clock; null proves nothing and moves nothing. */
export function advanceCursor(cursor: Cursor, next: string | null, now: Instant | null): Cursor {
  const startedAt = cursor.startedAt ?? now;
  if (next !== null) return { ...cursor, page: next, startedAt };
  const reached = startedAt === null ? null : startedAt - overlapMs;
  // Never back: a clock that was set back must not shrink what has been seen.
  const since =
    reached === null ? cursor.since : Math.max(reached, cursor.since ?? Number.NEGATIVE_INFINITY);
  return { ...cursor, since, page: null, startedAt: null };
}

/** The cursor that reads its feed from the last complete position again: its page token has died. */
export function restartCursor(cursor: Cursor): Cursor {
  return { ...cursor, page: null, startedAt: null };
}
