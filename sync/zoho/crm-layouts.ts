/** The fields that a module's layout shows whoever creates a record (contract 2.8). */
import * as v from 'valibot';
import type { LayoutField } from '../engine/addition-ports';
import type { Instant } from '../types';
import type { Clock } from '../engine/ports';
import { crmFieldEntries, crmLabel, crmLength, crmOptions, crmTypeOf } from './crm-field-shape';
import type { Http } from './http';
import { readNow } from './interactive-read';
import { parse } from './record-page';

const lifeMs = 10 * 60_000;

const fieldShape = v.object({
  ...crmFieldEntries,
  required: v.nullish(v.boolean()),
  operation_type: v.nullish(v.object({ api_create: v.nullish(v.boolean()) })),
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
  const type = crmTypeOf(field);
  const isText = ['text', 'textarea', 'email', 'phone', 'url'].includes(type);
  const isPicked = type === 'picklist' || type === 'multiselect';
  return {
    name: field.api_name,
    label: crmLabel(field),
    type,
    required: field.required === true || field.system_mandatory === true,
    readOnly:
      field.read_only === true ||
      field.field_read_only === true ||
      field.operation_type?.api_create === false,
    maxLength: isText ? crmLength(field) : null,
    options: isPicked ? crmOptions(field) : null,
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
    const body = await readNow(http, '/crm/v8/settings/layouts', { module });
    const layouts = body === null ? [] : parse(layoutsShape, body, 'crm layouts').layouts;
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
