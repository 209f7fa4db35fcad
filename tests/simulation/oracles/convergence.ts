/** P2: both services come to show the same. */
import type { Kind, RecordId, Side } from '../../../sync/types';
import { kindList, lookupIn, nameOn, simFields, tokenIn, type SimField } from '../fields';
import type { Known, Ledger, RecordName } from '../ledger';
import type { Evidence, Violation } from './evidence';

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
  const accounts = crowdedIn(byCustomer(ledger, 'account'), 'account');
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
        violations.push(...differences({ ledger, accounts }, kind, one, two));
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

interface Books {
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

function agree({ ledger, accounts }: Books, field: SimField, one: Known, two: Known): boolean {
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
  if (!left || !right) return left === right;
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

function keyOf({ kind, side, fields }: Known): number | null {
  const key = simFields[kind].find((one) => one.key);
  return key ? tokenIn(key.type, fields[nameOn(key, side)]) : null;
}
