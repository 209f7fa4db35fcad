/**
 * Creates whose copy is not found past the quarantine: none was made and it is planned again, or
 * somebody deleted it or merged it away, and it is not made a second time.
 */
import type { Intent, Kind, Pair, Side, Tombstone } from '../types';
import { mostLost } from '../core/batch';
import { isLinked, withPresence } from '../core/pair';
import { lookBackMs, mayBeCopy, mayHaveLeft } from '../core/recovery';
import { otherSide } from '../core/side';
import { byId, isGone } from './by-id';
import type { DeletionPage } from './remote-ports';
import type { RunContext } from './run-context';

type Deletion = DeletionPage['deletions'][number];

/** Ends these intents, of one kind and side. */
export async function giveUp(
  context: RunContext,
  kind: Kind,
  side: Side,
  intents: readonly Intent[],
): Promise<void> {
  const { store } = context.ports;
  const deletions = await deletedSince(context, kind, side, intents);
  const ids = deletions.map((one) => one.id);
  const known = await store.pairsById(kind, side, ids);
  const buried = new Set((await store.tombstones(kind, side, ids)).map((one) => one.id));
  // What had a counterpart is some other record. One without, seen meanwhile, must look like a copy.
  const strangers = deletions.flatMap((one, index) => {
    const row = known[index];
    return buried.has(one.id) || row?.[otherSide(side)] ? [] : [{ ...one, seen: row?.[side] }];
  });
  for (const intent of intents) {
    const index = strangers.findIndex(
      (one) =>
        one.deletedAt >= intent.sentAt - lookBackMs &&
        mayBeCopy(intent, one.name) &&
        (!one.seen || mayHaveLeft(intent, one.seen, context.config)),
    );
    const copy =
      (await lostAlike(context, intent, deletions)) ??
      (index < 0 ? undefined : strangers.splice(index, 1)[0]);
    const pair = await store.pair(intent.pairKey);
    const source = pair?.[otherSide(side)];
    if (copy && pair && source) await bury(context, intent, pair, copy);
    else
      await again(context, intent, source ? await lookedAt(context, pair, otherSide(side)) : pair);
  }
}

async function deletedSince(
  context: RunContext,
  kind: Kind,
  side: Side,
  intents: readonly Intent[],
): Promise<readonly Deletion[]> {
  const since = Math.min(...intents.map((intent) => intent.sentAt)) - lookBackMs;
  const deletions: Deletion[] = [];
  let page: string | null = null;
  do {
    const read: DeletionPage = await context.remote(side).deletions(kind, { since, page });
    deletions.push(...read.deletions);
    page = read.next;
  } while (page !== null);
  return deletions;
}

/**
 * The record that was kept in mind as the likely copy, if it is gone and never had a counterpart. It
 * may have been observed meanwhile, and Desk names it nowhere when it was merged away, so it is
 * asked for itself.
 */
async function lostAlike(
  context: RunContext,
  { kind, side, alike }: Intent,
  deletions: readonly Deletion[],
): Promise<Deletion | undefined> {
  if (alike === undefined) return undefined;
  const { store } = context.ports;
  const [[row], [tombstone]] = [
    await store.pairsById(kind, side, [alike]),
    await store.tombstones(kind, side, [alike]),
  ];
  if (tombstone || (row && isLinked(row))) return undefined;
  if (!isGone((await byId(context, kind, side, [alike]))[0])) return undefined;
  const deletedAt = context.remote(side).serverTime() ?? context.ports.clock.now();
  return deletions.find((one) => one.id === alike) ?? { id: alike, deletedAt };
}

/** Remembers both, so that a copy that is restored finds its source again, and says so. */
async function bury(
  context: RunContext,
  { kind, side }: Intent,
  pair: Pair,
  { id, deletedAt }: Deletion,
): Promise<void> {
  const source = pair[otherSide(side)]?.id ?? '';
  const [row] = await context.ports.store.pairsById(kind, side, [id]);
  const tombstones: readonly Tombstone[] = [
    { side, kind, id, deletedAt, reason: 'deleted', partner: source },
    { side: otherSide(side), kind, id: source, deletedAt, reason: 'unlinked', partner: id },
  ];
  const failure = context.failure(pair, side, {
    code: 'create.copyDeleted',
    kind: 'conflict',
    message:
      'The copy that Tandem created was deleted before it was linked. It is not created again; link or create the record by hand if it is wanted.',
  });
  await context.commit(
    {
      dropIntents: [pair.key],
      pairs: [{ ...pair, dirty: false }],
      dropPairs: row ? [row.key] : [],
      tombstones,
      failures: [failure],
    },
    'fence',
    { [kind]: { failed: 1 } },
  );
}

/** The pair, whose record may be gone by now: Desk tells of none that was merged away meanwhile. */
async function lookedAt(context: RunContext, pair: Pair, side: Side): Promise<Pair> {
  const [lookup] = await byId(context, pair.kind, side, [pair[side]?.id ?? '']);
  return (isGone(lookup) && withPresence(pair, side, 'trashed', context.config)) || pair;
}

/** The create is planned again, in a smaller batch; one that never gets an answer waits for a person. */
async function again(context: RunContext, intent: Intent, pair: Pair | null): Promise<void> {
  const dropIntents = [intent.pairKey];
  if (!pair) return context.commit({ dropIntents }, 'fence');
  const lost = (pair.lost ?? 0) + 1;
  if (lost < mostLost)
    return context.commit({ dropIntents, pairs: [{ ...pair, lost, dirty: true }] }, 'fence');
  const failure = context.failure(pair, intent.side, {
    code: 'create.noAnswer',
    kind: 'conflict',
    message:
      'Zoho never answered when this record was created, alone too, and made none. Look for an unusual value in it, change that and choose Try again.',
  });
  await context.commit(
    { dropIntents, pairs: [{ ...pair, lost, dirty: false }], failures: [failure] },
    'fence',
    { [intent.kind]: { failed: 1 } },
  );
}
