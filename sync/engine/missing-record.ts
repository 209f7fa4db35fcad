/** A record that is to be written to and is not there. */
import type { Instant, Pair } from '../types';
import type { UpdateAction } from '../core/action';
import { deleteRule } from '../core/deletion';
import { withPresence } from '../core/pair';
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
  await context.commit({ pairs: [trashed ?? { ...pair, gone: pair.gone ?? gone }] }, guard);
}
