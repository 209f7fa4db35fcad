import type { Failure } from '../types/runs';
import type { Pair, Tombstone } from '../types';
import type { UnlinkAction } from '../core/action';
import type { RunContext } from './run-context';

/** Rows of a commit that cuts one link. */
export interface Cut {
  readonly pairs: readonly Pair[];
  readonly dropPairs: readonly string[];
  readonly tombstones: readonly Tombstone[];
  readonly failures: readonly Failure[];
  /** Keys under which nothing is wrong any more. */
  readonly settled: readonly string[];
}

/** What is stored when a link is cut. */
export function cut(context: RunContext, pair: Pair | undefined, action: UnlinkAction): Cut {
  const { pair: rest, pairKey, problem } = action;
  const now = (side: Tombstone['side']): number =>
    context.remote(side).serverTime() ?? context.ports.clock.now();
  const gone = pair?.gone;
  const failures = rest && problem ? [context.failure(rest, problem.side, problem.problem)] : [];
  return {
    pairs: rest ? [rest] : [],
    dropPairs: rest?.key === pairKey ? [] : [pairKey],
    tombstones: action.tombstones.map((one) => ({
      ...one,
      deletedAt: gone?.side === one.side ? gone.at : now(one.side),
    })),
    failures,
    settled: [pairKey, ...(rest ? [rest.key] : [])].filter(
      (key) => !failures.some((one) => one.pairKey === key),
    ),
  };
}
