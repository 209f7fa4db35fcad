/** Calls on tickets (contract 3.8). */
import { tableOf } from '../world';
import { forbidden } from './errors';
import { liveRows } from './indexes';
import { relatedPage, rowsPage, shownRecord, trashAnswer, viewOf, writable } from './lists';
import { isAdministrator } from './org';
import { flagOf, listOf, type PageRule } from './paging';
import { createRecord, editRecord, mustLive } from './records';
import type { Row } from './replica';
import { bodyOf, list, ok, param, type Answer, type Ask, type Route } from './route';
import { fullItem, listItem } from './shapes';
import { ticketIncludes } from './ticket-shapes';
import { inView } from './views';

const rule: PageRule = { defaultLimit: 25, maxLimit: 100, base: 1 };
const listIncludes = ['contacts', 'products', 'departments', 'team', 'assignee', 'isRead'];
const getIncludes = [
  'contacts',
  'products',
  'assignee',
  'departments',
  'contract',
  'isRead',
  'team',
  'skills',
];
const listSorts = [
  'dueDate',
  'createdTime',
  'recentThread',
  'responseDueDate',
  'customerResponseTime',
  'ticketNumber',
  'modifiedTime',
];
const read = ['Desk.tickets.READ'];
const day = 86_400_000;
const one = '/tickets/:id{[0-9]+}';

/** Whether the agent may see a ticket: of their departments, or any for an administrator. */
export function maySee(ask: Ask, row: Row): boolean {
  return (
    isAdministrator(ask.org, ask.agent) ||
    ask.agent.departmentIds.includes(String(row.fields['departmentId']))
  );
}

/** A value or one of several, comma-separated; `Unassigned` for a ticket without an agent. */
function oneOf(ask: Ask, name: string, field: string): (row: Row) => boolean {
  const wanted = listOf(ask.query, name);
  if (wanted.length === 0) return () => true;
  return (row) => wanted.includes(String(row.fields[field] ?? 'Unassigned'));
}

/** The filters of the ticket lists (contract 3.8); tickets in spam are listed only on request. */
function filters(ask: Ask): (row: Row) => boolean {
  const view = viewOf(ask, 'tickets');
  const spam = flagOf(ask.query, 'isSpam') ?? false;
  const days = listOf(ask.query, 'receivedInDays', ['15', '30', '90'])[0];
  const since = days === undefined ? 0 : ask.world.clock.now() - Number(days) * day;
  const departments = [
    ...listOf(ask.query, 'departmentIds'),
    ...listOf(ask.query, 'departmentId'),
  ].filter((id) => id !== '0');
  const tests = [
    oneOf(ask, 'status', 'status'),
    oneOf(ask, 'priority', 'priority'),
    oneOf(ask, 'channel', 'channel'),
    oneOf(ask, 'assignee', 'assigneeId'),
    oneOf(ask, 'teamIds', 'teamId'),
  ];
  return (row) =>
    maySee(ask, row) &&
    (row.fields['isSpam'] === true) === spam &&
    row.createdAt >= since &&
    (departments.length === 0 || departments.includes(String(row.fields['departmentId']))) &&
    (view === null || inView(view, row.fields, ask.agent.id)) &&
    tests.every((test) => test(row));
}

function items(ask: Ask, rows: readonly Row[]): Answer {
  const include = listOf(ask.query, 'include', listIncludes);
  return list(
    rows.map((row) => ({
      ...listItem(ask.world, ask.org, 'tickets', row),
      ...ticketIncludes(ask.world, ask.org, row, include),
    })),
  );
}

function all(ask: Ask, keep: (row: Row) => boolean): Answer {
  // The order without sortBy is not documented: newest first.
  return items(
    ask,
    rowsPage(ask, 'tickets', { rule, sortBy: listSorts, keep, fallback: '-createdTime' }),
  );
}

function ofParent(ask: Ask, module: 'contacts' | 'accounts' | 'products'): Answer {
  mustLive(ask.org, module, param(ask));
  const rows = liveRows(ask.org, 'tickets');
  const key = { contacts: 'contactId', accounts: 'accountId', products: 'productId' }[module];
  const keep = filters(ask);
  const ids = rows.bucket(key, param(ask)).filter((id) => {
    const row = rows.get(id);
    return row !== undefined && keep(row);
  });
  const found = relatedPage(ask, 'tickets', ids, {
    rule: { ...rule, defaultLimit: 10 },
    sortBy: ['createdTime', 'modifiedTime'],
    fallback: '-createdTime',
  });
  return items(ask, found);
}

function full(ask: Ask, id: string): Answer {
  const record = shownRecord(ask, 'tickets', id);
  if (!maySee(ask, record)) throw forbidden();
  const include = listOf(ask.query, 'include', getIncludes);
  return ok({
    ...fullItem(ask.world, ask.org, 'tickets', record),
    ...ticketIncludes(ask.world, ask.org, record, include),
  });
}

const filterNames = [
  'from',
  'limit',
  'sortBy',
  'include',
  'departmentIds',
  'departmentId',
  'status',
  'isSpam',
  'dueDate',
];
const listNames = [
  ...filterNames,
  'viewId',
  'priority',
  'channel',
  'assignee',
  'teamIds',
  'receivedInDays',
  'fields',
  'filters',
  'closedTime',
];

/** Routes of contract 3.8. */
export const ticketRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/tickets',
    scopes: read,
    needs: ['tickets', 'view'],
    price: 'range',
    query: listNames,
    handle: (ask) => all(ask, filters(ask)),
  },
  {
    method: 'GET',
    path: '/associatedTickets',
    scopes: read,
    needs: ['tickets', 'view'],
    price: 'range',
    query: listNames,
    handle: (ask) => {
      const keep = filters(ask);
      return all(ask, (row) => row.fields['assigneeId'] === ask.agent.id && keep(row));
    },
  },
  {
    method: 'GET',
    path: one,
    scopes: read,
    needs: ['tickets', 'view'],
    price: 1,
    query: ['include'],
    handle: (ask) => full(ask, param(ask)),
  },
  {
    method: 'POST',
    path: '/tickets',
    scopes: ['Desk.tickets.CREATE'],
    needs: ['tickets', 'create'],
    price: 1,
    query: [],
    handle: (ask) => {
      const { id } = createRecord(
        ask.world,
        ask.org,
        'tickets',
        writable('tickets', bodyOf(ask)),
        ask.actor,
      );
      return ok(fullItem(ask.world, ask.org, 'tickets', mustLive(ask.org, 'tickets', id)));
    },
  },
  {
    method: 'PATCH',
    path: one,
    scopes: ['Desk.tickets.UPDATE'],
    needs: ['tickets', 'edit'],
    price: 1,
    query: [],
    handle: (ask) => {
      if (!maySee(ask, mustLive(ask.org, 'tickets', param(ask)))) throw forbidden();
      editRecord(
        ask.world,
        ask.org,
        'tickets',
        param(ask),
        writable('tickets', bodyOf(ask)),
        ask.actor,
      );
      return full(ask, param(ask));
    },
  },
  {
    method: 'POST',
    path: '/tickets/moveToTrash',
    scopes: ['Desk.tickets.DELETE'],
    needs: ['tickets', 'delete'],
    price: 1,
    query: [],
    handle: (ask) => trashAnswer(ask, 'tickets', 'ticketIds'),
  },
  ...(['contacts', 'accounts', 'products'] as const).map((module): Route => ({
    method: 'GET',
    path: `/${module}/:id{[0-9]+}/tickets`,
    scopes: [
      'Desk.tickets.READ',
      'Desk.search.READ',
      ...(module === 'contacts' ? ['Desk.contacts.READ'] : []),
    ],
    needs: ['tickets', 'view'],
    price: 'range',
    query: filterNames,
    handle: (ask) => ofParent(ask, module),
  })),
  ...(['tasks', 'calls', 'events'] as const).flatMap((module): readonly Route[] => [
    {
      method: 'GET',
      path: `${one}/${module}`,
      scopes: [`Desk.${module}.READ`, `Desk.activities.${module}.READ`, 'Desk.tickets.READ'],
      needs: [module, 'view'],
      price: 'range',
      query: ['from', 'limit', 'sortBy', 'include', 'isSpam', 'isCompleted'],
      handle: (ask) => {
        if (!maySee(ask, mustLive(ask.org, 'tickets', param(ask)))) throw forbidden();
        const ids = liveRows(ask.org, module).bucket('ticketId', param(ask));
        const rows = relatedPage(ask, module, ids, {
          rule: { defaultLimit: 10, maxLimit: 100, base: 1 },
          sortBy: ['createdTime', module === 'tasks' ? 'dueDate' : 'startTime'],
        });
        return list(rows.map((row) => fullItem(ask.world, ask.org, module, row)));
      },
    },
    {
      method: 'GET',
      path: `/${module}/:id{[0-9]+}`,
      scopes: [`Desk.${module}.READ`, `Desk.activities.${module}.READ`],
      needs: [module, 'view'],
      price: 1,
      query: ['include'],
      handle: (ask) => {
        const record = tableOf(ask.org, module).get(shownRecord(ask, module, param(ask)).id);
        return ok(record === undefined ? null : fullItem(ask.world, ask.org, module, record));
      },
    },
  ]),
];
