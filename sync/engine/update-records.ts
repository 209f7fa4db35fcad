/**
 * Updates many CRM records in few calls (DESIGN 3.5). One instant guards a whole batch: the last
 * second before its records were looked at, and only records that had rested by then go in. So an
 * edit that we have not seen bears a later second, and CRM refuses it, alone or with its batch.
 */
import type { Instant, Kind, Pair } from '../types';
import type { UpdateAction } from '../core/action';
import { conflictRows } from '../core/conflict';
import { overlapMs } from '../core/cursor';
import type { PlanContext } from '../core/plan';
import { SyncError } from '../core/problem';
import { wholeRefusal } from './create-records';
import type { WriteResult } from './remote-ports';
import { chunks, pool } from './pool';
import { grainMs, type RunContext } from './run-context';
import {
  look,
  refused,
  storeWritten,
  underWay,
  updateRecord,
  written,
  type Targets,
  type Written,
} from './update-record';
import { targetTime } from './target-time';

/** Up to here every record has a call and a guard of its own. */
export const fewUpdates = 4;
/** Desk's part of pairs that both sides need; as many as single updates under way. */
const followsAtOnce = 4;

/** A record that may be written now. */
interface Ready {
  readonly pair: Pair;
  readonly action: UpdateAction;
  /** The latest modification that a write may pass over. */
  readonly guard: Instant;
}

/** The latest second that had ended when a record was asked for. */
function lastSecond(askedAt: Instant): Instant {
  return Math.floor(askedAt / grainMs.crm) * grainMs.crm - grainMs.crm;
}

/** Carries out updates of CRM records; true when one must wait for the next second. */
export async function updateRecords(
  context: RunContext,
  kind: Kind,
  actions: readonly UpdateAction[],
  byKey: ReadonlyMap<string, Pair>,
  planContext: PlanContext,
  targets: Targets,
): Promise<boolean> {
  const ready: Ready[] = [];
  const alone: { readonly pair: Pair; readonly action: UpdateAction }[] = [];
  let isEarly = false;
  for (const action of actions) {
    const given = byKey.get(action.pairKey);
    if (!given) continue;
    const seen = await look(context, given, action, targets);
    if (seen.type === 'early') isEarly = true;
    if (seen.type !== 'go') continue;
    const askedAt = targets.get(action.id)?.askedAt ?? context.lookedAt(kind, 'crm', action.id);
    const { pair } = seen;
    if (askedAt === null) alone.push({ pair, action });
    else ready.push({ pair, action, guard: lastSecond(askedAt) });
  }
  for (const batch of batches(ready, context.remote('crm').createBatch)) {
    const only = batch.length === 1 ? batch[0] : undefined;
    if (only) {
      alone.push(only);
      continue;
    }
    await send(context, kind, batch, planContext, targets);
  }
  await pool(
    alone.map(({ pair, action }) => async () => {
      const outcome = await updateRecord(context, pair, action, planContext, targets);
      if (outcome === 'early') isEarly = true;
    }),
    followsAtOnce,
  );
  return isEarly;
}

/**
 * Batches whose one guard lets every record through that has not been edited since its look, and no
 * other. The guard is the latest modification in the batch, and an edit may become visible under an
 * earlier time than its look: of a record modified before the guard it would pass. So only records
 * that had all rested longer than that takes, or were modified in one second, share a guard.
 */
function batches(ready: readonly Ready[], size: number): readonly (readonly Ready[])[] {
  const parts: Ready[][] = [];
  // By their looks: those of one reading stay together.
  const sorted = ready.toSorted(
    (left, right) => left.guard - right.guard || restedSince(left) - restedSince(right),
  );
  for (const one of sorted) {
    const mates = parts.find(
      (part) => part.length < size && part.every((other) => mayShare(other, one)),
    );
    if (mates) mates.push(one);
    else parts.push([one]);
  }
  return parts;
}

const restedSince = ({ pair, guard }: Ready): Instant => pair.crm?.modifiedAt ?? guard;

/** Whether neither record's edits can pass under the other's guard. */
function mayShare(one: Ready, two: Ready): boolean {
  const latest = Math.max(restedSince(one), restedSince(two));
  const asked = Math.min(one.guard, two.guard);
  return latest <= asked && (restedSince(one) === restedSince(two) || latest <= asked - overlapMs);
}

/** The instant that guards a batch: the latest modification among its records, and no later second. */
function guardOf(batch: readonly Ready[]): Instant {
  const bound = Math.min(...batch.map((one) => one.guard));
  return Math.min(bound, Math.max(...batch.map(restedSince)));
}

/** Sends one batch; halves it where one record spoils the others. */
async function send(
  context: RunContext,
  kind: Kind,
  batch: readonly Ready[],
  planContext: PlanContext,
  targets: Targets,
  isHalf = false,
): Promise<void> {
  const remote = context.remote('crm');
  const plain = batch.map(({ pair }) => ({ ...pair, dirty: true }));
  const now = targetTime(remote);
  const under = batch.map(({ pair, action }) => underWay(context, pair, action, now));
  const conflicts = batch.flatMap(({ pair, action }) =>
    conflictRows(pair, action.conflicts, context.run().id, context.ports.clock.now()),
  );
  // Before anything is overwritten the values that lose are on record, and what is sent is.
  await context.commit(
    { pairs: under.map((pair) => ({ ...pair, dirty: true })), conflicts },
    'fence',
    { [kind]: { conflicts: isHalf ? 0 : conflicts.length } },
  );
  const updates = batch.map(({ action: { id, fields } }) => ({ id, fields }));
  const guard = guardOf(batch);
  let answers: readonly WriteResult[];
  try {
    answers = (await remote.updateMany?.(kind, updates, guard)) ?? [];
  } catch (thrown) {
    // Not even sent, for want of credits or the lease.
    if (thrown instanceof SyncError && thrown.outcome === 'refused')
      await context.commit({ pairs: plain }, 'reply');
    throw thrown;
  }
  if (wholeRefusal(answers)) {
    context.ports.log.info('update.halved', { kind, records: batch.length });
    // Nothing was written: a half that is not sent any more must not be taken for one that was.
    await context.commit({ pairs: plain }, 'reply');
    for (const half of chunks(batch, Math.ceil(batch.length / 2)))
      await send(context, kind, half, planContext, targets, true);
    return;
  }
  const steps: Written[] = [];
  for (const [index, { pair, action }] of batch.entries()) {
    const result = answers[index];
    if (result?.ok) steps.push(written(context, pair, action, result, planContext));
  }
  if (steps.length > 0) await storeWritten(context, kind, 'crm', steps);
  let stop: unknown = null;
  for (const [index, { pair, action }] of batch.entries()) {
    const result = answers[index];
    if (!result || result.ok) continue;
    await refused(context, pair, under[index] ?? pair, action, result.error).catch(
      (thrown: unknown) => (stop ??= thrown),
    );
  }
  if (stop !== null) throw stop;
  await pool(
    steps.flatMap(({ after, follows }) =>
      follows === null || context.gate?.judge(follows) === 'changed'
        ? []
        : [() => updateRecord(context, after, follows, planContext, targets).then(() => undefined)],
    ),
    followsAtOnce,
  );
}
