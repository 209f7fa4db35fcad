/** GET /{module}/search and /{module}/actions/count (contract 2.7). */
import { tableOf } from '../world';
import type { StoredRecord } from '../table';
import { charge, moduleFor, needScope, param, type CrmCall, type Handler } from './call';
import { compile, plainReader } from './criteria';
import { bare, json, refuseWith } from './errors';
import { recordsBy } from './indexes';
import { sortedRows, viewParam, viewRows } from './lists';
import type { CrmField, CrmModule } from './metadata';
import { comparator, countParam, fieldsParam, limits, sortParam } from './paging';
import { projectRecord } from './records';
import { parseCriteria } from './search-criteria';
import { idsWith } from './unique';

const mostResults = 2000;
const ways = ['criteria', 'email', 'phone', 'word'] as const;

/** A new or changed record is not found before the index has it. */
function indexed(call: CrmCall, rows: readonly StoredRecord[]): readonly StoredRecord[] {
  const lag = call.world.leeway.crmIndexLagMs;
  return lag === 0 ? rows : rows.filter((record) => record.modifiedAt <= call.now - lag);
}

function fieldsOf(module: CrmModule, type: CrmField['type']): CrmField[] {
  return [...module.fields.values()].filter((field) => field.type === type);
}

function records(call: CrmCall, module: CrmModule, ids: Iterable<string>): StoredRecord[] {
  const table = tableOf(call.org, module.apiName);
  return [...ids].flatMap((id) => {
    const record = table.get(id);
    return record === undefined ? [] : [record];
  });
}

/** Phones are compared by their digits. */
function digits(text: unknown): string {
  return typeof text === 'string' ? text.replaceAll(/\D/g, '') : '';
}

function idsByPhone(call: CrmCall, module: CrmModule, phone: string): Set<string> {
  const table = tableOf(call.org, module.apiName);
  const ids = new Set<string>();
  for (const field of fieldsOf(module, 'phone')) {
    const byDigits = recordsBy(
      table,
      `phone:${field.id}`,
      (fields) => digits(fields[field.apiName]) || null,
    );
    for (const id of byDigits.get(digits(phone)) ?? []) ids.add(id);
  }
  return ids;
}

/** Every word of the search begins a word of the record. */
function byWord(word: string): (record: StoredRecord) => boolean {
  const wanted = word.toLowerCase().split(/\s+/);
  return (record) => {
    const words = Object.values(record.fields)
      .filter((value) => typeof value === 'string')
      .flatMap((value) => value.toLowerCase().split(/[\s@.,;:/-]+/));
    return wanted.every((start) => words.some((each) => each.startsWith(start)));
  };
}

/** What was found, unordered; ends the call unless exactly one way of searching is given. */
function found(call: CrmCall, module: CrmModule): readonly StoredRecord[] {
  const { query, org, world } = call;
  const given = ways.filter((way) => query.has(way));
  if (given.length === 0) {
    refuseWith(400, 'EXPECTED_PARAM_MISSING', 'One of the expected parameter is missing', {
      param_names: ways,
    });
  }
  if (given.length > 1) {
    refuseWith(400, 'AMBIGUITY_DURING_PROCESSING', 'more than one way of searching', {
      ambiguity_due_to: given.map((name) => ({ param_name: name })),
    });
  }
  const text = query.get(given[0] ?? 'word') ?? '';
  const all = (): readonly StoredRecord[] => sortedRows(org, module, { by: 'id', order: 'desc' });
  switch (given[0]) {
    case 'email': {
      if (fieldsOf(module, 'email').length === 0)
        refuseWith(400, 'FIELD_TYPE_UNAVAILABLE', 'this data type is not found in this module');
      return records(
        call,
        module,
        new Set(
          fieldsOf(module, 'email').flatMap((field) => idsWith(org, module, field, text.trim())),
        ),
      );
    }
    case 'phone':
      if (fieldsOf(module, 'phone').length === 0)
        refuseWith(400, 'FIELD_TYPE_UNAVAILABLE', 'this data type is not found in this module');
      return records(call, module, idsByPhone(call, module, text));
    case 'word':
      if (text.trim().length < 2)
        refuseWith(400, 'INVALID_QUERY', 'invalid value for search', { param_name: 'word' });
      return all().filter(byWord(text.trim()));
    default: {
      const parsed = parseCriteria(text, module);
      if (!parsed.ok)
        return refuseWith(400, parsed.error.code, parsed.error.message, parsed.error.details);
      const { criterion } = parsed;
      const reader = plainReader(world, org);
      const test = compile(criterion, module, reader, call.user.id);
      // The commonest search, one value of one text field, goes by the index.
      if ('field' in criterion && criterion.comparator === 'equal') {
        const field = module.fields.get(criterion.field.api_name);
        const values: unknown[] = Array.isArray(criterion.value)
          ? criterion.value
          : [criterion.value];
        if (
          field !== undefined &&
          (field.type === 'text' || field.type === 'email') &&
          !field.readOnly &&
          field.unique?.caseSensitive !== true &&
          values.every(Boolean)
        ) {
          return records(
            call,
            module,
            new Set(values.flatMap((value) => idsWith(org, module, field, value))),
          ).filter(test);
        }
      }
      return all().filter(test);
    }
  }
}

export const searchRecords: Handler = (call, context) => {
  const module = moduleFor(call, param(context, 'module'), 'View');
  needScope(call, 'ZohoSearch.securesearch.READ');
  const names = fieldsParam(call, false);
  const sort = sortParam(call);
  const perPage = countParam(call, 'per_page', limits.perPage, limits.perPage);
  const page = countParam(call, 'page', Number.MAX_SAFE_INTEGER, 1);
  if (page * perPage > mostResults && page > 1) {
    refuseWith(400, 'LIMIT_REACHED', 'maximum response iteration limit reached', {
      limit: String(mostResults),
    });
  }
  charge(call, 1);
  const rows = [...indexed(call, found(call, module))].sort(comparator(sort)).slice(0, mostResults);
  const slice = rows.slice((page - 1) * perPage, page * perPage);
  if (slice.length === 0) return bare(204);
  return json(200, {
    data: slice.map((record) =>
      projectRecord(call.world, call.org, module, record, names, call.user.profileId),
    ),
    info: {
      per_page: perPage,
      count: slice.length,
      page,
      sort_by: sort.by,
      sort_order: sort.order,
      more_records: page * perPage < rows.length,
    },
  });
};

/** Without a condition it counts the module; `cvid` counts a list view. */
export const countRecords: Handler = (call, context) => {
  const module = moduleFor(call, param(context, 'module'), 'View');
  needScope(call, 'ZohoSearch.securesearch.READ');
  charge(call, 1);
  const view = viewParam(call, module);
  const searched = ways.some((way) => call.query.has(way));
  const rows = searched
    ? indexed(call, found(call, module))
    : sortedRows(call.org, module, { by: 'id', order: 'desc' });
  const counted =
    view === null ? rows : viewRows(call.world, call.org, module, view, call.user.id, rows);
  return json(200, { count: counted.length });
};
