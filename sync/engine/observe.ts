/**
 * Reads what changed on both sides into the store. A page's rows and its cursor are committed
 * together, the cursor with the last rows: it is never ahead of what is stored.
 */
import type { Cursor, Kind, Pair, RecordId, Side, Snapshot } from '../types';
import type { SyncConfig } from '../types/settings';
import { openCursor } from '../core/cursor';
import { complete, newPair, observed, readFields, waitsOf, withKeys } from '../core/pair';
import { outsideViews } from '../core/scope';
import { shownWrites } from '../core/shown-writes';
import { byId, isGone } from './by-id';
import { readHandful, type Handful } from './handful';
import { holdersOfLostKeys } from './lost-keys';
import { readDeletions } from './observe-deletions';
import { readViews, watchViews } from './observe-views';
import { mended, wakeWaiting } from './planning';
import { chunks, pageSize, pool } from './pool';
import type { Lookup } from './remote-ports';
import type { RunContext } from './run-context';
import { isFresh } from './slice';
import { reopened } from './views-cursor';

const sides = ['desk', 'crm'] as const;

/** Told of records that were read of a side, and of how many there are where it is known. */
type Count = (side: Side, by: number, total: number | null) => void;

/**
 * Observes these kinds on both sides. All feeds are read at the same time, what they tell is stored
 * one after the other; progress is that of the first kind that is not read yet.
 */
export async function observe(context: RunContext, active: readonly Kind[]): Promise<void> {
  const feeds = active.flatMap((kind) => {
    const seen = { desk: 0, crm: 0 };
    const of = { desk: 0, crm: 0 };
    const count: Count = (side, by, total) => {
      seen[side] += by;
      of[side] = total ?? of[side];
      const done = seen.desk + seen.crm;
      const all = of.desk + of.crm;
      const progress = { done, of: all >= done ? all : null };
      if (open[0]?.kind === kind) context.progress({ phase: 'observe', kind, progress });
    };
    return sides.map((side) => ({ kind, side, count }));
  });
  const open = [...feeds];
  let isStopped = false;
  const stopped = (): boolean => isStopped;
  await pool(
    feeds.map((feed) => async () => {
      const { kind, side, count } = feed;
      try {
        let isOld = true;
        while (isOld) isOld = await readChanges(context, kind, side, count, stopped);
        if (!isStopped && side === 'crm') await readViews(context, kind, stopped);
        if (!isStopped) await readDeletions(context, kind, side, stopped);
        open.splice(open.indexOf(feed), 1);
      } catch (error) {
        isStopped = true;
        throw error;
      }
    }),
    feeds.length,
  );
}

/**
 * Reads a feed to its end. Tells whether what was read is old by now: the reading was begun long ago
 * and was cut off, and its first pages show what was true then.
 */
async function readChanges(
  context: RunContext,
  kind: Kind,
  side: Side,
  count: Count,
  isStopped: () => boolean,
): Promise<boolean> {
  const { store, clock } = context.ports;
  const fields = readFields(context.config, kind, side);
  const views = side === 'crm' ? await watchViews(context, kind) : null;
  const stored = await store.cursor(side, kind, 'changes');
  const deletions = await store.cursor(side, kind, 'deletions');
  let isOpen = views?.startedAt != null;
  let cursor = openCursor(stored, side, kind, 'changes', context.config.version);
  // Read from the beginning: first of all, or under a new mapping. Everything is planned anew.
  const isFull = cursor.since === null;
  const takenUpFrom = cursor.page === null ? null : cursor.startedAt;
  const known = (cursor.page === null ? null : cursor.read) ?? { done: 0, of: null };
  count(side, known.done, known.of);

  async function keep({ pages, cursor: next, begunAt }: Handful): Promise<void> {
    const records = pages.flatMap((page) => page.records);
    for (const page of pages)
      for (const record of page.records) context.noteRead(kind, side, record, page.askedAt);
    count(side, records.length, next.read?.of ?? null);
    // Deletions of the time before the first reading concern nobody: their feed begins here.
    const opening =
      next.page === null && deletions === null && next.since !== null
        ? [{ ...next, feed: 'deletions' as const }]
        : [];
    // Changed records are outside until their views are read, from where this reading began: in
    // the commit that takes them out, so that no later start forgets it. Already open and half
    // read: the pages before may hold what changed now, so it begins anew.
    const isStale = !isOpen || views?.page !== null;
    const opened = views && isStale ? reopened(views, begunAt) : null;
    const idle = views && !isOpen && next.page === null ? { ...views, since: next.since } : null;
    const isChanged = await storeSnapshots(context, kind, side, records, {
      cursors: [next, ...opening],
      isFull,
      views: views && { opened, idle },
    });
    isOpen ||= isChanged;
  }

  // One handful is stored while the next one is read; whatever ends this, what was read counts.
  let keeping = Promise.resolve();
  try {
    do {
      context.step();
      const handful = await readHandful(context, kind, side, fields, cursor);
      await keeping;
      if (handful.pages.length > 0) keeping = keep(handful);
      keeping.catch(() => undefined);
      if (handful.failure) throw handful.failure.error;
      ({ cursor } = handful);
    } while (cursor.page !== null && !isStopped());
  } finally {
    await keeping;
  }
  const now = context.remote(side).serverTime() ?? clock.now();
  return takenUpFrom !== null && !isStopped() && !isFresh(takenUpFrom, now);
}

/** What goes with the rows of one page. */
interface PageEnd {
  /** Saved with the last rows. */
  readonly cursors: readonly Cursor[];
  /** The feed is read from its beginning: every row is planned anew. */
  readonly isFull: boolean;
  /** The cursor of the views when rows changed, and when the whole reading changed nothing. */
  readonly views: { readonly opened: Cursor | null; readonly idle: Cursor | null } | null;
}

/** Stores what was seen of records of one side, a page of commits at a time; whether any was new. */
async function storeSnapshots(
  context: RunContext,
  kind: Kind,
  side: Side,
  records: readonly Snapshot[],
  { cursors, isFull, views }: PageEnd,
): Promise<boolean> {
  const names = readFields(context.config, kind, side);
  const parts = records.length === 0 ? [[]] : chunks(records, pageSize);
  let isChanged = false;
  for (const [index, part] of parts.entries())
    await context.exclusive(async () => {
      const { store } = context.ports;
      const ids = [...new Set(part.map((record) => record.id))];
      const stored = new Map<string, Pair>();
      for (const pair of await store.pairsById(kind, side, ids))
        if (pair) stored.set(pair[side]?.id ?? '', pair);
      const looks = await looksAtDead(context, kind, side, ids, stored);
      const changed = new Map<string, Pair>();
      for (const record of part) {
        const look = looks.get(record.id);
        if (isGone(look)) continue;
        const snapshot = look?.presence === 'alive' ? look.snapshot : complete(record, names);
        const pair = changed.get(record.id) ?? stored.get(record.id);
        if (!pair) changed.set(record.id, newPair(kind, side, snapshot, context.config));
        else {
          const next = observed(pair, side, snapshot, context.config);
          const planned = isFull ? replanned(next ?? pair, context.config) : next;
          const isNews = planned !== pair || (views && outsideViews(pair) !== pair);
          if (planned && isNews) changed.set(record.id, planned);
        }
      }
      const pairs = [...changed.values()].map((pair) => (views ? outsideViews(pair) : pair));
      const known = pairs.flatMap((pair) => {
        const before = stored.get(pair[side]?.id ?? '');
        return before === undefined ? [] : [[before, pair] as const];
      });
      const before = known.map(([pair]) => pair);
      const woken = await holdersOfLostKeys(context, before, pairs);
      const back = pairs.map((after) => ({ before: stored.get(after[side]?.id ?? ''), after }));
      await wakeWaiting(context, mended(back));
      const { history, counts } = shownWrites(known, context.config.fields[kind]);
      isChanged ||= pairs.length > 0;
      const last = index === parts.length - 1;
      const viewCursor = isChanged ? views?.opened : last ? views?.idle : null;
      await context.commit(
        {
          pairs: [...pairs, ...woken],
          cursors: [...(last ? cursors : []), ...(viewCursor ? [viewCursor] : [])],
          history,
        },
        'seen',
        counts,
      );
    });
  return isChanged;
}

/** The pair to be planned anew under a mapping that may be another one; itself where nothing is new. */
function replanned(pair: Pair, config: SyncConfig): Pair {
  const next = withKeys(pair, config, waitsOf(pair));
  const isSame = pair.dirty && next.matchKeys.join('\n') === pair.matchKeys.join('\n');
  return isSame ? pair : { ...next, dirty: true };
}

/**
 * Those of these records that were deleted once, as they are: a late index may show them alive, or
 * with values of before, and what came back is compared with what was agreed on when it went.
 */
async function looksAtDead(
  context: RunContext,
  kind: Kind,
  side: Side,
  ids: readonly string[],
  stored: ReadonlyMap<string, Pair>,
): Promise<ReadonlyMap<RecordId, Lookup>> {
  const strangers = ids.filter((id) => !stored.has(id));
  const buried =
    strangers.length === 0 ? [] : await context.ports.store.tombstones(kind, side, strangers);
  const doubted = [
    ...buried.filter((one) => one.reason !== 'unlinked').map((one) => one.id),
    ...ids.filter((id) => {
      const pair = stored.get(id);
      return pair?.gone?.side === side || pair?.[side]?.presence === 'trashed';
    }),
  ];
  const found = await byId(context, kind, side, doubted);
  return new Map(found.map((one) => [one.id, one]));
}
