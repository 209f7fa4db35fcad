/** Copies whose creation nobody was told of. */
import { nameOn, simFields, tokenIn } from '../fields';
import type { Known } from '../known';
import type { Event } from '../services';
import type { Call } from '../wire';
import { isByApi, runOf, type Evidence } from './evidence';

/** Whether no worker ever stored that it made this record: the answer was lost, or its worker died. */
export function isUnanswered({ calls, runs }: Evidence, copy: Known): boolean {
  const call = copy.madeBy.call === null ? null : (calls[copy.madeBy.call] ?? null);
  if (!isByApi(copy.madeBy) || !call) return false;
  return call.answered === null || call.fault !== null || runOf(runs, call)?.died === true;
}

/**
 * Whether such a copy went without a trace before any answer had shown it: purged, merged away in
 * Desk, whose bin lists no losers of merges, or deleted under another name than it was made with,
 * which is all that the lists of deletions tell of a record.
 */
export function isUntraceable(evidence: Evidence, copy: Known, turn: Event): boolean {
  if (!isUnanswered(evidence, copy)) return false;
  if (turn.operation === 'purge') return true;
  const isTold = turn.operation === 'recycle' && !isRenamed(copy, turn);
  const isMergedInCrm = turn.operation === 'merge' && copy.side === 'crm';
  if (isTold || isMergedInCrm) return false;
  return !evidence.calls.some((call) => shows(call, copy, turn) && isKept(evidence, call));
}

/** Whether a worker stored anything after this answer: what it had only read when it died, died with it. */
function isKept({ runs }: Evidence, call: Call): boolean {
  const run = runOf(runs, call);
  return run?.died !== true || run.commits.some(({ time }) => time >= (call.answered?.time ?? 0));
}

function isRenamed({ kind, side, madeBy }: Known, { before }: Event): boolean {
  const field = simFields[kind].find((one) => one.mandatory);
  if (field === undefined) return false;
  const name = nameOn(field, side);
  return tokenIn(field.type, madeBy.after?.[name]) !== tokenIn(field.type, before?.[name]);
}

const shows = (call: Call, { id, side, madeBy }: Known, turn: Event): boolean =>
  call.side === side &&
  call.n !== madeBy.call &&
  call.arrived !== null &&
  call.arrived.order <= turn.order &&
  call.answered !== null &&
  (call.fault === null || call.fault === 'latency') &&
  call.reply?.includes(id) === true;

/**
 * Whether such a copy was edited by a person before its link was stored. It may as well be a record
 * made by hand then: Zoho tells of neither by whose call it was made.
 */
export function mayBeHandMade(evidence: Evidence, copy: Known): boolean {
  const known = evidence.linkedAt.get(copy.name) ?? Number.POSITIVE_INFINITY;
  return (
    isUnanswered(evidence, copy) &&
    evidence.events.some(
      (event) =>
        event.side === copy.side &&
        event.kind === copy.kind &&
        event.id === copy.id &&
        event.via === 'person' &&
        event.operation === 'update' &&
        event.order < known,
    )
  );
}
