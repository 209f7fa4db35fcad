/**
 * Reads what was deleted on a side. A feed's entry is believed only when the record itself is gone,
 * and what follows is decided in a later run: here nothing is written to a service.
 */
import type { Gone, Kind, Pair, Side } from '../types';
import type { SyncConfig } from '../types/settings';
import { advanceCursor } from '../core/cursor';
import { deleteRule } from '../core/deletion';
import { isLinked, observed, withPresence } from '../core/pair';
import { otherSide } from '../core/side';
import { lostInChains } from '../core/survivor';
import { byId, isGone } from './by-id';
import { holdersOfLostKeys } from './lost-keys';
import { mergedPairs } from './merges';
import { pageSize } from './pool';
import type { PairPage } from './ports';
import { readPage } from './read-page';
import type { RunContext } from './run-context';

/** Reads a side's feed of deletions from its cursor. */
export async function readDeletions(
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
    const times = new Map(page.deletions.map((one) => [one.id, one.deletedAt]));
    await context.exclusive(async () => {
      const known = (await store.pairsById(kind, side, [...times.keys()])).filter(
        (pair) => pair !== null,
      );
      const living = known.filter((pair) => pair[side]?.presence !== 'trashed');
      // A feed entry may be older than a restore: only the record itself proves that it is gone.
      const gone = await confirmGone(context, kind, side, living);
      const runId = context.run().id;
      const marked = (await withRestored(context, kind, otherSide(side), gone))
        .map((pair) =>
          asGone(
            pair,
            { side, at: times.get(pair[side]?.id ?? '') ?? 0, runId, proof: 'deleted' },
            context.config,
          ),
        )
        .filter((pair) => pair !== null);
      const found = await withMerges(context, kind, side, marked);
      const changed = next.page === null ? await withChains(context, kind, side, found) : found;
      const woken = await holdersOfLostKeys(context, gone, changed);
      await context.commit({ pairs: [...changed, ...woken], cursors: [next] }, 'fence');
    });
    cursor = next;
  } while (cursor.page !== null && !isStopped());
}

/**
 * The pair after its record was found trashed; null when that is known. Only of a record that was
 * in scope is it kept how it went: of any other, no deletion follows.
 */
export function asGone(pair: Pair, gone: Gone, config: SyncConfig): Pair | null {
  const next = withPresence(pair, gone.side, 'trashed', config);
  if (!next) return null;
  const follows = isLinked(pair) && pair[gone.side].presence === 'alive';
  return follows ? { ...next, gone } : next;
}

/** Where a deletion would be followed, the time to tell a merge is now: its winner moves on. */
async function withMerges(
  context: RunContext,
  kind: Kind,
  side: Side,
  pairs: readonly Pair[],
): Promise<readonly Pair[]> {
  if (side !== 'crm' || deleteRule(context.config, kind, side) === 'never') return pairs;
  const merged = await mergedPairs(context, kind, pairs);
  return pairs.map((pair) =>
    pair.gone && merged.has(pair.key) ? { ...pair, gone: { ...pair.gone, proof: 'merged' } } : pair,
  );
}

/** With all that this reading found lost, as far as it may have gone with a winner that went as well. */
async function withChains(
  context: RunContext,
  kind: Kind,
  side: Side,
  found: readonly Pair[],
): Promise<readonly Pair[]> {
  if (side !== 'crm' || !found.some((pair) => pair.gone)) return found;
  const lost = new Map<string, Pair>();
  let after: string | null = null;
  do {
    const page: PairPage = await context.ports.store.dirtyPairs(kind, after, pageSize);
    for (const pair of page.pairs) lost.set(pair.key, pair);
    after = page.next;
  } while (after !== null);
  const changed = new Map(found.map((pair) => [pair.key, pair]));
  for (const pair of found) lost.set(pair.key, pair);
  for (const key of lostInChains([...lost.values()], side)) {
    const pair = lost.get(key);
    if (pair?.gone) changed.set(key, { ...pair, gone: { ...pair.gone, proof: 'merged' } });
  }
  return [...changed.values()];
}

/**
 * With the counterparts that were in the bin when they were last seen: one may have been restored
 * since, which a late index hides. Taken for gone with its record, it would get another copy.
 */
async function withRestored(
  context: RunContext,
  kind: Kind,
  side: Side,
  pairs: readonly Pair[],
): Promise<readonly Pair[]> {
  const binned = pairs.filter((pair) => pair[side]?.presence === 'trashed');
  const ids = binned.map((pair) => pair[side]?.id ?? '');
  const found = await byId(context, kind, side, ids);
  return pairs.map((pair) => {
    const lookup = found[binned.indexOf(pair)];
    if (lookup?.presence !== 'alive') return pair;
    return observed(pair, side, lookup.snapshot, context.config) ?? pair;
  });
}

async function confirmGone(
  context: RunContext,
  kind: Kind,
  side: Side,
  pairs: readonly Pair[],
): Promise<readonly Pair[]> {
  const ids = pairs.map((pair) => pair[side]?.id ?? '');
  const found = await byId(context, kind, side, ids);
  return pairs.filter((_, index) => isGone(found[index]));
}
