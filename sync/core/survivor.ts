/**
 * Which record took a merged one in. CRM names the losers of a merge in its deletion feed and not
 * the winner, so a merge is told from a deletion by what it leaves: a living record with the same
 * e-mail address or name, or an old one that was modified in the moment of the deletion. Either is
 * enough to delete nothing; only the first is enough to link anew, which matching does.
 */
import type { Instant, Pair, Side, Snapshot, SyncConfig } from '../types';
import { matchKeysOf } from './match';
import { otherSide } from './side';

/** A merge writes winner and losers in one go; CRM's times are whole seconds, rounded on their own. */
const beforeMs = 1_000;
const afterMs = 3_000;

/** Where reading must begin to see the winners of merges at these times. */
export function winnersSince(times: readonly Instant[]): Instant {
  return Math.min(...times) - beforeMs;
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

/** Whether an old record was modified in the moment of the deletion: it may be a merge's winner. */
export function mayBeWinner(snapshot: Snapshot, deletedAt: Instant): boolean {
  const { createdAt, modifiedAt } = snapshot;
  if (modifiedAt === null) return false;
  const isOld = createdAt === null || createdAt < deletedAt - beforeMs;
  return isOld && modifiedAt >= deletedAt - beforeMs && modifiedAt <= deletedAt + afterMs;
}
