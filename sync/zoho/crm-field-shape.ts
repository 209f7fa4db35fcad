/** What CRM says of a field wherever it names one, in a module's fields and in its layouts (contract 2.8). */
import * as v from 'valibot';
import type { FieldType } from '../types';

/** Types that are read the same way everywhere. */
export const crmFieldTypes: Readonly<Record<string, FieldType>> = {
  text: 'text',
  textarea: 'textarea',
  email: 'email',
  phone: 'phone',
  website: 'url',
  url: 'url',
  integer: 'integer',
  double: 'decimal',
  decimal: 'decimal',
  currency: 'decimal',
  percent: 'decimal',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  picklist: 'picklist',
  multiselectpicklist: 'multiselect',
};

/** Entries of the shape that both answers share. */
export const crmFieldEntries = {
  api_name: v.string(),
  field_label: v.nullish(v.string()),
  display_label: v.nullish(v.string()),
  data_type: v.nullish(v.string()),
  length: v.nullish(v.union([v.number(), v.string()])),
  read_only: v.nullish(v.boolean()),
  field_read_only: v.nullish(v.boolean()),
  system_mandatory: v.nullish(v.boolean()),
  pick_list_values: v.nullish(
    v.array(
      v.object({ actual_value: v.nullish(v.string()), display_value: v.nullish(v.string()) }),
    ),
  ),
};

const crmField = v.object(crmFieldEntries);
type CrmField = v.InferOutput<typeof crmField>;

/** Values of a pick list with their labels; `-None-` is CRM's way to show an empty one. */
export function crmOptions(field: CrmField): { readonly value: string; readonly label: string }[] {
  return (field.pick_list_values ?? []).flatMap((option) => {
    const value = option.actual_value ?? option.display_value ?? '';
    return value === '' || value === '-None-'
      ? []
      : [{ value, label: option.display_value ?? value }];
  });
}

/** The name a person knows the field by. */
export const crmLabel = (field: CrmField): string =>
  field.display_label ?? field.field_label ?? field.api_name;

/** Characters; null where CRM states none. It states a length for every field, of numbers too. */
export function crmLength(field: CrmField): number | null {
  const length = Number(field.length ?? Number.NaN);
  return Number.isFinite(length) && length > 0 ? length : null;
}

/** The type under this table. */
export function crmTypeOf(
  field: CrmField,
  types: Readonly<Record<string, FieldType>> = crmFieldTypes,
): FieldType {
  const name = field.data_type ?? '';
  return Object.hasOwn(types, name) ? (types[name] ?? 'unsupported') : 'unsupported';
}
