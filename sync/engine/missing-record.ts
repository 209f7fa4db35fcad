/** A record that is to be written to and is not there. */
import type { Instant, Pair, Side } from '../types';
import type { UpdateAction } from '../core/action';
import { deleteRule } from '../core/deletion';
import { withPresence } from '../core/pair';
import { holdersOfLostKeys } from './lost-keys';
import { mended, wakeWaiting } from './planning';
import { shownWrites } from '../core/shown-writes';
import type { Lookup } from './remote-ports';
import type { Guard, RunContext } from './run-context';

/** The pair whose record was not there. `askedAt`: the side's clock before it was asked for. */
export function asAbsent(
  context: RunContext,
  pair: Pair,
  side: Side,
  askedAt: Instant | null,
): Pair {
  const at = askedAt ?? pair[side]?.modifiedAt ?? 0;
  return { ...pair, gone: pair.gone ?? { side, at, runId: context.run().id, proof: 'absent' } };
}

/**
 * Notes what was found at `askedAt`. It proves no deletion that another may follow: the feed of
 * deletions says when it went and whether it was merged. What that does not name until the next run
 * is missing, or there again.
 */
export async function noteMissing(
  context: RunContext,
  pair: Pair,
  { side, kind }: UpdateAction,
  lookup: Lookup | undefined,
  askedAt: Instant | null,
  guard: Guard,
): Promise<void> {
  const trashed =
    lookup?.presence === 'trashed' && deleteRule(context.config, kind, side) === 'never'
      ? withPresence(pair, side, 'trashed', context.config)
      : null;
  const lost = trashed ?? asAbsent(context, pair, side, askedAt);
  const woken = await holdersOfLostKeys(context, [pair], [lost]);
  await context.commit({ pairs: [lost, ...woken] }, guard);
}

/**
 * Stores what was seen of a record on the way, with the writes of an earlier attempt that it shows.
 * Whoever waits for it to be whole, or for a key that it has given up, is planned anew.
 */
export async function storeLook(context: RunContext, before: Pair, after: Pair): Promise<void> {
  await wakeWaiting(context, mended([{ before, after }]));
  const { history, counts } = shownWrites([[before, after]], context.config.fields[before.kind]);
  const woken = await holdersOfLostKeys(context, [before], [after]);
  await context.commit({ pairs: [{ ...after, dirty: true }, ...woken], history }, 'fence', counts);
}
