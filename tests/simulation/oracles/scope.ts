/** SYN-13: what is outside the chosen list views is written to neither way. */
import { modules } from '../fields';
import { nameOf, type Known, type RecordName } from '../known';
import type { Event } from '../services';
import { isInView } from '../views';
import { mayBeHandMade } from './lost-copies';
import { isByApi, recordOf, runOf, type Evidence, type Violation } from './evidence';

/** ms. A run that began this long after a record left has seen it leave. */
const graceMs = 60_000;

/** Whether a program was told that a view held a record between two moments, when ever it heard of it. */
const wasNamed = ({ calls }: Evidence, { kind, id }: Event, from: Event, to: Event): boolean =>
  calls.some(
    ({ path, arrived, answered, fault, reply }) =>
      path.includes(`/${modules[kind].crm}?`) &&
      path.includes('cvid=') &&
      arrived !== null &&
      answered !== null &&
      fault === null &&
      arrived.order > from.order &&
      arrived.order <= to.order &&
      reply?.includes(id) === true,
  );

/**
 * Since when a CRM record has been outside at the time of an event; null while it is inside. A copy
 * that Tandem made stays inside until Tandem was told that it has entered a view.
 */
function outsideSince(evidence: Evidence, name: RecordName, before: number): number | null {
  let since: number | null = null;
  let isOurs = false;
  let entered: Event | null = null;
  for (const event of evidence.events) {
    if (event.order >= before) break;
    if (nameOf(event) !== name || event.after === null) continue;
    if (event.operation === 'create') isOurs = isByApi(event);
    const isIn = isInView(event.after);
    if (!isIn && entered && isOurs) isOurs = !wasNamed(evidence, event, entered, event);
    entered = isIn ? (entered ?? event) : null;
    since = isIn || isOurs ? null : (since ?? event.time);
  }
  return since;
}

const isScoped = ({ config }: Evidence, kind: Event['kind']): boolean =>
  kind !== 'product' && (config.views?.[kind] ?? []).length > 0;

/** The CRM records that a record was ever held for the counterpart of, or itself. */
function crmNames({ partners }: Evidence, name: RecordName): readonly RecordName[] {
  if (name.startsWith('crm/')) return [name];
  return partners.filter((pair) => pair.includes(name)).map(([, crm]) => crm);
}

/**
 * Whether a record, or its counterpart, is outside in the end. A copy that may as well be made by
 * hand is kept outside until a view names it: not to write where somebody meant it not to be.
 */
export function isOutside(evidence: Evidence, record: Known): boolean {
  if (!isScoped(evidence, record.kind)) return false;
  return crmNames(evidence, record.name).some((name) => {
    if (outsideSince(evidence, name, Number.POSITIVE_INFINITY) !== null) return true;
    const crm = evidence.ledger.records.get(name);
    return crm !== undefined && !isInView(crm.fields) && mayBeHandMade(evidence, crm);
  });
}

/** No program updates a record that had left, or never entered, before its run began. */
export function keepsToScope(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  for (const event of evidence.events) {
    if (!isByApi(event) || event.operation !== 'update' || !isScoped(evidence, event.kind))
      continue;
    const call = event.call === null ? null : (evidence.calls[event.call] ?? null);
    const run = runOf(evidence.runs, call);
    const names = crmNames(evidence, nameOf(event));
    if (run === undefined || names.length === 0) continue;
    const isLong = names.every((name) => {
      const since = outsideSince(evidence, name, event.order);
      return since !== null && since < run.start - evidence.lag - graceMs;
    });
    if (isLong)
      found.push({
        property: 'scope',
        what: `${recordOf(event)} was written to outside the list views (event ${event.order}, call ${event.call})`,
      });
  }
  return found;
}
