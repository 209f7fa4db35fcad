/** P3 and P4: no duplicate, and nothing that was deleted comes back. */
import { nameOn, simFields, tokenIn } from '../fields';
import type { Known } from '../known';
import { createLedger } from '../ledger';
import type { Event } from '../services';
import { isByApi, runOf, type Evidence, type Violation } from './evidence';
import { isUntraceable, isUnanswered } from './lost-copies';
import { areParted } from './partings';
import { rivalryIn, type Rivalry } from './rivalry';

/** P3 and P4: a program creates a record only where the customer has none and never had one. */
export function noDuplicate(evidence: Evidence): {
  violations: Violation[];
  unrecognised: number;
} & Record<Rivalry, number> {
  const violations: Violation[] = [];
  let unrecognised = 0;
  const rivalries: Record<Rivalry, number> = { handedOver: 0, overlapped: 0 };
  const { ledger, calls, runs, lag } = evidence;
  const all = [...ledger.records.values()];
  for (const record of all) {
    const { madeBy } = record;
    if (!isByApi(madeBy)) continue;
    const customer = ledger.customerOf(record.name);
    const call = madeBy.call === null ? null : (calls[madeBy.call] ?? null);
    const run = runOf(runs, call);
    for (const other of all) {
      if (other === record || other.side !== record.side || other.kind !== record.kind) continue;
      if (other.madeBy.order > madeBy.order) continue;
      const isSame = ledger.customerOf(other.name) === customer;
      const rivalry = keyGiven(evidence, record, other);
      if (!isSame && !rivalry) continue;
      const turn = other.turns.findLast((one) => one.order < madeBy.order);
      const wasLive = turn === undefined || turn.operation === 'restore';
      const since = turn ?? (isSame ? other.madeBy : (rivalry ?? other.madeBy));
      // Made or brought back by a person after the run had looked: no client could have known.
      if (!isByApi(since) && since.time > (run?.start ?? 0) - lag) continue;
      const between = isNamed(evidence, record, other) ? null : rivalryOf(evidence, record, other);
      if (between !== null) rivalries[between] += 1;
      else if (isUnrecognisable(evidence, customer, madeBy)) unrecognised += 1;
      else if (wasLive && !rivalry && isOfAnother(evidence, record, other)) continue;
      else if (wasLive)
        violations.push({
          property: 'P3 duplicate',
          what: `${record.name} beside ${other.name} (event ${madeBy.order}, call ${madeBy.call})`,
        });
      // Gone before anybody was told that it was made: nothing is left to know it by.
      else if (turn && isUntraceable(evidence, other, turn)) unrecognised += 1;
      // Of another customer who once bore the same name: the one that was deleted stays so.
      else if (isSame && wasSame(evidence, record, other) && !isReborn(evidence, record, since))
        violations.push({
          property: 'P4 resurrection',
          what: `${record.name} after ${other.name} was deleted (event ${madeBy.order}, call ${madeBy.call})`,
        });
    }
  }
  return { violations, unrecognised, ...rivalries };
}

/**
 * Whether the two were one customer when the later one was made, by what had been written or linked
 * until then. A record of a new id is a new record (F20 of the reliability note), whatever name it
 * bears; that people or matching join the two customers afterwards makes no resurrection of it.
 */
function wasSame({ events, linkings }: Evidence, record: Known, other: Known): boolean {
  const until = record.madeBy.order;
  const then = createLedger(events.slice(0, until + 1), record.name);
  const customer = then.customerOf(record.name);
  const lost = then.customerOf(other.name);
  if (customer === lost) return true;
  // Linked without a write: no history tells of that.
  return linkings.some(
    ({ names, order }) =>
      order <= until &&
      names.some((name) => then.customerOf(name) === customer && name !== record.name) &&
      names.some((name) => then.customerOf(name) === lost),
  );
}

/**
 * Whether the earlier copy could not be known as ours: the answer to its creation was lost, on the
 * way or with the worker that got it, and a person gave it another key before its link was stored.
 * Only a reference field could tell.
 */
function isUnrecognisable(evidence: Evidence, customer: string, until: Event): boolean {
  const { ledger } = evidence;
  return [...ledger.records.values()].some(
    (one) =>
      one.kind === until.kind &&
      ledger.customerOf(one.name) === customer &&
      isLostCopy(evidence, one, until),
  );
}

function isLostCopy(evidence: Evidence, copy: Known, until: Event): boolean {
  if (!isUnanswered(evidence, copy)) return false;
  const { events, linkedAt } = evidence;
  const known = linkedAt.get(copy.name) ?? Number.POSITIVE_INFINITY;
  const key = simFields[copy.kind].find((one) => one.key);
  if (key === undefined) return false;
  const name = nameOn(key, copy.side);
  const made = tokenIn(key.type, copy.madeBy.after?.[name]);
  return events.some(
    (event) =>
      event.id === copy.id &&
      event.side === copy.side &&
      event.kind === copy.kind &&
      event.order < Math.min(until.order, known) &&
      event.via === 'person' &&
      event.after !== null &&
      (made === null || tokenIn(key.type, event.after[name]) !== made),
  );
}

/**
 * Whether the installation that made this record could not know better: another one had linked or
 * made the earlier copy, or the record that this one was made of, and it had linked neither.
 */
function rivalryOf(evidence: Evidence, record: Known, other: Known): Rivalry | null {
  for (const one of [other, ...sourcesOf(evidence, record)]) {
    const found = rivalryIn(evidence, record.madeBy, one, record.madeBy.order);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Whether the earlier record and what the later one was made of are known to belong together by CRM's
 * field: whoever takes over has to see that, whoever linked them.
 */
function isNamed(evidence: Evidence, record: Known, other: Known): boolean {
  const { references } = evidence.config;
  const field = references?.[record.kind];
  if (field === undefined) return false;
  return sourcesOf(evidence, record).some((source) => {
    const [desk, crm] = record.side === 'desk' ? [other, source] : [source, other];
    return `desk/${record.kind}/${String(crm.madeBy.after?.[field])}` === desk.name;
  });
}

/** Records of the other side that a record was ever linked with: one of them it was made of. */
function sourcesOf({ ledger, partners }: Evidence, record: Known): readonly Known[] {
  return partners
    .filter((pair) => pair.includes(record.name))
    .flatMap((pair) => pair.flatMap((name) => ledger.records.get(name) ?? []))
    .filter((one) => one.side !== record.side);
}

/** Whether what the record was made of had had another counterpart than the earlier one by then. */
function isOfAnother(evidence: Evidence, record: Known, other: Known): boolean {
  const until = record.madeBy.order;
  const [source] = sourcesOf(evidence, record);
  return source !== undefined && areParted(evidence, other, source, until);
}

/** What gave another record of the same side the very key that this one was made with. */
function keyGiven({ events }: Evidence, record: Known, other: Known): Event | null {
  const field = simFields[record.kind].find((one) => one.key);
  if (field === undefined) return null;
  const name = nameOn(field, record.side);
  const key = tokenIn(field.type, record.madeBy.after?.[name]);
  if (key === null) return null;
  let given: Event | null = null;
  for (const event of events) {
    if (event.order >= record.madeBy.order) break;
    if (event.id !== other.id || event.side !== other.side || event.kind !== other.kind) continue;
    const has = tokenIn(field.type, event.after?.[name]) === key;
    given = has ? (given ?? event) : null;
  }
  return given;
}

/**
 * Whether a person made the customer anew, or restored it, on the other side after the deletion. One
 * that a program made was of a deletion there: what was restored since lives, whether the program's
 * last look was before that or after.
 */
function isReborn({ ledger }: Evidence, record: Known, deletion: Event): boolean {
  const customer = ledger.customerOf(record.name);
  const isBetween = (event: Event): boolean =>
    !isByApi(event) &&
    (event.operation === 'create' || event.operation === 'restore') &&
    event.order < record.madeBy.order;
  return [...ledger.records.values()].some((one) => {
    if (one.side === record.side || one.kind !== record.kind) return false;
    if (ledger.customerOf(one.name) !== customer) return false;
    const last = one.turns.findLast((event) => event.order < record.madeBy.order);
    const isBack = isByApi(deletion) && last?.operation === 'restore' && isBetween(last);
    return (
      isBack ||
      [one.madeBy, ...one.turns].some((event) => isBetween(event) && event.order > deletion.order)
    );
  });
}
