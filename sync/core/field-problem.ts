/** The ways in which one field of one record cannot be taken over. Zoho's own words come first where it has some. */
import type { FieldPair } from '../types/settings';
import type { Problem, Side } from '../types';
import { withValues } from './problem';

function valuesOn(field: FieldPair, side: Side) {
  return side === 'desk' ? { side: 'Desk', field: field.desk } : { side: 'CRM', field: field.crm };
}

/** The value is of another type than the target field. */
export function typeMismatch(field: FieldPair, target: Side): Problem {
  const detail = `${field.desk} <-> ${field.crm}: ${field.type}`;
  return withValues(
    field.type === 'integer'
      ? {
          code: 'field.notInteger',
          kind: 'conflict',
          message:
            "Text value is given for an Integer field. {side}'s {field} takes whole numbers only; correct the value or change the mapping.",
          detail,
        }
      : {
          code: 'field.typeMismatch',
          kind: 'conflict',
          message:
            "The value is of another type than {side}'s {field}. Correct the value or change the mapping.",
          detail,
        },
    valuesOn(field, target),
  );
}

/** The value is longer than the target field. It is never cut. */
export function tooLong(field: FieldPair, target: Side, length: number, limit: number): Problem {
  return withValues(
    {
      code: 'field.tooLong',
      kind: 'conflict',
      message:
        "The value has {length} characters, {side}'s {field} takes {limit}. Shorten it; Tandem does not cut values.",
      detail: `${field.desk} <-> ${field.crm}`,
    },
    { ...valuesOn(field, target), length, limit },
  );
}

/** A field that must not be empty on the target has no value to be filled with. */
export function mandatoryMissing(field: FieldPair, target: Side): Problem {
  return withValues(
    {
      code: 'field.mandatoryMissing',
      kind: 'conflict',
      message:
        "Mandatory field missing: {side}'s {field} must not be empty. Fill it in on the other side.",
      detail: `${field.desk} <-> ${field.crm}`,
    },
    valuesOn(field, target),
  );
}
