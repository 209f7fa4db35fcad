/**
 * Reads what changed on both sides into the store. A page's rows and its cursor are committed
 * together, the cursor with the last rows: it is never ahead of what is stored.
 */
import type { Cursor, Kind, Pair, Side, Snapshot } from '../types';
import { advanceCursor, openCursor, restartCursor } from '../core/cursor';
import { bareKey } from '../core/match';
import {
  asDirty,
  complete,
  isLinked,
  newPair,
  observed,
  readFields,
  waitsOf,
  withKeys,
  withPresence,
} from '../core/pair';
import { problemOf } from '../core/problem';
import { chunks, pageSize, pool } from './pool';
import type { RunContext } from './run-context';

const sides = ['desk', 'crm'] as const;

/** Observes one kind on both sides; the sides are read at the same time, stored one after the other. */
export async function observeKind(context: RunContext, kind: Kind): Promise<void> {
  const counted = {
    desk: { done: 0, of: 0 as number | null },
    crm: { done: 0, of: 0 as number | null },
  };
  const count = (side: Side, done: number, of: number | null): void => {
    counted[side] = { done: counted[side].done + done, of: of ?? counted[side].of };
    const { desk, crm } = counted;
    const total = desk.of === null || crm.of === null ? null : desk.of + crm.of;
    const seen = desk.done + crm.done;
    const progress = { done: seen, of: total === null || total < seen ? null : total };
    context.progress({ phase: 'observe', kind, progress });
  };
  let isStopped = false;
  await pool(
    sides.map((side) => async () => {
      try {
        await readChanges(context, kind, side, count, () => isStopped);
        if (!isStopped) await readDeletions(context, kind, side, () => isStopped);
      } catch (error) {
        isStopped = true;
        throw error;
      }
    }),
    sides.length,
  );
}

/** A page token that the service no longer takes is dropped once; the feed is then read anew. */
async function readPage<T>(
  cursor: Cursor,
  read: (cursor: Cursor) => Promise<T>,
): Promise<[T, Cursor]> {
  try {
    return [await read(cursor), cursor];
  } catch (error) {
    const { kind } = problemOf(error);
    if (cursor.page === null || kind === 'transient' || kind === 'configuration') throw error;
    const again = restartCursor(cursor);
    return [await read(again), again];
  }
}

async function readChanges(
  context: RunContext,
  kind: Kind,
  side: Side,
  count: (side: Side, done: number, of: number | null) => void,
  isStopped: () => boolean,
): Promise<void> {
  const { store } = context.ports;
  const remote = context.remote(side);
  const fields = readFields(context.config, kind, side);
  const stored = await store.cursor(side, kind, 'changes');
  const deletions = await store.cursor(side, kind, 'deletions');
  let cursor = openCursor(stored, side, kind, 'changes', context.config.version);
  // Read from the beginning: first of all, or under a new mapping. Everything is planned anew.
  const isFull = cursor.since === null;
  do {
    const before = remote.serverTime();
    const [page, from] = await readPage(cursor, ({ since, page: token }) =>
      remote.changes(kind, { fields, since, page: token }),
    );
    // The clock before the call where it is known: what the answer missed must lie after it.
    const next = advanceCursor(from, page.next, before ?? remote.serverTime());
    for (const record of page.records) context.noteRead(kind, side, record, before);
    count(side, page.records.length, page.total);
    // Deletions of the time before the first reading concern nobody: their feed begins here.
    const opening =
      next.page === null && deletions === null && next.since !== null
        ? [{ ...next, feed: 'deletions' as const }]
        : [];
    await storeSnapshots(context, kind, side, page.records, [next, ...opening], isFull);
    cursor = next;
  } while (cursor.page !== null && !isStopped());
}

async function readDeletions(
  context: RunContext,
  kind: Kind,
  side: Side,
  isStopped: () => boolean,
): Promise<void> {
  const { store } = context.ports;
  const remote = context.remote(side);
  const stored = await store.cursor(side, kind, 'deletions');
  if (!stored) return;
  let cursor = stored;
  do {
    const before = remote.serverTime();
    const [page, from] = await readPage(cursor, ({ since, page: token }) =>
      remote.deletions(kind, { since, page: token }),
    );
    const next = advanceCursor(from, page.next, before ?? remote.serverTime());
    const ids = [...new Set(page.deletions.map((one) => one.id))];
    await context.exclusive(async () => {
      const known = (await store.pairsById(kind, side, ids)).filter((pair) => pair !== null);
      const living = known.filter((pair) => pair[side]?.presence !== 'trashed');
      // A feed entry may be older than a restore: only the record itself proves that it is gone.
      const gone = await confirmGone(context, kind, side, living);
      const changed = gone
        .map((pair) => withPresence(pair, side, 'trashed', context.config))
        .filter((pair) => pair !== null);
      const woken = await holdersOfLostKeys(context, gone, changed);
      await context.commit({ pairs: [...changed, ...woken], cursors: [next] }, 'fence');
    });
    cursor = next;
  } while (cursor.page !== null && !isStopped());
}

async function confirmGone(
  context: RunContext,
  kind: Kind,
  side: Side,
  pairs: readonly Pair[],
): Promise<readonly Pair[]> {
  if (pairs.length === 0) return [];
  const ids = pairs.map((pair) => pair[side]?.id ?? '');
  const fields = readFields(context.config, kind, side);
  const found = await context.remote(side).get(kind, ids, fields);
  return pairs.filter((_, index) => {
    const lookup = found[index];
    return lookup !== undefined && lookup.presence !== 'alive';
  });
}

/** Records that share a key which somebody has given up may find their counterpart now. */
async function holdersOfLostKeys(
  context: RunContext,
  before: readonly Pair[],
  after: readonly Pair[],
): Promise<readonly Pair[]> {
  const kept = new Set(after.flatMap((pair) => pair.matchKeys));
  const lost = before
    .flatMap((pair) => pair.matchKeys)
    .flatMap((key) =>
      kept.has(key) || bareKey(key) === null
        ? []
        : [key.replace('|desk|', '|crm|'), key.replace('|crm|', '|desk|')],
    );
  if (lost.length === 0) return [];
  const own = new Set([...before, ...after].map((pair) => pair.key));
  const holders = await context.ports.store.pairsByMatchKey([...new Set(lost)]);
  return holders
    .filter((pair) => !own.has(pair.key) && !pair.dirty && !isLinked(pair))
    .map(asDirty);
}

/** Stores what was seen of records of one side, a page of commits at a time, the cursors last. */
export async function storeSnapshots(
  context: RunContext,
  kind: Kind,
  side: Side,
  records: readonly Snapshot[],
  cursors: readonly Cursor[],
  isFull: boolean,
): Promise<void> {
  const names = readFields(context.config, kind, side);
  const parts = records.length === 0 ? [[]] : chunks(records, pageSize);
  for (const [index, part] of parts.entries())
    await context.exclusive(async () => {
      const { store } = context.ports;
      const ids = [...new Set(part.map((record) => record.id))];
      const stored = new Map<string, Pair>();
      for (const pair of await store.pairsById(kind, side, ids))
        if (pair) stored.set(pair[side]?.id ?? '', pair);
      const strangers = ids.filter((id) => !stored.has(id));
      const dead = await stillDead(context, kind, side, strangers);
      const changed = new Map<string, Pair>();
      for (const record of part) {
        if (dead.has(record.id)) continue;
        const snapshot = complete(record, names);
        const pair = changed.get(record.id) ?? stored.get(record.id);
        if (!pair) changed.set(record.id, newPair(kind, side, snapshot, context.config));
        else {
          const next = observed(pair, side, snapshot, context.config);
          const planned = next ?? pair;
          if (isFull)
            changed.set(record.id, {
              ...withKeys(planned, context.config, waitsOf(planned)),
              dirty: true,
            });
          else if (next) changed.set(record.id, next);
        }
      }
      const pairs = [...changed.values()];
      const before = pairs
        .map((pair) => stored.get(pair[side]?.id ?? ''))
        .filter((pair) => pair !== undefined);
      const woken = await holdersOfLostKeys(context, before, pairs);
      const last = index === parts.length - 1;
      await context.commit({ pairs: [...pairs, ...woken], ...(last ? { cursors } : {}) }, 'fence');
    });
}

/** Out of unknown ids those that were deleted and still are: a late index may show them alive. */
async function stillDead(
  context: RunContext,
  kind: Kind,
  side: Side,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const tombstones = await context.ports.store.tombstones(kind, side, ids);
  const doubted = tombstones.filter((one) => one.reason !== 'unlinked').map((one) => one.id);
  if (doubted.length === 0) return new Set();
  const fields = readFields(context.config, kind, side);
  const found = await context.remote(side).get(kind, doubted, fields);
  return new Set(found.filter((one) => one.presence !== 'alive').map((one) => one.id));
}
