/** POST, PUT, upsert and DELETE of records (contract 2.4). */
import { tableOf } from '../world';
import type { StoredRecord } from '../table';
import { bodyOf, charge, moduleFor, param, type CrmCall, type Handler } from './call';
import { writeCost } from './credits';
import { messages, refuseWith, refuseWrapped } from './errors';
import { recordId } from './lists';
import { type CrmModule } from './metadata';
import { unlessFailing } from './failing';
import { idsParam, limits } from './paging';
import { changeRecord, deleteRecord, insertRecord } from './records';
import { answer, failed, saved, stamp, type Result } from './results';
import { parseTime, wholeSecond } from './time';
import { invalid, type RecordError } from './validate';
import { isObject } from './values';

const mostRecords = 100;

/** The `data[]` of a write, 1 to 100 records. */
export function recordsOf(body: Record<string, unknown>): Record<string, unknown>[] {
  const { data } = body;
  const details = { api_name: 'data', json_path: '$.data' };
  if (data === undefined)
    refuseWrapped(400, 'data', 'MANDATORY_NOT_FOUND', 'required field not found', details);
  if (!Array.isArray(data))
    refuseWrapped(400, 'data', 'INVALID_DATA', 'invalid data', {
      ...details,
      expected_data_type: 'jsonarray',
    });
  if (data.length === 0)
    refuseWrapped(400, 'data', 'INVALID_DATA', 'invalid data', { ...details, minimum_length: 1 });
  if (data.length > mostRecords) {
    refuseWrapped(
      400,
      'data',
      'LIMIT_EXCEEDED',
      'count of records in your request exceeds the limit',
      {
        maximum_length: mostRecords,
        api_name: 'data',
      },
    );
  }
  return data.map((each, index) =>
    isObject(each)
      ? each
      : refuseWrapped(400, 'data', 'INVALID_DATA', 'invalid data', {
          expected_data_type: 'jsonobject',
          json_path: `$.data[${index}]`,
        }),
  );
}

const triggers = ['approval', 'workflow', 'blueprint', 'pathfinder', 'orchestration'];

/** `trigger` is only looked at: the sandbox has no automation that it could start. */
export function checkTrigger(body: Record<string, unknown>): void {
  const { trigger } = body;
  if (trigger === undefined) return;
  const details = { api_name: 'trigger', json_path: '$.trigger' };
  if (!Array.isArray(trigger))
    refuseWrapped(400, 'data', 'INVALID_DATA', 'invalid data', {
      ...details,
      expected_data_type: 'jsonarray',
    });
  if (trigger.some((each) => !triggers.includes(String(each)))) {
    refuseWrapped(400, 'data', 'INVALID_DATA', 'invalid data', {
      ...details,
      supported_values: triggers,
    });
  }
}

export function unmodifiedSince(call: CrmCall): number | null {
  const text = call.request.headers.get('if-unmodified-since');
  if (text === null) return null;
  const ms = parseTime(text.trim());
  if (ms === null) {
    refuseWrapped(400, 'data', 'INVALID_DATA', 'invalid data', {
      header_name: 'If-Unmodified-Since',
      expected_data_type: 'datetime',
    });
  }
  return wholeSecond(ms);
}

/** Refused when changed after the header's second; a change within it is not noticed. */
function staleError(call: CrmCall, record: StoredRecord, since: number | null): RecordError | null {
  if (since === null || wholeSecond(record.modifiedAt) <= since) return null;
  return {
    code: 'ALREADY_MODIFIED',
    message: 'record updated time has already passed if-unmodified-since time',
    details: stamp(call.world, call.org, record),
  };
}

/** With the leeway `whole` one stale record refuses the batch before anything is written. */
export function refuseStaleBatch(
  call: CrmCall,
  records: readonly (StoredRecord | undefined)[],
  since: number | null,
): Response | null {
  if (call.world.leeway.crmStaleBatch !== 'whole') return null;
  const stale = records.flatMap((record) => {
    const error = record === undefined ? null : staleError(call, record, since);
    return error === null ? [] : [failed(error)];
  });
  return stale.length === 0 ? null : answer(stale.slice(0, 1), 200);
}

export function living(call: CrmCall, module: CrmModule, id: unknown): StoredRecord | undefined {
  const record = typeof id === 'string' ? tableOf(call.org, module.apiName).get(id) : undefined;
  return record?.state === 'live' ? record : undefined;
}

export const postRecords: Handler = async (call, context) => {
  const module = moduleFor(call, param(context, 'module'), 'Create', 'wrapped');
  const body = await bodyOf(call);
  const inputs = recordsOf(body);
  checkTrigger(body);
  charge(call, writeCost(inputs.length));
  return answer(createAll(call, module, inputs), 201);
};

/** Creates each record on its own; results in the order of the request. */
export function createAll(
  call: CrmCall,
  module: CrmModule,
  inputs: readonly Record<string, unknown>[],
): Result[] {
  return inputs.map((input, index) =>
    unlessFailing(call.world, inputs.length, () => {
      const outcome = insertRecord(call.world, call.org, module, input, call.actor, index);
      return outcome.ok
        ? saved(call.world, call.org, outcome.record, 'record added')
        : failed(outcome.error);
    }),
  );
}

/** Changes one record, its id found by the caller. */
export function updateOne(
  call: CrmCall,
  module: CrmModule,
  record: StoredRecord,
  input: Record<string, unknown>,
  index: number,
  since: number | null,
): Result {
  const stale = staleError(call, record, since);
  if (stale !== null) return failed(stale);
  const outcome = changeRecord(call.world, call.org, module, record, input, call.actor, index);
  return outcome.ok
    ? saved(call.world, call.org, outcome.record, 'record updated')
    : failed(outcome.error);
}

export const putRecords: Handler = async (call, context) => {
  const module = moduleFor(call, param(context, 'module'), 'Edit', 'wrapped');
  const body = await bodyOf(call);
  const inputs = recordsOf(body);
  checkTrigger(body);
  const since = unmodifiedSince(call);
  charge(call, writeCost(inputs.length));
  const records = inputs.map((input) => living(call, module, input['id']));
  const refused = refuseStaleBatch(call, records, since);
  if (refused !== null) return refused;
  const results = inputs.map((input, index) => {
    const record = records[index];
    const details = { api_name: 'id', json_path: `$.data[${index}].id` };
    if (input['id'] === undefined) {
      return failed({ code: 'MANDATORY_NOT_FOUND', message: 'required field not found', details });
    }
    if (record === undefined) return failed(invalid(details, messages.invalidId));
    return unlessFailing(call.world, inputs.length, () =>
      updateOne(call, module, record, input, index, since),
    );
  });
  return answer(results, 200);
};

export const putRecord: Handler = async (call, context) => {
  const module = moduleFor(call, param(context, 'module'), 'Edit', 'wrapped');
  const id = recordId(context);
  const body = await bodyOf(call);
  const [input = {}] = recordsOf(body);
  checkTrigger(body);
  const since = unmodifiedSince(call);
  charge(call, 1);
  const record = living(call, module, id);
  if (record === undefined)
    return answer([failed(invalid({ resource_path_index: 1 }, messages.invalidId))], 200);
  return answer([updateOne(call, module, record, input, 0, since)], 200);
};

function deleteAll(call: CrmCall, module: CrmModule, ids: readonly string[]): Response {
  charge(call, writeCost(ids.length));
  const results = ids.map((id) =>
    unlessFailing(call.world, ids.length, () => {
      if (living(call, module, id) === undefined)
        return failed(invalid({ id }, 'record not deleted'));
      deleteRecord(call.world, call.org, module.apiName, id, false, call.actor);
      return { code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' };
    }),
  );
  return answer(results, 200);
}

export const deleteRecords: Handler = (call, context) => {
  const module = moduleFor(call, param(context, 'module'), 'Delete');
  const ids = idsParam(call) ?? [];
  if (ids.length === 0) {
    refuseWith(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', {
      param_name: 'ids',
    });
  }
  return deleteAll(call, module, ids.slice(0, limits.ids));
};

export const deleteOne: Handler = (call, context) => {
  const module = moduleFor(call, param(context, 'module'), 'Delete');
  return deleteAll(call, module, [recordId(context)]);
};
