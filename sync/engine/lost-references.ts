/** After a refused write: what it refers to may be gone although no feed told of it. */
import type { Pair, Problem } from '../types';
import type { CreateAction, UpdateAction } from '../core/action';
import { nameOf } from '../core/convert';
import { activeFields, readFields } from '../core/pair';
import type { RunContext } from './run-context';

/** Codes with which a service refuses a reference that leads nowhere (contract 2.4 and 3.4). */
const doubtful: ReadonlySet<string> = new Set(['record.invalid', 'record.refused', 'record.gone']);

/**
 * Looks at the linked records that a refused write points at, one call each, and marks those that
 * are not there: purged, or merged away beside every feed. The next run cuts their links, which
 * wakes whoever was parked for them. Without it each write of their contacts is refused for ever.
 */
export async function doubtReferences(
  context: RunContext,
  action: CreateAction | UpdateAction,
  problem: Problem,
): Promise<void> {
  if (!doubtful.has(problem.code)) return;
  const { side } = action;
  const remote = context.remote(side);
  for (const field of activeFields(context.config, action.kind)) {
    const id = action.fields[nameOf(field, side)];
    if (field.type !== 'lookup' || !field.lookup || typeof id !== 'string') continue;
    const [pair] = await context.ports.store.pairsById(field.lookup, side, [id]);
    if (!pair?.desk || !pair.crm || pair.gone) continue;
    const askedAt = remote.serverTime();
    const names = readFields(context.config, field.lookup, side);
    const [lookup] = await remote.get(field.lookup, [id], names);
    // An answer that leaves it out says nothing.
    if (!lookup || lookup.presence === 'alive') continue;
    const at = askedAt ?? pair[side]?.modifiedAt ?? 0;
    const gone: Pair['gone'] = { side, at, runId: context.run().id, proof: 'absent' };
    await context.commit({ pairs: [{ ...pair, gone, dirty: true }] }, 'reply');
  }
}
