/** Whether a value fits a field, and what the CRM keeps of it (contract 2.4). */
import { tableOf, type CrmOrg, type World } from '../world';
import type { CrmField } from './metadata';
import { metadataOf } from './metadata';
import { isDate, parseTime } from './time';
import { isObject, userRef } from './values';

/** A record-level error without its `status`. */
export interface RecordError {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export type Checked =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: RecordError };

export function invalid(
  details: Readonly<Record<string, unknown>>,
  message = 'invalid data',
): RecordError {
  return { code: 'INVALID_DATA', message, details };
}

const accepted = (value: unknown): Checked => ({ ok: true, value });

const patterns: Partial<Record<CrmField['type'], RegExp>> = {
  email: /^[^\s@<>()[\],;:"]+@[^\s@<>()[\],;:"]+\.[^\s@.]{2,}$/,
  phone: /^\+?(?=.*[\da-z])[\da-z ().,;#/-]+$/i,
  website: /^(?:https?:\/\/|ftp:\/\/)?[^\s/?#]+\.[^\s/?#.]{2,}(?:[/?#]\S*)?$/i,
};

function checkText(field: CrmField, value: unknown, refuse: Refuse): Checked {
  if (typeof value !== 'string') return refuse({ expected_data_type: field.type });
  const text = field.type === 'textarea' ? value.trimEnd() : value.trim();
  if (text.trim() === '') return accepted(null);
  // Counted in characters, not in UTF-16 units.
  if (field.length !== null && [...text].length > field.length)
    return refuse({ maximum_length: field.length });
  if (patterns[field.type]?.test(text) === false) return refuse({ expected_data_type: field.type });
  return accepted(text);
}

type Refuse = (details: Record<string, unknown>, message?: string) => Checked;

function checkNumber(field: CrmField, value: unknown, refuse: Refuse): Checked {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return refuse({ expected_data_type: field.type });
  if (field.type === 'integer' && !Number.isInteger(value))
    return refuse({ expected_data_type: 'integer' });
  if (field.length !== null && String(Math.trunc(Math.abs(value))).length > field.length) {
    return refuse({ maximum_length: field.length });
  }
  return accepted(value);
}

function checkChoice(world: World, field: CrmField, value: unknown, refuse: Refuse): Checked {
  if (typeof value !== 'string') return refuse({ expected_data_type: 'text' });
  const text = value.trim();
  if (text === '' || text === '-None-') return accepted(null);
  if (field.length !== null && [...text].length > field.length)
    return refuse({ maximum_length: field.length });
  if (world.leeway.crmStrictPicklists && field.values !== null && !field.values.includes(text)) {
    return refuse({ supported_values: field.values });
  }
  return accepted(text);
}

function checkChoices(world: World, field: CrmField, value: unknown, refuse: Refuse): Checked {
  if (!Array.isArray(value)) return refuse({ expected_data_type: 'jsonarray' });
  const choices: string[] = [];
  for (const each of value) {
    const checked = checkChoice(world, field, each, refuse);
    if (!checked.ok) return checked;
    if (typeof checked.value === 'string' && !choices.includes(checked.value))
      choices.push(checked.value);
  }
  return accepted(choices.length === 0 ? null : choices);
}

/** Modules a polymorphic lookup may point at. */
function targets(org: CrmOrg, field: CrmField, named: string | null): string[] {
  if (field.lookup !== 'any') return field.lookup === null ? [] : [field.lookup];
  if (named !== null) return metadataOf(org).modules.has(named) ? [named] : [];
  return [...metadataOf(org).modules.keys()];
}

function checkLookup(
  org: CrmOrg,
  field: CrmField,
  value: unknown,
  sibling: unknown,
  refuse: Refuse,
): Checked {
  // A bare id is taken as well [M].
  const object = typeof value === 'string' ? { id: value } : value;
  if (!isObject(object)) return refuse({ expected_data_type: 'jsonobject' });
  const id = object['id'];
  if (id === null || id === '') return accepted(null);
  if (typeof id !== 'string') return refuse({ expected_data_type: 'bigint' });
  const nested = isObject(object['module']) ? object['module']['api_name'] : sibling;
  const found = targets(org, field, typeof nested === 'string' ? nested : null).find(
    (name) => tableOf(org, name).get(id)?.state === 'live',
  );
  if (found === undefined) return refuse({}, 'the related id given seems to be invalid');
  return accepted(field.lookup === 'any' ? { id, module: { api_name: found } } : { id });
}

function checkOwner(world: World, org: CrmOrg, value: unknown, refuse: Refuse): Checked {
  const object = typeof value === 'string' ? { id: value } : value;
  if (!isObject(object)) return refuse({ expected_data_type: 'jsonobject' });
  const user = org.users.find(
    (candidate) => candidate.id === object['id'] && candidate.status === 'active',
  );
  if (user === undefined) return refuse({}, 'the related id given seems to be invalid');
  return accepted(userRef(world, org, user.zuid));
}

/** Checks one value; `sibling` is the record's `$se_module`. The path is the value's JSON path. */
export function checkValue(
  world: World,
  org: CrmOrg,
  field: CrmField,
  value: unknown,
  path: string,
  sibling: unknown,
): Checked {
  const refuse: Refuse = (details, message) => ({
    ok: false,
    error: invalid({ ...details, api_name: field.apiName, json_path: path }, message),
  });
  if (value === null) return accepted(field.type === 'boolean' ? false : null);
  switch (field.type) {
    case 'integer':
    case 'double':
    case 'currency':
      return checkNumber(field, value, refuse);
    case 'bigint':
      return typeof value === 'number' && Number.isSafeInteger(value)
        ? accepted(String(value))
        : typeof value === 'string' && /^-?\d{1,18}$/.test(value)
          ? accepted(value)
          : refuse({ expected_data_type: 'bigint' });
    case 'boolean':
      return typeof value === 'boolean'
        ? accepted(value)
        : refuse({ expected_data_type: 'boolean' });
    case 'date':
      if (value === '') return accepted(null);
      return typeof value === 'string' && isDate(value)
        ? accepted(value)
        : refuse({ expected_data_type: 'date' });
    case 'datetime': {
      if (value === '') return accepted(null);
      const at = typeof value === 'string' ? parseTime(value) : null;
      return at === null
        ? refuse({ expected_data_type: 'datetime' })
        : accepted(Math.floor(at / 1000) * 1000);
    }
    case 'picklist':
      return checkChoice(world, field, value, refuse);
    case 'multiselectpicklist':
      return checkChoices(world, field, value, refuse);
    case 'lookup':
      return checkLookup(org, field, value, sibling, (details, message) =>
        message === undefined
          ? refuse(details)
          : {
              ok: false,
              error: invalid({ api_name: field.apiName, json_path: `${path}.id` }, message),
            },
      );
    case 'ownerlookup':
      return checkOwner(world, org, value, refuse);
    default:
      return checkText(field, value, refuse);
  }
}
