/** P2: both services come to show the same. */
import type { Kind, RecordId, Side } from '../../../sync/types';
import { kindList, lookupIn, nameOn, simFields, tokenIn, type SimField } from '../fields';
import type { Known, RecordName } from '../known';
import type { Ledger } from '../ledger';
import type { Event } from '../services';
import type { Call } from '../wire';
import { recordOf, type Evidence, type Violation } from './evidence';
import { areParted, keyOf } from './partings';

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
function disturbed({ ledger, partners }: Evidence): ReadonlySet<string> {
  const names = new Set<string>();
  // A link that wrote nothing shows in no history, and its loss leaves the other record alone.
  for (const pair of partners)
    if (pair.some((name) => (ledger.records.get(name)?.turns.length ?? 0) > 0))
      for (const name of pair) names.add(ledger.customerOf(name));
  for (const record of ledger.records.values())
    if (record.turns.length > 0) names.add(ledger.customerOf(record.name));
  return names;
}

/** Customers of whose keys another one bears the same: nobody can tell which of them is meant. */
function crowdedIn(
  customers: ReadonlyMap<string, Readonly<Record<Side, readonly Known[]>>>,
  kind: Kind,
): ReadonlySet<string> {
  const key = simFields[kind].find((one) => one.key);
  const shares = new Map<number, Set<string>>();
  for (const [customer, sides] of customers)
    for (const one of [...sides.desk, ...sides.crm]) {
      const token = key && tokenIn(key.type, one.fields[nameOn(key, one.side)]);
      if (token === null || token === undefined) continue;
      shares.set(token, (shares.get(token) ?? new Set()).add(customer));
    }
  return new Set([...shares.values()].filter((own) => own.size > 1).flatMap((own) => [...own]));
}

/** P2: every customer stands on both sides with the same values. */
export function converged(evidence: Evidence, isExempt: (record: Known) => boolean): Violation[] {
  const violations: Violation[] = [];
  const { ledger } = evidence;
  const deleted = disturbed(evidence);
  const owners = byCustomer(ledger, 'account');
  const held = [...owners].filter(([, { desk, crm }]) =>
    desk.some((one) => crm.some((two) => isHeldByLost(evidence, one, two))),
  );
  const accounts = new Set([
    ...crowdedIn(owners, 'account'),
    ...held.map(([customer]) => customer),
  ]);
  for (const kind of kindList) {
    const customers = byCustomer(ledger, kind);
    const crowded = crowdedIn(customers, kind);
    for (const [customer, { desk, crm }] of customers) {
      // More than one on a side: people made them, and nobody may guess which is which.
      if (desk.length > 1 || crm.length > 1) continue;
      if ([...desk, ...crm].some(isExempt)) continue;
      const [one] = desk;
      const [two] = crm;
      if (crowded.has(customer)) continue;
      if (one && two) {
        if (isHeldByLost(evidence, one, two)) continue;
        if (keyOf(one) !== keyOf(two) && areParted(evidence, one, two)) continue;
        violations.push(...differences({ evidence, ledger, accounts }, kind, one, two));
        continue;
      }
      const only = one ?? two;
      // Linked by its key alone to one that went before anything was written, it stays behind.
      if (only && !deleted.has(customer) && !ledger.hadLostTwin(only.name))
        violations.push({
          property: 'P2 convergence',
          what: `${only.name} has no counterpart`,
        });
    }
  }
  return violations;
}

/** Whether a worker asked for this very Desk record and had its answer. */
const asks = ({ side, answered, path }: Call, { id }: Known): boolean =>
  side === 'desk' && answered !== null && path.split('?')[0]?.endsWith(`/${id}`) === true;

/** Whether a person changed one of these records after that. */
function isEditedSince({ events }: Evidence, records: readonly Known[], since: Event): boolean {
  return events.some(
    (event) =>
      event.order > since.order &&
      event.via === 'person' &&
      records.some(({ side, kind, id }) => recordOf(event) === `${side} ${kind} ${id}`),
  );
}

/**
 * Whether the CRM record is linked with another Desk record that was merged away or deleted for good.
 * Desk names such a one nowhere, so it is looked at when one of those that bear its key changes, or
 * its counterpart: until then its link stands, and the other one waits. Once it was asked for it is
 * known to be gone.
 */
function isHeldByLost(evidence: Evidence, desk: Known, crm: Known): boolean {
  const { ledger, partners, calls } = evidence;
  return [...ledger.records.values()].some((holder) => {
    const lost = holder.turns.at(-1);
    return (
      holder !== desk &&
      holder.side === 'desk' &&
      (lost?.operation === 'merge' || lost?.operation === 'purge') &&
      partners.some((pair) => pair.includes(holder.name) && pair.includes(crm.name)) &&
      !partners.some((pair) => pair.includes(desk.name) && pair.includes(crm.name)) &&
      !isEditedSince(evidence, [desk, crm], lost) &&
      !calls.some((call) => asks(call, holder) && (call.arrived?.order ?? 0) > lost.order)
    );
  });
}

/**
 * Whether a service filled a reference again with the account that was restored, and nothing else
 * ever told of it: that modifies no record, so no feed shows it, and the counterpart never had one.
 */
function isRefilled({ evidence }: Books, account: Known, holder: Known, other: Known): boolean {
  const back = account.turns.findLast((one) => one.operation === 'restore');
  const column = other.side === 'desk' ? 'accountId' : 'Account_Name';
  return (
    back !== undefined &&
    account.side === holder.side &&
    !isEditedSince(evidence, [holder], back) &&
    !evidence.events.some(
      (event) =>
        recordOf(event) === `${other.side} ${other.kind} ${other.id}` &&
        lookupIn(event.after?.[column]) !== null,
    )
  );
}

interface Books {
  readonly evidence: Evidence;
  readonly ledger: Ledger;
  /** Customers whose account cannot be told from another one's. */
  readonly accounts: ReadonlySet<string>;
}

function differences(books: Books, kind: Kind, one: Known, two: Known): Violation[] {
  return simFields[kind]
    .filter((field) => !agree(books, field, one, two))
    .map((field) => ({
      property: 'P2 convergence',
      what: `${one.name} ${two.name} differ in ${field.desk}: ${JSON.stringify([one.fields[field.desk], two.fields[field.crm]])}`,
    }));
}

function agree(books: Books, field: SimField, one: Known, two: Known): boolean {
  const { ledger, accounts } = books;
  const [desk, crm] = [one.fields[field.desk], two.fields[field.crm]];
  if (field.type !== 'lookup') return tokenIn(field.type, desk) === tokenIn(field.type, crm);
  const parent = (side: Side, id: RecordId | null): Known | null => {
    const name: RecordName = `${side}/account/${id ?? ''}`;
    return ledger.records.get(name) ?? null;
  };
  const [left, right] = [parent('desk', lookupIn(desk)), parent('crm', lookupIn(crm))];
  // A reference to a deleted record reads as nothing, or as the record, as each service likes.
  if ((left && !left.isLive) || (right && !right.isLive)) return true;
  // An account without a counterpart, or of whose counterparts nobody can tell which is meant,
  // cannot be referred to on the other side.
  const isAlone = (each: Known): boolean =>
    accounts.has(ledger.customerOf(each.name)) || !hasCounterpart(ledger, each);
  if ([left, right].some((each) => each !== null && isAlone(each))) return true;
  if (left && !right) return isRefilled(books, left, one, two);
  if (right && !left) return isRefilled(books, right, two, one);
  if (!left || !right) return true;
  return ledger.customerOf(left.name) === ledger.customerOf(right.name);
}

function hasCounterpart(ledger: Ledger, record: Known): boolean {
  const customer = ledger.customerOf(record.name);
  const own = [...ledger.records.values()].filter(
    (one) => one.kind === record.kind && one.isLive && ledger.customerOf(one.name) === customer,
  );
  // Where another one bears its name, nobody can tell which of them is meant.
  const isNamesake = (one: Known, other: Known): boolean =>
    one !== other &&
    one.kind === other.kind &&
    one.side === other.side &&
    one.isLive &&
    keyOf(one) === keyOf(other);
  const all = [...ledger.records.values()];
  return (
    own.length === 2 &&
    own.some((one) => one.side !== record.side) &&
    !own.some((other) => all.some((one) => isNamesake(one, other)))
  );
}
