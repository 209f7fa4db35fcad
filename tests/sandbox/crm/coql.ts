/** POST /coql (contract 2.7). */
import type { CrmOrg } from '../world';
import type { StoredRecord } from '../table';
import {
  bodyOf,
  charge,
  needModuleScope,
  needPermission,
  needScope,
  type CrmCall,
  type Handler,
} from './call';
import { coqlCost } from './credits';
import { compile, plainReader, type Comparator, type Criterion, type Reader } from './criteria';
import { bare, json, refuseWith } from './errors';
import { compareIds } from './indexes';
import { sortedRows } from './lists';
import { moduleOf, type CrmModule } from './metadata';
import { parseCoql, type Query } from './coql-parse';
import { parseTime } from './time';
import { apiValue, isObject } from './values';
import { tableOf } from '../world';

const limits = {
  columns: 50,
  conditions: 25,
  order: 10,
  rows: 2000,
  reach: 100_000,
  inValues: 50,
} as const;

function invalid(message: string, details: Readonly<Record<string, unknown>>): never {
  return refuseWith(400, 'INVALID_QUERY', message, details);
}

function tooMuch(name: string, limit: number): never {
  return refuseWith(400, 'LIMIT_EXCEEDED', `the number of ${name} exceeds the limit`, {
    clause: name,
    limit,
  });
}

interface Column {
  readonly module: CrmModule;
  readonly name: string;
  /** The lookup that leads to the module; null for the queried module's own column. */
  readonly over: string | null;
}

/** A column of the module, or of the module that a lookup points at: one level. */
function resolve(org: CrmOrg, module: CrmModule, column: string, clause: string): Column {
  const wrong = (): never =>
    invalid('column given seems to be invalid', { column_name: column, clause });
  const arrow = /^(\w+)->(\w+)\.(\w+)$/.exec(column);
  const [over, name, target] =
    arrow === null ? [...column.split('.').slice(0, 2), undefined] : [arrow[1], arrow[3], arrow[2]];
  if (over === undefined || (arrow === null && column.split('.').length > 2)) return wrong();
  if (name === undefined) {
    return over === 'id' || module.fields.has(over) ? { module, name: over, over: null } : wrong();
  }
  const field = module.fields.get(over);
  const pointed = field?.lookup === 'any' ? target : field?.lookup;
  const other = pointed == null ? undefined : moduleOf(org, pointed);
  if (field === undefined || other === undefined || (name !== 'id' && !other.fields.has(name)))
    return wrong();
  return { module: other, name, over };
}

function follow(
  org: CrmOrg,
  { module, over }: Column,
  record: StoredRecord,
): StoredRecord | undefined {
  if (over === null) return record;
  const stored = record.fields[over];
  const target =
    isObject(stored) && typeof stored['id'] === 'string'
      ? tableOf(org, module.apiName).get(stored['id'])
      : undefined;
  return target?.state === 'live' ? target : undefined;
}

function readerOf(call: CrmCall): Reader {
  const plain = plainReader(call.world, call.org);
  return (module, column) => {
    const found = resolve(call.org, module, column, 'where');
    const { read } = plain(found.module, found.name);
    if (found.over === null) return { read, module: found.module, name: found.name };
    return {
      read: (record) => {
        const target = follow(call.org, found, record);
        return target === undefined ? null : read(target);
      },
      module: found.module,
      name: found.name,
    };
  };
}

const ordering: ReadonlySet<Comparator> = new Set([
  'greater_than',
  'greater_equal',
  'less_than',
  'less_equal',
  'between',
]);

/** Operators and values that a column's type does not take. */
function checkCondition(call: CrmCall, module: CrmModule, criterion: Criterion): void {
  if ('group' in criterion) {
    for (const each of criterion.group) checkCondition(call, module, each);
    return;
  }
  const { api_name: column } = criterion.field;
  const { comparator, value } = criterion;
  const found = resolve(call.org, module, column, 'where');
  const type = found.name === 'id' ? 'bigint' : found.module.fields.get(found.name)?.type;
  const refuse = (reason: string): never =>
    invalid('invalid operator or value for the column', {
      column_name: column,
      operator: comparator,
      reason,
    });
  if (type === 'textarea') refuse('multi-line text cannot be used in criteria');
  if (comparator === 'is_null' || comparator === 'is_not_null') return;
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if ((comparator === 'in' || comparator === 'not_in') && values.length > limits.inValues)
    tooMuch('in', limits.inValues);
  if (type === 'boolean' && comparator !== 'equal') refuse('booleans take = only');
  if (
    type === 'boolean' &&
    !values.every((each) => typeof each === 'boolean' || each === 'true' || each === 'false')
  )
    refuse('boolean expected');
  if (
    (type === 'lookup' || type === 'ownerlookup') &&
    (ordering.has(comparator) || comparator === 'like' || comparator === 'not_like')
  ) {
    refuse('lookups take =, !=, in, not in and is null');
  }
  if (
    type === 'datetime' &&
    !values.every((each) => typeof each === 'string' && parseTime(each) !== null)
  )
    refuse('datetime expected');
  if (
    type === 'date' &&
    !values.every((each) => typeof each === 'string' && /^\d{4}-\d\d-\d\d$/.test(each))
  )
    refuse('date expected');
  if (
    (type === 'integer' || type === 'double' || type === 'currency') &&
    values.some((each) => Number.isNaN(Number(each)))
  )
    refuse('number expected');
  if (type === 'bigint' && values.some((each) => !/^-?\d+$/.test(String(each))))
    refuse('id expected');
}

/** The lowest id that the criteria let through, so that a walk by id does not test what it has passed. */
function idFloor(criterion: Criterion): string | null {
  if ('group' in criterion) {
    if (criterion.group_operator === 'or') return null;
    return criterion.group.map(idFloor).find((floor) => floor !== null) ?? null;
  }
  const above = criterion.comparator === 'greater_than' || criterion.comparator === 'greater_equal';
  return criterion.field.api_name === 'id' && above ? String(criterion.value) : null;
}

function firstAbove(rows: readonly StoredRecord[], id: string): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareIds(rows[middle]?.id ?? '', id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareValues(left: unknown, right: unknown): number {
  // Empty values come first, as in most databases [M].
  if (left == null || right == null) return left == null ? (right == null ? 0 : -1) : 1;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [one, two] = [String(left).toLowerCase(), String(right).toLowerCase()];
  return one < two ? -1 : one > two ? 1 : 0;
}

/** The rows asked for and one more, which tells whether there are more. */
function select(call: CrmCall, module: CrmModule, query: Query): StoredRecord[] {
  const reader = readerOf(call);
  const test = compile(query.where, module, reader, call.user.id);
  const [first] = query.order;
  const needed = query.offset + query.limit + 1;
  const byKey = first === undefined || (query.order.length === 1 && first.column === 'id');
  const descending = first?.descending ?? false;
  const rows = sortedRows(call.org, module, {
    by: 'id',
    order: byKey && descending ? 'desc' : 'asc',
  });
  const from = idFloor(query.where);
  const start = from === null || (byKey && descending) ? 0 : firstAbove(rows, from);
  const found: StoredRecord[] = [];
  // In order already: what is found first is what is wanted.
  const enough = byKey ? needed : Number.POSITIVE_INFINITY;
  for (let at = start; at < rows.length && found.length < enough; at += 1) {
    const row = rows[at];
    if (row !== undefined && test(row)) found.push(row);
  }
  if (!byKey) {
    const keys = query.order.map(({ column, descending: down }) => ({
      read: reader(module, column).read,
      sign: down ? -1 : 1,
    }));
    found.sort((left, right) => {
      for (const { read, sign } of keys) {
        const order = sign * compareValues(read(left), read(right));
        if (order !== 0) return order;
      }
      return compareIds(left.id, right.id);
    });
  }
  return found.slice(query.offset, needed);
}

function checkLimits(query: Query): void {
  if (query.columns.length > limits.columns) tooMuch('select', limits.columns);
  if (query.conditions > limits.conditions) tooMuch('where', limits.conditions);
  if (query.order.length > limits.order) tooMuch('order by', limits.order);
  if (query.limit > limits.rows) tooMuch('limit', limits.rows);
  if (query.limit + query.offset > limits.reach) tooMuch('offset', limits.reach);
}

export const runCoql: Handler = async (call) => {
  const { world, org } = call;
  needScope(call, 'ZohoCRM.coql.READ');
  const text = (await bodyOf(call))['select_query'];
  if (typeof text !== 'string') {
    refuseWith(400, 'MANDATORY_NOT_FOUND', 'required field not found', {
      api_name: 'select_query',
      json_path: '$.select_query',
    });
  }
  const parsed = parseCoql(text);
  if (!parsed.ok)
    return refuseWith(400, parsed.error.code, parsed.error.message, parsed.error.details);
  const { query } = parsed;
  const module = moduleOf(org, query.module);
  if (module === undefined)
    return invalid('module given seems to be invalid', { module: query.module });
  needModuleScope(call, module, 'View');
  needPermission(call, module, 'View');
  checkLimits(query);
  const columns = query.columns.map((name) => ({
    key: name,
    ...resolve(org, module, name, 'select'),
  }));
  for (const { module: other } of columns)
    if (other !== module) needPermission(call, other, 'View');
  for (const { column } of query.order) resolve(org, module, column, 'order by');
  checkCondition(call, module, query.where);
  charge(call, coqlCost(query.limit));
  const rows = select(call, module, query);
  const page = rows.slice(0, query.limit);
  if (page.length === 0) return bare(204);
  const data = page.map((record) => {
    const shown: Record<string, unknown> = {};
    for (const column of columns) {
      const source = follow(org, column, record);
      const hidden =
        column.module.fields.get(column.name)?.access.get(call.user.profileId) === 'hidden';
      shown[column.key] =
        source === undefined || hidden
          ? null
          : apiValue(world, org, column.module, source, column.name);
    }
    shown['id'] = record.id;
    return shown;
  });
  return json(200, { data, info: { count: page.length, more_records: rows.length > query.limit } });
};
