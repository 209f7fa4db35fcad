/** Related lists, their counts and the activities of a record (contract 2.6). */
import { tableOf } from '../world';
import type { StoredRecord } from '../table';
import { charge, mayDo, moduleFor, param, type CrmCall, type Handler } from './call';
import { bare, json, messages, refuseWith } from './errors';
import { recordId } from './lists';
import { moduleOf, permissionName, type CrmModule, type RelatedList } from './metadata';
import { comparator, fieldsParam, idsParam, pageOf, sinceHeader, sortParam } from './paging';
import { pointingAt, projectRecord } from './records';
import { wholeSecond } from './time';

const activityModules = ['Tasks', 'Events', 'Calls'];

/** A done task, a past meeting and a call that is not planned any more are closed. */
function isOpen(module: string, record: StoredRecord, now: number): boolean {
  const { fields } = record;
  if (module === 'Tasks') return fields['Status'] !== 'Completed';
  if (module === 'Events') return Number(fields['End_DateTime'] ?? 0) >= now;
  const status = fields['Outgoing_Call_Status'];
  if (status === 'Scheduled' || status === 'Overdue') return true;
  return status == null && Number(fields['Call_Start_Time'] ?? 0) > now;
}

export interface RelatedRow {
  readonly module: CrmModule;
  readonly record: StoredRecord;
}

function pointing(
  call: CrmCall,
  module: CrmModule,
  fields: readonly string[],
  id: string,
): RelatedRow[] {
  const table = tableOf(call.org, module.apiName);
  const ids = new Set<string>();
  for (const name of fields) {
    const field = module.fields.get(name);
    if (field !== undefined)
      for (const found of pointingAt(call.org, module, field, id)) ids.add(found);
  }
  return [...ids].flatMap((found) => {
    const record = table.get(found);
    return record === undefined ? [] : [{ module, record }];
  });
}

/** The records of one list; modules that the profile may not see are left out. */
export function relatedRows(
  call: CrmCall,
  parent: CrmModule,
  list: RelatedList,
  id: string,
): RelatedRow[] {
  const { source } = list;
  if (source.kind === 'empty') return [];
  if (source.kind === 'lookup') {
    const module = moduleOf(call.org, list.module ?? '');
    return module === undefined ? [] : pointing(call, module, source.fields, id);
  }
  const lookups = parent.apiName === 'Contacts' ? ['Who_Id'] : ['What_Id'];
  return activityModules.flatMap((name) => {
    const module = moduleOf(call.org, name);
    if (module === undefined || !mayDo(call, module, 'View')) return [];
    return pointing(call, module, lookups, id).filter(
      ({ record }) => isOpen(name, record, call.now) === source.open,
    );
  });
}

/** The list of the path; one that the layout lacks is INVALID_DATA. */
export function listOf(call: CrmCall, parent: CrmModule, name: string): RelatedList {
  const list = parent.relatedLists.find((candidate) => candidate.apiName === name);
  if (list === undefined) {
    refuseWith(400, 'INVALID_DATA', 'the relation name given seems to be invalid', {
      resource_path_index: 2,
    });
  }
  const target = list.module === null ? undefined : moduleOf(call.org, list.module);
  if (target !== undefined && !mayDo(call, target, 'View')) {
    refuseWith(403, 'NO_PERMISSION', messages.permission, {
      permissions: [permissionName('View', target)],
    });
  }
  return list;
}

/** The living record of the path, or 400. */
export function parentOf(call: CrmCall, module: CrmModule, id: string): StoredRecord {
  const record = tableOf(call.org, module.apiName).get(id);
  if (record?.state !== 'live')
    refuseWith(400, 'INVALID_DATA', messages.invalidId, { resource_path_index: 1 });
  return record;
}

export const listRelated: Handler = (call, context) => {
  const { world, org } = call;
  const parent = moduleFor(call, param(context, 'module'), 'View');
  const id = recordId(context);
  const list = listOf(call, parent, param(context, 'list'));
  const target = list.module === null ? undefined : moduleOf(org, list.module);
  if (target !== undefined) moduleFor(call, target.apiName, 'View');
  const names = fieldsParam(call, true);
  const sort = sortParam(call);
  const since = sinceHeader(call);
  const ids = idsParam(call);
  parentOf(call, parent, id);
  charge(call, 1);
  const moduleByRecord = new Map<StoredRecord, CrmModule>();
  for (const row of relatedRows(call, parent, list, id)) {
    if (ids !== null && !ids.includes(row.record.id)) continue;
    if (since !== null && wholeSecond(row.record.modifiedAt) <= since) continue;
    moduleByRecord.set(row.record, row.module);
  }
  if (since !== null && moduleByRecord.size === 0) return bare(304);
  const page = pageOf(call, [...moduleByRecord.keys()].sort(comparator(sort)), sort, since);
  if (page.rows.length === 0) return bare(204);
  const data = page.rows.map((record) => {
    const module = moduleByRecord.get(record) ?? parent;
    const shown = projectRecord(world, org, module, record, names, call.user.profileId);
    if (list.source.kind === 'activities') shown['$module'] = module.apiName;
    return shown;
  });
  return json(200, { data, info: page.info });
};

/** Associates of a record that is in the recycle bin: none are kept apart, so the same list. */
export const listRelatedOfDeleted: Handler = (call, context) => {
  const { world, org } = call;
  const parent = moduleFor(call, param(context, 'module'), 'View');
  const list = listOf(call, parent, param(context, 'list'));
  const names = fieldsParam(call, true);
  const sort = sortParam(call);
  charge(call, 1);
  const rows = relatedRows(call, parent, list, recordId(context));
  const page = pageOf(call, rows.map((row) => row.record).sort(comparator(sort)), sort, null);
  if (page.rows.length === 0) return bare(204);
  const target = moduleOf(org, list.module ?? '') ?? parent;
  return json(200, {
    data: page.rows.map((record) =>
      projectRecord(world, org, target, record, names, call.user.profileId),
    ),
    info: page.info,
  });
};
