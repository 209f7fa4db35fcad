/** What a record refers to may be gone although no feed has told of it yet, or ever does. */
import type { Kind, Pair, Problem, RecordId, Side } from '../types';
import type { CreateAction, UpdateAction } from '../core/action';
import { effectiveBase } from '../core/base';
import { nameOf } from '../core/convert';
import { activeFields, isLinked } from '../core/pair';
import { otherSide } from '../core/side';
import { byId, isGone } from './by-id';
import { asAbsent } from './missing-record';
import type { RunContext } from './run-context';
import type { look } from './update-record';

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
  for (const field of activeFields(context.config, action.kind)) {
    const id = action.fields[nameOf(field, side)];
    if (field.lookup && typeof id === 'string') await isThere(context, field.lookup, side, id);
  }
}

/**
 * Whether a write that empties a reference must wait: services empty one by themselves when what it
 * points at is deleted, which its feed may not tell yet, and fill it again without a trace. So that
 * record is asked for, and the one that was emptied too unless this run has read it.
 */
export async function isDoubtful(
  context: RunContext,
  pair: Pair,
  action: UpdateAction,
  ask: typeof look,
): Promise<boolean> {
  const { kind } = action;
  const side = otherSide(action.side);
  const own = pair[side];
  for (const field of activeFields(context.config, kind)) {
    const id = effectiveBase(pair)[side][nameOf(field, side)];
    if (!own || !field.lookup || typeof id !== 'string') continue;
    if (action.fields[nameOf(field, action.side)] !== null) continue;
    if (!(await isThere(context, field.lookup, side, id))) return true;
    if (context.lookedAt(kind, side, own.id) !== null) continue;
    const source = { ...action, side, id: own.id, fields: {} };
    if ((await ask(context, pair, source, new Map())).type !== 'go') return true;
  }
  return false;
}

/** Whether a linked record is there. One that is not is marked, and the next run cuts its link. */
async function isThere(
  context: RunContext,
  kind: Kind,
  side: Side,
  id: RecordId,
): Promise<boolean> {
  const [pair] = await context.ports.store.pairsById(kind, side, [id]);
  if (!pair || !isLinked(pair)) return true;
  if (pair.gone) return false;
  const askedAt = context.remote(side).serverTime();
  if (!isGone((await byId(context, kind, side, [id]))[0])) return true;
  const lost = asAbsent(context, pair, side, askedAt);
  await context.commit({ pairs: [{ ...lost, dirty: true }] }, 'reply');
  return false;
}
