/** Conditions of list views, searches, COQL and bulk jobs: one tree, one meaning. */
import type { CrmOrg, World } from '../world';
import type { StoredRecord } from '../table';
import type { CrmModule } from './metadata';
import { parseTime } from './time';
import { comparable, userRef } from './values';

export type Comparator =
  | 'equal'
  | 'not_equal'
  | 'greater_than'
  | 'greater_equal'
  | 'less_than'
  | 'less_equal'
  | 'in'
  | 'not_in'
  | 'between'
  | 'starts_with'
  | 'ends_with'
  | 'contains'
  | 'not_contains'
  | 'like'
  | 'not_like'
  | 'is_null'
  | 'is_not_null';

export type Criterion =
  | { readonly group_operator: 'and' | 'or'; readonly group: readonly Criterion[] }
  | {
      readonly field: { readonly api_name: string };
      readonly comparator: Comparator;
      readonly value: unknown;
    };

export type Test = (record: StoredRecord) => boolean;
type Read = (record: StoredRecord) => unknown;

/** Text compares without case, as the CRM's search and views do [M]. */
function fold(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/** A wanted value in the field's own kind: times to ms, numbers and booleans from their text. */
function wanted(module: CrmModule, name: string, value: unknown): unknown {
  const type = name === 'id' ? 'text' : module.fields.get(name)?.type;
  if (typeof value !== 'string') return value;
  switch (type) {
    case 'datetime':
      return parseTime(value) ?? value;
    case 'integer':
    case 'double':
    case 'currency':
      return value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value);
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value;
    default:
      return value.toLowerCase();
  }
}

function order(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [one, two] = [String(left), String(right)];
  // Ids and other digit strings compare as the numbers they are.
  if (/^\d+$/.test(one) && /^\d+$/.test(two))
    return one.length - two.length || (one < two ? -1 : one > two ? 1 : 0);
  return one < two ? -1 : one > two ? 1 : 0;
}

/** Null matches no ordering; a multi-select matches when any of its values does. */
function some(read: Read, matches: (value: unknown) => boolean): Test {
  return (record) => {
    const value = read(record);
    if (value === null || value === undefined) return false;
    return Array.isArray(value) ? value.some((each) => matches(fold(each))) : matches(fold(value));
  };
}

function like(pattern: string): (value: unknown) => boolean {
  const source = pattern
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  const expression = new RegExp(`^${source}$`, 'is');
  return (value) => expression.test(String(value));
}

const not =
  (test: Test): Test =>
  (record) =>
    !test(record);

const emptyMarks: ReadonlySet<unknown> = new Set(['${EMPTY}', '${empty}', '', null]);

function condition(
  read: Read,
  comparator: Comparator,
  raw: unknown,
  convert: (value: unknown) => unknown,
): Test {
  const list = (Array.isArray(raw) ? raw : [raw]).map(convert);
  const first = list[0];
  const isNull: Test = (record) => {
    const value = read(record);
    return (
      value === null ||
      value === undefined ||
      value === '' ||
      (Array.isArray(value) && value.length === 0)
    );
  };
  switch (comparator) {
    case 'equal':
      return emptyMarks.has(raw) ? isNull : some(read, (value) => list.includes(value));
    case 'not_equal':
      return emptyMarks.has(raw) ? not(isNull) : not(some(read, (value) => list.includes(value)));
    case 'in': {
      const set = new Set(list);
      return some(read, (value) => set.has(value));
    }
    case 'not_in': {
      const set = new Set(list);
      return not(some(read, (value) => set.has(value)));
    }
    case 'greater_than':
      return some(read, (value) => order(value, first) > 0);
    case 'greater_equal':
      return some(read, (value) => order(value, first) >= 0);
    case 'less_than':
      return some(read, (value) => order(value, first) < 0);
    case 'less_equal':
      return some(read, (value) => order(value, first) <= 0);
    case 'between':
      return some(read, (value) => order(value, first) >= 0 && order(value, list[1]) <= 0);
    case 'starts_with':
      return some(read, (value) => String(value).startsWith(String(first)));
    case 'ends_with':
      return some(read, (value) => String(value).endsWith(String(first)));
    case 'contains':
      return some(read, (value) => String(value).includes(String(first)));
    case 'not_contains':
      return not(some(read, (value) => String(value).includes(String(first))));
    case 'like':
      return some(read, like(String(first)));
    case 'not_like':
      return not(some(read, like(String(first))));
    case 'is_null':
      return isNull;
    case 'is_not_null':
      return not(isNull);
    default:
      throw new Error(`unknown comparator ${String(comparator satisfies never)}`);
  }
}

/** Reads one field for comparing; `Account_Name.Industry` goes over a lookup. */
export type Reader = (
  module: CrmModule,
  name: string,
) => { readonly read: Read; readonly module: CrmModule; readonly name: string };

/** Reads the module's own fields. */
export function plainReader(world: World, org: CrmOrg): Reader {
  return (module, name) => ({
    read: comparable(org, module, name, (zuid) => userRef(world, org, zuid).id),
    module,
    name,
  });
}

/** Compiles a tree once, so that testing a record is cheap. `me` stands for `${CURRENTUSER}`. */
export function compile(criterion: Criterion, module: CrmModule, reader: Reader, me: string): Test {
  if ('group' in criterion) {
    const tests = criterion.group.map((each) => compile(each, module, reader, me));
    return criterion.group_operator === 'and'
      ? (record) => tests.every((test) => test(record))
      : (record) => tests.some((test) => test(record));
  }
  const { read, module: owner, name } = reader(module, criterion.field.api_name);
  return condition(read, criterion.comparator, criterion.value, (value) =>
    value === '${CURRENTUSER}' ? me : wanted(owner, name, value),
  );
}
