/** Tickets as Desk returns them (contract 3.8). */
import { tableOf, type DeskOrg, type World } from '../world';
import type { Row } from './replica';
import { accountOf, customValues, isoTime, picked } from './shape-parts';
import { isOverdue, ticketCounts } from './tickets-state';
import { webUrl } from './web-url';

type Shape = Record<string, unknown>;

const names = [
  'ticketNumber',
  'subject',
  'status',
  'statusType',
  'priority',
  'channel',
  'email',
  'phone',
  'language',
  'category',
  'subCategory',
  'contactId',
  'accountId',
  'productId',
  'departmentId',
  'assigneeId',
  'teamId',
  'dueDate',
  'responseDueDate',
  'closedTime',
  'onholdTime',
  'customerResponseTime',
  'lastThread',
  'sentiment',
];

function counts(row: Row, wanted: readonly string[]): Shape {
  return Object.fromEntries(wanted.map((name) => [name, String(row.fields[name] ?? 0)]));
}

/** A ticket in a list: without modifiedTime, description and `cf`. */
export function ticketItem(org: DeskOrg, row: Row): Shape {
  return {
    id: row.id,
    ...picked(row, names),
    ...counts(row, ['threadCount', 'commentCount']),
    createdTime: isoTime(row.createdAt),
    webUrl: webUrl(org, 'tickets', row.id),
    isSpam: row.fields['isSpam'] ?? false,
    isArchived: row.fields['isArchived'] ?? false,
    relationshipType: 'None',
    channelCode: null,
    source: null,
  };
}

/** A whole ticket; its counts are strings. */
export function fullTicket(world: World, org: DeskOrg, row: Row): Shape {
  return {
    ...ticketItem(org, row),
    ...picked(row, ['description', 'classification', 'resolution']),
    ...customValues(org, 'tickets', row),
    ...counts(row, ticketCounts),
    modifiedTime: isoTime(row.modifiedAt),
    secondaryContacts: row.fields['secondaryContacts'] ?? [],
    entitySkills: [],
    sharedDepartments: [],
    slaId: null,
    isOverDue: isOverdue(row.fields, world.clock.now()),
    isResponseOverdue: false,
    isEscalated: row.fields['isEscalated'] ?? row.fields['status'] === 'Escalated',
    channelRelatedInfo: null,
  };
}

/** `contact` of a ticket: without the CRM id (contract 3.8). */
export function ticketContact(org: DeskOrg, contactId: unknown): Shape | null {
  const contact =
    typeof contactId === 'string' ? tableOf(org, 'contacts').get(contactId) : undefined;
  if (contact === undefined) return null;
  return {
    id: contact.id,
    ...picked(contact, ['firstName', 'lastName', 'email', 'phone', 'mobile', 'type']),
    isSpam: contact.fields['isSpam'] ?? false,
    account: accountOf(org, contact.fields['accountId']),
  };
}

/** What a list or a get adds by `include` (contract 3.8). */
export function ticketIncludes(
  world: World,
  org: DeskOrg,
  row: Row,
  include: readonly string[],
): Shape {
  const result: Shape = {};
  if (include.includes('contacts')) result['contact'] = ticketContact(org, row.fields['contactId']);
  if (include.includes('products')) {
    const product = tableOf(org, 'products').get(String(row.fields['productId']));
    result['product'] =
      product === undefined ? null : { id: product.id, productName: product.fields['productName'] };
  }
  if (include.includes('assignee')) {
    const agent = org.agents.find((candidate) => candidate.id === row.fields['assigneeId']);
    const person = world.people.find((candidate) => candidate.zuid === agent?.zuid);
    result['assignee'] =
      agent === undefined || person === undefined
        ? null
        : {
            id: agent.id,
            firstName: person.firstName,
            lastName: person.lastName,
            email: person.email,
            photoURL: null,
          };
  }
  if (include.includes('departments') || include.includes('department')) {
    const department = org.departments.find(
      (candidate) => candidate.id === row.fields['departmentId'],
    );
    result['department'] =
      department === undefined ? null : { id: department.id, name: department.name };
  }
  if (include.includes('team')) result['team'] = null;
  if (include.includes('isRead')) result['isRead'] = row.fields['isRead'] ?? false;
  if (include.includes('contract')) result['contractId'] = null;
  if (include.includes('skills')) result['skillsInfo'] = [];
  return result;
}
