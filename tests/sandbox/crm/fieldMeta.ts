/** Field metadata and the creation of custom fields (contract 2.8). */
import type { CrmOrg } from '../world';
import {
  bodyOf,
  charge,
  moduleParam,
  needAdministrator,
  needScope,
  param,
  type CrmCall,
  type Handler,
} from './call';
import { errorBody, json, messages, refuseWith, type ErrorBody } from './errors';
import { moduleOf, type CrmField, type CrmModule, type DataType } from './metadata';
import { answer, type Result } from './results';
import { zohoTime } from './time';
import { isObject } from './values';

const jsonTypes: Readonly<Record<DataType, string>> = {
  text: 'string',
  textarea: 'string',
  email: 'string',
  phone: 'string',
  website: 'string',
  integer: 'integer',
  bigint: 'string',
  double: 'double',
  currency: 'double',
  boolean: 'boolean',
  date: 'string',
  datetime: 'string',
  picklist: 'string',
  multiselectpicklist: 'jsonarray',
  lookup: 'jsonobject',
  ownerlookup: 'jsonobject',
};

function pickValues(field: CrmField): Record<string, unknown>[] {
  return (field.values ?? []).map((value, index) => ({
    id: `${field.id.slice(0, -3)}${String(index + 1).padStart(3, '0')}`,
    display_value: value,
    actual_value: value,
    reference_value: value,
    sequence_number: index + 1,
    type: 'used',
  }));
}

/** One field as `settings/fields` and the layouts show it. */
export function showField(org: CrmOrg, field: CrmField): Record<string, unknown> {
  const target =
    field.lookup === null || field.lookup === 'any' ? undefined : moduleOf(org, field.lookup);
  const change = !field.readOnly;
  return {
    id: field.id,
    api_name: field.apiName,
    field_label: field.label,
    display_label: field.label,
    data_type: field.type,
    json_type: jsonTypes[field.type],
    length: field.length ?? 0,
    decimal_place: field.type === 'double' || field.type === 'currency' ? 2 : null,
    custom_field: field.custom,
    read_only: field.readOnly,
    field_read_only: field.readOnly,
    system_mandatory: field.mandatory,
    unique: field.unique === null ? {} : { case_sensitive: field.unique.caseSensitive },
    external: field.external === null ? null : { type: field.external, show: false },
    visible: true,
    searchable: true,
    filterable: true,
    sortable: true,
    operation_type: {
      web_update: change,
      api_create: change,
      web_create: change,
      api_update: change,
    },
    lookup:
      target === undefined
        ? {}
        : { module: { api_name: target.apiName, id: target.id }, display_label: field.label },
    multi_module_lookup: {},
    multiselectlookup: {},
    subform: null,
    pick_list_values: pickValues(field),
    pick_list_values_sorted_lexically: false,
    profiles: org.profiles.map(({ id, name }) => ({
      permission_type: field.access.get(id) ?? 'read_write',
      name,
      id,
    })),
    view_type: { view: true, edit: change, quick_create: field.mandatory, create: change },
    created_source: 'default',
    created_time: field.custom ? zohoTime(org.timeZone, field.createdAt) : null,
    modified_time: null,
    type: 'used',
    display_type: -1,
    ui_type: 1,
    personality_name: null,
    crypt: null,
    tooltip: null,
    webhook: true,
    mass_update: change,
    businesscard_supported: true,
    history_tracking: null,
    history_tracking_enabled: false,
    blueprint_supported: true,
    separator: false,
    formula: {},
    auto_number: {},
    rollup_summary: {},
    associated_module: null,
    association_details: null,
    default_value: null,
    email_parser: {},
    colour_code_enabled_by_system: false,
    display_format_properties: null,
    customizable_properties: null,
    parent_field: null,
  };
}

export const listFields: Handler = (call) => {
  needScope(call, 'ZohoCRM.settings.fields.READ');
  const module = moduleParam(call);
  const type = call.query.get('type') ?? 'all';
  if (!['all', 'used', 'unused'].includes(type)) {
    refuseWith(400, 'INVALID_DATA', 'invalid data', {
      param_name: 'type',
      supported_values: ['all', 'used', 'unused'],
    });
  }
  charge(call, 1);
  const fields = type === 'unused' ? [] : [...module.fields.values()];
  return json(200, { fields: fields.map((field) => showField(call.org, field)) });
};

export const getField: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.settings.fields.READ');
  const module = moduleParam(call);
  charge(call, 1);
  return json(200, { fields: [showField(call.org, fieldById(module, param(context, 'id')))] });
};

function fieldById(module: CrmModule, id: string): CrmField {
  const field = [...module.fields.values()].find((each) => each.id === id);
  return field ?? refuseWith(400, 'INVALID_DATA', messages.invalidId, { resource_path_index: 2 });
}

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
const uniqueTypes: readonly string[] = ['text', 'email', 'phone', 'integer', 'bigint', 'double'];
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
    if (!uniqueTypes.includes(type)) return errorBody('INVALID_DATA', 'invalid data', at('unique'));
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

export const deleteField: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.settings.fields.DELETE');
  needAdministrator(call);
  const module = moduleParam(call);
  charge(call, 1);
  const field = fieldById(module, param(context, 'id'));
  if (!field.custom)
    refuseWith(400, 'NOT_ALLOWED', 'the field cannot be deleted', { resource_path_index: 2 });
  module.fields.delete(field.apiName);
  return answer(
    [{ code: 'SUCCESS', details: { id: field.id }, message: 'field deleted', status: 'success' }],
    200,
    'fields',
  );
};
