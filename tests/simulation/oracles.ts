/** What must hold of the histories of both services, whatever happened (P1 to P6). */
import type { Conflict, Kind, RecordId, Side } from '../../sync/types';
import { kindList, lookupIn, nameOn, simFields, tokenIn, type SimField } from './fields';
import type { Known, Ledger, Overwrite, RecordName } from './ledger';
import type { Event } from './services';
import type { Call } from './wire';

export interface Violation {
  readonly property: string;
  readonly what: string;
}

/** A conflict as it was logged, and how many events there had been by then. */
export interface Logged {
  readonly row: Conflict;
  readonly order: number;
}

export interface RunSpan {
  readonly who: string;
  readonly start: number;
  readonly end: number | null;
  /** Its worker was killed. */
  readonly died: boolean;
}

export interface Evidence {
  readonly ledger: Ledger;
  readonly events: readonly Event[];
  readonly calls: readonly Call[];
  readonly logged: readonly Logged[];
  readonly runs: readonly RunSpan[];
  /** How many events there had been when an installation first stored a record's link. */
  readonly linkedAt: ReadonlyMap<RecordName, number>;
  /** Longest time by which the services show a change late, ms. */
  readonly lag: number;
  /** Fields whose mapping was changed in this schedule, by `{kind}/{desk}`. */
  readonly remapped: ReadonlySet<string>;
}

const shown = (token: number | null): string => (token === null ? 'nothing' : `k${token}`);
const recordOf = (event: Event): string => `${event.side} ${event.kind} ${event.id}`;

/** Whether the loser was on record before it was overwritten. */
function isLogged({ logged }: Evidence, { event, field, old, now }: Overwrite): boolean {
  return logged.some(({ row, order }) => {
    if (order > event.order || row.kind !== event.kind || row.field.desk !== field.desk)
      return false;
    const values = { desk: row.deskValue, crm: row.crmValue };
    const other = event.side === 'desk' ? 'crm' : 'desk';
    if (tokenIn(field.type, values[event.side]) !== old) return false;
    // A value says enough; nothing is told apart by what won over it.
    return old !== null || tokenIn(field.type, values[other]) === now;
  });
}

/** Between a read and the write that it was made for. More is a look that was not taken anew. */
const oneRoundTripMs = 15_000;

/**
 * Whether no client could have prevented it: Desk has no precondition, and the old value came
 * after the worker's last read of this very record and before its write took effect. The read must
 * have been made for that write: the last one of the record, moments before the write was sent.
 */
function isUnpreventable({ calls }: Evidence, event: Event, since: Event): boolean {
  if (event.side !== 'desk' || event.call === null) return false;
  const write = calls[event.call];
  if (!write || since.order >= event.order) return false;
  const read = calls.findLast(
    (call) =>
      call.n < write.n &&
      call.who === write.who &&
      call.side === 'desk' &&
      call.method === 'GET' &&
      call.answered !== null &&
      call.answered.order <= write.sent.order &&
      call.path.split('?')[0]?.endsWith(`/${event.id}`) === true,
  );
  if (!read?.arrived || !read.answered) return false;
  if (write.sent.time - read.answered.time > oneRoundTripMs) return false;
  return since.order >= read.arrived.order && since.time >= read.arrived.time;
}

function lost(evidence: Evidence, overwrite: Overwrite): string | null {
  const { ledger } = evidence;
  const { event, field, old, now, cleared } = overwrite;
  const isRemapped = evidence.remapped.has(`${event.kind}/${field.desk}`);
  if (old === null) {
    // What a person cleared must not come back by itself.
    if (cleared === null || now === null || isRemapped) return null;
    // Before the two records were linked, nothing is told apart from never filled.
    if (!wasLinked(evidence, event, cleared.event)) return null;
    return ledger.isAncestor(now, cleared.old) ? 'a clearing was undone' : null;
  }
  if (now !== null) return ledger.isAncestor(old, now) ? null : 'is no ancestor';
  const customer = ledger.customerOf(`${event.side}/${event.kind}/${event.id}`);
  const isCleared = ledger
    .clearings(event.kind, field)
    .some(
      (one) =>
        one.event.order < event.order &&
        ledger.customerOf(`${one.event.side}/${event.kind}/${one.event.id}`) === customer &&
        ledger.isAncestor(old, one.old),
    );
  return isCleared ? null : 'nobody cleared it';
}

/** Whether a program had written to any record of this customer by then. */
function wasLinked({ ledger, events }: Evidence, event: Event, then: Event): boolean {
  const nameOf = (one: Event): RecordName => `${one.side}/${one.kind}/${one.id}`;
  const customer = ledger.customerOf(nameOf(event));
  return events.some(
    (one) =>
      one.order < then.order &&
      one.via === 'api' &&
      one.kind === event.kind &&
      ledger.customerOf(nameOf(one)) === customer,
  );
}

/** P1: what a person entered is overwritten by what came of it, or is in the conflict log. */
export function noLostUpdate(evidence: Evidence): {
  violations: Violation[];
  unpreventable: number;
} {
  const violations: Violation[] = [];
  let unpreventable = 0;
  /** Values that an unpreventable write has put back: from then on they look like edits. */
  const revived = new Set<number>();
  for (const overwrite of evidence.ledger.overwrites) {
    const why = lost(evidence, overwrite);
    if (why === null) continue;
    const { event, field, old, now } = overwrite;
    if (isLogged(evidence, overwrite)) continue;
    const isFirst = isUnpreventable(evidence, event, overwrite.since);
    if (isFirst && now !== null) revived.add(now);
    if (isFirst) unpreventable += 1;
    else if (now !== null && revived.has(now)) continue;
    else
      violations.push({
        property: 'P1 lost update',
        what: `${recordOf(event)} ${field.desk}: ${shown(old)} by ${shown(now)}, ${why} (event ${event.order}, call ${event.call})`,
      });
  }
  for (const { event, what } of evidence.ledger.wrongs)
    violations.push({
      property: 'P1 mixed up',
      what: `${recordOf(event)}: ${what} (event ${event.order}, call ${event.call})`,
    });
  return { violations, unpreventable };
}

const isByApi = (event: Event): boolean => event.via === 'api';

/** P3 and P4: a program creates a record only where the customer has none and never had one. */
export function noDuplicate(evidence: Evidence): {
  violations: Violation[];
  unrecognised: number;
} {
  const violations: Violation[] = [];
  let unrecognised = 0;
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
      if (wasLive && isUnrecognisable(evidence, customer, madeBy)) unrecognised += 1;
      else if (wasLive)
        violations.push({
          property: 'P3 duplicate',
          what: `${record.name} beside ${other.name} (event ${madeBy.order}, call ${madeBy.call})`,
        });
      else if (!isReborn(evidence, record, since))
        violations.push({
          property: 'P4 resurrection',
          what: `${record.name} after ${other.name} was deleted (event ${madeBy.order}, call ${madeBy.call})`,
        });
    }
  }
  return { violations, unrecognised };
}

/** The run that made a call. */
function runOf(runs: Evidence['runs'], call: Call | null): RunSpan | undefined {
  return call === null
    ? undefined
    : runs.findLast((one) => one.who === call.who && one.start <= call.sent.time);
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

function isLostCopy(
  { calls, events, runs, linkedAt }: Evidence,
  copy: Known,
  until: Event,
): boolean {
  const call = copy.madeBy.call === null ? null : (calls[copy.madeBy.call] ?? null);
  if (!isByApi(copy.madeBy) || !call) return false;
  const isLost = call.answered === null || call.fault !== null || runOf(runs, call)?.died === true;
  if (!isLost) return false;
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

/** Whether a person made the customer anew, or restored it, on the other side after the deletion. */
function isReborn({ ledger }: Evidence, record: Known, deletion: Event): boolean {
  const customer = ledger.customerOf(record.name);
  return [...ledger.records.values()].some(
    (one) =>
      one.side !== record.side &&
      one.kind === record.kind &&
      ledger.customerOf(one.name) === customer &&
      [one.madeBy, ...one.turns].some(
        (event) =>
          !isByApi(event) &&
          (event.operation === 'create' || event.operation === 'restore') &&
          event.order > deletion.order &&
          event.order < record.madeBy.order,
      ),
  );
}

/** Live records of one customer by side. */
function byCustomer(ledger: Ledger, kind: Kind): Map<string, Record<Side, Known[]>> {
  const customers = new Map<string, Record<Side, Known[]>>();
  for (const record of ledger.records.values()) {
    if (record.kind !== kind || !record.isLive) continue;
    const customer = ledger.customerOf(record.name);
    const sides = customers.get(customer) ?? { desk: [], crm: [] };
    sides[record.side].push(record);
    customers.set(customer, sides);
  }
  return customers;
}

/** Customers of which some record was ever deleted or merged. */
function disturbed(ledger: Ledger): ReadonlySet<string> {
  const names = new Set<string>();
  for (const record of ledger.records.values())
    if (record.turns.length > 0) names.add(ledger.customerOf(record.name));
  return names;
}

/** P2: every customer stands on both sides with the same values. */
export function converged(evidence: Evidence, isExempt: (record: Known) => boolean): Violation[] {
  const violations: Violation[] = [];
  const { ledger } = evidence;
  const deleted = disturbed(ledger);
  for (const kind of kindList) {
    const key = simFields[kind].find((one) => one.key);
    const customers = byCustomer(ledger, kind);
    const shares = new Map<string, Set<string>>();
    for (const [customer, sides] of customers)
      for (const one of [...sides.desk, ...sides.crm]) {
        const token = key && tokenIn(key.type, one.fields[nameOn(key, one.side)]);
        if (token === null || token === undefined) continue;
        const owners = shares.get(String(token)) ?? new Set();
        shares.set(String(token), owners.add(customer));
      }
    for (const [customer, { desk, crm }] of customers) {
      // More than one on a side: people made them, and nobody may guess which is which.
      if (desk.length > 1 || crm.length > 1) continue;
      if ([...desk, ...crm].some(isExempt)) continue;
      const [one] = desk;
      const [two] = crm;
      // Where somebody else bears the same key, nobody can tell which of them is meant.
      const isCrowded = [...shares.values()].some((own) => own.size > 1 && own.has(customer));
      if (isCrowded) continue;
      if (one && two) violations.push(...differences(ledger, kind, one, two));
      else if (!deleted.has(customer))
        violations.push({
          property: 'P2 convergence',
          what: `${(one ?? two)?.name ?? ''} has no counterpart`,
        });
    }
  }
  return violations;
}

function differences(ledger: Ledger, kind: Kind, one: Known, two: Known): Violation[] {
  return simFields[kind]
    .filter((field) => !agree(ledger, field, one, two))
    .map((field) => ({
      property: 'P2 convergence',
      what: `${one.name} ${two.name} differ in ${field.desk}: ${JSON.stringify([one.fields[field.desk], two.fields[field.crm]])}`,
    }));
}

function agree(ledger: Ledger, field: SimField, one: Known, two: Known): boolean {
  const [desk, crm] = [one.fields[field.desk], two.fields[field.crm]];
  if (field.type !== 'lookup') return tokenIn(field.type, desk) === tokenIn(field.type, crm);
  const parent = (side: Side, id: RecordId | null): Known | null => {
    const name: RecordName = `${side}/account/${id ?? ''}`;
    return ledger.records.get(name) ?? null;
  };
  const [left, right] = [parent('desk', lookupIn(desk)), parent('crm', lookupIn(crm))];
  // A reference to a deleted record reads as nothing, or as the record, as each service likes.
  if ((left && !left.isLive) || (right && !right.isLive)) return true;
  // An account without a counterpart cannot be referred to on the other side.
  if ([left, right].some((each) => each !== null && !hasCounterpart(ledger, each))) return true;
  if (!left || !right) return left === right;
  return ledger.customerOf(left.name) === ledger.customerOf(right.name);
}

function hasCounterpart(ledger: Ledger, record: Known): boolean {
  const customer = ledger.customerOf(record.name);
  const own = [...ledger.records.values()].filter(
    (one) => one.kind === record.kind && one.isLive && ledger.customerOf(one.name) === customer,
  );
  return own.length === 2 && own.some((one) => one.side !== record.side);
}
