/** What a ticket's stored fields imply (contract 3.8). */
import { tableOf, type DeskOrg } from '../world';
import { settingOf } from './fields';

type Fields = Readonly<Record<string, unknown>>;

const statusTypes: Readonly<Record<string, string>> = {
  Open: 'Open',
  Escalated: 'Open',
  'On Hold': 'On Hold',
  Closed: 'Closed',
};

/** Counts of a ticket; strings in the API, kept as given. */
export const ticketCounts = [
  'threadCount',
  'commentCount',
  'taskCount',
  'attachmentCount',
  'timeEntryCount',
  'approvalCount',
  'tagCount',
  'followerCount',
] as const;

/** The fields a new ticket has beside those given. */
export function newTicket(org: DeskOrg, fields: Fields, at: number): Record<string, unknown> {
  const serial = settingOf(org, 'ticketSerial', () => ({ last: 100 }));
  serial.last += 1;
  const contact = tableOf(org, 'contacts').get(String(fields['contactId']));
  const status = fields['status'] ?? 'Open';
  return {
    ticketNumber: String(serial.last),
    channel: 'Web',
    accountId: contact?.fields['accountId'] ?? null,
    email: contact?.fields['email'] ?? null,
    phone: contact?.fields['phone'] ?? null,
    ...fields,
    status,
    ...ticketState(String(status), fields, at),
  };
}

/** Status type and the times that go with it. */
export function ticketState(status: string, fields: Fields, at: number): Record<string, unknown> {
  const statusType = statusTypes[status] ?? 'Open';
  const iso = new Date(at).toISOString();
  return {
    statusType,
    closedTime: statusType === 'Closed' ? (fields['closedTime'] ?? iso) : null,
    onholdTime: statusType === 'On Hold' ? (fields['onholdTime'] ?? iso) : null,
  };
}

/** Past its due date and not closed. */
export function isOverdue(fields: Fields, now: number): boolean {
  const due = fields['dueDate'];
  return typeof due === 'string' && fields['statusType'] !== 'Closed' && Date.parse(due) < now;
}
