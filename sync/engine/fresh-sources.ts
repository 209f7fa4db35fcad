/** Looks whether records are still there before copies of them are made. */
import type { Kind, Pair } from '../types';
import type { CreateAction } from '../core/action';
import { withPresence } from '../core/pair';
import { lookBackMs } from '../core/recovery';
import { otherSide } from '../core/side';
import { byId, isGone } from './by-id';
import { chunks, pageSize } from './pool';
import type { RunContext } from './run-context';

/** Attempts of a first sync that are looked through for its beginning. */
const mostRuns = 1000;

/** Records made before then, by the local clock, are taken at their reading. */
async function readUntil({ ports, run }: RunContext): Promise<number> {
  if (run().type !== 'first') return Number.NEGATIVE_INFINITY;
  const began = (await ports.store.runs(mostRuns)).at(-1)?.startedAt ?? 0;
  // The services' clocks are carried on between answers.
  return began - lookBackMs;
}

/**
 * Those of these creates whose record is still there. One that this run has not read may be long
 * gone: what Desk merges away or deletes for good it names nowhere, and a record that had to wait is
 * planned anew when somebody else gives its name up. One that is gone is stored as such, and planned
 * again. A first sync is taken at its reading, which is all there is of most records: it looks at
 * those that were made since it began, its own copies of unknown outcome among them.
 */
export async function withSources(
  context: RunContext,
  kind: Kind,
  creates: readonly CreateAction[],
  byKey: ReadonlyMap<string, Pair>,
): Promise<readonly CreateAction[]> {
  const missing = new Set<string>();
  if (creates.length === 0) return creates;
  const until = await readUntil(context);
  const now = context.ports.clock.now();
  for (const side of ['desk', 'crm'] as const) {
    const lead = (context.remote(side).serverTime() ?? now) - now;
    const stale = creates.flatMap((action) => {
      const pair = byKey.get(action.pairKey);
      const { id, createdAt = null } = pair?.[side] ?? {};
      if (!pair || id === undefined || action.side !== otherSide(side)) return [];
      if ((createdAt ?? 0) - lead < until) return [];
      return context.lookedAt(kind, side, id) === null ? [{ pair, id }] : [];
    });
    for (const part of chunks(stale, pageSize)) {
      const ids = part.map(({ id }) => id);
      const found = await byId(context, kind, side, ids);
      const gone = part.flatMap(({ pair }, index) => {
        const lookup = found[index];
        if (lookup?.presence !== 'alive') missing.add(pair.key);
        return (isGone(lookup) && withPresence(pair, side, 'trashed', context.config)) || [];
      });
      if (gone.length > 0) await context.commit({ pairs: gone }, 'fence');
    }
  }
  return creates.filter((one) => !missing.has(one.pairKey));
}
