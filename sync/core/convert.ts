import type { FieldPair } from '../types/settings';
import type { FieldValue, Kind, Problem, RecordId, Side } from '../types';
import { otherSide } from './side';
import { allows } from './direction';
import { canon, isEmpty, sameValue, storable } from './values';
import { tooLong, typeMismatch } from './field-problem';

/** Finds the id that a linked record has on the other side; null while it is not linked. */
export type LinkOf = (kind: Kind, side: Side, id: RecordId) => RecordId | null;

/** A value made ready for writing, or why it cannot be written (yet). */
export type Converted =
  | { readonly type: 'value'; readonly value: FieldValue }
  | { readonly type: 'waits'; readonly kind: Kind; readonly side: Side; readonly id: RecordId }
  | { readonly type: 'problem'; readonly problem: Problem };

/** The raw value of a record under this mapping, on that side. */
export function nameOf(field: FieldPair, side: Side): string {
  return side === 'desk' ? field.desk : field.crm;
}

function chosen(field: FieldPair, target: Side, value: string): string {
  const from = target === 'desk' ? 1 : 0;
  const to = target === 'desk' ? 0 : 1;
  const values = field.values ?? [];
  const exact = values.find((names) => sameValue('picklist', names[from], value));
  const loose =
    exact ??
    values.find((names) => names[from].trim().toLowerCase() === value.trim().toLowerCase());
  return loose?.[to] ?? value;
}

/** Desk refuses an address without a scheme. */
function withScheme(value: string, target: Side): string {
  return target === 'desk' && !/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? `http://${value}` : value;
}

/** A chosen value; none where the pair of it stands for nothing. */
const orNothing = (value: string): string | null => (value === '' ? null : value);

function ready(field: FieldPair, target: Side, value: FieldValue): Converted {
  const limit = field.maxLength?.[target] ?? null;
  if (limit !== null && typeof value === 'string' && value.length > limit)
    return { type: 'problem', problem: tooLong(field, target, value.length, limit) };
  return { type: 'value', value };
}

/** Whether what does not fit is left empty on this side. */
export const leavesEmpty = ({ unfit, direction }: FieldPair, target: Side): boolean =>
  unfit === 'empty' && direction !== 'both' && allows(direction, target);

/**
 * Turns a value of the side opposite `target` into one that `target` takes. Keeps the raw
 * spelling: only what no service can store is replaced.
 */
export function toSide(
  field: FieldPair,
  target: Side,
  value: FieldValue | undefined,
  linkOf: LinkOf,
): Converted {
  const made = converted(field, target, value, linkOf);
  return made.type === 'problem' && leavesEmpty(field, target)
    ? { type: 'value', value: null }
    : made;
}

function converted(
  field: FieldPair,
  target: Side,
  value: FieldValue | undefined,
  linkOf: LinkOf,
): Converted {
  const { type } = field;
  if (value === undefined || value === null || isEmpty(type, value))
    return { type: 'value', value: null };
  const plain = canon(type, value);
  // Nearly every value fits: the words for one that does not are made when they are needed.
  const mismatch = (): Converted => ({ type: 'problem', problem: typeMismatch(field, target) });
  switch (type) {
    case 'lookup': {
      const source = otherSide(target);
      const id = String(plain);
      if (!field.lookup) return mismatch();
      const linked = linkOf(field.lookup, source, id);
      return linked === null
        ? { type: 'waits', kind: field.lookup, side: source, id }
        : { type: 'value', value: linked };
    }
    case 'integer': {
      const whole =
        (typeof plain === 'number' && Number.isInteger(plain)) ||
        (typeof plain === 'string' && /^-?\d+$/.test(plain));
      return whole ? ready(field, target, plain) : mismatch();
    }
    case 'decimal': {
      const numeric =
        typeof plain === 'number' || (typeof plain === 'string' && /^-?\d+(\.\d+)?$/.test(plain));
      return numeric ? ready(field, target, plain) : mismatch();
    }
    case 'boolean':
      return typeof plain === 'boolean' ? { type: 'value', value: plain } : mismatch();
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(String(plain))
        ? { type: 'value', value: plain }
        : mismatch();
    case 'datetime':
      return /^\d{4}-.*Z$/.test(String(plain)) ? { type: 'value', value: plain } : mismatch();
    case 'multiselect':
      return Array.isArray(plain)
        ? {
            type: 'value',
            value: plain.flatMap((part: string) => orNothing(chosen(field, target, part)) ?? []),
          }
        : mismatch();
    case 'picklist':
      if (typeof value === 'object') return mismatch();
      return ready(field, target, orNothing(chosen(field, target, storable(String(value)).trim())));
    case 'url':
      if (typeof value === 'object') return mismatch();
      return ready(field, target, withScheme(storable(String(value)).trim(), target));
    case 'unsupported':
      return mismatch();
    default:
      return typeof value === 'object'
        ? mismatch()
        : ready(field, target, storable(String(value)).trim());
  }
}

function isUnticked(value: FieldValue): boolean {
  return isEmpty('boolean', value) || sameValue('boolean', value, false);
}

/** Whether both sides mean the same under this mapping, whichever way it is read. */
export function agrees(
  field: FieldPair,
  desk: FieldValue,
  crm: FieldValue,
  linkOf: LinkOf,
): boolean {
  // A box is ticked or not: CRM knows no third state, Desk calls a box nobody touched empty.
  if (field.type === 'boolean' && isUnticked(desk) && isUnticked(crm)) return true;
  const toDesk = toSide(field, 'desk', crm, linkOf);
  if (toDesk.type === 'value' && sameValue(field.type, toDesk.value, desk)) return true;
  const toCrm = toSide(field, 'crm', desk, linkOf);
  return toCrm.type === 'value' && sameValue(field.type, toCrm.value, crm);
}
