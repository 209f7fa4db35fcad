/** The deleted feed and merging (contract 2.5). */
import { tableOf, type CrmOrg } from '../world';
import type { StoredRecord } from '../table';
import { bodyOf, charge, mayDo, moduleFor, param, type Handler } from './call';
import { costs } from './credits';
import { bare, json, messages, refuseWith, refuseWrapped } from './errors';
import { deletedIds } from './indexes';
import { recordId } from './lists';
import { permissionName, type CrmModule } from './metadata';
import { countParam, limits, sinceHeader } from './paging';
import { mergeRecords } from './records';
import { wholeSecond, zohoTime } from './time';
import { displayName, isObject, userRef } from './values';

const day = 86_400_000;
/** How long a deletion stays in the feed. */
const reach = { recycle: 60 * day, permanent: 120 * day } as const;

/** Deleted records newest first, those that are still in reach. */
function deletedRows(org: CrmOrg, module: CrmModule, type: string, now: number): StoredRecord[] {
  const table = tableOf(org, module.apiName);
  const rows: StoredRecord[] = [];
  for (const id of deletedIds(table)) {
    const record = table.get(id);
    if (record?.deletedAt == null) continue;
    const kind = kindOf(record, now);
    if ((type === 'all' || type === kind) && record.deletedAt > now - reach[kind])
      rows.push(record);
  }
  return rows.sort((left, right) => (right.deletedAt ?? 0) - (left.deletedAt ?? 0));
}

/** What lies in the recycle bin for 60 days is then deleted for good. Merged losers count as recycled [?]. */
export function kindOf(record: StoredRecord, now: number): 'recycle' | 'permanent' {
  const old = (record.deletedAt ?? 0) <= now - reach.recycle;
  return record.state === 'permanent' || old ? 'permanent' : 'recycle';
}

export const listDeleted: Handler = (call, context) => {
  const { world, org, now } = call;
  const module = moduleFor(call, param(context, 'module'), 'View', 'wrapped');
  const type = call.query.get('type') ?? 'all';
  if (type !== 'all' && type !== 'recycle' && type !== 'permanent') {
    refuseWrapped(
      400,
      'data',
      'PATTERN_NOT_MATCHED',
      'Please check whether the input values are correct',
      { param_name: 'type' },
    );
  }
  const since = sinceHeader(call);
  const perPage = countParam(call, 'per_page', limits.perPage, limits.perPage);
  const page = countParam(call, 'page', Number.MAX_SAFE_INTEGER, 1);
  charge(call, costs.deleted);
  const rows = deletedRows(org, module, type, now);
  const fresh =
    since === null ? rows : rows.filter((record) => wholeSecond(record.deletedAt ?? 0) > since);
  const slice = fresh.slice((page - 1) * perPage, page * perPage);
  if (slice.length === 0) return bare(204);
  const user = (zuid: string): { name: string; id: string } => {
    const { name, id } = userRef(world, org, zuid);
    return { name, id };
  };
  return json(200, {
    data: slice.map((record) => ({
      deleted_by: record.deletedBy === null ? null : user(record.deletedBy),
      id: record.id,
      display_name: displayName(module, record),
      type: kindOf(record, now),
      created_by: user(record.createdBy),
      deleted_time: zohoTime(org.timeZone, wholeSecond(record.deletedAt ?? 0)),
    })),
    info: {
      per_page: perPage,
      count: slice.length,
      page,
      more_records: page * perPage < fresh.length,
    },
  });
};

const mergeable = new Set(['Leads', 'Contacts', 'Accounts', 'Deals']);
const mostChildren = 2;

function refuseMerge(code: string, message: string, path: string, details: object = {}): never {
  return refuseWrapped(400, 'merge', code, message, {
    api_name: path.split('.').at(-1),
    json_path: `$.merge[0].${path}`,
    ...details,
  });
}

interface Child {
  readonly id: string;
  readonly fields: readonly string[];
}

function childrenOf(body: Record<string, unknown>): Child[] {
  const entries = body['merge'];
  if (!Array.isArray(entries) || entries.length !== 1 || !isObject(entries[0])) {
    refuseWith(400, 'INVALID_DATA', 'invalid data', {
      api_name: 'merge',
      expected_data_type: 'jsonarray',
    });
  }
  const data = entries[0]['data'];
  if (data === undefined) refuseMerge('MANDATORY_NOT_FOUND', 'required field not found', 'data');
  if (!Array.isArray(data) || data.length === 0)
    refuseMerge('INVALID_DATA', 'invalid data', 'data');
  if (data.length > mostChildren) {
    refuseMerge('LIMIT_EXCEEDED', 'count of records in your request exceeds the limit', 'data', {
      maximum_length: mostChildren,
    });
  }
  return data.map((child, index) => {
    if (!isObject(child) || typeof child['id'] !== 'string')
      refuseMerge('MANDATORY_NOT_FOUND', 'required field not found', `data[${index}].id`);
    const fields = Array.isArray(child['_fields']) ? child['_fields'] : [];
    const names = fields.flatMap((each) =>
      isObject(each) && typeof each['api_name'] === 'string' ? [each['api_name']] : [],
    );
    return { id: child['id'], fields: names };
  });
}

export const mergeInto: Handler = async (call, context) => {
  const { world, org } = call;
  const name = param(context, 'module');
  const module = moduleFor(call, name, 'Create', 'wrapped');
  if (!mayDo(call, module, 'Delete')) {
    refuseWith(403, 'NO_PERMISSION', messages.permission, {
      permissions: [permissionName('Delete', module)],
    });
  }
  if (!mergeable.has(name))
    refuseWith(400, 'NOT_SUPPORTED', 'the module does not support this operation', {
      resource_path_index: 0,
    });
  const master = recordId(context);
  const children = childrenOf(await bodyOf(call));
  charge(call, 1);
  const table = tableOf(org, name);
  if (table.get(master)?.state !== 'live')
    refuseWith(400, 'INVALID_DATA', messages.invalidId, { resource_path_index: 1 });
  for (const [index, { id }] of children.entries()) {
    const unusable =
      table.get(id)?.state !== 'live' ||
      id === master ||
      children.findIndex((each) => each.id === id) < index;
    if (unusable) refuseMerge('INVALID_DATA', messages.invalidId, `data[${index}].id`);
  }
  const taken = children.flatMap(({ id, fields }) => fields.map((field) => ({ from: id, field })));
  mergeRecords(
    world,
    org,
    name,
    master,
    children.map((child) => child.id),
    call.actor,
    taken,
  );
  return json(201, {
    merge: [
      {
        code: 'SUCCESS',
        details: { id: master },
        message: 'The records has been merged successfully',
        status: 'success',
      },
    ],
  });
};
