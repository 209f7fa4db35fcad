/** Creating custom fields, the reference fields of a sync among them (contract 2.8). */
import {
  bodyOf,
  charge,
  moduleParam,
  needAdministrator,
  needScope,
  type CrmCall,
  type Handler,
} from './call';
import { errorBody, refuseWith, type ErrorBody } from './errors';
import { type CrmField, type CrmModule, type DataType } from './metadata';
import { answer, type Result } from './results';
import { isObject } from './values';

const creatable: readonly string[] = [
  'text',
  'textarea',
  'email',
  'phone',
  'website',
  'integer',
  'bigint',
  'double',
  'currency',
  'boolean',
  'date',
  'datetime',
  'picklist',
  'multiselectpicklist',
];
const uniqueTypes: ReadonlySet<string> = new Set([
  'text',
  'email',
  'phone',
  'integer',
  'bigint',
  'double',
]);
const mostFields = 5;
const mostUnique = 5;
const longestLabel = 25;

/** `Desk Contact ID` becomes `Desk_Contact_ID`; taken names get a number. */
function apiNameOf(module: CrmModule, label: string): string {
  const base =
    label
      .trim()
      .replaceAll(/[^A-Za-z0-9]+/g, '_')
      .replaceAll(/^_+|_+$/g, '') || 'Field';
  let name = base;
  for (let number = 1; module.fields.has(name); number += 1) name = `${base}${number}`;
  return name;
}

function createField(
  call: CrmCall,
  module: CrmModule,
  given: unknown,
  index: number,
): Result | ErrorBody {
  const at = (name: string): Record<string, unknown> => ({
    api_name: name,
    json_path: `$.fields[${index}].${name}`,
  });
  if (!isObject(given))
    return errorBody('INVALID_DATA', 'invalid data', {
      expected_data_type: 'jsonobject',
      json_path: `$.fields[${index}]`,
    });
  const { field_label: label, data_type: type, length, unique, external } = given;
  if (label === undefined)
    return errorBody('MANDATORY_NOT_FOUND', 'required field not found', at('field_label'));
  if (typeof label !== 'string' || label.trim() === '')
    return errorBody('INVALID_DATA', 'invalid data', {
      ...at('field_label'),
      expected_data_type: 'string',
    });
  if ([...label].length > longestLabel)
    return errorBody('INVALID_DATA', 'invalid data', {
      ...at('field_label'),
      maximum_length: longestLabel,
    });
  if (type === undefined)
    return errorBody('MANDATORY_NOT_FOUND', 'required field not found', at('data_type'));
  if (typeof type !== 'string' || !creatable.includes(type)) {
    return errorBody('INVALID_DATA', 'invalid data', {
      ...at('data_type'),
      supported_values: creatable,
    });
  }
  if (
    [...module.fields.values()].some(
      (field) => field.label.toLowerCase() === label.trim().toLowerCase(),
    )
  ) {
    return errorBody('DUPLICATE_DATA', 'duplicate data', at('field_label'));
  }
  const longest = type === 'textarea' ? 32_000 : 255;
  if (
    length !== undefined &&
    (typeof length !== 'number' || !Number.isInteger(length) || length < 1)
  ) {
    return errorBody('INVALID_DATA', 'invalid data', {
      ...at('length'),
      expected_data_type: 'integer',
    });
  }
  if (typeof length === 'number' && length > longest)
    return errorBody('INVALID_DATA', 'invalid data', { ...at('length'), maximum_length: longest });
  if (isObject(unique)) {
    if (!uniqueTypes.has(type)) return errorBody('INVALID_DATA', 'invalid data', at('unique'));
    if ([...module.fields.values()].filter((field) => field.unique !== null).length >= mostUnique) {
      return errorBody('LIMIT_EXCEEDED', 'the limit of unique fields is exceeded', {
        limit: mostUnique,
        limit_due_to: [at('unique')],
      });
    }
  }
  const kind = isObject(external) ? external['type'] : null;
  if (kind !== null && kind !== 'user' && kind !== 'org' && kind !== 'external_lookup') {
    return errorBody('INVALID_DATA', 'invalid data', {
      ...at('external'),
      supported_values: ['user', 'org', 'external_lookup'],
    });
  }
  const values = Array.isArray(given['pick_list_values'])
    ? given['pick_list_values'].flatMap((value) =>
        isObject(value) ? [String(value['actual_value'] ?? value['display_value'])] : [],
      )
    : null;
  const field: CrmField = {
    id: call.world.nextId(),
    apiName: apiNameOf(module, label),
    label: label.trim(),
    type: type as DataType,
    length:
      typeof length === 'number'
        ? length
        : type === 'text'
          ? 255
          : type === 'textarea'
            ? 2000
            : null,
    custom: true,
    mandatory: false,
    readOnly: false,
    unique: isObject(unique) ? { caseSensitive: unique['case_sensitive'] === true } : null,
    external: typeof kind === 'string' ? kind : null,
    values: type.endsWith('picklist') ? (values ?? []) : null,
    lookup: null,
    access: accessOf(call, given['profiles']),
    createdAt: call.now,
  };
  module.fields.set(field.apiName, field);
  return {
    code: 'SUCCESS',
    details: { id: field.id },
    message: 'field created',
    status: 'success',
  };
}

function accessOf(call: CrmCall, profiles: unknown): CrmField['access'] {
  const access: CrmField['access'] = new Map();
  for (const profile of Array.isArray(profiles) ? profiles : []) {
    if (!isObject(profile) || !call.org.profiles.some((each) => each.id === profile['id']))
      continue;
    const type = profile['permission_type'];
    if (type === 'read_only' || type === 'hidden') access.set(String(profile['id']), type);
  }
  return access;
}

export const createFields: Handler = async (call) => {
  needScope(call, 'ZohoCRM.settings.fields.CREATE');
  needAdministrator(call);
  const module = moduleParam(call);
  const { fields } = await bodyOf(call);
  const details = { api_name: 'fields', json_path: '$.fields' };
  if (fields === undefined)
    refuseWith(400, 'MANDATORY_NOT_FOUND', 'required field not found', details);
  if (!Array.isArray(fields) || fields.length === 0)
    refuseWith(400, 'INVALID_DATA', 'invalid data', {
      ...details,
      expected_data_type: 'jsonarray',
    });
  if (fields.length > mostFields)
    refuseWith(400, 'LIMIT_EXCEEDED', 'the number of fields exceeds the limit', {
      limit: mostFields,
    });
  charge(call, 1);
  return answer(
    fields.map((field, index) => createField(call, module, field, index)),
    201,
    'fields',
  );
};
