/**
 * A write under way. What is sent to a record is noted in its pair before the call, so that a write
 * whose answer is lost is known again when it shows: it is ours, not somebody's edit, and both
 * sides have agreed on it. While it may still take effect nothing more is written to that record:
 * arriving late, it would overwrite the later write.
 */
import type { FieldPair } from '../types/settings';
import type { Fields, FieldType, FieldValue, Instant, Pair, Side } from '../types';
import { nameOf } from './convert';
import { isNormalised } from './normalised';
import { quarantineMs } from './quarantine';
import { otherSide, plainFields } from './side';
import { isEmpty, sameValue } from './values';

/** The pair with a note of what is about to be written to `side`. `at`: that side's clock. */
export function noted(
  pair: Pair,
  side: Side,
  sent: Fields,
  at: Instant,
  fields: readonly FieldPair[],
): Pair {
  const source = otherSide(side);
  const origins = plainFields<FieldValue>();
  for (const field of fields)
    if (Object.hasOwn(sent, nameOf(field, side)))
      origins[nameOf(field, source)] = pair[source]?.fields[nameOf(field, source)] ?? null;
  const since = pair[side]?.modifiedAt ?? null;
  return { ...pair, sent: { ...pair.sent, [side]: { fields: sent, origins, at, since } } };
}

/** Whether a write to `side` whose answer is missing may yet take effect. An unknown clock proves nothing. */
export function mayStillCome(pair: Pair, side: Side, now: Instant | null): boolean {
  const sent = pair.sent?.[side];
  return sent !== undefined && (now === null || now <= sent.at + quarantineMs);
}

/**
 * Whether writing `value` to `side` may undo a clearing: the same was sent there without an answer,
 * and the record was modified since and shows nothing in its place. Nobody can tell a write that was
 * cleared again from one that was lost. So it is repeated, and the clearing goes on record before.
 */
export function mayBeCleared(
  pair: Pair,
  side: Side,
  field: FieldPair,
  value: FieldValue | undefined,
): boolean {
  const sent = pair.sent?.[side];
  const record = pair[side];
  if (!sent || !record || record.modifiedAt === sent.since) return false;
  const name = nameOf(field, side);
  return (
    !isEmpty(field.type, value) &&
    sameValue(field.type, value, sent.fields[name]) &&
    isEmpty(field.type, record.fields[name])
  );
}

/** The notes of a pair without that of a side, whose outcome is known. */
export function unnoted({ sent }: Pair, side: Side): Pick<Pair, 'sent'> {
  const rest = sent?.[otherSide(side)];
  return { sent: rest && { [otherSide(side)]: rest } };
}

/**
 * The notes of writes to `side`, which stay with its record when it loses or changes its counterpart:
 * a write that comes late does not ask whether the link is still there.
 */
export function notesOf({ sent }: Pair, side: Side): Pick<Pair, 'sent'> {
  const own = sent?.[side];
  return { sent: own && { [side]: { ...own, origins: null } } };
}

/** Types of few values: somebody may well have entered the very one that was sent. */
const fewValues: ReadonlySet<FieldType> = new Set([
  'lookup',
  'boolean',
  'picklist',
  'multiselect',
  'integer',
  'date',
]);

const sentTo = (pair: Pair, side: Side, field: FieldPair): FieldValue =>
  pair.sent?.[side]?.fields[nameOf(field, side)] ?? null;

const stands = (pair: Pair, side: Side, seen: Fields, field: FieldPair): boolean =>
  isNormalised(field.type, sentTo(pair, side, field), seen[nameOf(field, side)] ?? null);

/** The fields of the write under way that a look shows as sent, where something else was before. */
function shownAnew(
  pair: Pair,
  side: Side,
  seen: Fields,
  fields: readonly FieldPair[],
): readonly FieldPair[] {
  return fields.filter((field) => {
    const name = nameOf(field, side);
    const value = seen[name];
    const isNews =
      value !== undefined && !sameValue(field.type, pair[side]?.fields[name] ?? null, value);
    const isSent = Object.hasOwn(pair.sent?.[side]?.fields ?? {}, name);
    return isSent && isNews && stands(pair, side, seen, field);
  });
}

/** Whether a look shows of the write under way a value that nobody else is likely to have entered. */
export function isTold(
  pair: Pair,
  side: Side,
  seen: Fields,
  fields: readonly FieldPair[],
): boolean {
  return shownAnew(pair, side, seen, fields).some(
    (field) => !fewValues.has(field.type) && !isEmpty(field.type, sentTo(pair, side, field)),
  );
}

/**
 * The pair after `side` was seen: with what was noted as agreed on, if the record shows it where it
 * showed something else before. A write is carried out as a whole, so another value in one of its
 * fields is an edit made since. That takes a value that tells: an account, a box or nothing at all
 * may be a person's doing, and then the rest was never written.
 */
export function recognised(
  pair: Pair,
  side: Side,
  seen: Fields,
  fields: readonly FieldPair[],
): Pair {
  const { base } = pair;
  const sent = pair.sent?.[side];
  const before = pair[side];
  if (!sent || !before) return pair;
  const mapped = fields.filter((field) => Object.hasOwn(sent.fields, nameOf(field, side)));
  const shown = shownAnew(pair, side, seen, fields);
  const isWhole = mapped.every((field) => stands(pair, side, seen, field));
  if (shown.length === 0 || (!isWhole && !isTold(pair, side, seen, fields))) return pair;
  // Without a counterpart nothing is agreed on, but nothing is to come any more either.
  if (!base) return { ...pair, ...unnoted(pair, side) };
  const source = otherSide(side);
  const own = plainFields(base[side]);
  const others = plainFields(base[source], sent.origins);
  // What was written to its source meanwhile is not agreed on any more: it is to come here anew.
  const open = pair.unseen?.side === source ? plainFields(pair.unseen.fields) : null;
  for (const field of mapped) {
    const [name, other] = [nameOf(field, side), nameOf(field, source)];
    const value = sent.fields[name] ?? null;
    const now = seen[name] ?? null;
    own[name] = isNormalised(field.type, value, now) ? now : value;
    if (open) delete open[other];
    // Made of another record: with this counterpart it is the first contact.
    if (sent.origins === null) {
      delete own[name];
      delete others[other];
    }
  }
  return {
    ...pair,
    ...unnoted(pair, side),
    base: { ...base, [side]: own, [source]: others },
    unseen: pair.unseen && open ? { ...pair.unseen, fields: open } : pair.unseen,
  };
}
