/** Records that were one customer's once and are so no longer, since each had another counterpart. */
import { simFields, nameOn, tokenIn } from '../fields';
import type { Known, RecordName } from '../known';
import type { Evidence } from './evidence';

/** The counterpart that a record had last before that many events. */
function lastOf({ linkings }: Evidence, name: RecordName, until: number): RecordName | undefined {
  const last = linkings.findLast(({ names, order }) => order <= until && names.includes(name));
  return last?.names.find((one) => one !== name);
}

/**
 * Whether one of them was last linked with a third record, and that link was cut by a deletion. A
 * deletion cuts the link for good (DEL-1, DEL-2), and records without one belong together by their
 * keys alone (SYN-5): whoever goes back to a counterpart that had another since would mix two
 * customers. `until`: events that count.
 */
export function areParted(
  evidence: Evidence,
  one: Known,
  two: Known,
  until: number = Number.POSITIVE_INFINITY,
): boolean {
  const { ledger } = evidence;
  const isCut = (record: Known | undefined): boolean =>
    record?.turns.some(({ order, operation }) => operation !== 'restore' && order < until) === true;
  return [
    [one, two],
    [two, one],
  ].some(([own, other]) => {
    const last = own && lastOf(evidence, own.name, until);
    if (last === undefined || last === other?.name) return false;
    return isCut(own) || isCut(ledger.records.get(last));
  });
}

/** The token in a record's business key, as it stands. */
export function keyOf({ kind, side, fields }: Known): number | null {
  const key = simFields[kind].find((one) => one.key);
  return key ? tokenIn(key.type, fields[nameOn(key, side)]) : null;
}
