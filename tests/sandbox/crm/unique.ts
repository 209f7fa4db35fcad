/** Which living record already has a value: unique fields and duplicate checks (contract 2.4). */
import { tableOf, type CrmOrg, type World } from '../world';
import type { StoredRecord } from '../table';
import { compareIds, recordsBy } from './indexes';
import type { CrmField, CrmModule } from './metadata';
import type { RecordError } from './validate';
import { isObject, userRef } from './values';

function keyOf(field: CrmField, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (isObject(value)) return typeof value['id'] === 'string' ? value['id'] : null;
  const text = String(value).trim();
  return field.unique?.caseSensitive === true ? text : text.toLowerCase();
}

/** Ids of living records whose field has this value, oldest first; text without case. */
export function idsWith(org: CrmOrg, module: CrmModule, field: CrmField, value: unknown): string[] {
  const key = keyOf(field, value);
  if (key === null) return [];
  const name = `value:${field.id}`;
  const ids = recordsBy(tableOf(org, module.apiName), name, (fields) =>
    keyOf(field, fields[field.apiName]),
  ).get(key);
  return ids === undefined ? [] : [...ids].toSorted(compareIds);
}

/** DUPLICATE_DATA as the CRM words it. */
export function duplicateError(
  world: World,
  org: CrmOrg,
  module: CrmModule,
  field: CrmField,
  ids: readonly string[],
  path: string,
  ownId: string | null,
): RecordError {
  const [first = ''] = ids;
  const record = tableOf(org, module.apiName).get(first);
  const owner = record?.fields['Owner'];
  const user = org.users.find((candidate) => isObject(owner) && candidate.id === owner['id']);
  return {
    code: 'DUPLICATE_DATA',
    message: 'duplicate data',
    details: {
      api_name: field.apiName,
      duplicate_record: {
        ...(user === undefined
          ? {}
          : { Owner: { name: userRef(world, org, user.zuid).name, id: user.id, zuid: user.zuid } }),
        module: { api_name: module.apiName, id: module.id },
        id: first,
      },
      json_path: path,
      ...(ownId === null ? {} : { id: ownId }),
      more_records: ids.length > 1,
    },
  };
}

/** The refusal of a record whose unique fields are taken; null if none is. */
export function uniqueError(
  world: World,
  org: CrmOrg,
  module: CrmModule,
  values: Readonly<Record<string, unknown>>,
  index: number,
  own: StoredRecord | null,
): RecordError | null {
  const errors: RecordError[] = [];
  for (const field of module.fields.values()) {
    if (field.unique === null || !(field.apiName in values)) continue;
    const taken = idsWith(org, module, field, values[field.apiName]).filter((id) => id !== own?.id);
    if (taken.length === 0) continue;
    const path = `$.data[${index}].${field.apiName}`;
    errors.push(duplicateError(world, org, module, field, taken, path, own?.id ?? null));
  }
  if (errors.length <= 1) return errors[0] ?? null;
  return {
    code: 'MULTIPLE_OR_MULTI_ERRORS',
    message: 'Multiple errors in the request',
    details: { errors: errors.map((error) => Object.assign({ status: 'error' }, error)) },
  };
}
