/** The fields that a module's layout shows whoever creates a record (contract 2.8). */
import * as v from 'valibot';
import type { LayoutField } from '../engine/addition-ports';
import type { FieldType, Instant } from '../types';
import type { Clock } from '../engine/ports';
import type { Http } from './http';
import { parse } from './record-page';

const lifeMs = 10 * 60_000;

const types: Readonly<Record<string, FieldType>> = {
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

const fieldShape = v.object({
  api_name: v.string(),
  field_label: v.nullish(v.string()),
  display_label: v.nullish(v.string()),
  data_type: v.nullish(v.string()),
  length: v.nullish(v.union([v.number(), v.string()])),
  required: v.nullish(v.boolean()),
  system_mandatory: v.nullish(v.boolean()),
  read_only: v.nullish(v.boolean()),
  field_read_only: v.nullish(v.boolean()),
  operation_type: v.nullish(v.object({ api_create: v.nullish(v.boolean()) })),
  pick_list_values: v.nullish(
    v.array(
      v.object({ actual_value: v.nullish(v.string()), display_value: v.nullish(v.string()) }),
    ),
  ),
});

const layoutsShape = v.object({
  layouts: v.array(
    v.object({
      status: v.nullish(v.string()),
      visible: v.nullish(v.boolean()),
      sections: v.nullish(v.array(v.object({ fields: v.nullish(v.array(fieldShape)) }))),
    }),
  ),
});

function layoutField(field: v.InferOutput<typeof fieldShape>): LayoutField {
  const type = Object.hasOwn(types, field.data_type ?? '')
    ? (types[field.data_type ?? ''] ?? 'unsupported')
    : 'unsupported';
  const length = Number(field.length ?? Number.NaN);
  const isText = ['text', 'textarea', 'email', 'phone', 'url'].includes(type);
  const isPicked = type === 'picklist' || type === 'multiselect';
  return {
    name: field.api_name,
    label: field.display_label ?? field.field_label ?? field.api_name,
    type,
    required: field.required === true || field.system_mandatory === true,
    readOnly:
      field.read_only === true ||
      field.field_read_only === true ||
      field.operation_type?.api_create === false,
    maxLength: isText && Number.isFinite(length) && length > 0 ? length : null,
    options: isPicked
      ? (field.pick_list_values ?? []).flatMap((option) => {
          const value = option.actual_value ?? option.display_value ?? '';
          // `-None-` is CRM's way to show an empty one.
          if (value === '' || value === '-None-') return [];
          return [{ value, label: option.display_value ?? value }];
        })
      : null,
  };
}

export interface Layouts {
  /** The fields of a module's first layout in use, read once in ten minutes. */
  fields(module: string): Promise<readonly LayoutField[]>;
  /** CRM refused what fitted the layout: it has changed since. */
  forget(module: string): void;
}

/** Layouts as CRM tells them. */
export function createLayouts(http: Http, clock: Clock): Layouts {
  const known = new Map<
    string,
    { readonly at: Instant; readonly fields: readonly LayoutField[] }
  >();

  async function fields(module: string): Promise<readonly LayoutField[]> {
    const kept = known.get(module);
    if (kept !== undefined && Math.abs(clock.now() - kept.at) < lifeMs) return kept.fields;
    const answer = await http.send({
      method: 'GET',
      path: '/crm/v8/settings/layouts',
      query: { module },
      writing: false,
      lane: 'interactive',
      credits: 1,
    });
    const layouts =
      answer.body === null ? [] : parse(layoutsShape, answer.body, 'crm layouts').layouts;
    const used =
      layouts.find(
        ({ status, visible }) => visible !== false && (status ?? 'active') === 'active',
      ) ?? layouts[0];
    const read = (used?.sections ?? []).flatMap((section) => section.fields ?? []).map(layoutField);
    known.set(module, { at: clock.now(), fields: read });
    return read;
  }

  return { fields, forget: (module) => void known.delete(module) };
}
