/** Counts and sums about a customer in few calls (contract 3.8). */
import type { Row } from './replica';
import { fieldError, invalidData } from './errors';
import { liveRows } from './indexes';
import { pageOf, slice } from './paging';
import { mustLive } from './records';
import { list, nothing, ok, param, type Answer, type Ask, type Route } from './route';
import { picked } from './shape-parts';
import { isOverdue } from './tickets-state';
import { maySee } from './tickets';

type Parent = 'contacts' | 'accounts' | 'tickets';
const keys: Readonly<Record<Parent, string>> = {
  contacts: 'contactId',
  accounts: 'accountId',
  tickets: 'ticketId',
};

function related(ask: Ask, module: string, key: string, id: string): readonly Row[] {
  const rows = liveRows(ask.org, module);
  return rows.bucket(key, id).flatMap((rowId) => rows.get(rowId) ?? []);
}

function average(rows: readonly Row[], name: string): string {
  const values = rows
    .map((row) => Number(row.fields[name]))
    .filter((value) => Number.isFinite(value));
  return String(
    values.length === 0
      ? 0
      : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length),
  );
}

/** `GET /contacts|accounts/{id}/statistics`: every ticket count in one call. */
function statistics(ask: Ask, module: 'contacts' | 'accounts'): Answer {
  const parent = mustLive(ask.org, module, param(ask));
  const departmentId = ask.query.get('departmentId');
  const tickets = related(ask, 'tickets', keys[module], param(ask)).filter(
    (row) => departmentId === null || row.fields['departmentId'] === departmentId,
  );
  const proper = tickets.filter((row) => row.fields['isSpam'] !== true);
  const count = (test: (row: Row) => boolean): string => String(proper.filter(test).length);
  const channels: Record<string, string> = {};
  for (const row of proper) {
    const channel = String(row.fields['channel'] ?? 'Web');
    channels[channel] = String(Number(channels[channel] ?? 0) + 1);
  }
  const happiness = (parent.fields['customerHappiness'] ?? {}) as Readonly<Record<string, unknown>>;
  return ok({
    totalTickets: String(proper.length),
    openTickets: count((row) => row.fields['statusType'] === 'Open'),
    onholdTickets: count((row) => row.fields['statusType'] === 'On Hold'),
    closedTickets: count((row) => row.fields['statusType'] === 'Closed'),
    overdueTickets: count((row) => isOverdue(row.fields, ask.world.clock.now())),
    escalatedTickets: count(
      (row) => row.fields['isEscalated'] === true || row.fields['status'] === 'Escalated',
    ),
    spamTickets: String(tickets.length - proper.length),
    channelWiseCount: channels,
    customerHappiness: {
      goodCount: happiness['goodPercentage'] ?? '0',
      okCount: happiness['okPercentage'] ?? '0',
      badCount: happiness['badPercentage'] ?? '0',
    },
    firstResponseTime: average(proper, 'firstResponseTime'),
    responseTime: average(proper, 'responseTime'),
    resolutionTime: average(proper, 'resolutionTime'),
  });
}

/** Sum of the time entries of a contact, an account or a ticket. */
function timeSummation(ask: Ask, parent: Parent): Answer {
  mustLive(ask.org, parent, param(ask));
  const wanted = ['module', 'departmentId', 'billStatus'] as const;
  const entries = related(ask, 'timeEntries', keys[parent], param(ask)).filter((row) =>
    wanted.every(
      (name) => ask.query.get(name) === null || row.fields[name] === ask.query.get(name),
    ),
  );
  const sum = (name: string): number =>
    entries.reduce((total, row) => total + Number(row.fields[name] ?? 0), 0);
  const seconds = sum('seconds');
  return ok({
    totalHours: Math.floor(seconds / 3600),
    totalMins: Math.floor((seconds % 3600) / 60),
    totalSeconds: seconds % 60,
    totalCosts: sum('cost'),
  });
}

function contractStatus(row: Row, now: number): 'ACTIVE' | 'EXPIRED' | 'FUTURE' {
  const today = new Date(now).toISOString().slice(0, 10);
  if (String(row.fields['startDate']) > today) return 'FUTURE';
  return String(row.fields['endDate']) < today ? 'EXPIRED' : 'ACTIVE';
}

const contractNames = [
  'contractName',
  'contractNumber',
  'accountId',
  'departmentId',
  'startDate',
  'endDate',
  'productId',
  'ownerId',
];

/** Contracts of an account, counted from 1, at most 50 a page. */
function contracts(ask: Ask, accountId: string | null): Answer {
  const page = pageOf(ask.query, { defaultLimit: 10, maxLimit: 50, base: 1 });
  const status = ask.query.get('contractStatus');
  if (status !== null && !['ACTIVE', 'EXPIRED', 'FUTURE'].includes(status))
    throw invalidData(fieldError('contractStatus'));
  const departmentId = ask.query.get('departmentId');
  const rows = liveRows(ask.org, 'contracts');
  const all =
    accountId === null
      ? rows.sorted('id').flatMap((entry) => rows.get(entry.id) ?? [])
      : related(ask, 'contracts', 'accountId', accountId);
  const now = ask.world.clock.now();
  const kept = all.filter(
    (row) =>
      (status === null || contractStatus(row, now) === status) &&
      (departmentId === null || row.fields['departmentId'] === departmentId),
  );
  return list(
    slice(kept, page).map((row) =>
      Object.assign(picked(row, contractNames), {
        id: row.id,
        contractStatus: contractStatus(row, now),
        slaName: null,
        associatedSLAId: null,
      }),
    ),
  );
}

/** Tickets that a count is about: of a contact, an account or a department, as far as the agent sees them. */
function counted(ask: Ask): readonly Row[] {
  const rows = liveRows(ask.org, 'tickets');
  const contactId = ask.query.get('contactId');
  const accountId = ask.query.get('accountId');
  const all =
    contactId === null && accountId === null
      ? rows.sorted('id').flatMap((entry) => rows.get(entry.id) ?? [])
      : related(
          ask,
          'tickets',
          contactId === null ? 'accountId' : 'contactId',
          contactId ?? accountId ?? '',
        );
  const wanted = ['accountId', 'departmentId', 'assigneeId'] as const;
  return all.filter(
    (row) =>
      maySee(ask, row) &&
      wanted.every(
        (name) => ask.query.get(name) === null || row.fields[name] === ask.query.get(name),
      ),
  );
}

const statusTypes: Readonly<Record<string, string>> = {
  Open: 'OPEN',
  'On Hold': 'ONHOLD',
  Closed: 'CLOSED',
};

/** Counts by the values of exactly one field a call (contract 3.8). */
function byFieldValues(ask: Ask): Answer {
  const field = ask.query.get('field') ?? '';
  const fields = ['statusType', 'status', 'priority', 'channel', 'spam', 'overDue', 'escalated'];
  if (!fields.includes(field))
    throw invalidData(fieldError('field', field === '' ? 'missing' : 'invalid'));
  const tickets = counted(ask);
  if (tickets.length === 0) return nothing;
  const proper = tickets.filter((row) => row.fields['isSpam'] !== true);
  if (field === 'spam') return ok({ spam: String(tickets.length - proper.length) });
  if (field === 'overDue')
    return ok({
      overDue: String(proper.filter((row) => isOverdue(row.fields, ask.world.clock.now())).length),
    });
  if (field === 'escalated')
    return ok({
      escalated: String(proper.filter((row) => row.fields['status'] === 'Escalated').length),
    });
  const counts = new Map<string, number>(
    field === 'statusType' ? Object.values(statusTypes).map((value) => [value, 0]) : [],
  );
  for (const row of proper) {
    const raw = String(row.fields[field] ?? '');
    const value = field === 'statusType' ? (statusTypes[raw] ?? raw) : raw.toLowerCase();
    if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return ok({ [field]: [...counts].map(([value, count]) => ({ count: String(count), value })) });
}

const countScopes = ['Desk.tickets.READ', 'Desk.search.READ'];

/** Routes of contract 3.8 that count. */
export const statisticsRoutes: readonly Route[] = [
  ...(['contacts', 'accounts'] as const).map((module): Route => ({
    method: 'GET',
    path: `/${module}/:id{[0-9]+}/statistics`,
    scopes: ['Desk.contacts.READ'],
    needs: [module, 'view'],
    price: 1,
    query: module === 'accounts' ? ['departmentId'] : [],
    handle: (ask) => statistics(ask, module),
  })),
  ...(['contacts', 'accounts', 'tickets'] as const).map((module): Route => ({
    method: 'GET',
    path: `/${module}/:id{[0-9]+}/timeEntrySummation`,
    scopes: [module === 'tickets' ? 'Desk.tickets.READ' : 'Desk.contacts.READ'],
    needs: ['timeEntry', 'view'],
    price: 1,
    query: ['module', 'departmentId', 'billStatus'],
    handle: (ask) => timeSummation(ask, module),
  })),
  {
    method: 'GET',
    path: '/accounts/:id{[0-9]+}/contracts',
    scopes: ['Desk.settings.READ', 'Desk.contracts.READ'],
    needs: ['contracts', 'view'],
    price: 'range',
    query: ['from', 'limit', 'contractStatus', 'departmentId'],
    handle: (ask) => contracts(ask, mustLive(ask.org, 'accounts', param(ask)).id),
  },
  {
    method: 'GET',
    path: '/contracts',
    scopes: ['Desk.settings.READ', 'Desk.contracts.READ'],
    needs: ['contracts', 'view'],
    price: 'range',
    query: [
      'from',
      'limit',
      'accountId',
      'departmentIds',
      'contractName',
      'sortBy',
      'include',
      'fields',
      'ownerIds',
    ],
    handle: (ask) => contracts(ask, ask.query.get('accountId')),
  },
  {
    method: 'GET',
    path: '/ticketsCountByFieldValues',
    scopes: countScopes,
    needs: ['tickets', 'view'],
    price: 1,
    query: ['contactId', 'accountId', 'departmentId', 'assigneeId', 'field'],
    handle: byFieldValues,
  },
  {
    method: 'GET',
    path: '/ticketsCount',
    scopes: countScopes,
    needs: ['tickets', 'view'],
    price: 1,
    query: ['contactId', 'departmentId', 'assigneeId'],
    handle: (ask) => ok({ count: String(counted(ask).length) }),
  },
];
