/** POST /{module}/upsert (contract 2.4). */
import type { StoredRecord } from '../table';
import {
  bodyOf,
  charge,
  mayDo,
  moduleFor,
  needModuleScope,
  param,
  type CrmCall,
  type Handler,
} from './call';
import { writeCost } from './credits';
import { messages, refuseWrapped } from './errors';
import { permissionName, type CrmField, type CrmModule } from './metadata';
import { insertRecord } from './records';
import { answer, failed, saved, type Result } from './results';
import { idsWith } from './unique';
import {
  checkTrigger,
  living,
  recordsOf,
  refuseStaleBatch,
  unmodifiedSince,
  updateOne,
} from './writes';

/** System fields that upsert looks at when none are named. */
const duplicateFields: Readonly<Record<string, readonly string[]>> = {
  Leads: ['Email'],
  Contacts: ['Email'],
  Accounts: ['Account_Name'],
  Deals: ['Deal_Name'],
  Products: ['Product_Name'],
};

function duplicateCheck(body: Record<string, unknown>, module: CrmModule): CrmField[] {
  const given = body['duplicate_check_fields'];
  const allowed = duplicateFields[module.apiName] ?? [];
  const uniques = [...module.fields.values()].filter((field) => field.unique !== null);
  if (given !== undefined && !Array.isArray(given)) {
    refuseWrapped(400, 'data', 'INVALID_DATA', 'invalid data', {
      api_name: 'duplicate_check_fields',
      expected_data_type: 'jsonarray',
    });
  }
  const named = ((given as unknown[] | undefined) ?? allowed).map((name) => {
    const field = module.fields.get(String(name));
    if (field === undefined || (field.unique === null && !allowed.includes(field.apiName))) {
      refuseWrapped(400, 'data', 'INVALID_DATA', 'invalid data', {
        api_name: 'duplicate_check_fields',
        json_path: '$.duplicate_check_fields',
        supported_values: [...allowed, ...uniques.map((each) => each.apiName)],
      });
    }
    return field;
  });
  // Unique fields of the customer are always checked, after the given ones.
  return [...new Set([...named, ...uniques])];
}

interface Match {
  readonly record: StoredRecord;
  readonly field: string;
}

/** The record an upsert meets: the first field in order that finds one; of several the oldest [M]. */
function findMatch(
  call: CrmCall,
  module: CrmModule,
  input: Record<string, unknown>,
  checks: readonly CrmField[],
): Match | null {
  for (const field of checks) {
    const [id] = idsWith(call.org, module, field, input[field.apiName]);
    const record = living(call, module, id);
    if (record !== undefined) return { record, field: field.apiName };
  }
  return null;
}

export const upsertRecords: Handler = async (call, context) => {
  const { world, org } = call;
  const module = moduleFor(call, param(context, 'module'), 'Create', 'wrapped');
  needModuleScope(call, module, 'Edit');
  const body = await bodyOf(call);
  const inputs = recordsOf(body);
  checkTrigger(body);
  const checks = duplicateCheck(body, module);
  const since = unmodifiedSince(call);
  charge(call, writeCost(inputs.length));
  const matched = inputs.map((input) => findMatch(call, module, input, checks)?.record);
  const refused = refuseStaleBatch(call, matched, since);
  if (refused !== null) return refused;
  const results = inputs.map((input, index): Result => {
    // Sought again: an earlier record of this request may be the duplicate.
    const match = findMatch(call, module, input, checks);
    if (match === null) {
      const outcome = insertRecord(world, org, module, input, call.actor, index);
      if (!outcome.ok) return failed(outcome.error);
      return saved(world, org, outcome.record, 'record added', {
        duplicate_field: null,
        action: 'insert',
      });
    }
    if (!mayDo(call, module, 'Edit')) {
      const permissions = [permissionName('Edit', module)];
      return failed({
        code: 'NO_PERMISSION',
        message: messages.permission,
        details: { permissions },
      });
    }
    const result = updateOne(call, module, match.record, input, index, since);
    if (result.status === 'error') return result;
    return Object.assign({}, result, { duplicate_field: match.field, action: 'update' as const });
  });
  return answer(results, 200);
};
