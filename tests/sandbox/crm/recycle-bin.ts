/** The recycle bin over all modules and restoring from it (contract 2.5). */
import { tableOf } from '../world';
import type { StoredRecord } from '../table';
import { bodyOf, charge, needScope, param, type CrmCall, type Handler } from './call';
import { kindOf } from './deleted';
import { bare, errorBody, json, messages, refuseWith } from './errors';
import { deletedIds } from './indexes';
import { metadataOf, type CrmModule } from './metadata';
import { countParam, limits } from './paging';
import { restoreRecord } from './records';
import { answer, type Result } from './results';
import { wholeSecond, zohoTime } from './time';
import { displayName, isObject, userRef } from './values';

interface Binned {
  readonly module: CrmModule;
  readonly record: StoredRecord;
}

/** What is in the bin, newest first. */
function binned(call: CrmCall): Binned[] {
  const rows: Binned[] = [];
  for (const module of metadataOf(call.org).modules.values()) {
    const table = tableOf(call.org, module.apiName);
    for (const id of deletedIds(table)) {
      const record = table.get(id);
      if (record?.state === 'recycled' && kindOf(record, call.now) === 'recycle')
        rows.push({ module, record });
    }
  }
  return rows.sort((left, right) => (right.record.deletedAt ?? 0) - (left.record.deletedAt ?? 0));
}

function binnedById(call: CrmCall, id: string): Binned | undefined {
  for (const module of metadataOf(call.org).modules.values()) {
    const record = tableOf(call.org, module.apiName).get(id);
    if (record?.state === 'recycled' && kindOf(record, call.now) === 'recycle')
      return { module, record };
  }
  return undefined;
}

/** The list names the module, the single entry describes it. */
function show(call: CrmCall, { module, record }: Binned, single = false): Record<string, unknown> {
  const { world, org } = call;
  const owner = record.fields['Owner'];
  const deleter = userRef(world, org, record.deletedBy ?? '');
  return {
    id: record.id,
    display_name: displayName(module, record),
    deleted_time: zohoTime(org.timeZone, wholeSecond(record.deletedAt ?? 0)),
    owner: isObject(owner) ? { name: owner['name'], id: owner['id'] } : null,
    module: single ? { api_name: module.apiName, id: module.id } : module.apiName,
    deleted_by: { name: deleter.name, id: deleter.id },
  };
}

export const listBin: Handler = (call) => {
  needScope(call, 'ZohoCRM.settings.recycle_bin.READ');
  const perPage = countParam(call, 'per_page', limits.perPage, limits.perPage);
  const page = countParam(call, 'page', Number.MAX_SAFE_INTEGER, 1);
  charge(call, 1);
  const rows = binned(call);
  const slice = rows.slice((page - 1) * perPage, page * perPage);
  if (slice.length === 0) return bare(204);
  return json(200, {
    recycle_bin: slice.map((row) => show(call, row)),
    info: {
      per_page: perPage,
      count: slice.length,
      page,
      more_records: page * perPage < rows.length,
    },
  });
};

export const countBin: Handler = (call) => {
  needScope(call, 'ZohoCRM.settings.recycle_bin.READ');
  charge(call, 1);
  return json(200, { count: binned(call).length });
};

export const getBinned: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.settings.recycle_bin.READ');
  charge(call, 1);
  const row = binnedById(call, param(context, 'id'));
  if (row === undefined)
    refuseWith(400, 'INVALID_DATA', messages.invalidId, { resource_path_index: 2 });
  return json(200, {
    recycle_bin: [show(call, row, true)],
    info: { per_page: 1, count: 1, page: 1, more_records: false },
  });
};

function restore(call: CrmCall, id: string): Result {
  const row = binnedById(call, id);
  if (row === undefined) return errorBody('INVALID_DATA', messages.invalidId, { id });
  restoreRecord(call.world, call.org, row.module.apiName, id, call.actor);
  return { code: 'SUCCESS', details: { id }, message: 'record restored', status: 'success' };
}

export const restoreOne: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.settings.recycle_bin.UPDATE');
  charge(call, 1);
  return answer([restore(call, param(context, 'id'))], 200, 'recycle_bin');
};

/** Takes `ids`, or `restore_all_records`; `filters` are not played. */
export const restoreMany: Handler = async (call) => {
  needScope(call, 'ZohoCRM.settings.recycle_bin.UPDATE');
  const body = await bodyOf(call);
  const inner =
    Array.isArray(body['recycle_bin']) && isObject(body['recycle_bin'][0])
      ? body['recycle_bin'][0]
      : body;
  const ids = Array.isArray(inner['ids']) ? inner['ids'].map(String) : [];
  const all = inner['restore_all_records'] === true;
  if (ids.length === 0 && !all) {
    refuseWith(400, 'EXPECTED_FIELD_MISSING', 'expected field missing', {
      expected_fields: ['ids', 'filters', 'restore_all_records'].map((name) => ({
        api_name: name,
        json_path: `$.${name}`,
      })),
    });
  }
  charge(call, 1);
  const chosen = all ? binned(call).map(({ record }) => record.id) : ids;
  return answer(
    chosen.map((id) => restore(call, id)),
    200,
    'recycle_bin',
  );
};
