/**
 * Pages of a feed of changes, a handful at a time: a commit costs far more than what is in it, and
 * a service gives a hundred records a page.
 */
import type { Cursor, Instant, Kind, Side, Snapshot } from '../types';
import { advanceCursor } from '../core/cursor';
import { pageSize } from './pool';
import { readPage } from './read-page';
import type { RunContext } from './run-context';

/** ms after which what was read so far is stored, however little it is. */
const mostMs = 1_000;

interface Page {
  readonly records: readonly Snapshot[];
  /** The side's clock before the page was asked for; null where it was not known. */
  readonly askedAt: Instant | null;
}

/** What was read at a stretch. */
export interface Handful {
  readonly pages: readonly Page[];
  /** Behind the last page; where nothing was read, where it was. */
  readonly cursor: Cursor;
  /** When the reading that these pages belong to began; of several, the earliest. */
  readonly begunAt: Instant;
  /** What ended it early. The pages before it count. */
  readonly failure: { readonly error: unknown } | null;
}

/**
 * Reads on from `from` until there is a page of commits, unless the feed ends, fails or takes long.
 * Never rejects.
 */
export async function readHandful(
  context: RunContext,
  kind: Kind,
  side: Side,
  fields: readonly string[],
  from: Cursor,
): Promise<Handful> {
  const remote = context.remote(side);
  const { clock } = context.ports;
  const until = clock.now() + mostMs;
  const pages: Page[] = [];
  let cursor = from;
  let begunAt = Infinity;
  let size = 0;
  let failure: Handful['failure'] = null;
  try {
    do {
      const askedAt = remote.serverTime();
      const [page, asked] = await readPage(cursor, ({ since, page: token }) =>
        remote.changes(kind, { fields, since, page: token }),
      );
      // The clock before the call where it is known: what the answer missed must lie after it.
      const now = askedAt ?? remote.serverTime();
      const next = advanceCursor(asked, page.next, now);
      begunAt = Math.min(begunAt, next.startedAt ?? asked.startedAt ?? now ?? 0);
      const before = (cursor.page === null ? null : cursor.read) ?? { done: 0, of: null };
      const read = { done: before.done + page.records.length, of: page.total ?? before.of };
      cursor = { ...next, read: next.page === null ? undefined : read };
      pages.push({ records: page.records, askedAt });
      size += page.records.length;
    } while (cursor.page !== null && size < pageSize && clock.now() < until);
  } catch (error) {
    failure = { error };
  }
  return { pages, cursor, begunAt, failure };
}
