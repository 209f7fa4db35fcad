/** What Handshake mode needs of the two services: many records in few calls. */
import type { Instant, RecordId } from '../types';
import type { CrmDeal, DeskContactFacts } from './profile-ports';

export interface TicketRow {
  readonly id: RecordId;
  readonly number: string;
  readonly subject: string;
  readonly open: boolean;
  readonly priority: string | null;
  readonly dueAt: Instant | null;
  readonly contactId: RecordId | null;
  /** Address that the ticket came from; all that is known of a requester who is no contact. */
  readonly email: string | null;
  readonly requester: string | null;
  readonly company: string | null;
  /** The ticket's page as Desk gives it, with the id in it. */
  readonly url: string | null;
  /** The portal in that page's address; null where it names none. */
  readonly portal: string | null;
}

export interface TicketReader {
  departments(): Promise<readonly { readonly id: RecordId; readonly name: string }[]>;
  /** Tickets of the open status type; of every department for null. `complete` is false at the most the reader reads. */
  openTickets(
    departmentId: RecordId | null,
  ): Promise<{ readonly tickets: readonly TicketRow[]; readonly complete: boolean }>;
  /** A page of 100 tickets of any status, the newest first. */
  newestTickets(page: number): Promise<readonly TicketRow[]>;
  /** Null for an id that is no ticket this agent may see. */
  ticketRow(id: RecordId): Promise<TicketRow | null>;
  /** Contacts by id, without those that are gone; Zoho's own link and word among the facts. */
  contacts(ids: readonly RecordId[]): Promise<readonly DeskContactFacts[]>;
}

/** Somebody in CRM, with what was found of them. */
export interface CrmPerson {
  readonly module: 'Contacts' | 'Leads';
  readonly id: RecordId;
  /** Lower case. */
  readonly emails: readonly string[];
  /** Digits only. */
  readonly phones: readonly string[];
}

export interface PeopleReader {
  /** Those of the ids that exist. */
  existing(module: CrmPerson['module'], ids: readonly RecordId[]): Promise<readonly CrmPerson[]>;
  byEmail(module: CrmPerson['module'], addresses: readonly string[]): Promise<readonly CrmPerson[]>;
  /** By the numbers as written, which is all that a query can compare. */
  byPhone(module: CrmPerson['module'], numbers: readonly string[]): Promise<readonly CrmPerson[]>;
  deals(
    contactIds: readonly RecordId[],
  ): Promise<readonly (CrmDeal & { readonly contactId: RecordId })[]>;
  /** The account of each contact that has one. */
  accountsOf(contactIds: readonly RecordId[]): Promise<ReadonlyMap<RecordId, RecordId>>;
  dealsOfAccounts(
    accountIds: readonly RecordId[],
  ): Promise<readonly (CrmDeal & { readonly accountId: RecordId })[]>;
  stages(): Promise<ReadonlyMap<string, 'open' | 'won' | 'lost'>>;
}

/** Text by name that outlives the worker and dies with the browser. Losing it loses nothing. */
export interface SessionMemory {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}
