/** Writes changed fields of one record, guarded as far as its service allows. */
import type { Instant, Kind, Pair, RecordId, Side } from '../types';
import type { UpdateAction } from '../core/action';
import { changeOf, type ChangeDraft } from '../core/change';
import { conflictRows } from '../core/conflict';
import { withWrites } from '../core/flap';
import { afterUpdate } from '../core/outcome';
import { activeFields, observed, parked, withKeys } from '../core/pair';
import { planPairs, type PlanContext } from '../core/plan';
import { SyncError } from '../core/problem';
import { outsideViews, viewsOf } from '../core/scope';
import { noted } from '../core/sent';
import { shownWrites } from '../core/shown-writes';
import { countOf } from '../core/tally';
import { identicalFields } from '../core/values';
import { byId } from './by-id';
import { holdersOfLostKeys } from './lost-keys';
import { doubtReferences, isDoubtful } from './lost-references';
import { noteMissing } from './missing-record';
import type { Lookup, WriteResult } from './remote-ports';
import { chunks } from './pool';
import { grainMs, hasPassed, type RunContext } from './run-context';
import { targetTime } from './target-time';
import { reopened, viewsCursor } from './views-cursor';

/** Ids of one read by id; CRM takes no more. */
const idsPerRead = 100;

/** A record as it was just read, and the side's clock before it was asked for. */
interface Target {
  readonly lookup: Lookup;
  readonly askedAt: Instant | null;
}
export type Targets = ReadonlyMap<RecordId, Target>;

/** Reads anew, in few calls, the CRM records to be written whose last look proves nothing. */
export async function freshTargets(
  context: RunContext,
  kind: Kind,
  updates: readonly UpdateAction[],
  byKey: ReadonlyMap<string, Pair>,
): Promise<Targets> {
  const found = new Map<RecordId, Target>();
  const ids = updates
    .filter((one) => {
      const seen = byKey.get(one.pairKey)?.[one.side];
      return grainMs[one.side] > 0 && seen && !context.isFinal(kind, one.side, seen);
    })
    .map((one) => one.id);
  const remote = context.remote('crm');
  for (const part of chunks(ids, idsPerRead)) {
    const askedAt = remote.serverTime();
    for (const lookup of await byId(context, kind, 'crm', part))
      found.set(lookup.id, { lookup, askedAt });
  }
  return found;
}

/** `early`: its clock is still in the second of the last modification. */
export type UpdateOutcome = 'done' | 'changed' | 'early' | 'failed';

export type Look = { readonly type: 'go'; readonly pair: Pair } | { readonly type: UpdateOutcome };

/** The target as it is right now. Anything new is stored and planned anew instead of overwritten. */
export async function look(
  context: RunContext,
  pair: Pair,
  action: UpdateAction,
  targets: Targets,
): Promise<Look> {
  const { side, kind, id } = action;
  const before = pair[side];
  if (await isDoubtful(context, pair, action, look)) return { type: 'changed' };
  if (!before || context.isFinal(kind, side, before)) return { type: 'go', pair };
  // Read ahead on CRM only. An id of Desk may be the same as another record's id there.
  const ready = side === 'crm' ? targets.get(id) : undefined;
  const askedAt = ready ? ready.askedAt : context.remote(side).serverTime();
  const lookup = ready ? ready.lookup : (await byId(context, kind, side, [id]))[0];
  if (!lookup || lookup.presence !== 'alive') {
    await noteMissing(context, pair, action, lookup, askedAt, 'fence');
    return { type: 'changed' };
  }
  const { snapshot } = lookup;
  const next = observed(pair, side, snapshot, context.config);
  // Another time alone tells of a change after a lost answer, an edit that was undone again, and
  // where list views count: it may have left them.
  const isTelling =
    pair.sent?.[side] !== undefined || (side === 'crm' && viewsOf(context.config, kind).length > 0);
  const isLater = before.modifiedAt !== snapshot.modifiedAt;
  const isNew =
    next !== null &&
    (pair.unseen?.side === side ||
      (isTelling && isLater) ||
      !identicalFields(before.fields, snapshot.fields));
  if (next && isNew) {
    await context.exclusive(async () => {
      const woken = await holdersOfLostKeys(context, [pair], [next]);
      // The feed will find it as it is stored here: this look must ask for its views, as that would.
      // An emptied reference is no modification: it left no view, and no feed of them names it.
      const views = side === 'crm' && isLater ? await viewsCursor(context, kind) : null;
      const stored = views ? outsideViews(next) : next;
      const cursors = views ? [reopened(views, askedAt ?? 0)] : [];
      const { history, counts } = shownWrites([[pair, next]], context.config.fields[kind]);
      await context.commit(
        { pairs: [{ ...stored, dirty: true }, ...woken], cursors, history },
        'fence',
        counts,
      );
    });
    return { type: 'changed' };
  }
  const now = next ?? pair;
  // Written now, an edit later in this second would bear the same time and pass the guard.
  if (!hasPassed(side, now[side]?.modifiedAt ?? null, askedAt)) return { type: 'early' };
  return { type: 'go', pair: now };
}

async function fail(
  context: RunContext,
  pair: Pair,
  action: UpdateAction,
  error: SyncError,
): Promise<void> {
  const failures = [context.failure(pair, action.side, error.problem)];
  await context.commit({ pairs: [parked(pair, context.config)], failures }, 'reply', {
    [action.kind]: { failed: 1 },
  });
}

/**
 * The pair as it is stored before its write is sent. The write is remembered at once (flap.ts): it
 * counts in a fight of automations even where its answer is lost. `at`: the clock of the target.
 */
export function underWay(
  context: RunContext,
  pair: Pair,
  { kind, side, fields }: UpdateAction,
  at: Instant,
): Pair {
  const mapped = activeFields(context.config, kind);
  const memory = withWrites(pair, side, fields, mapped, context.ports.clock.now());
  const under = { ...noted(pair, side, fields, at, mapped), ...memory };
  // With the keys that it had: whoever waits for one of them is told when the answer takes it away.
  return withKeys(under, context.config, pair.matchKeys);
}

/** Writes a pair's planned updates, one side after the other. */
export async function updateRecord(
  context: RunContext,
  given: Pair,
  first: UpdateAction,
  planContext: PlanContext,
  targets: Targets,
): Promise<UpdateOutcome> {
  let pair = given;
  let action: UpdateAction | undefined = first;
  while (action) {
    const seen: Look = await look(context, pair, action, targets);
    if (seen.type !== 'go') return seen.type;
    pair = seen.pair;
    const { kind, side, id, fields: values } = action;
    const { clock } = context.ports;
    const conflicts = conflictRows(pair, action.conflicts, context.run().id, clock.now());
    const remote = context.remote(side);
    const under = underWay(context, pair, action, targetTime(remote));
    // Before anything is overwritten the values that lose are on record, and what is sent is.
    await context.commit({ pairs: [{ ...under, dirty: true }], conflicts }, 'fence', {
      [kind]: { conflicts: conflicts.length },
    });
    const since = pair[side]?.modifiedAt ?? null;
    const result = await send(context, pair, () => remote.update(kind, id, values, since));
    if (!result.ok) return refused(context, pair, under, action, result.error);
    const step = written(context, pair, action, result, planContext);
    await storeWritten(context, kind, side, [step]);
    pair = step.after;
    action = step.follows ?? undefined;
    if (action && (action.side === first.side || context.gate?.judge(action) === 'changed'))
      return 'changed';
  }
  return 'done';
}

/** What one successful write leads to. */
export interface Written {
  readonly before: Pair;
  readonly after: Pair;
  readonly history: ChangeDraft;
  readonly isDone: boolean;
  /** The other side's update of this pair; the same side again is left to the next round. */
  readonly follows: UpdateAction | null;
}

/** The pair after its write was answered, planned anew. */
export function written(
  context: RunContext,
  pair: Pair,
  action: UpdateAction,
  result: Extract<WriteResult, { ok: true }>,
  planContext: PlanContext,
): Written {
  const { side } = action;
  const fields = activeFields(context.config, pair.kind);
  const after: Pair = {
    ...afterUpdate(pair, action, result, context.config),
    ...withWrites(pair, side, action.fields, fields, context.ports.clock.now()),
    dirty: true,
  };
  const rest = planPairs([after], planContext, context.config).actions;
  const [only] = rest;
  const isDone =
    only?.type === 'settle' && only.waits.length + only.conflicts.length === 0 && !only.problem;
  return {
    before: pair,
    after: isDone ? { ...after, base: only.base ?? after.base, dirty: false } : after,
    history: changeOf(pair, 'update', side, action.fields),
    isDone,
    follows:
      rest.find((one): one is UpdateAction => one.type === 'update' && one.side !== side) ?? null,
  };
}

/** Stores what writes of one side led to, in one commit. */
export async function storeWritten(
  context: RunContext,
  kind: Kind,
  side: Side,
  steps: readonly Written[],
): Promise<void> {
  const pairs = steps.map((step) => step.after);
  context.rights.allowed(kind, side);
  await context.exclusive(async () => {
    // Our own write may free an address or a name that others were held back by.
    const before = steps.map((step) => step.before);
    const woken = await holdersOfLostKeys(context, before, pairs);
    const done = steps.filter((step) => step.isDone).map((step) => step.after.key);
    await context.commit(
      {
        pairs: [...pairs, ...woken],
        history: steps.map((step) => step.history),
        dropFailures: context.failed(done),
      },
      'reply',
      { [kind]: { [countOf('updated', side)]: steps.length } },
    );
  });
}

/** The answer to a write. One that was not even sent, for want of credits or the lease, is unnoted. */
async function send(
  context: RunContext,
  unnoted: Pair,
  call: () => Promise<WriteResult>,
): Promise<WriteResult> {
  try {
    return await call();
  } catch (thrown) {
    if (thrown instanceof SyncError && thrown.outcome === 'refused')
      await context.commit({ pairs: [{ ...unnoted, dirty: true }] }, 'reply');
    throw thrown;
  }
}

/**
 * What follows from a refused update; throws where the whole run must end. `under`: the pair with
 * the note of the write, which stays while its outcome is unknown.
 */
export async function refused(
  context: RunContext,
  pair: Pair,
  under: Pair,
  action: UpdateAction,
  error: SyncError,
): Promise<UpdateOutcome> {
  const { code } = error.problem;
  const rest = error.outcome === 'unknown' ? under : pair;
  const { kind, side, id } = action;
  const ends = context.rights.endsRun(kind, side, error.problem);
  if (code === 'record.gone') {
    // It may come back before any feed tells that it was gone.
    const askedAt = context.remote(side).serverTime();
    const [lookup] = await byId(context, kind, side, [id]);
    if (lookup?.presence !== 'alive') {
      await noteMissing(context, { ...rest, dirty: true }, action, lookup, askedAt, 'reply');
      return 'changed';
    }
  }
  if (!ends && code !== 'record.changed') {
    // First what it refers to: were it put aside before and the worker killed, nobody would look.
    await doubtReferences(context, action, error.problem);
    await fail(context, rest, action, error);
    return 'failed';
  }
  // Still dirty: the next round reads it anew and plans again. After an unknown outcome a later run
  // finds it done, or repeats it when nothing can come of it any more.
  if (rest === pair) await context.commit({ pairs: [{ ...pair, dirty: true }] }, 'reply');
  if (ends) throw error;
  context.forget(kind, side, id);
  return 'changed';
}
