/** How a search's parameters are read and matched (contract 3.6). */
import type { DeskOrg, World } from '../world';
import { fieldError, invalidData } from './errors';
import { fieldsOf } from './fields';
import type { Row } from './replica';
import { accountOf } from './shape-parts';
import { ticketContact } from './ticket-shapes';

/** A span of time, its ends included unless `desk.rangeEnds` of `world.own` says `exclusive` [?]. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const isoForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;

/** `2017-11-05T00:00:00.000Z,2018-09-05T23:59:00.000Z` (contract 3.6). */
export function rangeOf(world: World, query: URLSearchParams, name: string): TimeRange | null {
  const text = query.get(name);
  if (text === null) return null;
  const ends = text.split(',').map((end) => end.trim());
  if (ends.length !== 2 || ends.some((end) => !isoForm.test(end)))
    throw invalidData(fieldError(name));
  const [from = Number.NaN, to = Number.NaN] = ends.map((end) => Date.parse(end));
  if (Number.isNaN(from) || Number.isNaN(to) || from > to) throw invalidData(fieldError(name));
  const inset = world.own.get('desk.rangeEnds') === 'exclusive' ? 1 : 0;
  return { from: from + inset, to: to - inset };
}

export type Test = (row: Row) => boolean;
type Read = (row: Row) => string;

function field(name: string): Read {
  return (row) => {
    const value = row.fields[name];
    return typeof value === 'string' ? value : '';
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/**
 * Text: the words as given, whole and in order, letter case aside; `*` for any part of a word,
 * `${empty}` and `${notempty}`; at least 3 characters (contract 3.6).
 */
function textTest(name: string, wanted: string, read: Read): Test {
  if (wanted === '${empty}') return (row) => read(row) === '';
  if (wanted === '${notempty}') return (row) => read(row) !== '';
  if (wanted.replaceAll(/[*\s]/g, '').length < 3) throw invalidData(fieldError(name));
  const body = wanted
    .trim()
    .split('*')
    .map(escaped)
    .join(String.raw`[^\s]*`);
  const pattern = new RegExp(String.raw`(?:^|[^\p{L}\p{N}])${body}(?:$|[^\p{L}\p{N}])`, 'iu');
  return (row) => pattern.test(read(row));
}

/** An address or a number: the whole value, with wildcards. */
function wholeTest(wanted: string, read: Read): Test {
  if (wanted === '${empty}') return (row) => read(row) === '';
  if (wanted === '${notempty}') return (row) => read(row) !== '';
  if (!wanted.includes('*')) return (row) => read(row).toLowerCase() === wanted.toLowerCase();
  const pattern = new RegExp(`^${wanted.split('*').map(escaped).join('.*')}$`, 'iu');
  return (row) => pattern.test(read(row));
}

/** One of several comma-separated values. */
function oneOfTest(wanted: string, read: Read): Test {
  if (wanted.startsWith('${')) return wholeTest(wanted, read);
  const values = new Set(
    wanted
      .toLowerCase()
      .split(',')
      .map((value) => value.trim()),
  );
  return (row) => values.has(read(row).toLowerCase());
}

type Kind = 'text' | 'whole' | 'oneOf' | 'custom';

/** What each module can be searched by. `phone` and `email` of contacts: contract 3.6. */
const criteria: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  contacts: {
    id: 'oneOf',
    _all: 'text',
    fullName: 'text',
    firstName: 'text',
    lastName: 'text',
    accountName: 'text',
    email: 'whole',
  },
  accounts: {
    id: 'oneOf',
    _all: 'text',
    accountName: 'text',
    email: 'whole',
    phone: 'whole',
    website: 'whole',
  },
  products: {
    id: 'oneOf',
    _all: 'text',
    productName: 'text',
    productCode: 'whole',
    departmentId: 'oneOf',
  },
  tickets: {
    id: 'oneOf',
    _all: 'text',
    ticketNumber: 'oneOf',
    subject: 'text',
    description: 'text',
    contactName: 'text',
    accountName: 'text',
    productName: 'text',
    contactId: 'oneOf',
    accountId: 'oneOf',
    productId: 'oneOf',
    departmentId: 'oneOf',
    assigneeId: 'oneOf',
    status: 'oneOf',
    priority: 'oneOf',
    channel: 'oneOf',
    category: 'oneOf',
    email: 'whole',
    phone: 'whole',
  },
};

/** `customField1`…`customField10` = `cf_name:value`, for tickets and accounts (contract 3.6). */
const customNames = Array.from({ length: 10 }, (_, index) => `customField${index + 1}`);

/** Names of the query parameters that pick records, times apart. */
export function criteriaNames(module: string): readonly string[] {
  const custom = module === 'tickets' || module === 'accounts' ? customNames : [];
  return [...Object.keys(criteria[module] ?? {}), ...custom];
}

function reader(org: DeskOrg, module: string, name: string): Read {
  if (name === 'id') return (row) => row.id;
  if (name === 'fullName')
    return (row) => `${field('firstName')(row)} ${field('lastName')(row)}`.trim();
  if (name === 'accountName' && module !== 'accounts') {
    return (row) => String(accountOf(org, row.fields['accountId'])?.['accountName'] ?? '');
  }
  if (name === 'contactName') {
    return (row) => {
      const contact = ticketContact(org, row.fields['contactId']);
      return `${String(contact?.['firstName'] ?? '')} ${String(contact?.['lastName'] ?? '')}`.trim();
    };
  }
  if (name === '_all') {
    const texts = fieldsOf(org, module).filter(
      (candidate) => !candidate.custom && candidate.lookup === undefined,
    );
    return (row) => texts.map((candidate) => field(candidate.apiName)(row)).join(' ');
  }
  return field(name);
}

function customTest(name: string, wanted: string): Test {
  const [apiName = '', ...rest] = wanted.split(':');
  if (!apiName.startsWith('cf_') || rest.length === 0) throw invalidData(fieldError(name));
  return wholeTest(rest.join(':'), (row) => {
    const value = (row.fields['cf'] as Readonly<Record<string, unknown>> | undefined)?.[apiName];
    return typeof value === 'string' ? value : '';
  });
}

/** All criteria of a query as tests; all must pass (contract 3.6). */
export function testsOf(org: DeskOrg, module: string, query: URLSearchParams): readonly Test[] {
  return criteriaNames(module).flatMap((name): readonly Test[] => {
    const wanted = query.get(name);
    if (wanted === null) return [];
    if (wanted === '') throw invalidData(fieldError(name));
    if (name.startsWith('customField')) return [customTest(name, wanted)];
    if (module === 'products' && name === 'departmentId') {
      const ids = wanted.split(',');
      return [
        (row) => ids.some((id) => (row.fields['departmentIds'] as readonly string[]).includes(id)),
      ];
    }
    const read = reader(org, module, name);
    const kind = criteria[module]?.[name];
    if (kind === 'text') return [textTest(name, wanted, read)];
    return [kind === 'whole' ? wholeTest(wanted, read) : oneOfTest(wanted, read)];
  });
}
