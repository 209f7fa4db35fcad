/** Desk's fields and modules in Tandem's words (contract 3.3 to 3.5, 3.9). */
import * as v from 'valibot';
import type { FieldMeta, FieldType, Kind } from '../types';
import { SyncError } from '../core/problem';
import type { Http } from './http';
import { parse } from './record-page';

/** Path parts of the synced modules. */
export const deskModules: Readonly<Record<Kind, 'accounts' | 'contacts' | 'products'>> = {
  account: 'accounts',
  contact: 'contacts',
  product: 'products',
};

/** Custom fields live in `cf`; in Tandem their names say so. */
export const customPrefix = 'cf.';

/** Standard fields that create and PATCH take (contract 3.3 to 3.5); Desk's metadata does not tell. */
const writable: Readonly<Record<Kind, ReadonlySet<string>>> = {
  account: new Set(
    'accountName website phone fax email industry annualrevenue description street city state country code'.split(
      ' ',
    ),
  ),
  contact: new Set(
    (
      'lastName firstName email secondaryEmail phone mobile accountId type title description ' +
      'street city state country zip twitter facebook'
    ).split(' '),
  ),
  product: new Set(
    'productName productCode unitPrice description productCategory manufacturer'.split(' '),
  ),
};

/** Desk's type names in lower case: the two metadata calls differ in how they write them. */
const types: Readonly<Record<string, FieldType>> = {
  text: 'text',
  url: 'url',
  website: 'url',
  textarea: 'textarea',
  largetext: 'textarea',
  email: 'email',
  phone: 'phone',
  fax: 'phone',
  multiselect: 'multiselect',
  date: 'date',
  datetime: 'datetime',
  number: 'integer',
  percent: 'decimal',
  decimal: 'decimal',
  currency: 'decimal',
  picklist: 'picklist',
  lookup: 'lookup',
  autonumber: 'text',
  boolean: 'boolean',
  checkbox: 'boolean',
};

const optionShape = v.union([v.string(), v.object({ value: v.nullish(v.string()) })]);
const fieldShape = v.object({
  apiName: v.string(),
  displayLabel: v.nullish(v.string()),
  i18NLabel: v.nullish(v.string()),
  type: v.nullish(v.string()),
  isCustomField: v.nullish(v.boolean()),
  isMandatory: v.nullish(v.boolean()),
  isEncryptedField: v.nullish(v.boolean()),
  isComputed: v.nullish(v.boolean()),
  isUnique: v.nullish(v.boolean()),
  maxLength: v.nullish(v.union([v.number(), v.string()])),
  /** [K] and [K+] name the pick list differently. */
  allowedValues: v.nullish(v.array(optionShape)),
  pickListValues: v.nullish(v.array(optionShape)),
  lookup: v.nullish(
    v.object({
      module: v.nullish(v.union([v.string(), v.object({ apiName: v.nullish(v.string()) })])),
    }),
  ),
});
const fieldsShape = v.object({ data: v.array(fieldShape) });
type DeskField = v.InferOutput<typeof fieldShape>;

/** What a lookup points at: said by newer metadata, else told by the standard field's name. */
function lookupOf(field: DeskField): Kind | null {
  const module = field.lookup?.module;
  const name = (typeof module === 'string' ? module : module?.apiName)?.toLowerCase();
  const all = Object.keys(deskModules) as Kind[];
  const named = all.find((kind) => deskModules[kind] === name || kind === name);
  return (
    named ??
    all.find((kind) => field.isCustomField !== true && field.apiName === `${kind}Id`) ??
    null
  );
}

function metaOf(kind: Kind, field: DeskField): FieldMeta {
  const name = (field.type ?? '').toLowerCase();
  const type = Object.hasOwn(types, name) ? (types[name] ?? 'unsupported') : 'unsupported';
  const custom = field.isCustomField === true || field.apiName.startsWith('cf_');
  const length = Number(field.maxLength ?? Number.NaN);
  const options = (field.allowedValues ?? field.pickListValues ?? [])
    .map((option) => (typeof option === 'string' ? option : (option.value ?? '')))
    .filter((option) => option !== '' && option !== '-None-');
  return {
    name: custom ? `${customPrefix}${field.apiName}` : field.apiName,
    label: field.displayLabel ?? field.i18NLabel ?? field.apiName,
    type,
    custom,
    mandatory: field.isMandatory === true,
    readOnly:
      field.isComputed === true ||
      name === 'autonumber' ||
      (!custom && !writable[kind].has(field.apiName)),
    unique: field.isUnique === true,
    maxLength: Number.isFinite(length) && length > 0 ? length : null,
    options: type === 'picklist' || type === 'multiselect' ? options : null,
    lookup: type === 'lookup' ? lookupOf(field) : null,
  };
}

/** `GET /organizationFields`, or `GET /fields` where that has replaced it (contract 3.9). */
export async function fetchDeskFields(http: Http, kind: Kind): Promise<readonly FieldMeta[]> {
  const ask = async (path: string): Promise<readonly FieldMeta[]> => {
    const answer = await http.send({
      method: 'GET',
      path,
      query: { module: deskModules[kind] },
      writing: false,
      lane: 'sync',
      credits: 1,
    });
    if (answer.body === null) return [];
    return parse(fieldsShape, answer.body, 'desk fields').data.map((field) => metaOf(kind, field));
  };
  try {
    return await ask('/api/v1/organizationFields');
  } catch (thrown) {
    // Removed or renamed: 404, or 422 for a parameter it no longer knows.
    const replaced =
      thrown instanceof SyncError &&
      ['record.gone', 'defect.request'].includes(thrown.problem.code);
    if (!replaced) throw thrown;
    return ask('/api/v1/fields');
  }
}
