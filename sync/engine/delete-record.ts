/**
 * Carries deletes out: last of all, one by one, each on a look at both records taken just before.
 * Whatever the look tells anew is stored, and planned again in the next run. A crash anywhere
 * leaves the pair as it is: the next run either repeats the delete or finds it done.
 */
import { kinds, type Kind, type Pair, type Side, type Tombstone } from '../types';
import type { DeleteAction } from '../core/action';
import { changeOf } from '../core/change';
import { overlapMs } from '../core/cursor';
import { isEdited, unlink } from '../core/deletion';
import type { LinkOf } from '../core/convert';
import { isLinked, observed, type LinkedPair } from '../core/pair';
import { planPairs } from '../core/plan';
import { indexKey, otherSide } from '../core/side';
import { countOf } from '../core/tally';
import { byId } from './by-id';
import { passed } from './gate';
import { holdersOfLostKeys } from './lost-keys';
import { mergedPairs } from './merges';
import { asGone } from './observe-deletions';
import { storeLook } from './missing-record';
import { gather, wakeWaiting } from './planning';
import { chunks, pageSize } from './pool';
import type { PairPage } from './ports';
import type { DeletionPage } from './remote-ports';
import { hasPassed, nextSecondMs, type RunContext } from './run-context';
import { targetTime } from './target-time';
import { cut } from './unlink-record';

/** Deletes that share one look at the records that are gone: few, so that the look stays fresh. */
const perLook = 20;

/** Carries out the deletes of every kind, children before what they belong to. */
export async function deleteRecords(context: RunContext, active: readonly Kind[]): Promise<void> {
  for (const kind of kinds.toReversed()) if (active.includes(kind)) await deleteKind(context, kind);
}

async function deleteKind(context: RunContext, kind: Kind): Promise<void> {
  const { store } = context.ports;
  let after: string | null = null;
  for (;;) {
    const page: PairPage = await store.dirtyPairs(kind, after, pageSize);
    if (page.pairs.length === 0) return;
    after = page.next;
    const pending = page.pairs.filter((pair) => pair.gone?.proof === 'deleted');
    if (pending.length === 0) continue;
    const planContext = await gather(context, kind, pending);
    const { actions } = planPairs(pending, planContext, context.config);
    const byKey = new Map(pending.map((pair) => [pair.key, pair]));
    const linkOf: LinkOf = (of, side, id) => planContext.links.get(indexKey(of, side, id)) ?? null;
    const due = actions.filter((one): one is DeleteAction => one.type === 'delete');
    const deletes = await passed(context, due);
    for (const part of chunks(deletes, perLook)) {
      const ready = await stillGone(context, kind, part, byKey);
      for (const { action, pair } of ready) await deleteRecord(context, pair, action, linkOf);
    }
  }
}

interface Ready {
  readonly action: DeleteAction;
  readonly pair: LinkedPair;
}

/** Those whose counterpart is still gone and was not merged; the others are stored as they are now. */
async function stillGone(
  context: RunContext,
  kind: Kind,
  actions: readonly DeleteAction[],
  byKey: ReadonlyMap<string, Pair>,
): Promise<readonly Ready[]> {
  const ready: Ready[] = [];
  for (const gone of ['desk', 'crm'] as const) {
    const mine = actions.flatMap((action): Ready[] => {
      const pair = byKey.get(action.pairKey);
      return action.side !== gone && pair && isLinked(pair) ? [{ action, pair }] : [];
    });
    if (mine.length === 0) continue;
    const ids = mine.map(({ pair }) => pair[gone].id);
    const found = await byId(context, kind, gone, ids);
    const merged = await mergedPairs(
      context,
      kind,
      mine.map(({ pair }) => pair),
    );
    const absent = mine.filter((_, index) => found[index]?.presence === 'absent');
    const missing = gone === 'desk' ? await notInBin(context, kind, absent) : new Set<string>();
    for (const [index, one] of mine.entries()) {
      const lookup = found[index];
      // An answer that leaves it out says nothing.
      if (!lookup) continue;
      if (lookup.presence === 'alive') {
        const back = observed(one.pair, gone, lookup.snapshot, context.config);
        if (back) await storeLook(context, one.pair, back);
      } else if ((merged.has(one.pair.key) || missing.has(one.pair.key)) && one.pair.gone)
        await context.commit(
          { pairs: [{ ...one.pair, gone: { ...one.pair.gone, proof: 'merged' } }] },
          'fence',
        );
      else ready.push(one);
    }
  }
  return ready;
}

/**
 * Those of these Desk records that are in no bin any more. Desk may answer for a record in the bin
 * as for none, so the bin itself is asked. One that has left it was restored since and then merged
 * away, or purged: no proof is left that it is deleted.
 */
async function notInBin(
  context: RunContext,
  kind: Kind,
  absent: readonly Ready[],
): Promise<ReadonlySet<string>> {
  const missing = new Map(absent.map(({ pair }) => [pair.desk.id, pair.key]));
  const since = Math.min(...absent.map(({ pair }) => pair.gone?.at ?? 0)) - overlapMs;
  let page: string | null = null;
  while (missing.size > 0) {
    const read: DeletionPage = await context.remote('desk').deletions(kind, { since, page });
    for (const { id } of read.deletions) missing.delete(id);
    page = read.next;
    if (page === null) break;
  }
  return new Set(missing.values());
}

type Look =
  | { readonly type: 'go'; readonly pair: LinkedPair }
  | { readonly type: 'early' }
  | { readonly type: 'changed' };

/** The record to be deleted as it is right now. */
async function look(context: RunContext, pair: LinkedPair, action: DeleteAction): Promise<Look> {
  const { side, kind, id } = action;
  const askedAt = context.remote(side).serverTime();
  const [lookup] = await byId(context, kind, side, [id]);
  if (!lookup) return { type: 'changed' };
  if (lookup.presence !== 'alive') {
    // Deleted on both sides, merged away, or deleted by an earlier attempt whose answer was lost:
    // there is nothing left to delete.
    const gone = asGone(
      pair,
      { side, at: askedAt ?? 0, runId: context.run().id, proof: 'deleted' },
      context.config,
    );
    if (gone) await storeLook(context, pair, { ...gone, gone: pair.gone ?? null });
    return { type: 'changed' };
  }
  const seen = observed(pair, side, lookup.snapshot, context.config) ?? pair;
  if (!isLinked(seen) || seen[side].presence !== 'alive') {
    await storeLook(context, pair, seen);
    return { type: 'changed' };
  }
  if (seen !== pair) await storeLook(context, pair, seen);
  // In the second of its last change another edit may bear the same time and go unseen.
  if (!hasPassed(side, seen[side].modifiedAt, askedAt)) return { type: 'early' };
  return { type: 'go', pair: seen };
}

async function deleteRecord(
  context: RunContext,
  given: LinkedPair,
  action: DeleteAction,
  linkOf: LinkOf,
): Promise<void> {
  const { kind, side, id } = action;
  let seen = await look(context, given, action);
  if (seen.type === 'early') {
    await context.ports.clock.sleep(nextSecondMs);
    seen = await look(context, given, action);
  }
  if (seen.type !== 'go') return;
  const { pair } = seen;
  if (isEdited(pair, side, linkOf, context.config)) return keep(context, pair, side, 'editKept');
  if (action.ifNoAssociates) {
    const count = await context.remote(side).associates(kind, id);
    if (count === null) return keep(context, pair, side, 'associatesUnknown');
    if (count > 0) return keep(context, pair, side, 'hasAssociates');
  }
  // The last fence: paused, other settings or another epoch end it here.
  // Were the answer lost, what it did must not be taken for a person's deletion later.
  const removed = { side, at: targetTime(context.remote(side)) };
  await context.commit({ pairs: [{ ...pair, removed, dirty: true }] }, 'fence');
  const result = await context.remote(side).moveToBin(kind, id);
  if (!result.ok && result.error.problem.code !== 'record.gone') {
    const { problem } = result.error;
    if (context.rights.endsRun(kind, side, problem)) throw result.error;
    const failures = [context.failure(pair, side, problem)];
    const rest = result.error.outcome === 'unknown' ? { ...pair, removed } : pair;
    await context.commit({ pairs: [{ ...rest, dirty: false }], failures }, 'reply', {
      [kind]: { failed: 1 },
    });
    return;
  }
  await wakeWaiting(context, [{ kind, ids: { desk: pair.desk.id, crm: pair.crm.id } }]);
  await context.commit(
    {
      // Whoever was held back by its name or address is free of it.
      pairs: await holdersOfLostKeys(context, [pair], []),
      dropPairs: [pair.key],
      tombstones: bothGone(context, pair),
      dropFailures: context.failed([pair.key]),
      history: result.ok ? [changeOf(pair, 'delete', side)] : [],
    },
    'reply',
    result.ok ? { [kind]: { [countOf('deleted', side)]: 1 } } : {},
  );
}

/** Cuts the link instead and keeps the record. */
async function keep(
  context: RunContext,
  pair: LinkedPair,
  kept: Side,
  reason: string,
): Promise<void> {
  const parts = cut(context, pair, unlink(pair, otherSide(kept), context.config, reason));
  const { settled, ...rows } = parts;
  await wakeWaiting(context, [{ kind: pair.kind, ids: { desk: pair.desk.id, crm: pair.crm.id } }]);
  await context.commit({ ...rows, dropFailures: context.failed(settled) }, 'fence', {
    [pair.kind]: { failed: rows.failures.length },
  });
}

/** Both ids are remembered, each with the other: one that is restored is known again. */
function bothGone(context: RunContext, pair: LinkedPair): readonly Tombstone[] {
  const { kind, gone } = pair;
  return (['desk', 'crm'] as const).map((side) => ({
    side,
    kind,
    id: pair[side].id,
    deletedAt:
      gone?.side === side
        ? gone.at
        : (context.remote(side).serverTime() ?? context.ports.clock.now()),
    reason: 'deleted',
    partner: pair[otherSide(side)].id,
    base: pair.base,
  }));
}
