/** Copies whose creation nobody was told of. */
import type { Known } from '../ledger';
import { isByApi, runOf, type Evidence } from './evidence';

/** Whether no worker ever stored that it made this record: the answer was lost, or its worker died. */
export function isUnanswered({ calls, runs }: Evidence, copy: Known): boolean {
  const call = copy.madeBy.call === null ? null : (calls[copy.madeBy.call] ?? null);
  if (!isByApi(copy.madeBy) || !call) return false;
  return call.answered === null || call.fault !== null || runOf(runs, call)?.died === true;
}

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
