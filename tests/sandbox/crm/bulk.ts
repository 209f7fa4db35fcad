/** Bulk Read: jobs and their zipped CSV (contract 2.9). */
import {
  bodyOf,
  charge,
  needModuleScope,
  needPermission,
  needScope,
  param,
  type CrmCall,
  type Handler,
} from './call';
import { costs } from './credits';
import { compile, plainReader, type Comparator, type Criterion } from './criteria';
import { errorBody, json, messages, rateLimited, refuse, refuseWith } from './errors';
import { sortedRows, viewRows } from './lists';
import { moduleOf, type CrmModule } from './metadata';
import { wholeSecond, zohoTime } from './time';
import { apiValue, isObject, userRef } from './values';
import { zipOne } from './zip';

/** `crm.bulkRowsPerJob` in world.own makes jobs small. */
const mostRowsPerJob = 200_000;
const downloadsPerMinute = 10;
const mostCriteria = 25;
const resultKeptMs = 86_400_000;
const notForBulk = new Set(['Notes', 'Attachments', 'Emails']);
const comparators: ReadonlySet<string> = new Set([
  'equal',
  'not_equal',
  'in',
  'not_in',
  'less_than',
  'less_equal',
  'greater_than',
  'greater_equal',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'between',
]);

interface Job {
  readonly id: string;
  readonly owner: string;
  readonly createdAt: number;
  readonly query: Readonly<Record<string, unknown>>;
  readonly page: number;
  readonly csv: string;
  readonly count: number;
  readonly more: boolean;
}

interface Bulk {
  readonly jobs: Map<string, Job>;
  readonly downloads: number[];
}

const rowsPerJobOf = ({ world }: CrmCall): number =>
  Number(world.own.get('crm.bulkRowsPerJob') ?? mostRowsPerJob);

/**
 * Jobs of the organisation. `crm.bulkReadMs` in world.own is how long a job runs (default 0):
 * ADDED, then IN PROGRESS for the second half of it, then COMPLETED; with `crm.bulkFails` FAILURE.
 */
function bulkOf(call: CrmCall): Bulk {
  const key = `crm.bulk/${call.org.id}`;
  const made = call.world.own.get(key) ?? { jobs: new Map<string, Job>(), downloads: [] };
  call.world.own.set(key, made);
  return made as Bulk;
}

function stateOf(call: CrmCall, job: Job): 'ADDED' | 'IN PROGRESS' | 'COMPLETED' | 'FAILURE' {
  const takes = Number(call.world.own.get('crm.bulkReadMs') ?? 0);
  const age = call.now - job.createdAt;
  const isBroken = call.world.own.get('crm.bulkFails') === true;
  return age >= takes
    ? isBroken
      ? 'FAILURE'
      : 'COMPLETED'
    : age * 2 >= takes
      ? 'IN PROGRESS'
      : 'ADDED';
}

function invalid(path: string, details: object = {}): never {
  return refuseWith(400, 'INVALID_DATA', 'invalid data', {
    api_name: path.split('.').at(-1),
    json_path: `$.query.${path}`,
    ...details,
  });
}

function criterionOf(module: CrmModule, given: unknown, count: { n: number }): Criterion {
  if (!isObject(given)) return invalid('criteria', { expected_data_type: 'jsonobject' });
  if (Array.isArray(given['group'])) {
    const operator = String(given['group_operator']).toLowerCase();
    if (operator !== 'and' && operator !== 'or')
      return invalid('criteria.group_operator', { supported_values: ['and', 'or'] });
    return {
      group_operator: operator,
      group: given['group'].map((each) => criterionOf(module, each, count)),
    };
  }
  const name = isObject(given['field']) ? given['field']['api_name'] : given['api_name'];
  const comparator = String(given['comparator']);
  if (typeof name !== 'string' || (name !== 'id' && !module.fields.has(name)))
    return invalid('criteria.field');
  if (!comparators.has(comparator))
    return invalid('criteria.comparator', { supported_values: [...comparators] });
  if ((count.n += 1) > mostCriteria)
    refuseWith(400, 'LIMIT_EXCEEDED', 'the number of criteria exceeds the limit', {
      limit: mostCriteria,
    });
  return { field: { api_name: name }, comparator: comparator as Comparator, value: given['value'] };
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  // A lookup is its id; a multi-select is joined by semicolons.
  const text = Array.isArray(value)
    ? value.join(';')
    : isObject(value)
      ? String(value['id'])
      : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function makeJob(call: CrmCall, query: Record<string, unknown>): Job {
  const { world, org } = call;
  const named = query['module'];
  const module = moduleOf(org, String(isObject(named) ? named['api_name'] : named));
  if (module === undefined || notForBulk.has(module.apiName))
    return refuseWith(400, 'INVALID_MODULE', messages.invalidModule, { api_name: 'module' });
  needModuleScope(call, module, 'View');
  needPermission(call, module, 'View');
  const asked = query['fields'] ?? [...module.fields.keys()];
  if (!Array.isArray(asked)) return invalid('fields', { expected_data_type: 'jsonarray' });
  const names = ['id', ...asked.map(String).filter((name) => name !== 'id')];
  const unknown = names.find((name) => name !== 'id' && !module.fields.has(name));
  if (unknown !== undefined) return invalid(`fields.${unknown}`);
  const page = query['page'] ?? 1;
  if (typeof page !== 'number' || !Number.isInteger(page) || page < 1)
    return invalid('page', { expected_data_type: 'integer' });
  const criterion =
    query['criteria'] == null ? null : criterionOf(module, query['criteria'], { n: 0 });
  const view =
    query['cvid'] == null ? null : module.views.find((each) => each.id === query['cvid']);
  if (view === undefined) return invalid('cvid');
  charge(call, costs.bulkReadJob);
  const sorted = sortedRows(org, module, { by: 'id', order: 'asc' });
  const inView = view === null ? sorted : viewRows(world, org, module, view, call.user.id, sorted);
  const rows =
    criterion === null
      ? inView
      : inView.filter(compile(criterion, module, plainReader(world, org), call.user.id));
  const rowsPerJob = rowsPerJobOf(call);
  const part = rows.slice((page - 1) * rowsPerJob, page * rowsPerJob);
  const shown = names.filter(
    (name) => module.fields.get(name)?.access.get(call.user.profileId) !== 'hidden',
  );
  // API names by the contract; `crm.bulkIdHeader` in world.own can play the capital `Id` [M].
  const idHeader = String(world.own.get('crm.bulkIdHeader') ?? 'id');
  const header = shown.map((name) => (name === 'id' ? idHeader : name));
  const lines = part.map((record) =>
    shown.map((name) => cell(apiValue(world, org, module, record, name))).join(','),
  );
  return {
    id: world.nextId(),
    owner: call.user.id,
    createdAt: call.now,
    query: { ...query, module: { api_name: module.apiName, id: module.id }, page },
    page,
    csv: `${[header.join(','), ...lines].join('\n')}\n`,
    count: part.length,
    more: page * rowsPerJob < rows.length,
  };
}

export const createJob: Handler = async (call) => {
  needScope(call, 'ZohoCRM.bulk.READ');
  const body = await bodyOf(call);
  if (!isObject(body['query']))
    refuseWith(400, 'MANDATORY_NOT_FOUND', 'required field not found', {
      api_name: 'query',
      json_path: '$.query',
    });
  if (body['file_type'] !== undefined && body['file_type'] !== 'csv') {
    refuseWith(400, 'INVALID_DATA', 'invalid data', {
      api_name: 'file_type',
      supported_values: ['csv'],
    });
  }
  const job = makeJob(call, body['query']);
  bulkOf(call).jobs.set(job.id, job);
  const { name, id } = userRef(call.world, call.org, call.actor.zuid);
  const details = {
    id: job.id,
    operation: 'read',
    state: 'ADDED',
    created_by: { name, id },
    created_time: zohoTime(call.org.timeZone, wholeSecond(call.now)),
  };
  return json(201, {
    data: [
      { status: 'success', code: 'ADDED_SUCCESSFULLY', message: 'Added successfully.', details },
    ],
    info: {},
  });
};

function jobOf(call: CrmCall, id: string): Job {
  const job = bulkOf(call).jobs.get(id);
  if (job === undefined || call.now - job.createdAt > resultKeptMs) {
    return refuse(
      json(404, errorBody('RESOURCE_NOT_FOUND', 'The requested resource does not exist.', { id })),
    );
  }
  return job;
}

export const getJob: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.bulk.READ');
  const job = jobOf(call, param(context, 'id'));
  charge(call, 1);
  const state = stateOf(call, job);
  const { name, id } = userRef(call.world, call.org, call.actor.zuid);
  const result = {
    page: job.page,
    count: job.count,
    download_url: `/crm/bulk/v8/read/${job.id}/result`,
    per_page: rowsPerJobOf(call),
    more_records: job.more,
    next_page_token: null,
  };
  const created = zohoTime(call.org.timeZone, wholeSecond(job.createdAt));
  return json(200, {
    data: [
      {
        id: job.id,
        operation: 'read',
        state,
        query: job.query,
        created_by: { name, id },
        created_time: created,
        ...(state === 'COMPLETED' ? { result } : {}),
        file_type: 'csv',
      },
    ],
  });
};

export const getResult: Handler = (call, context) => {
  needScope(call, 'ZohoCRM.bulk.READ');
  const job = jobOf(call, param(context, 'id'));
  if (stateOf(call, job) !== 'COMPLETED')
    refuseWith(400, 'INVALID_REQUEST', 'the job is not completed', { id: job.id });
  const { downloads } = bulkOf(call);
  while (downloads[0] !== undefined && downloads[0] <= call.now - 60_000) downloads.shift();
  if (downloads.length >= downloadsPerMinute) refuse(rateLimited());
  charge(call, 1);
  downloads.push(call.now);
  const packing = call.world.own.get('crm.bulkPacking') === 'stored' ? 'stored' : 'deflated';
  return new Response(zipOne(`${job.id}.csv`, job.csv, packing), {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${job.id}.zip"`,
    },
  });
};
