/** Notes of a record by its related list (contract 2.6); the root module is handled as any other. */
import { tableOf } from '../world';
import type { StoredRecord } from '../table';
import { bodyOf, charge, moduleFor, param, type CrmCall, type Handler } from './call';
import { writeCost } from './credits';
import { bare, json, messages, refuseWith } from './errors';
import { recordId } from './lists';
import type { CrmModule } from './metadata';
import { fieldsParam, idsParam } from './paging';
import { deleteRecord, projectRecord } from './records';
import { parentOf } from './related';
import { answer, failed, type Result } from './results';
import { invalid } from './validate';
import { isObject } from './values';
import { createAll, recordsOf, updateOne } from './writes';

interface Scene {
  readonly notes: CrmModule;
  readonly parent: CrmModule;
  readonly id: string;
}

function scene(
  call: CrmCall,
  context: Parameters<Handler>[1],
  operation: 'View' | 'Create' | 'Edit' | 'Delete',
): Scene {
  const parent = moduleFor(
    call,
    param(context, 'module'),
    'View',
    operation === 'View' ? 'bare' : 'wrapped',
  );
  const id = recordId(context);
  const notes = moduleFor(call, 'Notes', operation);
  parentOf(call, parent, id);
  return { notes, parent, id };
}

function noteOf(call: CrmCall, { id }: Scene, noteId: unknown): StoredRecord | undefined {
  const note = typeof noteId === 'string' ? tableOf(call.org, 'Notes').get(noteId) : undefined;
  const parent = note?.fields['Parent_Id'];
  return note?.state === 'live' && isObject(parent) && parent['id'] === id ? note : undefined;
}

export const getNote: Handler = (call, context) => {
  const at = scene(call, context, 'View');
  const names = fieldsParam(call, false);
  charge(call, 1);
  const note = noteOf(call, at, param(context, 'noteId'));
  if (note === undefined) return bare(204);
  return json(200, {
    data: [projectRecord(call.world, call.org, at.notes, note, names, call.user.profileId)],
  });
};

export const postNotes: Handler = async (call, context) => {
  const at = scene(call, context, 'Create');
  const inputs = recordsOf(await bodyOf(call));
  charge(call, writeCost(inputs.length));
  const reference = { id: at.id, module: { api_name: at.parent.apiName } };
  return answer(
    createAll(
      call,
      at.notes,
      inputs.map((input) => Object.assign({}, input, { Parent_Id: reference })),
    ),
    201,
  );
};

export const putNotes: Handler = async (call, context) => {
  const at = scene(call, context, 'Edit');
  const inputs = recordsOf(await bodyOf(call));
  const only = param(context, 'noteId');
  charge(call, writeCost(inputs.length));
  const results = inputs.map((input, index): Result => {
    const note = noteOf(call, at, only === '' ? input['id'] : only);
    if (note === undefined)
      return failed(
        invalid({ api_name: 'id', json_path: `$.data[${index}].id` }, messages.invalidId),
      );
    return updateOne(call, at.notes, note, input, index, null);
  });
  return answer(results, 200);
};

export const deleteNotes: Handler = (call, context) => {
  const at = scene(call, context, 'Delete');
  const only = param(context, 'noteId');
  const ids = only === '' ? (idsParam(call) ?? []) : [only];
  if (ids.length === 0) {
    refuseWith(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', {
      param_name: 'ids',
    });
  }
  charge(call, writeCost(ids.length));
  const results = ids.map((id): Result => {
    if (noteOf(call, at, id) === undefined) return failed(invalid({ id }, 'record not deleted'));
    deleteRecord(call.world, call.org, 'Notes', id, false, call.actor);
    return { code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' };
  });
  return answer(results, 200);
};
