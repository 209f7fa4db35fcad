/**
 * Two automations may fight over one field, each through the other's side and Tandem between them:
 * a rule of Desk that writes capitals, a workflow of CRM that writes them small. Each write of ours
 * answers a real edit, so nothing else ends it. A pair therefore remembers what was lately written
 * to a field; the third time the same value goes to the same side, with writes the other way
 * between, the field of that pair is frozen until a person tries again or it takes another value.
 */
import type { FieldPair } from '../types/settings';
import type { FieldValue, Fields, FieldWrite, Instant, Pair, Problem, Side } from '../types';
import { nameOf } from './convert';
import { digest } from './digest';
import { withValues } from './problem';
import { canon } from './values';

/** ms that a write is remembered for when the next one to its field is noted. */
const rememberMs = 24 * 60 * 60_000;
/** Of one field: what the rule below looks at, and little more. */
const mostWrites = 6;
/** Times that one value may be written to one side before it is a fight. */
const mostTimes = 2;

const markOf = (field: FieldPair, value: FieldValue): string =>
  digest(JSON.stringify(canon(field.type, value)));

/** The pair's memory once `sent` is written to `side` at `at` of the local clock, answered or not. */
export function withWrites(
  pair: Pair,
  side: Side,
  sent: Fields,
  fields: readonly FieldPair[],
  at: Instant,
): Pick<Pair, 'writes'> {
  const news = fields.flatMap((field): FieldWrite[] => {
    const name = nameOf(field, side);
    // What travels one way only has no opposite.
    if (field.direction !== 'both' || !Object.hasOwn(sent, name)) return [];
    return [{ field: field.desk, side, mark: markOf(field, sent[name] ?? null), at }];
  });
  const counts = new Map<string, number>();
  const newer = new Map<string, FieldWrite>();
  const writes = [...(pair.writes ?? []), ...news]
    .filter((one) => Math.abs(at - one.at) < rememberMs)
    .toReversed()
    .filter((one) => {
      // Repeated for want of an answer it is one write, and takes no other's place.
      const next = newer.get(one.field);
      newer.set(one.field, one);
      return next?.side !== one.side || next.mark !== one.mark;
    })
    .filter(({ field }) => {
      counts.set(field, (counts.get(field) ?? 0) + 1);
      return (counts.get(field) ?? 0) <= mostWrites;
    });
  return { writes: writes.length === 0 ? undefined : writes.toReversed() };
}

/** Whether writing this value to this side once more would go on with a fight. */
export function isFlapping(
  writes: Pair['writes'],
  field: FieldPair,
  side: Side,
  value: FieldValue,
): boolean {
  const own = (writes ?? []).filter((one) => one.field === field.desk);
  if (own.length <= mostTimes) return false;
  const mark = markOf(field, value);
  let times = 0;
  let isAnswered = true;
  for (const one of own) {
    if (one.side !== side) isAnswered = true;
    else if (one.mark === mark && isAnswered) {
      times += 1;
      isAnswered = false;
    }
  }
  // The other side was written to since as well: otherwise this is the first answer to an edit.
  return isAnswered && times >= mostTimes;
}

/** Why a field is frozen, and the way out. */
export function flapping(field: FieldPair): Problem {
  return withValues(
    {
      code: 'field.flapping',
      kind: 'conflict',
      message:
        "Something in Zoho keeps changing Desk's {desk} or CRM's {crm} back, so Tandem has stopped writing this field of this record. Look for a workflow or another app that writes it, end one of the two or the mapping, then press Try again.",
      detail: `${field.desk} <-> ${field.crm}`,
    },
    { desk: field.desk, crm: field.crm },
  );
}

/** The pair without what it remembers: a person has looked, and its fields may be written again. */
export function calmed(pair: Pair): Pair {
  return pair.writes === undefined ? pair : { ...pair, writes: undefined };
}
