/**
 * Desk's feeds of changes and deletions (contract 3.6, 3.7).
 *
 * Changes come from the search, sorted by time of modification. Its offset is capped and a record
 * that is modified meanwhile leaves its place, moving all others up. So the window is moved on
 * instead: each page begins at the time of the last record of the page before. The offset grows
 * only inside one instant, when a mass update gave more records than a page the same time.
 */
import * as v from 'valibot';
import type { ChangePage, DeletionPage, Remote } from '../engine/remote-ports';
import type { Instant, Kind } from '../types';
import { SyncError } from '../core/problem';
import { aheadOverlap, createReadAhead, type SearchPage, type SearchPlace } from './desk-ahead';
import { deskModules } from './desk-fields';
import { readDeskRows, type DeskRecords, type DeskRow } from './desk-records';
import { deskTime } from './desk-values';
import type { Http } from './http';
import { failed } from './problems';
import { idShape, instantOf, ownValue, parse, parsePage } from './record-page';

/** Contract 3.6: the search's highest `limit`. */
const rowsPerSearch = 100;
/** Contract 3.6: highest `from` that every version takes; [2] allows 4,999. */
const lowestOffsetCap = 999;
/** Rows between two pages that are read ahead. */
const aheadStep = rowsPerSearch - aheadOverlap;
/** Offset of the last page of a stretch. */
const aheadEnd = Math.floor(lowestOffsetCap / aheadStep) * aheadStep;
/** Contract 3.7: the recycle bin's highest `limit`. */
const rowsPerBin = 50;
/** Entries of a page of the bin that the page before had too. */
const binOverlap = 5;
/** Before there was any Desk. */
const beginning = Date.parse('2000-01-01T00:00:00.000Z');
/** The range's end lies ahead, so that what is modified meanwhile is met again at its new place. */
const aheadMs = 86_400_000;
/** Where no clock of the service is known yet. The specification takes years up to 2099. */
const endOfRanges = Date.parse('2099-12-31T00:00:00.000Z');
/** Records of one page that the page before had too, inside one instant. */
const tiedOverlap = 10;

const changesPage = v.object({
  from: v.number(),
  to: v.number(),
  /** Within records of one and the same time, or within a stretch that is read ahead. */
  offset: v.number(),
  /** The last record of the page before, in a stretch: the next page must still hold it. */
  last: v.optional(v.object({ id: idShape, at: v.number() })),
});
type ChangesPage = v.InferOutput<typeof changesPage>;

const deletionsPage = v.object({ from: v.number(), last: v.nullable(idShape), round: v.number() });
type DeletionsPage = v.InferOutput<typeof deletionsPage>;

const binShape = v.object({
  data: v.array(
    v.object({
      id: idShape,
      type: v.nullish(v.string()),
      displayName: v.nullish(v.string()),
      deletedTime: v.nullish(v.union([v.string(), v.number()])),
    }),
  ),
});

type BinPage = v.InferOutput<typeof binShape>['data'];

/** ms. How long one look at the newest deletions serves; well below the overlap of the feeds. */
const sharedMs = 10_000;

/** Readings of the bin that restores keep disturbing; then the next run's overlap must do. */
const mostRounds = 3;

/** The part of Desk's remote that reads what happened. */
export type DeskFeeds = Pick<Remote, 'changes' | 'deletions'>;

const modifiedAt = (row: DeskRow): Instant => {
  const at = instantOf(ownValue(row, 'modifiedTime'));
  if (at === null) throw failed('defect.unreadable', { detail: 'desk search modifiedTime' });
  return at;
};

/**
 * Where the reading goes on after a full page. `times` ascend. A millisecond is gone back, as it
 * is not known whether a range includes its ends.
 */
export function nextWindow(
  at: ChangesPage,
  times: readonly Instant[],
  limit: number,
): ChangesPage | null {
  const last = times.at(-1);
  if (last === undefined || times.length < limit) return null;
  if (times.some((time, index) => time < (times[index - 1] ?? time))) {
    throw failed('defect.unreadable', { detail: 'desk search order' });
  }
  const from = last - 1;
  // The window moved on: its offset starts anew. Else the page was full of one instant.
  if (from > at.from) return { from, to: at.to, offset: 0 };
  return { ...at, offset: at.offset + limit - tiedOverlap };
}

/** Where reading a module whole goes on: along the stretch, and from its end on as ever. */
export function nextAhead(at: ChangesPage, page: SearchPage): ChangesPage | null {
  const next = nextWindow(at, page.times, rowsPerSearch);
  const id = page.rows.at(-1)?.['id'];
  const isInside = at.offset % aheadStep === 0 && at.offset < aheadEnd;
  if (next === null || !isInside || typeof id !== 'string') return next;
  const { from, to, offset } = at;
  return { from, to, offset: offset + aheadStep, last: { id, at: page.times.at(-1) ?? from } };
}

export function createDeskFeeds(http: Http, records: DeskRecords): DeskFeeds {
  let newest: {
    readonly askedAt: Instant;
    readonly entries: Promise<BinPage>;
    readonly askers: Set<Kind>;
  } | null = null;

  async function search(kind: Kind, at: SearchPlace): Promise<SearchPage> {
    const answer = await http.send({
      method: 'GET',
      path: `/api/v1/${deskModules[kind]}/search`,
      query: {
        modifiedTimeRange: `${deskTime(at.from)},${deskTime(at.to)}`,
        sortBy: 'modifiedTime',
        from: String(at.offset),
        limit: String(rowsPerSearch),
      },
      writing: false,
      lane: 'sync',
      // Contract 3.12: a range costs 3 up to offset 2,000.
      credits: 3,
    });
    const { rows, count } = readDeskRows(answer, 'desk search');
    return { rows, count, times: rows.map(modifiedAt) };
  }

  const ahead = createReadAhead(search, () => http.serverTime() ?? 0, {
    limit: rowsPerSearch,
    highest: aheadEnd,
  });

  /** The next page of a module that is read whole. */
  async function pageAhead(
    kind: Kind,
    at: ChangesPage,
  ): Promise<readonly [SearchPage, ChangesPage]> {
    const page = await ahead.read(kind, at);
    const { last } = at;
    if (last === undefined || page.rows.some((row) => ownValue(row, 'id') === last.id))
      return [page, at];
    // More moved meanwhile than neighbours share: on from the last record that was read.
    const again = { from: last.at - 1, to: at.to, offset: 0 };
    return [await ahead.read(kind, again), again];
  }

  async function changes(
    kind: Kind,
    request: {
      readonly fields: readonly string[];
      readonly since: Instant | null;
      readonly page: string | null;
    },
  ): Promise<ChangePage> {
    const now = http.serverTime();
    const stored = parsePage(changesPage, request.page);
    const at = stored ?? {
      from: request.since === null ? beginning : request.since - 1,
      to: now === null ? endOfRanges : now + aheadMs,
      offset: 0,
    };
    const isWhole = request.since === null;
    let found: readonly [SearchPage, ChangesPage];
    try {
      found = isWhole ? await pageAhead(kind, at) : [await search(kind, at), at];
    } catch (thrown) {
      const refused = thrown instanceof SyncError && thrown.problem.code === 'defect.request';
      if (!refused || at.offset <= lowestOffsetCap) throw thrown;
      // More records share one instant than the offset reaches: the rest is read by the next
      // instant on, and those left over come when they change. Never seen; said aloud.
      throw failed('defect.unreadable', { detail: 'desk search offset cap', cause: thrown });
    }
    const [page, here] = found;
    const next = isWhole ? nextAhead(here, page) : nextWindow(here, page.times, rowsPerSearch);
    return {
      records: await records.complete(kind, page.rows, request.fields),
      next: next === null ? null : JSON.stringify(next),
      total: stored === null ? page.count : null,
    };
  }

  /**
   * A page of the bin. The newest one holds the deletions of every kind, and a poll asks for those
   * of each: it is read once for all, and anew for a kind that asks again. What is deleted meanwhile,
   * the next poll's overlap brings.
   */
  async function binAt(kind: Kind, from: number, round: number): Promise<BinPage> {
    // Where no clock is known nothing is shared.
    const now = http.serverTime() ?? Number.NaN;
    if (from === 0 && round === 0 && newest && Math.abs(now - newest.askedAt) < sharedMs)
      if (!newest.askers.has(kind)) {
        newest.askers.add(kind);
        return newest.entries;
      }
    const entries = readBin(from);
    if (from === 0) {
      newest = { askedAt: now, entries, askers: new Set([kind]) };
      // Nobody else is to be told of an error that may have passed.
      entries.catch(() => (newest = null));
    }
    return entries;
  }

  async function readBin(from: number): Promise<BinPage> {
    const answer = await http.send({
      method: 'GET',
      path: '/api/v1/recycleBin',
      query: { from: String(from), limit: String(rowsPerBin) },
      writing: false,
      lane: 'sync',
      credits: 3,
    });
    return answer.body === null ? [] : parse(binShape, answer.body, 'desk recycle bin').data;
  }

  async function deletions(
    kind: Kind,
    request: { readonly since: Instant | null; readonly page: string | null },
  ): Promise<DeletionPage> {
    const at: DeletionsPage = parsePage(deletionsPage, request.page) ?? {
      from: 0,
      last: null,
      round: 0,
    };
    const entries = await binAt(kind, at.from, at.round);
    const timed = entries.map(({ id, type, displayName, deletedTime }) => ({
      id,
      name: displayName ?? null,
      mine: (type ?? '').toLowerCase() === deskModules[kind],
      deletedAt: typeof deletedTime === 'number' ? deletedTime : instantOf(deletedTime),
    }));
    const found = timed.flatMap((entry) => {
      // In the bin at an unknown time: better told once more than never.
      const deletedAt = entry.deletedAt ?? http.serverTime() ?? request.since ?? 0;
      const isNew = deletedAt >= (request.since ?? 0);
      return entry.mine && isNew ? [{ id: entry.id, deletedAt, name: entry.name }] : [];
    });
    return { deletions: found, next: nextInBin(at, timed, request.since) };
  }

  return { changes, deletions };
}

/** Stops early only where the order is seen to hold: that the newest come first is not certain. */
function nextInBin(
  at: DeletionsPage,
  entries: readonly { readonly id: string; readonly deletedAt: Instant | null }[],
  since: Instant | null,
): string | null {
  const times = entries.map((entry) => entry.deletedAt);
  const newestFirst = times.every(
    (time, index) => time !== null && time <= (times[index - 1] ?? time),
  );
  const oldest = times.at(-1) ?? null;
  // A restore meanwhile moved entries over the edge between two pages: begin anew.
  const torn =
    at.last !== null && entries.length > 0 && !entries.some((entry) => entry.id === at.last);
  if (torn && at.round + 1 < mostRounds) {
    return JSON.stringify({ from: 0, last: null, round: at.round + 1 } satisfies DeletionsPage);
  }
  if (entries.length < rowsPerBin) return null;
  if (newestFirst && since !== null && oldest !== null && oldest < since) return null;
  const last = entries.at(-1);
  return JSON.stringify({
    from: at.from + rowsPerBin - binOverlap,
    last: last === undefined ? null : last.id,
    round: at.round,
  } satisfies DeletionsPage);
}
