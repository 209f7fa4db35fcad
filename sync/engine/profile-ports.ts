/** What the sidebar's profile needs of the two services, and where it is cached. */
import type { ActivityView, NoteView, ProfileView } from '../protocol/profile';
import type { FieldValue, Instant, Place, RecordId } from '../types';

export interface TicketFacts {
  readonly id: RecordId;
  readonly number: string;
  readonly subject: string;
  readonly contactId: RecordId | null;
  readonly accountId: RecordId | null;
  /** Its page in Desk, where Desk says so. */
  readonly url?: string | null | undefined;
}

export interface DeskContactFacts {
  readonly id: RecordId;
  readonly name: string;
  readonly email: string | null;
  readonly secondaryEmail: string | null;
  readonly phone: string | null;
  readonly mobile: string | null;
  readonly accountId: RecordId | null;
  /** Zoho's own link to CRM where there is one: a hint, not proof. */
  readonly crmId: RecordId | null;
  /** Zoho's own customer type as it stands there (`zohoCRMContact.type`): any word may come. */
  readonly crmType?: string | null | undefined;
}

export interface DeskAccountFacts {
  readonly id: RecordId;
  readonly name: string;
  readonly website: string | null;
  readonly phone: string | null;
  readonly crmId: RecordId | null;
}

/** Each resolves with null when the record does not exist or may not be seen. */
export interface DeskReader {
  ticket(id: RecordId): Promise<TicketFacts | null>;
  contact(id: RecordId): Promise<DeskContactFacts | null>;
  account(id: RecordId): Promise<DeskAccountFacts | null>;
}

export type CrmModule = 'Contacts' | 'Accounts' | 'Leads';

/** A lookup keeps its name, so that nothing need be read twice to show it. */
export type CrmValue = FieldValue | { readonly id: RecordId; readonly name: string };

export interface CrmRecord {
  readonly module: CrmModule;
  readonly id: RecordId;
  readonly modifiedAt: Instant | null;
  readonly fields: Readonly<Record<string, CrmValue>>;
}

export interface CrmDeal {
  readonly id: RecordId;
  readonly name: string;
  readonly stage: string;
  readonly amount: number | null;
  /** ISO code; the organisation's own where the record names none. */
  readonly currency: string;
  /** YYYY-MM-DD. */
  readonly closesOn: string | null;
  readonly owner: string | null;
}

/** Without its page's address, which is made of the id. */
export type CrmActivity = Omit<ActivityView, 'url'>;

/** The newest of a list. */
export interface Newest<T> {
  readonly rows: readonly T[];
  /** There are more than were read. */
  readonly more: boolean;
}

export interface CrmReader {
  record(module: CrmModule, id: RecordId): Promise<CrmRecord | null>;
  search(
    module: 'Contacts' | 'Leads',
    by: 'email' | 'phone',
    value: string,
  ): Promise<readonly CrmRecord[]>;
  /** Records that hold these words, as CRM's search finds them: the best first. */
  found(module: CrmModule, words: string): Promise<readonly CrmRecord[]>;
  /** Accounts of exactly this name. */
  accountsNamed(name: string): Promise<readonly CrmRecord[]>;
  /** `more`: there are more than could be read. */
  deals(
    module: CrmModule,
    id: RecordId,
  ): Promise<{ readonly deals: readonly CrmDeal[]; readonly more: boolean }>;
  notes(module: CrmModule, id: RecordId): Promise<Newest<NoteView>>;
  /** `types`: only these are wanted; reads that would bring others only are left out. All when absent. */
  activities(
    module: CrmModule,
    id: RecordId,
    types?: readonly CrmActivity['type'][],
  ): Promise<Newest<CrmActivity>>;
  /** Forecast type by stage name over every pipeline; cached by the adapter for an hour. */
  stages(): Promise<ReadonlyMap<string, 'open' | 'won' | 'lost'>>;
  /** Where CRM's own interface begins for the connected company. */
  home(): string;
  /** The record's page in CRM's own interface, from a template. */
  url(module: CrmModule | 'Deals' | 'Tasks' | 'Calls' | 'Events', id: RecordId): string;
}

/** Profiles as last shown, by place. A cache: losing it loses nothing. */
export interface ProfileCache {
  get(place: Place): Promise<ProfileView | null>;
  put(profile: ProfileView): Promise<void>;
  /** Which match a person chose among several, by the address that was searched. */
  choice(
    address: string,
  ): Promise<{ readonly module: 'Contacts' | 'Leads'; readonly id: RecordId } | null>;
  saveChoice(
    address: string,
    choice: { readonly module: 'Contacts' | 'Leads'; readonly id: RecordId },
  ): Promise<void>;
  forgetChoice(address: string): Promise<void>;
  /** Puts every profile through `change`, and drops those that become null. */
  rewrite(change: (profile: ProfileView) => ProfileView | null): Promise<void>;
  clear(): Promise<void>;
}
