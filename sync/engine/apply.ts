/** Plans dirty pairs, a page at a time, and carries the plan out. */
import type { Conflict, Failure } from '../types/runs';
import type { Kind, Pair, Tombstone } from '../types';
import type {
  Action,
  CreateAction,
  HoldAction,
  LinkAction,
  SettleAction,
  UnlinkAction,
  UpdateAction,
} from '../core/action';
import { createBatches } from '../core/batch';
import { changeOf, type ChangeDraft } from '../core/change';
import { conflictRows } from '../core/conflict';
import { isLinked, withKeys } from '../core/pair';
import { planPairs, type PlanContext } from '../core/plan';
import { createRecords } from './create-records';
import { withSources } from './fresh-sources';
import { markMissing } from './merges';
import type { PairPage } from './ports';
import { passed } from './gate';
import { gather, wakeWaiting } from './planning';
import { chunks, pageSize, pool } from './pool';
import { nextSecondMs, type Counts, type RunContext } from './run-context';
import { cut } from './unlink-record';
import { freshTargets, updateRecord } from './update-record';
import { fewUpdates, updateRecords } from './update-records';

/** Writes under way at once on a side that takes one record a call. */
const writesAtOnce = 4;
/**
 * Rounds over what is still dirty: a link is followed by its update, a refused guard by a fresh
 * look. What five rounds do not settle is being edited right now and is left to the next run.
 */
const mostRounds = 5;
type LocalAction = LinkAction | UnlinkAction | HoldAction | SettleAction;

/** Brings one kind to rest. */
export async function applyKind(context: RunContext, kind: Kind): Promise<void> {
  const { store, clock } = context.ports;
  const waiting = (await store.counts(kind)).dirty;
  if (waiting === 0) return;
  const { phase, kind: lastKind, progress } = context.run();
  // A later slice counts on.
  const of = phase === 'apply' && lastKind === kind ? Math.max(progress.of ?? 0, waiting) : waiting;
  let done = of - waiting;
  for (let round = 0; round < mostRounds; round++) {
    let acted = 0;
    let isEarly = false;
    let after: string | null = null;
    for (;;) {
      const page: PairPage = await store.dirtyPairs(kind, after, pageSize);
      const { pairs } = page;
      if (pairs.length === 0) break;
      after = page.next;
      if (round === 0) done += pairs.length;
      context.progress({ phase: 'apply', kind, progress: { done: Math.min(done, of), of } });
      const planContext = await gather(context, kind, pairs);
      const plan = planPairs(pairs, planContext, context.config);
      // Deletes come after everything else, of every kind.
      const due = plan.actions.filter((one) => one.type !== 'delete');
      const actions = await passed(context, due);
      const byKey = new Map(pairs.map((pair) => [pair.key, pair]));
      acted += actions.length;
      isEarly = (await carryOut(context, kind, actions, byKey, planContext)) || isEarly;
    }
    if (acted === 0) return;
    if (isEarly) await clock.sleep(nextSecondMs);
  }
}

/** Carries out one page's plan; true when an update must wait for the next second. */
async function carryOut(
  context: RunContext,
  kind: Kind,
  planned: readonly Action[],
  byKey: ReadonlyMap<string, Pair>,
  planContext: PlanContext,
): Promise<boolean> {
  const anew = await markMissing(context, kind, planned, byKey, planContext);
  const actions = planned.filter((one) => !anew.has(one.pairKey));
  const local = actions.filter(
    (one): one is LocalAction =>
      one.type === 'link' || one.type === 'unlink' || one.type === 'hold' || one.type === 'settle',
  );
  // A link takes a second pair along, so half a page keeps each commit within one.
  for (const part of chunks(local, pageSize / 2)) await settleLocally(context, kind, part, byKey);

  const updates = new Map<string, UpdateAction>();
  for (const one of actions)
    // The other side's update of the same pair is planned anew after the first.
    if (one.type === 'update' && !updates.has(one.pairKey)) updates.set(one.pairKey, one);
  const targets = await freshTargets(context, kind, [...updates.values()], byKey);
  const inBatches = [...updates.values()].filter((one) => one.side === 'crm');
  const isMany = inBatches.length > fewUpdates;
  let isEarly =
    isMany && (await updateRecords(context, kind, inBatches, byKey, planContext, targets));
  await pool(
    [...updates.values()].map((action) => async () => {
      if (isMany && action.side === 'crm') return;
      const pair = byKey.get(action.pairKey);
      if (!pair) return;
      const outcome = await updateRecord(context, pair, action, planContext, targets);
      if (outcome === 'early') isEarly = true;
    }),
    writesAtOnce,
  );

  const due = actions.filter((one): one is CreateAction => one.type === 'create');
  const made = await withSources(context, kind, due, byKey);
  for (const side of ['desk', 'crm'] as const) {
    const creates = made.filter((one) => one.side === side);
    const remote = context.remote(side);
    await createRecords(
      { context, kind, side, byKey, planContext },
      createBatches(creates, byKey, remote.createBatch),
      () => (remote.createBatch > 1 ? 1 : (remote.atOnce ?? writesAtOnce)),
    );
  }
  return isEarly;
}

/** Carries out what needs no service, in one commit. */
async function settleLocally(
  context: RunContext,
  kind: Kind,
  actions: readonly LocalAction[],
  byKey: ReadonlyMap<string, Pair>,
): Promise<void> {
  const pairs: Pair[] = [];
  const dropPairs: string[] = [];
  const failures: Failure[] = [];
  const conflicts: Conflict[] = [];
  const tombstones: Tombstone[] = [];
  const settled: string[] = [];
  const relinked: Parameters<typeof wakeWaiting>[1][number][] = [];
  const history: ChangeDraft[] = [];
  const counts: Counts = { linked: 0, failed: 0, conflicts: 0 };
  const fail = (failure: Failure): void => {
    failures.push(failure);
    counts.failed = (counts.failed ?? 0) + 1;
  };
  for (const action of actions) {
    const pair = byKey.get(action.pairKey);
    switch (action.type) {
      case 'link': {
        pairs.push(action.pair);
        dropPairs.push(action.dropKey);
        settled.push(action.pair.key, action.dropKey);
        counts.linked = (counts.linked ?? 0) + 1;
        const { desk, crm } = action.pair;
        if (desk && crm) relinked.push({ kind, ids: { desk: desk.id, crm: crm.id } });
        history.push(changeOf(action.pair, 'link', null));
        break;
      }
      case 'unlink': {
        const parts = cut(context, pair, action);
        pairs.push(...parts.pairs);
        dropPairs.push(...parts.dropPairs);
        tombstones.push(...parts.tombstones);
        parts.failures.forEach(fail);
        settled.push(...parts.settled);
        if (pair && isLinked(pair)) {
          relinked.push({ kind, ids: { desk: pair.desk.id, crm: pair.crm.id } });
          history.push(changeOf(pair, 'unlink', null));
        }
        break;
      }
      case 'hold': {
        if (!pair) break;
        pairs.push({ ...pair, dirty: false });
        fail(context.failure(pair, action.side, action.problem));
        break;
      }
      case 'settle': {
        if (!pair) break;
        const base = action.base ?? pair.base;
        pairs.push(withKeys({ ...pair, base, dirty: false }, context.config, action.waits));
        const rows = conflictRows(
          pair,
          action.conflicts,
          context.run().id,
          context.ports.clock.now(),
        );
        conflicts.push(...rows);
        counts.conflicts = (counts.conflicts ?? 0) + rows.length;
        const { problem } = action;
        if (problem) fail(context.failure(pair, problem.side, problem.problem));
        // That the link was cut stays reported; it is no success.
        else if (action.reason !== 'unlinked') settled.push(pair.key);
      }
    }
  }
  const dropFailures = context.failed(settled);
  await context.exclusive(async () => {
    await wakeWaiting(context, relinked);
    await context.commit(
      { pairs, dropPairs, failures, dropFailures, conflicts, tombstones, history },
      'fence',
      { [kind]: counts },
    );
  });
}
