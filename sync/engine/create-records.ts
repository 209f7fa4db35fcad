/**
 * Creates counterparts: intents, then the call, then link, base and removal of the intents in one
 * commit, which may note the next intents. Whatever dies between leaves an intent, and the next run
 * looks the copy up.
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

/** What all creates of one kind on one side share. */
interface Creating {
  readonly context: RunContext;
  readonly kind: Kind;
  readonly side: Side;
  readonly byKey: ReadonlyMap<string, Pair>;
  readonly planContext: PlanContext;
}

/** The records of one call. */
type Draft = readonly CreateAction[];

/** A call that came back. */
interface Answer {
  readonly actions: Draft;
  readonly results: readonly WriteResult[];
}

/**
 * Makes these calls, `width()` at a time. One commit stores what came back and notes what goes out
 * next, so answers that come while it is made share the next one. Where one record spoils the
 * others of its call, the halves go next. After the first failure nothing more goes out; what is
 * under way is waited for and stored, then the failure is thrown.
 */
export async function createRecords(
  creating: Creating,
  drafts: readonly Draft[],
  width: () => number,
): Promise<void> {
  const { context, kind, side } = creating;
  const waiting = [...drafts];
  const errors: unknown[] = [];
  let answers: Answer[] = [];
  let underWay = 0;
  let arrived = (): void => undefined;
  const send = async (actions: Draft): Promise<void> => {
    underWay += 1;
    const results = await answerTo(creating, actions);
    answers.push({ actions, results });
    underWay -= 1;
    arrived();
  };
  do {
    const back = answers.filter(({ actions, results }) => {
      if (!wholeRefusal(results)) return true;
      context.ports.log.info('create.halved', { kind, side, records: actions.length });
      waiting.unshift(...chunks(actions, Math.ceil(actions.length / 2)));
      return false;
    });
    answers = [];
    const next = errors.length > 0 ? [] : waiting.splice(0, Math.max(0, width() - underWay));
    try {
      if (back.length + next.length > 0) {
        await context.exclusive(() => storeAnswers(creating, back, next));
        for (const actions of next) void send(actions);
      }
    } catch (error) {
      errors.push(error);
    }
    if (answers.length === 0 && underWay > 0)
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
  } while (answers.length + underWay > 0 || (waiting.length > 0 && errors.length === 0));
  if (errors.length > 0) throw errors[0];
}

/** What the service says to one call. Never rejects. */
async function answerTo(
  { context, kind, side, byKey }: Creating,
  actions: Draft,
): Promise<readonly WriteResult[]> {
  const sent = actions.map((one) => one.fields);
  try {
    const references = referencesOf(context, kind, side, actions, byKey);
    const results = await context.remote(side).create(kind, sent, references);
    const made = results.map((one) => (one.ok ? one.snapshot : null));
    const fields = activeFields(context.config, kind);
    if (results.length === actions.length && !isShuffled(sent, made, fields, side)) return results;
    // Which answer belongs to which record can only be guessed: every outcome is unknown.
    throw new SyncError(unknownOutcome, { outcome: 'unknown' });
  } catch (thrown) {
    return actions.map(() => asResult(thrown));
  }
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

/**
 * Links what was made, and notes what is about to be. Where nothing more may go out, what came back
 * is stored all the same.
 */
async function storeAnswers(
  creating: Creating,
  answers: readonly Answer[],
  next: readonly Draft[],
): Promise<void> {
  const { context, kind, side, byKey, planContext } = creating;
  const ids = answers.flatMap(({ results }) => results.map((one) => (one.ok ? one.id : '')));
  const owners = ids.length > 0 ? await context.ports.store.pairsById(kind, side, ids) : [];
  const pairs: Pair[] = [];
  const dropPairs: string[] = [];
  const dropIntents: string[] = [];
  const failures: Failure[] = [];
  const history: ChangeDraft[] = [];
  const done: string[] = [];
  const linked: Parameters<typeof wakeWaiting>[1][number][] = [];
  const claimed = new Set<string>();
  const refusals: { readonly action: CreateAction; readonly problem: Problem }[] = [];
  let stop: unknown = null;
  let updated = 0;
  const all = answers.flatMap(({ actions, results }) => {
    const isWhole = refusalOfAll(results) !== null;
    return actions.map((action, index) => ({ action, result: results[index], isWhole }));
  });
  for (const [index, { action, result, isWhole }] of all.entries()) {
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
    // Another installation was quicker.
    if (result.wasThere) updated += 1;
    history.push(changeOf(pair, result.wasThere ? 'update' : 'create', side, action.fields));
    if (made.desk && made.crm) linked.push({ kind, ids: { desk: made.desk.id, crm: made.crm.id } });
  }
  // Before they are put aside: a worker that is killed between would leave them there for ever.
  for (const { action, problem } of refusals) await doubtReferences(context, action, problem);
  const dropFailures = context.failed(done);
  const told = { pairs, dropPairs, dropIntents, failures, dropFailures, history };
  const counts = {
    [kind]: {
      [countOf('created', side)]: done.length - updated,
      [countOf('updated', side)]: updated,
      failed: failures.length,
    } satisfies Counts,
  };
  await wakeWaiting(context, linked);
  let isStored = false;
  if (next.length > 0 && stop === null)
    try {
      const intents = intentsOf(creating, next);
      await context.commit({ ...told, intents }, 'fence', counts);
      isStored = true;
    } catch (thrown) {
      stop = thrown;
    }
  if (!isStored && answers.length > 0) await context.commit(told, 'reply', counts);
  if (stop !== null) throw stop;
}

function intentsOf({ context, kind, side }: Creating, drafts: readonly Draft[]): readonly Intent[] {
  const sentAt = targetTime(context.remote(side));
  const runId = context.run().id;
  return drafts
    .flat()
    .map(({ pairKey, fields }) => ({ pairKey, kind, side, fields, runId, sentAt }));
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
