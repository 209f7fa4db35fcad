/** The phases of a run, in their order. Each goes on from what is stored. */
import { kinds, type Instant, type Kind } from '../types';
import { applyKind } from './apply';
import { brake } from './brake';
import { deleteRecords } from './delete-record';
import { observe } from './observe';
import { recover } from './recover';
import type { RunContext } from './run-context';
import type { Slice } from './slice';

const activeKinds = ({ config }: RunContext): readonly Kind[] =>
  kinds.filter((kind) => config.syncType[kind] !== 'displayOnly');

/** What every slice begins with; whatever follows, the look before it was for this slice only. */
async function takeUp(context: RunContext, slice: Slice): Promise<void> {
  // Shows that the run has begun, and is the first fence.
  context.progress({ seenAt: null });
  await context.commit({}, 'fence');
  await recover(context);
  slice.begin();
}

/** Reads what changed on both sides; the kinds that are synced. */
export async function look(context: RunContext, slice: Slice): Promise<readonly Kind[]> {
  context.progress({ phase: 'recover', kind: null, progress: { done: 0, of: null } });
  await takeUp(context, slice);
  const active = activeKinds(context);
  await observe(context, active);
  return active;
}

/** Writes what is due. `seen`: both sides were read a moment ago, and the brake let this run pass. */
export async function phases(
  context: RunContext,
  slice: Slice,
  seen: { at: Instant | null },
): Promise<void> {
  const active = activeKinds(context);
  if (seen.at === null) {
    const from = context.ports.clock.now();
    await look(context, slice);
    await brake(context, active);
    seen.at = from;
  } else await takeUp(context, slice);
  for (const kind of active) await applyKind(context, kind);
  // Only here, after every feed was read to its end without an error. A first sync deletes nothing
  // that nobody has looked at: no brake stands before it.
  if (context.gate || context.run().type !== 'first') await deleteRecords(context, active);
}
