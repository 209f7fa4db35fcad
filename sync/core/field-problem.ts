/** The ways in which one field of one record cannot be taken over. Zoho's own words come first where it has some. */
import type { FieldPair } from '../types/settings';
import type { Problem, Side } from '../types';

function nameOn(field: FieldPair, side: Side): string {
  return side === 'desk' ? `Desk's ${field.desk}` : `CRM's ${field.crm}`;
}

/** The value is of another type than the target field. */
export function typeMismatch(field: FieldPair, target: Side): Problem {
  const integer = field.type === 'integer';
  return {
    code: 'field.typeMismatch',
    kind: 'conflict',
    message: integer
      ? `Text value is given for an Integer field. ${nameOn(field, target)} takes whole numbers only; correct the value or change the mapping.`
      : `The value does not fit ${nameOn(field, target)}, which takes ${field.type} values. Correct the value or change the mapping.`,
    detail: `${field.desk} <-> ${field.crm}: ${field.type}`,
  };
}

/** The value is longer than the target field. It is never cut. */
export function tooLong(field: FieldPair, target: Side, length: number, limit: number): Problem {
  return {
    code: 'field.tooLong',
    kind: 'conflict',
    message: `The value has ${length} characters, ${nameOn(field, target)} takes ${limit}. Shorten it; Tandem does not cut values.`,
    detail: `${field.desk} <-> ${field.crm}`,
  };
}

/** A field that must not be empty on the target has no value to be filled with. */
export function mandatoryMissing(field: FieldPair, target: Side): Problem {
  return {
    code: 'field.mandatoryMissing',
    kind: 'conflict',
    message: `Mandatory field missing: ${nameOn(field, target)} must not be empty. Fill it in on the other side.`,
    detail: `${field.desk} <-> ${field.crm}`,
  };
}
