/** The customer type of every ticket by HND-1, worked out over what the sandbox holds. */
import type { TestBrowser } from './browser';

export interface RawRecord {
  readonly id: string;
  readonly _state: string;
  readonly [field: string]: unknown;
}

export async function liveRecords(
  browser: TestBrowser,
  side: 'desk' | 'crm',
  module: string,
): Promise<RawRecord[]> {
  const { records } = await browser.control<{ records: RawRecord[] }>(
    `/state?side=${side}&module=${module}`,
  );
  return records.filter(({ _state }) => _state === 'live');
}

export type TicketType = 'customer' | 'potential' | 'contact' | 'new';

export interface TypedTicket {
  readonly ticket: RawRecord;
  readonly type: TicketType;
  readonly requester: string;
  /** Open deals of its requester. */
  readonly deals: readonly RawRecord[];
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value.normalize('NFC').trim().toLowerCase() : '';
const digits = (value: unknown): string => text(value).replaceAll(/\D/g, '');
const idIn = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : '';

type Finder = (wanted: RawRecord, record: RawRecord) => boolean;

const byEmail: Finder = (wanted, record) => {
  const addresses = new Set(
    [text(wanted['email']), text(wanted['secondaryEmail'])].filter((one) => one !== ''),
  );
  return [record['Email'], record['Secondary_Email']].some((one) => addresses.has(text(one)));
};
const byPhone: Finder = (wanted, record) => {
  const numbers = new Set(
    [digits(wanted['phone']), digits(wanted['mobile'])].filter((one) => one.length >= 6),
  );
  return [record['Phone'], record['Mobile']].some((one) => numbers.has(digits(one)));
};
/** Whom the sync created on the other side without an address. */
const byName: Finder = (wanted, record) =>
  !wanted['email'] &&
  !record['Email'] &&
  text(wanted['lastName']) === text(record['Last_Name']) &&
  text(wanted['firstName']) === text(record['First_Name']);

/** Every living ticket by its number. The stages of the sandbox's pipeline bear Zoho's names. */
export async function typedTickets(browser: TestBrowser): Promise<Map<string, TypedTicket>> {
  const [tickets, contacts, people, leads, deals] = await Promise.all([
    liveRecords(browser, 'desk', 'tickets'),
    liveRecords(browser, 'desk', 'contacts'),
    liveRecords(browser, 'crm', 'Contacts'),
    liveRecords(browser, 'crm', 'Leads'),
    liveRecords(browser, 'crm', 'Deals'),
  ]);
  const contactsById = new Map(contacts.map((contact) => [contact.id, contact]));
  const typed = new Map<string, TypedTicket>();
  for (const ticket of tickets) {
    const contact = contactsById.get(String(ticket['contactId']));
    const wanted = contact ?? { ...ticket, id: `mail:${text(ticket['email'])}` };
    const found =
      [
        () => people.filter((one) => byEmail(wanted, one)),
        () => people.filter((one) => byName(wanted, one)),
        () => leads.filter((one) => byEmail(wanted, one)),
        () => people.filter((one) => byPhone(wanted, one)),
        () => leads.filter((one) => byPhone(wanted, one)),
      ]
        .map((find) => find())
        .find((some) => some.length > 0) ?? [];
    const theirs = deals.filter((deal) =>
      found.some(({ id }) => id === idIn(deal['Contact_Name'])),
    );
    const open = theirs.filter((deal) => !String(deal['Stage']).startsWith('Closed'));
    const won = theirs.some((deal) => deal['Stage'] === 'Closed Won');
    const type =
      found.length === 0 ? 'new' : won ? 'customer' : open.length > 0 ? 'potential' : 'contact';
    typed.set(String(ticket['ticketNumber']), { ticket, type, requester: wanted.id, deals: open });
  }
  return typed;
}
