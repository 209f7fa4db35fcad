/** POST /{module}/{id}/actions/get_related_records_count (contract 2.6). */
import {
  bodyOf,
  charge,
  mayDo,
  moduleFor,
  needScope,
  param,
  type CrmCall,
  type Handler,
} from './call';
import { compile, plainReader, type Criterion } from './criteria';
import { errorBody, json, messages, refuseWith, type ErrorBody } from './errors';
import { recordId } from './lists';
import { moduleOf, permissionName, type CrmModule } from './metadata';
import { parentOf, relatedRows } from './related';
import { isObject } from './values';

const name = 'get_related_records_count';
const mostLists = 20;

interface Counted {
  readonly count: number;
  readonly related_list: { readonly api_name: string; readonly id: string };
}

/** The filter of one entry: comparator `equal` only, groups allowed. */
function criterionOf(filters: unknown): Criterion | null {
  if (!isObject(filters)) return null;
  if (Array.isArray(filters['group'])) {
    const group = filters['group'].map(criterionOf);
    const operator = String(filters['group_operator']).toLowerCase();
    if (group.some((each) => each === null) || (operator !== 'and' && operator !== 'or'))
      return null;
    return { group_operator: operator, group: group.filter((each) => each !== null) };
  }
  const { field, comparator, value } = filters;
  if (comparator !== 'equal' || !isObject(field) || typeof field['api_name'] !== 'string')
    return null;
  return { field: { api_name: field['api_name'] }, comparator: 'equal', value };
}

function countOne(
  call: CrmCall,
  parent: CrmModule,
  id: string,
  entry: unknown,
  index: number,
): Counted | ErrorBody {
  const path = `$.${name}[${index}]`;
  const asked = isObject(entry) && isObject(entry['related_list']) ? entry['related_list'] : {};
  const apiName = asked['api_name'];
  if (apiName === undefined && asked['id'] === undefined) {
    return errorBody('EXPECTED_FIELD_MISSING', 'expected field missing', {
      expected_fields: ['api_name', 'id'].map((each) => ({
        api_name: each,
        json_path: `${path}.related_list.${each}`,
      })),
    });
  }
  const byName = parent.relatedLists.find((list) => list.apiName === apiName);
  const byId = parent.relatedLists.find((list) => list.id === asked['id']);
  if (apiName !== undefined && asked['id'] !== undefined && byName !== byId) {
    return errorBody('AMBIGUITY_DURING_PROCESSING', messages.ambiguous, {
      ambiguity_due_to: ['api_name', 'id'].map((each) => ({
        api_name: each,
        json_path: `${path}.related_list.${each}`,
      })),
    });
  }
  const list = byName ?? byId;
  const notSupported = (what: string): ErrorBody =>
    errorBody('NOT_SUPPORTED', 'not supported', { api_name: what, json_path: `${path}.${what}` });
  if (list === undefined) return notSupported('related_list');
  const target = moduleOf(call.org, list.module ?? '');
  if (target !== undefined && !mayDo(call, target, 'View')) {
    return errorBody('NO_PERMISSION', messages.permission, {
      permissions: [permissionName('View', target)],
    });
  }
  const related = { api_name: list.apiName, id: list.id };
  const rows = relatedRows(call, parent, list, id);
  const params = isObject(entry) ? entry['params'] : undefined;
  if (params === undefined) return { count: rows.length, related_list: related };
  if (!isObject(params) || params['filters'] === undefined) {
    return errorBody('MANDATORY_NOT_FOUND', 'required field not found', {
      api_name: 'filters',
      json_path: `${path}.params.filters`,
    });
  }
  const criterion = criterionOf(params['filters']);
  if (criterion === null) return notSupported('params.filters');
  const reader = plainReader(call.world, call.org);
  const count = rows.filter(({ module, record }) =>
    compile(criterion, module, reader, call.user.id)(record),
  ).length;
  return { count, related_list: related };
}

export const countRelated: Handler = async (call, context) => {
  needScope(call, 'ZohoCRM.modules.READ');
  const parent = moduleFor(call, param(context, 'module'), 'View');
  const id = recordId(context);
  const entries = (await bodyOf(call))[name];
  const details = { api_name: name, json_path: `$.${name}` };
  if (entries === undefined)
    refuseWith(400, 'MANDATORY_NOT_FOUND', 'required field not found', details);
  if (!Array.isArray(entries) || entries.length === 0)
    refuseWith(400, 'INVALID_DATA', 'invalid data', {
      ...details,
      expected_data_type: 'jsonarray',
    });
  if (entries.length > mostLists) {
    refuseWith(400, 'LIMIT_EXCEEDED', 'the number of related lists exceeds the limit', {
      ...details,
      maximum_length: mostLists,
    });
  }
  parentOf(call, parent, id);
  charge(call, 1);
  const results = entries.map((entry, index) => countOne(call, parent, id, entry, index));
  const errors = results.filter((result) => 'code' in result).length;
  return json(errors === 0 ? 200 : errors < results.length ? 207 : 400, { [name]: results });
};
