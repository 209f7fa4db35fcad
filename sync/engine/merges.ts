/** Tells merges from deletions before anything follows one (core/survivor has the rule). */
import type { Kind, Pair, Snapshot } from '../types';
import type { Action } from '../core/action';
import { bareKey } from '../core/match';
import { isLinked, readFields, withPresence } from '../core/pair';
import type { PlanContext } from '../core/plan';
import { hasLookAlike, keysOfLost, mayBeWinner, winnersSince } from '../core/survivor';
import { byId } from './by-id';
import { asAbsent } from './missing-record';
import type { ChangePage } from './remote-ports';
import { chunks, pageSize } from './pool';
import type { RunContext } from './run-context';

/** Records whose timeline is asked for, one credit each. After a mass edit it would be thousands. */
const mostAsked = 50;
/** Pages of changes that are looked through for a winner; an answer beyond them is not known. */
const mostPages = 20;

/**
 * Those of these pairs whose CRM record was, or may have been, merged into another one. Desk's bin
 * holds no losers of merges, so a record found there was deleted.
 */
export async function mergedPairs(
  context: RunContext,
  kind: Kind,
  pairs: readonly Pair[],
): Promise<ReadonlySet<string>> {
  const merged = new Set<string>();
  const lost = pairs.filter((pair) => pair.gone?.side === 'crm' && pair.gone.proof === 'deleted');
  if (lost.length === 0) return merged;
  const { config } = context;
  const keys = [...new Set(lost.flatMap((pair) => keysOfLost(pair, 'crm', config)))];
  const holders: Pair[] = [];
  for (const part of chunks(keys, pageSize))
    holders.push(...(await context.ports.store.pairsByMatchKey(part)));
  for (const pair of lost) if (hasLookAlike(pair, 'crm', holders, config)) merged.add(pair.key);
  const rest = lost.filter((pair) => !merged.has(pair.key));
  // Products cannot be merged (contract 2.5).
  if (rest.length === 0 || kind === 'product') return merged;
  const since = winnersSince(rest.map(deletedAt));
  const changed = await changedSince(context, kind, since);
  const ids = new Set(rest.map((pair) => pair.crm?.id));
  const others = changed?.filter((one) => !ids.has(one.id)) ?? null;
  const winners = await winnersAmong(context, kind, rest, others, since);
  for (const pair of rest) {
    const isSuspect = winners === null || winners.some((one) => mayBeWinner(one, deletedAt(pair)));
    if (isSuspect) merged.add(pair.key);
  }
  return merged;
}

/**
 * Those of the changed records that took another in, or do not deny it; null when they are too many
 * to ask. Each is asked once, for the earliest of the deletions.
 */
async function winnersAmong(
  context: RunContext,
  kind: Kind,
  lost: readonly Pair[],
  changed: readonly Snapshot[] | null,
  since: number,
): Promise<readonly Snapshot[] | null> {
  const candidates = changed?.filter((one) =>
    lost.some((pair) => mayBeWinner(one, deletedAt(pair))),
  );
  if (!candidates || candidates.length > mostAsked) return null;
  const winners: Snapshot[] = [];
  for (const one of candidates)
    if ((await context.remote('crm').tookIn(kind, one.id, since)) !== false) winners.push(one);
  return winners;
}

const deletedAt = (pair: Pair): number => pair.gone?.at ?? 0;

/** Everything modified in CRM since then; null when that is more than can be looked through. */
async function changedSince(
  context: RunContext,
  kind: Kind,
  since: number,
): Promise<readonly Snapshot[] | null> {
  const fields = readFields(context.config, kind, 'crm').slice(0, 1);
  const found: Snapshot[] = [];
  let page: string | null = null;
  for (let read = 0; read < mostPages; read++) {
    const answer: ChangePage = await context.remote('crm').changes(kind, { fields, since, page });
    found.push(...answer.records);
    page = answer.next;
    if (page === null) return found;
  }
  return null;
}

/**
 * Desk names the losers of a merge nowhere, nor what was deleted for good: they are just gone. The
 * survivor is modified, so when it claims a counterpart that another Desk record of its key holds,
 * is about to get or claims as well, that one is looked at. What is missing in the next run too
 * gives its link up, and matching gives it to the survivor; one without a link gets none. Answers
 * the pairs that must be planned anew for that.
 */
export async function markMissing(
  context: RunContext,
  kind: Kind,
  actions: readonly Action[],
  byKey: ReadonlyMap<string, Pair>,
  { candidates }: PlanContext,
): Promise<ReadonlySet<string>> {
  const held = (reason: string): readonly Pair[] =>
    actions.flatMap((one) => {
      const pair = byKey.get(one.pairKey);
      return one.type === 'hold' && one.reason === reason && pair ? [pair] : [];
    });
  const keysOf = (pairs: readonly Pair[]): ReadonlySet<string> =>
    new Set(pairs.flatMap((pair) => pair.matchKeys).flatMap((key) => bareKey(key) ?? []));
  const taken = held('taken').filter((pair) => pair.desk);
  const ambiguous = held('ambiguous');
  const claimed = keysOf(taken);
  const contested = keysOf(ambiguous);
  const made = new Set(
    actions.filter((one) => one.type === 'create' && one.side === 'crm').map((one) => one.pairKey),
  );
  const bears = ({ matchKeys }: Pair, keys: ReadonlySet<string>): boolean =>
    matchKeys.some((key) => keys.has(bareKey(key) ?? ''));
  const holders = candidates.filter((pair) => {
    if (!pair.desk || pair.gone != null) return false;
    if ((isLinked(pair) || made.has(pair.key)) && bears(pair, claimed)) return true;
    // Of those that this run has read, none is missing.
    return bears(pair, contested) && context.lookedAt(kind, 'desk', pair.desk.id) === null;
  });
  if (holders.length === 0) return new Set();
  const askedAt = context.remote('desk').serverTime() ?? 0;
  const ids = holders.map((pair) => pair.desk?.id ?? '');
  const found = await byId(context, kind, 'desk', ids);
  const missing = holders.filter((_, index) => found[index]?.presence === 'absent');
  const pairs = missing.map((pair) =>
    isLinked(pair)
      ? { ...asAbsent(context, pair, 'desk', askedAt), dirty: true }
      : (withPresence(pair, 'desk', 'trashed', context.config) ?? pair),
  );
  if (pairs.length > 0) await context.commit({ pairs }, 'fence');
  const freed = keysOf(missing.filter((pair) => !isLinked(pair)));
  const free = [...taken, ...ambiguous].filter((pair) => bears(pair, freed));
  // What was planned for the missing ones was planned without knowing it.
  return new Set([...missing, ...free].map((pair) => pair.key));
}
