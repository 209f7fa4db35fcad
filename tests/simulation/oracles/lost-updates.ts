/** P1: no lost update. */
import { tokenIn } from '../fields';
import { nameOf, type RecordName } from '../known';
import type { Overwrite } from '../ledger';
import type { Event } from '../services';
import { rivalryIn, type Rivalry } from './rivalry';
import { isByApi, isUnpreventable, recordOf, type Evidence, type Violation } from './evidence';

const shown = (token: number | null): string => (token === null ? 'nothing' : `k${token}`);

/** Whether the loser was on record before it was overwritten. */
function isLogged({ logged, ledger }: Evidence, { event, field, old, now }: Overwrite): boolean {
  return logged.some(({ row, order }) => {
    if (order > event.order || row.kind !== event.kind || row.field.desk !== field.desk)
      return false;
    const values = { desk: row.deskValue, crm: row.crmValue };
    const other = event.side === 'desk' ? 'crm' : 'desk';
    const [here, there] = [values[event.side], values[other]].map((one) =>
      tokenIn(field.type, one),
    );
    // Lost on the other side to the very value that comes here now, or to one that people replaced
    // on the way to it: another installation had brought the loser over meanwhile. Every value is
    // entered once, so both together name that conflict.
    if (there === old && here === now) return true;
    if (there === old && here != null && now !== null && ledger.isAncestor(here, now)) return true;
    // A value says enough; nothing is told apart by what won over it.
    return here === old && (old !== null || there === now);
  });
}

function lost(evidence: Evidence, overwrite: Overwrite): string | null {
  const { ledger } = evidence;
  const { event, field, old, now, cleared, since } = overwrite;
  const isRemapped = evidence.remapped.has(`${event.kind}/${field.desk}`);
  if (old === null) {
    // What a person cleared must not come back by itself.
    if (cleared === null || now === null || isRemapped) return null;
    // Before the two records were linked, nothing is told apart from never filled.
    if (!wasLinked(evidence, event, cleared.event)) return null;
    return ledger.isAncestor(now, cleared.old) ? 'a clearing was undone' : null;
  }
  if (now !== null && ledger.isAncestor(old, now)) return null;
  // What a person entered here is lost with it. What a program brought, late or not, may have been
  // cleared by a person where it came from, and something else entered there since.
  if (now !== null && !isByApi(since)) return 'is no ancestor';
  const customer = ledger.customerOf(`${event.side}/${event.kind}/${event.id}`);
  const isCleared = ledger.clearings(event.kind, field).some(
    (one) =>
      one.event.order < event.order &&
      (ledger.customerOf(`${one.event.side}/${event.kind}/${one.event.id}`) === customer ||
        // Where the value was typed in, or brought to: whoever holds it has it from there.
        ledger.isHome(one.old, `${one.event.side}/${event.kind}/${one.event.id}`)) &&
      ledger.isAncestor(old, one.old),
  );
  if (isCleared) return null;
  return now === null ? 'nobody cleared it' : 'is no ancestor';
}

/** Whether a program had written to any record of this customer by then. */
function wasLinked({ ledger, events }: Evidence, event: Event, then: Event): boolean {
  const customer = ledger.customerOf(nameOf(event));
  return events.some(
    (one) =>
      one.order < then.order &&
      one.via === 'api' &&
      one.kind === event.kind &&
      ledger.customerOf(nameOf(one)) === customer,
  );
}

/** A clearing before this installation knew of the link: to it, the field was never filled. */
function unknownClearing(evidence: Evidence, { event, cleared }: Overwrite): Rivalry | null {
  if (cleared === null) return null;
  const name: RecordName = `${event.side}/${event.kind}/${event.id}`;
  return rivalryIn(evidence, event, { name, madeBy: null }, cleared.event.order);
}

/** P1: what a person entered is overwritten by what came of it, or is in the conflict log. */
export function noLostUpdate(evidence: Evidence): {
  violations: Violation[];
  unpreventable: number;
} & Record<Rivalry, number> {
  const rivalries: Record<Rivalry, number> = { handedOver: 0, overlapped: 0 };
  const violations: Violation[] = [];
  let unpreventable = 0;
  /** Values that an unpreventable write has put back: from then on they look like edits. */
  const revived = new Set<number>();
  for (const overwrite of evidence.ledger.overwrites) {
    const why = lost(evidence, overwrite);
    if (why === null) continue;
    const { event, field, old, now } = overwrite;
    if (isLogged(evidence, overwrite)) continue;
    const between = unknownClearing(evidence, overwrite);
    if (between !== null) {
      rivalries[between] += 1;
      continue;
    }
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
  return { violations, unpreventable, ...rivalries };
}
