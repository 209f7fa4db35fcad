/**
 * The agreed base: what decides whether a value on a side is an edit.
 *
 * Held per side as that side returned it, so a service that trims or rounds causes no write. The
 * hard case is a write whose answer lacks the record (CRM): until it is seen again, what was
 * sent stands for the base (`unseen`). When it is seen:
 * - at a later modification time somebody wrote after us: any difference from what was sent, by
 *   canonical value, is an edit and travels on;
 * - at our write's own modification time the difference is the service's rewriting, or an edit in
 *   the same second (CRM's clock has no finer grain). Taking every difference for rewriting would
 *   lose that edit on the other side, taking every one for an edit would carry cut values back to
 *   their source. So a value the service may have made of ours (isNormalised) becomes base, any
 *   other one is an edit. What remains: an edit in the second of our write that looks like a
 *   rewriting stays on its own side until the field is next edited. It is never overwritten for
 *   that, because base and seen value are equal.
 */
import type { FieldPair } from '../types/settings';
import type { Fields, FieldValue, Instant, Pair, Side } from '../types';
import { nameOf } from './convert';
import { isNormalised } from './normalised';
import { otherSide, plainFields } from './side';
import { isEmpty, sameValue } from './values';

/** Agreed values of both sides. */
export interface Base {
  readonly desk: Fields;
  readonly crm: Fields;
}

/** A base in which nothing is agreed yet. */
export const noBase: Base = { desk: plainFields(), crm: plainFields() };

/** The base as planning sees it: what was sent and not yet seen counts as agreed. */
export function effectiveBase(pair: Pair): Base {
  const base = pair.base ?? noBase;
  if (!pair.unseen) return base;
  const { side, fields } = pair.unseen;
  return { ...base, [side]: plainFields(base[side], fields) };
}

/** The field mapping of one field by its name on one side. */
function typeOn(fields: readonly FieldPair[], side: Side, name: string): FieldPair | undefined {
  return fields.find((field) => nameOf(field, side) === name);
}

/** What becomes base of a sent value once the record was seen. */
export function settled(
  field: FieldPair | undefined,
  sent: FieldValue,
  seen: FieldValue | undefined,
  sameWrite: boolean,
): FieldValue {
  if (seen === undefined) return sent;
  const type = field?.type ?? 'text';
  const accepted = sameWrite ? isNormalised(type, sent, seen) : sameValue(type, sent, seen);
  return accepted ? seen : sent;
}

/** Settles what was sent to `side` against what it now shows. */
export function settleSent(
  base: Base,
  side: Side,
  sent: Fields,
  seen: Fields,
  sameWrite: boolean,
  fields: readonly FieldPair[],
): Base {
  const next = plainFields(base[side]);
  for (const name of Object.keys(sent)) {
    const value = sent[name] ?? null;
    next[name] = settled(typeOn(fields, side, name), value, seen[name], sameWrite);
  }
  return { ...base, [side]: next };
}

/**
 * The base after a linked record was seen again. A value that was never agreed on and is gone since is
 * an edit: left without a base, the field would look as if it had never been filled. References may
 * be emptied by their service.
 */
export function withClearings(
  base: Base,
  side: Side,
  before: Fields,
  seen: Fields,
  fields: readonly FieldPair[],
): Base {
  const source = otherSide(side);
  const cleared = fields.filter((field) => {
    const [own, other] = [nameOf(field, side), nameOf(field, source)];
    const isKnown = base[side][own] !== undefined && base[source][other] !== undefined;
    return (
      !isKnown &&
      field.type !== 'lookup' &&
      seen[own] !== undefined &&
      isEmpty(field.type, seen[own]) &&
      !isEmpty(field.type, before[own])
    );
  });
  if (cleared.length === 0) return base;
  const next = { desk: plainFields(base.desk), crm: plainFields(base.crm) };
  for (const field of cleared) {
    next[side][nameOf(field, side)] = before[nameOf(field, side)] ?? null;
    next[source][nameOf(field, source)] = null;
  }
  return next;
}

/** Whether a snapshot shows our own write and no later one. Unknown times prove nothing. */
export function isSameWrite(written: Instant | null, seen: Instant | null): boolean {
  return written !== null && written === seen;
}
