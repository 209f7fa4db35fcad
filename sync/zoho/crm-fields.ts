/** CRM's fields and modules in Tandem's words (contract 2.8). */
import * as v from 'valibot';
import type { FieldMeta, FieldType, Kind } from '../types';
import {
  crmFieldEntries,
  crmFieldTypes,
  crmLabel,
  crmLength,
  crmOptions,
  crmTypeOf,
} from './crm-field-shape';
import type { Http } from './http';
import { parse } from './record-page';

/** API names of the synced modules. */
export const crmModules: Readonly<Record<Kind, 'Accounts' | 'Contacts' | 'Products'>> = {
  account: 'Accounts',
  contact: 'Contacts',
  product: 'Products',
};

const types: Readonly<Record<string, FieldType>> = {
  ...crmFieldTypes,
  bigint: 'integer',
  autonumber: 'text',
  lookup: 'lookup',
};

const named = v.nullish(v.object({ api_name: v.optional(v.string()) }));

const fieldShape = v.object({
  ...crmFieldEntries,
  custom_field: v.nullish(v.boolean()),
  unique: v.nullish(v.unknown()),
  operation_type: v.nullish(v.object({ api_update: v.nullish(v.boolean()) })),
  lookup: v.nullish(v.object({ module: v.nullish(v.union([named, v.string()])) })),
  textarea: v.nullish(v.object({ type: v.nullish(v.string()) })),
});

const fieldsShape = v.object({ fields: v.array(fieldShape) });

type CrmField = v.InferOutput<typeof fieldShape>;

function typeOf(field: CrmField): FieldType {
  // Lists cut rich text to 500 characters (contract 2.2): syncing it would destroy the rest.
  if (field.textarea?.type === 'rich_text') return 'unsupported';
  return crmTypeOf(field, types);
}

function lookupOf(field: CrmField): Kind | null {
  const module = field.lookup?.module;
  const name = typeof module === 'string' ? module : module?.api_name;
  return (Object.keys(crmModules) as Kind[]).find((kind) => crmModules[kind] === name) ?? null;
}

function metaOf(field: CrmField): FieldMeta {
  const type = typeOf(field);
  const readOnly =
    field.read_only === true ||
    field.field_read_only === true ||
    field.operation_type?.api_update === false ||
    field.data_type === 'autonumber' ||
    field.data_type === 'formula';
  return {
    name: field.api_name,
    label: crmLabel(field),
    type,
    custom: field.custom_field === true,
    mandatory: field.system_mandatory === true,
    readOnly,
    unique:
      typeof field.unique === 'object' &&
      field.unique !== null &&
      Object.keys(field.unique).length > 0,
    maxLength: written.has(type) ? crmLength(field) : null,
    options:
      type === 'picklist' || type === 'multiselect'
        ? crmOptions(field).map(({ value }) => value)
        : null,
    lookup: type === 'lookup' ? lookupOf(field) : null,
  };
}

/** CRM states a length for every field; only of what is written as text does it limit characters. */
const written: ReadonlySet<FieldMeta['type']> = new Set([
  'text',
  'textarea',
  'email',
  'phone',
  'url',
  'picklist',
]);

/** `GET /settings/fields`. */
export async function fetchCrmFields(http: Http, module: string): Promise<readonly FieldMeta[]> {
  const answer = await http.send({
    method: 'GET',
    path: '/crm/v8/settings/fields',
    query: { module },
    writing: false,
    lane: 'sync',
    credits: 1,
  });
  return answer.body === null
    ? []
    : parse(fieldsShape, answer.body, 'crm fields').fields.map(metaOf);
}
