/** What a write would store, or why it may not (contract 2.4). */
import { type CrmOrg, type World } from '../world';
import type { Actor, StoredRecord } from '../table';
import { type CrmField, type CrmModule } from './metadata';
import { uniqueError } from './unique';
import { checkValue, type RecordError } from './validate';
import { isObject } from './values';

export type Values = Record<string, unknown>;
export type Prepared =
  | { readonly ok: true; readonly values: Values }
  | { readonly ok: false; readonly error: RecordError };

/** A field that the actor's profile may change; people at the pages are not held back here. */
function writable(org: CrmOrg, field: CrmField, actor: Actor): boolean {
  if (field.readOnly) return false;
  if (actor.via === 'person' || field.access.size === 0) return true;
  const profile = org.users.find((user) => user.zuid === actor.zuid)?.profileId;
  return profile === undefined || !field.access.has(profile);
}

function missing(name: string, index: number): RecordError {
  return {
    code: 'MANDATORY_NOT_FOUND',
    message: 'required field not found',
    details: { api_name: name, json_path: `$.data[${index}].${name}` },
  };
}

function mandatoryError(
  module: CrmModule,
  values: Values,
  creating: boolean,
  index: number,
): RecordError | null {
  for (const field of module.fields.values()) {
    if (!field.mandatory) continue;
    const value = values[field.apiName];
    if (value === null || (creating && value === undefined)) return missing(field.apiName, index);
  }
  if (
    module.apiName === 'Notes' &&
    creating &&
    values['Note_Title'] == null &&
    values['Note_Content'] == null
  ) {
    const expected = ['Note_Title', 'Note_Content'].map((name) => ({
      api_name: name,
      json_path: `$.data[${index}].${name}`,
    }));
    return {
      code: 'EXPECTED_FIELD_MISSING',
      message: 'expected field missing',
      details: { expected_fields: expected },
    };
  }
  return null;
}

/**
 * The values a write would store. Unknown names, `$` keys and read-only fields are passed over
 * [M]; text is trimmed; null and the empty string clear.
 */
export function prepare(
  world: World,
  org: CrmOrg,
  module: CrmModule,
  input: Readonly<Values>,
  actor: Actor,
  index: number,
  own: StoredRecord | null,
): Prepared {
  const values: Values = {};
  const append = isObject(input['$append_values']) ? input['$append_values'] : {};
  for (const [name, value] of Object.entries(input)) {
    const field = module.fields.get(name);
    if (field === undefined || value === undefined || !writable(org, field, actor)) continue;
    const checked = checkValue(
      world,
      org,
      field,
      value,
      `$.data[${index}].${name}`,
      input['$se_module'],
    );
    if (!checked.ok) return checked;
    const old = own?.fields[name];
    values[name] =
      append[name] === true && Array.isArray(old) && Array.isArray(checked.value)
        ? [...new Set([...(old as unknown[]), ...(checked.value as unknown[])])]
        : checked.value;
  }
  const error =
    mandatoryError(module, values, own === null, index) ??
    uniqueError(world, org, module, values, index, own);
  return error === null ? { ok: true, values } : { ok: false, error };
}
