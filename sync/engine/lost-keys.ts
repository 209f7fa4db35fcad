import type { Pair } from '../types';
import { bareKey } from '../core/match';
import { asDirty, isLinked } from '../core/pair';
import type { RunContext } from './run-context';

/** Records that share a key which somebody has given up may find their counterpart now. */
export async function holdersOfLostKeys(
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
