/** Search, the feed of changes (contract 3.6). */
import { fieldError, forbidden, invalidData } from './errors';
import { searchRows } from './indexes';
import { isAdministrator } from './org';
import { allows } from './profiles';
import { nth, pageOf, sortOf, type PageRule } from './paging';
import { windowOf, type Replica, type Row } from './replica';
import { nothing, ok, type Answer, type Ask, type Route } from './route';
import { criteriaNames, rangeOf, testsOf, type Test, type TimeRange } from './search-criteria';
import { searchItem } from './shapes';
import { ticketContact, ticketIncludes } from './ticket-shapes';

type Searchable = 'contacts' | 'accounts' | 'products' | 'tickets';

const sorts: Readonly<Record<Searchable, readonly string[]>> = {
  contacts: ['relevance', 'modifiedTime', 'createdTime', 'lastName', 'firstName'],
  accounts: ['relevance', 'modifiedTime', 'createdTime', 'accountName'],
  products: ['relevance', 'modifiedTime', 'createdTime', 'productName'],
  tickets: ['relevance', 'modifiedTime', 'createdTime', 'customerResponseTime'],
};

const exactKeys = ['id', 'email', 'contactId', 'accountId', 'ticketNumber'] as const;

/** Few enough records to look at one by one, where an exact criterion allows it; null for all. */
function shortlist(rows: Replica, query: URLSearchParams): readonly string[] | null {
  for (const name of exactKeys) {
    const wanted = query.get(name);
    if (wanted === null || /[*$]/.test(wanted)) continue;
    const values = name === 'email' ? [wanted] : wanted.split(',').map((value) => value.trim());
    return name === 'id' ? values : values.flatMap((value) => rows.bucket(name, value));
  }
  return null;
}

function inRange(range: TimeRange | null, at: number): boolean {
  return range === null || (at >= range.from && at <= range.to);
}

interface Found {
  readonly count: number;
  readonly page: readonly Row[];
}

/** Walks a sorted list, counting what passes and keeping one page of it. */
function walk(
  rows: Replica,
  ids: Iterable<string>,
  test: Test,
  page: { offset: number; limit: number },
): Found {
  const kept: Row[] = [];
  let count = 0;
  for (const id of ids) {
    const row = rows.get(id);
    if (row === undefined || !test(row)) continue;
    if (count >= page.offset && kept.length < page.limit) kept.push(row);
    count += 1;
  }
  return { count, page: kept };
}

function* idsOf(
  entries: readonly { readonly id: string }[],
  start: number,
  end: number,
  descending: boolean,
): Generator<string> {
  for (let index = 0; index < end - start; index += 1) {
    yield entries[start + nth(end - start, index, descending)]?.id ?? '';
  }
}

/** A window by time alone is cut out of a sorted list by binary search; anything else is walked. */
function find(ask: Ask, module: Searchable, page: { offset: number; limit: number }): Found {
  const rows = searchRows(ask.world, ask.org, module);
  const created = rangeOf(ask.world, ask.query, 'createdTimeRange');
  const modified = rangeOf(ask.world, ask.query, 'modifiedTimeRange');
  const tests = [...testsOf(ask.org, module, ask.query), ...visibility(ask, module)];
  const { by: asked, descending: backwards } = sortOf(ask.query, sorts[module], 'relevance');
  // Relevance is not documented further: newest change first.
  const by = asked === 'relevance' ? 'modifiedTime' : asked;
  const descending = asked === 'relevance' ? !backwards : backwards;
  const test: Test = (row) =>
    inRange(created, row.createdAt) &&
    inRange(modified, row.modifiedAt) &&
    tests.every((passes) => passes(row));

  const few = shortlist(rows, ask.query);
  if (few !== null) {
    const wanted = new Set(few);
    const some = [...wanted].flatMap((id) => rows.get(id) ?? []);
    const key = (row: Row): string | number =>
      by === 'modifiedTime'
        ? row.modifiedAt
        : by === 'createdTime'
          ? row.createdAt
          : String(row.fields[by] ?? '').toLowerCase();
    some.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
    return walk(
      rows,
      (descending ? some.toReversed() : some).map((row) => row.id),
      test,
      page,
    );
  }

  const entries = rows.sorted(by);
  const range = by === 'modifiedTime' ? modified : by === 'createdTime' ? created : null;
  const [start, end] =
    range === null ? [0, entries.length] : windowOf(entries, range.from, range.to);
  const other = by === 'modifiedTime' ? created : modified;
  if (tests.length > 0 || other !== null)
    return walk(rows, idsOf(entries, start, end, descending), test, page);
  const count = end - start;
  const kept: Row[] = [];
  for (let index = page.offset; index < Math.min(count, page.offset + page.limit); index += 1) {
    const row = rows.get(entries[start + nth(count, index, descending)]?.id ?? '');
    if (row !== undefined) kept.push(row);
  }
  return { count, page: kept };
}

/** Tickets in spam and those of other departments are not found (contract 3.6). */
function visibility(ask: Ask, module: Searchable): readonly Test[] {
  if (module !== 'tickets') return [];
  const all = isAdministrator(ask.org, ask.agent);
  return [
    (row) =>
      row.fields['isSpam'] !== true &&
      (all || ask.agent.departmentIds.includes(String(row.fields['departmentId']))),
  ];
}

function shown(ask: Ask, module: Searchable, row: Row): Record<string, unknown> {
  const item = searchItem(ask.world, ask.org, module, row);
  if (module !== 'tickets') return item;
  const { contactId } = row.fields;
  const included = ticketIncludes(ask.world, ask.org, row, [
    'products',
    'assignee',
    'departments',
    'team',
    'isRead',
  ]);
  return { ...item, ...included, contact: ticketContact(ask.org, contactId) };
}

function answer(ask: Ask, module: Searchable): Answer {
  const rule: PageRule = {
    defaultLimit: 10,
    maxLimit: 100,
    base: 0,
    fromCap: ask.world.leeway.deskSearchFromCap,
  };
  const found = find(ask, module, pageOf(ask.query, rule));
  if (found.page.length === 0) return nothing;
  return ok({ data: found.page.map((row) => shown(ask, module, row)), count: found.count });
}

const scopes: Readonly<Record<Searchable, string>> = {
  contacts: 'Desk.contacts.READ',
  accounts: 'Desk.contacts.READ',
  products: 'Desk.products.READ',
  tickets: 'Desk.tickets.READ',
};

const paging = ['from', 'limit', 'sortBy'];
const times = ['createdTimeRange', 'modifiedTimeRange'];

function searchRoute(module: Searchable): Route {
  return {
    method: 'GET',
    path: `/${module}/search`,
    scopes: [
      scopes[module],
      'Desk.search.READ',
      ...(module === 'products' ? ['Desk.settings.READ'] : []),
    ],
    needs: [module, 'view'],
    price: 'range',
    query: [...paging, ...times, ...criteriaNames(module)],
    handle: (ask) => answer(ask, module),
  };
}

const searchables: readonly Searchable[] = ['contacts', 'accounts', 'products', 'tickets'];

/** `GET /search?module=&searchStr=`: one module's `_all` (contract 3.6). */
function generic(ask: Ask): Answer {
  const module = searchables.find((candidate) => candidate === ask.query.get('module'));
  const text = ask.query.get('searchStr');
  if (module === undefined)
    throw invalidData(fieldError('module', ask.query.has('module') ? 'invalid' : 'missing'));
  if (text === null || text === '') throw invalidData(fieldError('searchStr', 'missing'));
  if (!allows(ask.org, ask.agent.profileId, module, 'view')) throw forbidden();
  const query = new URLSearchParams({ _all: text });
  for (const name of [...paging, 'departmentId']) {
    const value = ask.query.get(name);
    if (value !== null && (name !== 'departmentId' || criteriaNames(module).includes(name)))
      query.set(name, value);
  }
  return answer({ ...ask, query }, module);
}

/** Routes of contract 3.6. */
export const searchRoutes: readonly Route[] = [
  ...searchables.map(searchRoute),
  {
    method: 'GET',
    path: '/search',
    scopes: ['Desk.search.READ', 'Desk.contacts.READ', 'Desk.tickets.READ'],
    price: 'range',
    query: [...paging, 'module', 'searchStr', 'departmentId'],
    handle: generic,
  },
];
