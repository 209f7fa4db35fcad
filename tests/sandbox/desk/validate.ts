/** Checks and normalises the fields of a record before it is stored (contract 3.2, 3.3-3.5). */
import { tableOf, type DeskOrg } from '../world';
import { fieldError, invalidData, type FieldError } from './errors';
import { fieldsOf, type DeskField, type LookupTarget } from './fields';
import { liveRows } from './indexes';
import { layoutOf } from './org';

type Fields = Readonly<Record<string, unknown>>;

const formats: Partial<Record<DeskField['type'], RegExp>> = {
  Email: /^[^\s@,;]+@[^\s@.,;]+(?:\.[^\s@.,;]+)+$/,
  URL: /^(?:https?|ftp):\/\/[^\s/?#]+\.[^\s]+$/i,
  Date: /^\d{4}-\d{2}-\d{2}$/,
  DateTime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/,
  Number: /^-?\d{1,18}$/,
  Decimal: /^-?\d{1,13}(?:\.\d+)?$/,
  Percent: /^-?\d{1,3}(?:\.\d+)?$/,
  Currency: /^-?\d{1,13}(?:\.\d*)?$/,
  Checkbox: /^(?:true|false)$/,
};

const numeric = new Set<DeskField['type']>(['Number', 'Decimal', 'Percent', 'Currency', 'LookUp']);

function exists(org: DeskOrg, target: LookupTarget, id: string, module: string): boolean {
  if (target === 'agents')
    return org.agents.some((agent) => agent.id === id && agent.status === 'ACTIVE');
  if (target === 'departments') return org.departments.some((department) => department.id === id);
  if (target === 'layouts') return layoutOf(org, module)?.id === id;
  return tableOf(org, target).get(id)?.state === 'live';
}

function wellFormed(
  org: DeskOrg,
  module: string,
  field: DeskField,
  value: string,
  updating: boolean,
): boolean {
  const limit = updating ? (field.updateMaxLength ?? field.maxLength) : field.maxLength;
  if (limit !== undefined && [...value].length > limit) return false;
  if (field.lookup !== undefined) return exists(org, field.lookup, value, module);
  const format = formats[field.type];
  if (format !== undefined && !format.test(value)) return false;
  if (field.type === 'DateTime' && Number.isNaN(Date.parse(value))) return false;
  // [?] A value outside the pick list is refused here, as by the CRM in its strict mode.
  if (field.type === 'Picklist' && field.values !== undefined) return field.values.includes(value);
  if (field.type === 'Multiselect' && field.values !== undefined) {
    return value.split(';').every((part) => field.values?.includes(part));
  }
  return true;
}

/** A JSON value as the string Desk keeps; undefined for a type the schema does not take. */
function asText(field: DeskField, value: unknown): string | null | undefined {
  // [M] null clears; an empty string is taken as null, as responses never show one.
  if (value === null || value === '') return null;
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  const numberTaken = !field.custom && (numeric.has(field.type) || field.numeric === true);
  if (typeof value === 'number' && Number.isFinite(value) && numberTaken) return String(value);
  return undefined;
}

function taken(
  org: DeskOrg,
  module: string,
  field: DeskField,
  value: string,
  ownId: string | null,
): boolean {
  const rows = liveRows(org, module);
  if (!field.custom) return rows.bucket(field.apiName, value).some((id) => id !== ownId);
  const wanted = value.toLowerCase();
  return rows.sorted('id').some((entry) => {
    const custom = rows.get(entry.id)?.fields['cf'] as Record<string, unknown> | undefined;
    const other = custom?.[field.apiName];
    return entry.id !== ownId && typeof other === 'string' && other.toLowerCase() === wanted;
  });
}

/** The body's `cf`, with `customFields` (by label, deprecated) folded in (contract 3.1). */
function customInput(org: DeskOrg, module: string, input: Fields, errors: FieldError[]): Fields {
  const custom: Record<string, unknown> = {};
  for (const key of ['customFields', 'cf'] as const) {
    const value = input[key];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'object' || Array.isArray(value)) {
      errors.push(fieldError(key));
      continue;
    }
    for (const [name, part] of Object.entries(value)) {
      const field = fieldsOf(org, module).find(
        (candidate) =>
          candidate.custom && (key === 'cf' ? candidate.apiName : candidate.label) === name,
      );
      if (field !== undefined) custom[field.apiName] = part;
    }
  }
  return custom;
}

/**
 * The known fields of an input in the form they are stored in; unknown keys are ignored. Throws
 * INVALID_DATA with every error found (contract 3.2). `ownId` is null for a new record.
 */
export function validated(
  org: DeskOrg,
  module: string,
  input: Fields,
  ownId: string | null,
): Record<string, unknown> {
  const errors: FieldError[] = [];
  const result: Record<string, unknown> = {};
  const custom = customInput(org, module, input, errors);
  const customResult: Record<string, unknown> = {};
  for (const field of fieldsOf(org, module)) {
    const source = field.custom ? custom : input;
    const path = field.custom ? `cf/${field.apiName}` : field.apiName;
    const given = source[field.apiName];
    if (given === undefined) {
      if (ownId === null && field.mandatory === true) errors.push(fieldError(path, 'missing'));
      continue;
    }
    const text = asText(field, given);
    if (text === undefined) errors.push(fieldError(path));
    else if (text === null && field.mandatory === true) errors.push(fieldError(path, 'missing'));
    else if (text !== null && !wellFormed(org, module, field, text, ownId !== null))
      errors.push(fieldError(path));
    else if (text !== null && field.unique === true && taken(org, module, field, text, ownId)) {
      errors.push(fieldError(path, 'duplicate'));
    } else (field.custom ? customResult : result)[field.apiName] = text;
  }
  if (errors.length > 0) throw invalidData(...errors);
  if (Object.keys(customResult).length > 0) result['cf'] = customResult;
  return result;
}
