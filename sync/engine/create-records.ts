/**
 * Creates counterparts: intents, then the call, then link, base and removal of the intents in one
 * commit. Whatever dies between leaves an intent, and the next run looks the copy up.
 */
import type { Failure } from '../types/runs';
import type { Intent, Kind, Pair, Problem, Side } from '../types';
import type { CreateAction } from '../core/action';
import { isShuffled } from '../core/batch';
import { changeOf, type ChangeDraft } from '../core/change';
import { afterCreate } from '../core/outcome';
import { activeFields, complete, isLinked, parked, readFields } from '../core/pair';
import { linkTaken, planPairs, type PlanContext } from '../core/plan';
import { problemOf, SyncError } from '../core/problem';
import { indexKey } from '../core/side';
import { countOf } from '../core/tally';
import { doubtReferences } from './lost-references';
import { wakeWaiting } from './planning';
import { chunks } from './pool';
import type { References, WriteResult } from './remote-ports';
import type { Counts, RunContext } from './run-context';
import { targetTime } from './target-time';

/** An error of a create, whatever was thrown: without a clear refusal the outcome is unknown. */
function asResult(thrown: unknown): WriteResult {
  const error =
    thrown instanceof SyncError
      ? thrown
      : new SyncError(problemOf(thrown), { outcome: 'unknown', cause: thrown });
  return { ok: false, error };
}

const unknownOutcome = {
  code: 'record.unknownOutcome',
  kind: 'transient',
  message: 'Zoho did not say what became of this record. Tandem looks it up before it tries again.',
} as const;

/** The one answer to a whole batch that was refused; null where records were told apart. */
function refusalOfAll(results: readonly WriteResult[]): SyncError | null {
  const [first] = results;
  if (results.length < 2 || !first || first.ok || first.error.outcome === 'unknown') return null;
  const { error } = first;
  return results.every((one) => !one.ok && one.error === error) ? error : null;
}

/** The one refusal of a whole batch for what is in it; null where another would not help. */
export function wholeRefusal(results: readonly WriteResult[]): SyncError | null {
  const error = refusalOfAll(results);
  const kind = error?.problem.kind;
  return kind === 'transient' || kind === 'configuration' ? null : error;
}

/** Creates at most one batch of records on a side; halves it where one record spoils the others. */
export async function createRecords(
  context: RunContext,
  kind: Kind,
  side: Side,
  actions: readonly CreateAction[],
  byKey: ReadonlyMap<string, Pair>,
  planContext: PlanContext,
): Promise<void> {
  const remote = context.remote(side);
  const sentAt = targetTime(remote);
  const intents = actions.map(({ pairKey, fields }): Intent => ({
    pairKey,
    kind,
    side,
    fields,
    runId: context.run().id,
    sentAt,
  }));
  await context.commit({ intents }, 'fence');
  let results: readonly WriteResult[];
  try {
    results = await remote.create(
      kind,
      actions.map((one) => one.fields),
      referencesOf(context, kind, side, actions, byKey),
    );
  } catch (thrown) {
    results = actions.map(() => asResult(thrown));
  }
  const sent = actions.map((one) => one.fields);
  const made = results.map((one) => (one.ok ? one.snapshot : null));
  const fields = activeFields(context.config, kind);
  // Which answer belongs to which record can only be guessed: every outcome is unknown.
  if (results.length !== actions.length || isShuffled(sent, made, fields, side))
    results = actions.map(() => asResult(new SyncError(unknownOutcome, { outcome: 'unknown' })));
  if (wholeRefusal(results)) {
    context.ports.log.info('create.halved', { kind, side, records: actions.length });
    for (const half of chunks(actions, Math.ceil(actions.length / 2)))
      await createRecords(context, kind, side, half, byKey, planContext);
    return;
  }
  await context.exclusive(() =>
    storeResults(context, kind, side, actions, results, byKey, planContext),
  );
}

/** The Desk ids that new CRM records bear, where the administrator had a field made for them. */
function referencesOf(
  context: RunContext,
  kind: Kind,
  side: Side,
  actions: readonly CreateAction[],
  byKey: ReadonlyMap<string, Pair>,
): References | null {
  const field = context.config.references?.[kind];
  if (side !== 'crm' || field === undefined) return null;
  const ids = actions.map(({ pairKey }) => byKey.get(pairKey)?.desk?.id ?? '');
  if (ids.includes('')) return null;
  return { field, ids };
}

async function storeResults(
  context: RunContext,
  kind: Kind,
  side: Side,
  actions: readonly CreateAction[],
  results: readonly WriteResult[],
  byKey: ReadonlyMap<string, Pair>,
  planContext: PlanContext,
): Promise<void> {
  const ids = results.map((result) => (result.ok ? result.id : ''));
  const owners = await context.ports.store.pairsById(kind, side, ids);
  const pairs: Pair[] = [];
  const dropPairs: string[] = [];
  const dropIntents: string[] = [];
  const failures: Failure[] = [];
  const history: ChangeDraft[] = [];
  const done: string[] = [];
  const linked: Parameters<typeof wakeWaiting>[1][number][] = [];
  const claimed = new Set<string>();
  const refusals: { readonly action: CreateAction; readonly problem: Problem }[] = [];
  const isWhole = refusalOfAll(results) !== null;
  let stop: SyncError | null = null;
  for (const [index, action] of actions.entries()) {
    const result = results[index];
    const pair = byKey.get(action.pairKey);
    if (!result || !pair) continue;
    if (!result.ok) {
      const { outcome, problem } = result.error;
      const ends = context.rights.endsRun(kind, side, problem, isWhole);
      if (ends) stop ??= result.error;
      if (outcome === 'unknown') continue;
      dropIntents.push(pair.key);
      if (ends) continue;
      failures.push(context.failure(pair, side, problem));
      pairs.push(parked(pair, context.config));
      refusals.push({ action, problem });
      continue;
    }
    context.rights.allowed(kind, side);
    dropIntents.push(pair.key);
    const owner = owners[index];
    if ((owner && isLinked(owner)) || claimed.has(result.id)) {
      // The service answered with a record that has a partner: no second one.
      failures.push(context.failure(pair, side, linkTaken));
      pairs.push({ ...pair, dirty: false });
      continue;
    }
    claimed.add(result.id);
    if (owner) dropPairs.push(owner.key);
    const snapshot =
      result.snapshot && complete(result.snapshot, readFields(context.config, kind, side));
    const made = createdPair(context, pair, action, { ...result, snapshot }, planContext);
    pairs.push(made);
    done.push(pair.key);
    history.push(changeOf(pair, 'create', side, action.fields));
    if (made.desk && made.crm) linked.push({ kind, ids: { desk: made.desk.id, crm: made.crm.id } });
  }
  const counts: Counts = { [countOf('created', side)]: done.length, failed: failures.length };
  await wakeWaiting(context, linked);
  await context.commit(
    { pairs, dropPairs, dropIntents, failures, dropFailures: context.failed(done), history },
    'reply',
    { [kind]: counts },
  );
  for (const { action, problem } of refusals) await doubtReferences(context, action, problem);
  if (stop) throw stop;
}

/** The linked pair, clean when the copy shows what was sent and nothing else. */
function createdPair(
  context: RunContext,
  pair: Pair,
  action: CreateAction,
  result: Extract<WriteResult, { ok: true }>,
  planContext: PlanContext,
): Pair {
  const { config } = context;
  const made = afterCreate(
    // It got through: whatever was lost before no longer counts.
    pair.lost === undefined ? pair : { ...pair, lost: undefined },
    action,
    result.id,
    result,
    'create',
    (of, from, id) => planContext.links.get(indexKey(of, from, id)) ?? null,
    config,
    action.waits,
  );
  const [only, ...more] = planPairs([made], planContext, config).actions;
  if (only?.type !== 'settle' || more.length > 0 || only.problem) return made;
  if (only.conflicts.length > 0) return made;
  // A reference that somebody gave the copy meanwhile: its link was not looked up for this plan.
  if (only.waits.length > 0) return made;
  return { ...made, base: only.base ?? made.base, dirty: false };
}
