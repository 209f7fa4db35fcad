/**
 * P5 and P6: a program deletes a record only because people deleted its counterpart, where the
 * settings say so, and never with something in it that the counterpart had not seen.
 */
import type { Side } from '../../../sync/types';
import { nameOn, simFields, tokenIn, type SimField } from '../fields';
import type { Known, RecordName } from '../known';
import type { Event } from '../services';
import type { Call } from '../wire';
import { isByApi, recordOf, type Evidence, type Violation } from './evidence';

/** Between the last look at a record and its deletion: one call, its repeats and their waits. */
const oneLookMs = 60_000;

const isDeletion = (event: Event): boolean =>
  event.operation === 'recycle' || event.operation === 'purge';

export function noWrongfulDelete(evidence: Evidence): {
  violations: Violation[];
  unpreventable: number;
} {
  const violations: Violation[] = [];
  let unpreventable = 0;
  for (const event of evidence.events) {
    if (!isByApi(event) || !isDeletion(event)) continue;
    const where = `${recordOf(event)} (event ${event.order}, call ${event.call})`;
    const wrong = (property: string, what: string): void =>
      void violations.push({ property, what: `${where}: ${what}` });
    if (event.operation === 'purge') wrong('P5 wrongful delete', 'for good');
    if (!mayDelete(evidence, event)) wrong('P5 wrongful delete', 'the settings forbid it');
    const cause = causeOf(evidence, event);
    if (cause.deletion === null) {
      if (cause.undone !== null && wasUnseen(evidence, event, cause.undone)) unpreventable += 1;
      else wrong('P5 wrongful delete', cause.why);
      continue;
    }
    const swallowed = simFields[event.kind]
      .filter((field) => field.type !== 'lookup')
      .flatMap((field) => editIn(evidence, event, cause.deletion, field));
    for (const edit of swallowed)
      if (wasUnseen(evidence, event, edit.since)) unpreventable += 1;
      else wrong('P6 swallowed edit', edit.what);
  }
  return { violations, unpreventable };
}

/** What the settings say of the counterparts of deleted records, whatever became of their sync type. */
function mayDelete({ config }: Evidence, { kind, side }: Event): boolean {
  const rule = config.deletions?.[kind];
  if (rule === undefined) return false;
  return (side === 'desk' ? rule.crmDeleted : rule.deskDeleted) !== 'never';
}

interface Cause {
  /** The last that people did to a counterpart; null: nothing that lasts. */
  readonly deletion: Event | null;
  /** A restore that took the cause away. */
  readonly undone: Event | null;
  readonly why: string;
}

/**
 * Records of the other side that stood for the same customer: those that shared a value with it, and
 * those that were linked with it by a key that both bore, which writes nothing.
 */
function counterpartsOf(evidence: Evidence, event: Event): readonly Known[] {
  const { ledger } = evidence;
  const name: RecordName = `${event.side}/${event.kind}/${event.id}`;
  const customer = ledger.customerOf(name);
  return [...ledger.records.values()].filter(
    (other) =>
      other.side !== event.side &&
      other.kind === event.kind &&
      (ledger.customerOf(other.name) === customer ||
        (ledger.shareKey(name, other.name) && isPair(evidence, name, other.name))),
  );
}

/** Why a record could be deleted: the last that became of its counterparts on the other side. */
function causeOf(evidence: Evidence, event: Event): Cause {
  let deletion: Event | null = null;
  let undone: Event | null = null;
  let why = 'its counterpart was never deleted';
  for (const other of counterpartsOf(evidence, event)) {
    const last = other.turns.findLast((one) => one.order < event.order);
    if (last === undefined || isByApi(last)) continue;
    if (last.operation === 'restore') {
      undone = last;
      why = 'its counterpart had been restored';
    } else if (!isDeletion(last) && winnerLives(evidence, other, event))
      why = 'its counterpart was merged';
    else if (deletion === null || deletion.order < last.order) deletion = last;
  }
  return deletion === null ? { deletion, undone, why } : { deletion, undone: null, why: '' };
}

const isPair = ({ partners }: Evidence, one: RecordName, two: RecordName): boolean =>
  partners.some((pair) => pair.includes(one) && pair.includes(two));

/**
 * Whether the record that took this one in still lives, or the one that took that in. Deleted as
 * well, nobody can tell it from two deletions.
 */
function winnerLives(evidence: Evidence, loser: Known, event: Event): boolean {
  const { ledger, events } = evidence;
  const merge = loser.turns.findLast((one) => one.operation === 'merge' && one.order < event.order);
  if (merge === undefined) return false;
  // The merge is followed by the change of its winner, at the same moment.
  const winner = events.find(
    (one) =>
      one.order > merge.order &&
      one.side === loser.side &&
      one.kind === loser.kind &&
      one.operation === 'update' &&
      one.at === merge.at,
  );
  const record = winner && ledger.records.get(`${winner.side}/${winner.kind}/${winner.id}`);
  if (record === undefined) return false;
  const last = record.turns.findLast((one) => one.order < event.order);
  if (last?.operation === 'merge') return winnerLives(evidence, record, event);
  return last === undefined || last.operation === 'restore';
}

/** A person's value in the deleted record that its counterpart never showed, nor anything that came of it. */
function editIn(
  { ledger, events, remapped }: Evidence,
  event: Event,
  cause: Event | null,
  field: SimField,
): { since: Event; what: string }[] {
  if (cause === null || remapped.has(`${event.kind}/${field.desk}`)) return [];
  const other: Side = event.side === 'desk' ? 'crm' : 'desk';
  const name = nameOn(field, event.side);
  const held = tokenIn(field.type, event.before?.[name]);
  if (held === null) return [];
  const theirs = tokenIn(field.type, cause.before?.[nameOn(field, other)]);
  if (theirs !== null && ledger.isAncestor(held, theirs)) return [];
  // Shown there once and cleared since: it was seen.
  const wasShown = events.some(
    (one) =>
      one.side === other &&
      one.id === cause.id &&
      one.kind === cause.kind &&
      one.order < cause.order &&
      tokenIn(field.type, one.after?.[nameOn(field, other)]) === held,
  );
  if (wasShown) return [];
  const since = events.findLast(
    (one) =>
      one.order < event.order &&
      one.side === event.side &&
      one.kind === event.kind &&
      one.id === event.id &&
      tokenIn(field.type, one.before?.[name]) !== held &&
      tokenIn(field.type, one.after?.[name]) === held,
  );
  if (since === undefined || isByApi(since)) return [];
  return [{ since, what: `${field.desk} held k${held}, entered in event ${since.order}` }];
}

const reads = (call: Call, event: Event): boolean => {
  if (call.side !== event.side || call.method !== 'GET' || call.answered === null) return false;
  const [path = '', query = ''] = call.path.split('?');
  return path.endsWith(`/${event.id}`) || (query.includes('ids=') && query.includes(event.id));
};

/** Whether something came after the worker's last look at that record, moments before it deleted. */
function wasUnseen({ calls }: Evidence, event: Event, since: Event): boolean {
  const write = event.call === null ? undefined : calls[event.call];
  if (!write) return false;
  const read = calls.findLast(
    (call) => call.n < write.n && call.who === write.who && reads(call, since),
  );
  if (!read?.arrived || !read.answered) return false;
  if (write.sent.time - read.answered.time > oneLookMs) return false;
  return since.order >= read.arrived.order;
}
