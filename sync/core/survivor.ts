/**
 * Which record took a merged one in. CRM names the losers of a merge in its deletion feed and not
 * the winner, so a merge is told from a deletion by what it leaves: a living record with the same
 * e-mail address or name, or an older one that was modified since and whose own timeline says, or
 * does not deny, that it took another in. Either is enough to delete nothing; only the first is
 * enough to link anew, which matching does.
 */
import type { Instant, Pair, Side, Snapshot } from '../types';
import type { SyncConfig } from '../types/settings';
import { matchKeysOf } from './match';
import { otherSide } from './side';

/** A merge writes winner and losers in one go; CRM's times are whole seconds, rounded on their own. */
const graceMs = 1_000;

/** Where reading must begin to see the winners of merges at these times. */
export function winnersSince(times: readonly Instant[]): Instant {
  return Math.min(...times) - graceMs;
}

/** The business keys of the lost record and of its counterpart, as records of the lost one's side bear them. */
export function keysOfLost(pair: Pair, side: Side, config: SyncConfig): readonly string[] {
  const alive = (one: Side): readonly string[] => {
    const seen = pair[one];
    return matchKeysOf(pair.kind, one, seen && { ...seen, presence: 'alive' }, config);
  };
  const mirrored = alive(otherSide(side)).map((key) =>
    key.replace(`|${otherSide(side)}|`, `|${side}|`),
  );
  return [...new Set([...alive(side), ...mirrored])];
}

/** Whether another record of that side lives under one of the lost record's keys. */
export function hasLookAlike(
  lost: Pair,
  side: Side,
  holders: readonly Pair[],
  config: SyncConfig,
): boolean {
  const keys = new Set(keysOfLost(lost, side, config));
  return holders.some((holder) => {
    const seen = holder[side];
    const isOther = seen !== null && seen.id !== lost[side]?.id && seen.presence !== 'trashed';
    return isOther && matchKeysOf(holder.kind, side, seen, config).some((key) => keys.has(key));
  });
}

/**
 * Whether a record may be a merge's winner: it was there before, and was modified since. How long
 * after does not matter: a winner that is edited again shows the later time only.
 */
export function mayBeWinner(snapshot: Snapshot, deletedAt: Instant): boolean {
  const { createdAt, modifiedAt } = snapshot;
  if (modifiedAt !== null && modifiedAt < deletedAt - graceMs) return false;
  return createdAt === null || createdAt <= deletedAt + graceMs;
}

/**
 * Those of these lost pairs whose record may have gone into one that was itself merged away since:
 * the last winner may be younger than the first merge, and tells of the last one only.
 */
export function lostInChains(lost: readonly Pair[], side: Side): ReadonlySet<string> {
  const chained = new Set<string>();
  const latestFirst = lost
    .flatMap((pair) => (pair.gone?.side === side ? [{ pair, ...pair.gone }] : []))
    .toSorted((one, two) => two.at - one.at || (one.proof < two.proof ? 1 : -1));
  /** The earliest creation of those that outlived the next one and were merged away. */
  let born: Instant = Number.POSITIVE_INFINITY;
  for (const { pair, at, proof } of latestFirst) {
    if (proof === 'deleted' && born <= at + graceMs) chained.add(pair.key);
    if (proof === 'merged' || chained.has(pair.key))
      born = Math.min(born, pair[side]?.createdAt ?? 0);
  }
  return chained;
}
