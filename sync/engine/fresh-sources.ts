/** Looks whether records are still there before copies of them are made. */
import type { Kind, Pair } from '../types';
import type { CreateAction } from '../core/action';
import { readFields, withPresence } from '../core/pair';
import { otherSide } from '../core/side';
import { chunks, pageSize } from './pool';
import type { RunContext } from './run-context';

/**
 * Those of these creates whose record is still there. One that this run has not read may be long
 * gone: what Desk merges away or deletes for good it names nowhere, and a record that had to wait is
 * planned anew when somebody else gives its name up. One that is gone is stored as such, and planned
 * again. A first sync is taken at its reading, which is all there is of most records.
 */
export async function withSources(
  context: RunContext,
  kind: Kind,
  creates: readonly CreateAction[],
  byKey: ReadonlyMap<string, Pair>,
): Promise<readonly CreateAction[]> {
  if (context.run().type === 'first') return creates;
  const missing = new Set<string>();
  for (const side of ['desk', 'crm'] as const) {
    const stale = creates.flatMap((action) => {
      const pair = byKey.get(action.pairKey);
      const id = pair?.[side]?.id;
      if (!pair || id === undefined || action.side !== otherSide(side)) return [];
      return context.lookedAt(kind, side, id) === null ? [{ pair, id }] : [];
    });
    const names = readFields(context.config, kind, side);
    for (const part of chunks(stale, pageSize)) {
      const ids = part.map(({ id }) => id);
      const found = await context.remote(side).get(kind, ids, names);
      const gone = part.flatMap(({ pair }, index) => {
        const presence = found[index]?.presence;
        if (presence !== 'alive') missing.add(pair.key);
        // An answer that leaves it out says nothing.
        const isGone = presence !== undefined && presence !== 'alive';
        return (isGone && withPresence(pair, side, 'trashed', context.config)) || [];
      });
      if (gone.length > 0) await context.commit({ pairs: gone }, 'fence');
    }
  }
  return creates.filter((one) => !missing.has(one.pairKey));
}
