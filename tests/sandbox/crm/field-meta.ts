/** Field metadata and the creation of custom fields (contract 2.8). */
import type { CrmOrg } from '../world';
import { charge, moduleParam, needAdministrator, needScope, param, type Handler } from './call';
import { json, messages, refuseWith } from './errors';
import { moduleOf, type CrmField, type CrmModule, type DataType } from './metadata';
import { answer } from './results';
import { zohoTime } from './time';

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

/**
 * Lengths of the types that carry none of their own [M]. Never 0: Zoho's SDKs, before every call
 * on a module's records, drop a field of length 0 and fail.
 */
const typeLengths: Readonly<Record<DataType, number>> = {
  text: 255,
  textarea: 2000,
  email: 100,
  phone: 30,
  website: 255,
  integer: 9,
  bigint: 18,
  double: 16,
  currency: 16,
  boolean: 5,
  date: 20,
  datetime: 120,
  picklist: 120,
  multiselectpicklist: 2000,
  lookup: 120,
  ownerlookup: 120,
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
    length: field.length ?? typeLengths[field.type],
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
