/** A record that is to be written to and is not there, or is there again. */
import type { Instant, Kind, Pair } from '../types';
import type { Action, UpdateAction } from '../core/action';
import { deleteRule } from '../core/deletion';
import { isLinked, observed, withPresence } from '../core/pair';
import { byId } from './by-id';
import { holdersOfLostKeys } from './lost-keys';
import { mended, wakeWaiting } from './planning';
import type { Lookup } from './remote-ports';
import type { Guard, RunContext } from './run-context';

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
  const at = askedAt ?? pair[side]?.modifiedAt ?? 0;
  const gone = { side, at, runId: context.run().id, proof: 'absent' as const };
  const lost = trashed ?? { ...pair, gone: pair.gone ?? gone };
  const woken = await holdersOfLostKeys(context, [pair], [lost]);
  await context.commit({ pairs: [lost, ...woken] }, guard);
}

/**
 * Looks once more at what is about to lose its link because it was missing: a record that was
 * restored before any feed told of its deletion is in none. Answers the pairs that are whole again,
 * to be planned anew like whoever was put aside for them.
 */
export async function foundAgain(
  context: RunContext,
  kind: Kind,
  actions: readonly Action[],
  byKey: ReadonlyMap<string, Pair>,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const action of actions) {
    const pair = byKey.get(action.pairKey);
    if (action.type !== 'unlink' || action.reason !== 'recordMissing') continue;
    if (!pair || !isLinked(pair)) continue;
    const { side } = action;
    const [lookup] = await byId(context, kind, side, [pair[side].id]);
    if (lookup?.presence !== 'alive') continue;
    const seen = observed(pair, side, lookup.snapshot, context.config) ?? pair;
    const after: Pair = { ...seen, gone: null, dirty: true };
    await wakeWaiting(context, mended([{ before: pair, after }]));
    await context.commit({ pairs: [after] }, 'fence');
    found.add(pair.key);
  }
  return found;
}
