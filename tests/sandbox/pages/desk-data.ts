/** The JSON behind the agent interface: what its own client script asks for, same-origin. */
import type { StoredRecord } from '../table';
import type { DeskAgent, DeskOrg, World } from '../world';
import { tableOf } from '../world';
import { addMessage, messagesOf } from './conversation';
import { json } from './policy';
import { textOf, ticketCounts, ticketsIn, ticketViews } from './ticket-views';

interface Asked {
  readonly world: World;
  readonly org: DeskOrg;
  readonly agent: DeskAgent | undefined;
  readonly url: URL;
}

export function agentName(world: World, agent: DeskAgent | undefined): string {
  const person = world.people.find((one) => one.zuid === agent?.zuid);
  return person === undefined ? '' : `${person.firstName} ${person.lastName}`.trim();
}

function find(org: DeskOrg, module: string, id: string): StoredRecord | null {
  const record = id === '' ? undefined : tableOf(org, module).get(id);
  return record?.state === 'live' ? record : null;
}

function recordName(record: StoredRecord): string {
  const person = `${textOf(record, 'firstName')} ${textOf(record, 'lastName')}`.trim();
  return textOf(record, 'accountName') || person || textOf(record, 'email') || record.id;
}

function accountBrief(org: DeskOrg, id: string) {
  const account = find(org, 'accounts', id);
  return (
    account && {
      id: account.id,
      accountName: recordName(account),
      website: textOf(account, 'website'),
    }
  );
}

function contactBrief(org: DeskOrg, id: string) {
  const contact = find(org, 'contacts', id);
  return (
    contact && {
      id: contact.id,
      name: recordName(contact),
      firstName: textOf(contact, 'firstName'),
      lastName: textOf(contact, 'lastName'),
      email: textOf(contact, 'email'),
      phone: textOf(contact, 'phone'),
      account: accountBrief(org, textOf(contact, 'accountId')),
    }
  );
}

function ticketBrief({ world, org }: Asked, ticket: StoredRecord) {
  const departmentId = textOf(ticket, 'departmentId');
  const assigneeId = textOf(ticket, 'assigneeId');
  const assignee = org.agents.find((agent) => agent.id === assigneeId);
  return {
    id: ticket.id,
    ticketNumber: textOf(ticket, 'ticketNumber'),
    subject: textOf(ticket, 'subject'),
    status: textOf(ticket, 'status'),
    priority: textOf(ticket, 'priority'),
    channel: textOf(ticket, 'channel'),
    email: textOf(ticket, 'email'),
    dueDate: textOf(ticket, 'dueDate'),
    createdTime: new Date(ticket.createdAt).toISOString(),
    department: org.departments.find((department) => department.id === departmentId)?.name ?? '',
    assignee: assignee === undefined ? null : { id: assignee.id, name: agentName(world, assignee) },
    contact: contactBrief(org, textOf(ticket, 'contactId')),
  };
}

function departmentIdOf({ org, url }: Asked): string {
  const slug = url.searchParams.get('department') ?? 'all';
  return org.departments.find((department) => department.slug === slug)?.id ?? '';
}

function ticketList(asked: Asked): Response {
  const { world, org, agent, url } = asked;
  const from = Math.max(0, Number(url.searchParams.get('from') ?? 0) || 0);
  const limit = Math.min(100, Math.max(1, Number(url.searchParams.get('limit') ?? 50) || 50));
  const view = url.searchParams.get('view') ?? '';
  const contactId = url.searchParams.get('contactId');
  const accountId = url.searchParams.get('accountId');
  const departmentId = departmentIdOf(asked);
  let tickets = ticketsIn(world, org, { view, departmentId, agentId: agent?.id ?? '' });
  if (contactId !== null)
    tickets = tickets.filter((ticket) => textOf(ticket, 'contactId') === contactId);
  if (accountId !== null)
    tickets = tickets.filter((ticket) => textOf(ticket, 'accountId') === accountId);
  const data = tickets.slice(from, from + limit).map((ticket) => ticketBrief(asked, ticket));
  return json({ data, count: tickets.length });
}

function viewList(asked: Asked): Response {
  const { world, org, agent } = asked;
  const counts = ticketCounts(world, org, departmentIdOf(asked), agent?.id ?? '');
  return json({
    views: ticketViews.map(({ slug, label }) => ({
      slug,
      label,
      count: counts.views.get(slug) ?? 0,
    })),
    departments: org.departments.map(({ id, name, slug }) => ({
      slug,
      name,
      count: counts.departments.get(id) ?? 0,
    })),
  });
}

/** Newest first, at most 100: a page to look at, no feed. */
function recordList({ org, url }: Asked, module: 'contacts' | 'accounts'): Response {
  const accountId = url.searchParams.get('accountId');
  const found: StoredRecord[] = [];
  for (const record of tableOf(org, module).live()) {
    if (accountId === null || textOf(record, 'accountId') === accountId) found.push(record);
  }
  const data = found
    .slice(-100)
    .toReversed()
    .map((record) => ({
      id: record.id,
      name: recordName(record),
      email: textOf(record, 'email'),
      phone: textOf(record, 'phone'),
      account: module === 'contacts' ? accountBrief(org, textOf(record, 'accountId')) : null,
    }));
  return json({ data, count: found.length });
}

/** Fields in the order in which they stand on the page; empty ones are left out. */
const shownFields = {
  contacts: [
    'email',
    'secondaryEmail',
    'phone',
    'mobile',
    'title',
    'street',
    'city',
    'state',
    'zip',
    'country',
  ],
  accounts: [
    'website',
    'email',
    'phone',
    'fax',
    'industry',
    'annualrevenue',
    'street',
    'city',
    'code',
    'country',
  ],
} as const;

function recordDetail({ org }: Asked, module: 'contacts' | 'accounts', id: string): Response {
  const record = find(org, module, id);
  if (record === null) return notFound();
  return json({
    id: record.id,
    name: recordName(record),
    createdTime: new Date(record.createdAt).toISOString(),
    description: textOf(record, 'description'),
    account: module === 'contacts' ? accountBrief(org, textOf(record, 'accountId')) : null,
    fields: shownFields[module]
      .map((name) => [name, textOf(record, name)])
      .filter(([, value]) => value !== ''),
  });
}

function ticketDetail(asked: Asked, id: string): Response {
  const ticket = find(asked.org, 'tickets', id);
  return ticket === null ? notFound() : json(ticketBrief(asked, ticket));
}

function conversation({ world, org }: Asked, id: string): Response {
  const ticket = find(org, 'tickets', id);
  if (ticket === null) return notFound();
  const said = messagesOf(world, id);
  const description = textOf(ticket, 'description');
  if (said.length > 0 || description === '') return json({ data: said });
  const contact = find(org, 'contacts', textOf(ticket, 'contactId'));
  const author = contact === null ? textOf(ticket, 'email') || 'Unknown' : recordName(contact);
  return json({ data: [{ author, by: 'contact', at: ticket.createdAt, text: description }] });
}

async function reply(
  { world, org, agent }: Asked,
  id: string,
  request: Request,
): Promise<Response> {
  const body: unknown = await request.json().catch(() => null);
  const text = typeof body === 'object' && body !== null && 'content' in body ? body.content : null;
  if (find(org, 'tickets', id) === null) return notFound();
  if (typeof text !== 'string' || text.trim() === '')
    return json({ errorCode: 'INVALID_DATA' }, 422);
  addMessage(world, id, {
    author: agentName(world, agent),
    by: 'agent',
    at: world.clock.now(),
    text: text.trim(),
  });
  return json({ ok: true });
}

function close({ world, org, agent }: Asked, id: string): Response {
  if (find(org, 'tickets', id) === null) return notFound();
  const at = world.clock.now();
  const time = new Date(at).toISOString();
  const fields = { status: 'Closed', statusType: 'Closed', closedTime: time, modifiedTime: time };
  tableOf(org, 'tickets').update(id, fields, at, { zuid: agent?.zuid ?? '', via: 'person' });
  return json({ ok: true });
}

function notFound(): Response {
  return json({ errorCode: 'URL_NOT_FOUND', message: 'The URL is not found.' }, 404);
}

/** `path` is what follows `/supportapi/zd/{portal}/api/v1/`. */
export async function deskData(asked: Asked, path: string, request: Request): Promise<Response> {
  const [module, id, action] = path.split('/');
  if (request.method === 'POST') {
    if (module !== 'tickets' || id === undefined) return notFound();
    if (action === 'sendReply') return reply(asked, id, request);
    return action === 'close' ? close(asked, id) : notFound();
  }
  if (module === 'views') return viewList(asked);
  if (module === 'tickets') {
    if (id === undefined) return ticketList(asked);
    return action === 'conversations' ? conversation(asked, id) : ticketDetail(asked, id);
  }
  if (module !== 'contacts' && module !== 'accounts') return notFound();
  return id === undefined ? recordList(asked, module) : recordDetail(asked, module, id);
}
