/** What Handshake mode shows: the board, and the one word that a list's badge carries. */
import type { Answer } from '../protocol';
import type { CustomerType, Instant, Money, Problem, RecordId } from '../types';

/** All that a badge says; `inCrm` where no more may be known. The page can read it. */
export type TypeWord = CustomerType | 'inCrm';

/** What a list badge asks about. Everything comes from the page and is believed to be nothing more. */
export interface TypesAsked {
  /** The page's address: numbers count only in the portal that it names. */
  readonly address: string;
  /** Ticket ids out of ticket links. */
  readonly ids: readonly RecordId[];
  /** Long numbers found on a row: of a ticket, or of anything else. */
  readonly maybe: readonly RecordId[];
  /** Ticket numbers as the rows show them, without `#`. */
  readonly numbers: readonly string[];
}

export interface TypesTold {
  /** False: no badges for this agent, or nothing connected; ask again much later. */
  readonly on: boolean;
  /** Absent: not a ticket, or nothing is known. */
  readonly ids: Readonly<Record<RecordId, TypeWord>>;
  readonly numbers: Readonly<Record<string, TypeWord>>;
}

/** The potential that decides a requester's type. */
export interface DecidingDeal {
  readonly name: string;
  readonly stage: string;
  readonly status: 'open' | 'won' | 'lost';
  readonly amount: Money | null;
  /** YYYY-MM-DD. */
  readonly closesOn: string | null;
}

/** A requester's customer type, and what it rests on. */
export interface RequesterType {
  readonly value: CustomerType;
  /**
   * CRM's deals, Desk's own word, or no more than the record being in CRM: then screens say
   * "In CRM".
   */
  readonly source: 'deals' | 'desk' | 'presence';
  readonly module: 'Contacts' | 'Leads' | null;
  readonly because: DecidingDeal | null;
  /** Open potentials: how many, and their sums per currency. */
  readonly openDeals: number;
  readonly open: readonly Money[];
  readonly lostDeals: number;
  /** Records in CRM that this may be; above 1 the first type that applies counts. */
  readonly matches: number;
  /** Desk's own word where it differs from CRM's deals. */
  readonly deskSays: CustomerType | null;
}

export interface BoardCard {
  readonly ticketId: RecordId;
  readonly number: string;
  readonly subject: string;
  readonly priority: string | null;
  readonly dueAt: Instant | null;
  readonly requester: string | null;
  readonly company: string | null;
  /** The ticket's page as Desk gives it. */
  readonly url: string | null;
  /** Null: neither CRM nor Desk could tell. */
  readonly type: RequesterType | null;
}

/** Of one type; in the order of HND-1, cards by due time, priority and value. */
export interface BoardColumn {
  readonly type: CustomerType | null;
  readonly cards: readonly BoardCard[];
  /** Open potentials of its requesters, each counted once, one sum a currency. */
  readonly open: readonly Money[];
}

export interface BoardView {
  readonly state: 'loading' | 'shown' | 'failed' | 'hidden' | 'notConnected';
  readonly departments: readonly { readonly id: RecordId; readonly name: string }[];
  readonly departmentId: RecordId | null;
  readonly columns: readonly BoardColumn[];
  /** False: there are more open tickets than the board reads. */
  readonly complete: boolean;
  /** Why types come from Desk only; null where CRM answered. */
  readonly crmProblem: Problem | null;
  /** No potential may be shown to this agent. */
  readonly dealsHidden: boolean;
  /** Why the board could not be read, or not be read anew. */
  readonly problem: Problem | null;
  readonly updatedAt: Instant | null;
  readonly refreshing: boolean;
}

/** From the board's page, and from content scripts. */
export interface HandshakeMessages {
  /** The board as last read at once; a refresh goes on behind it and is notified. */
  'board.get'(data: {
    departmentId: RecordId | null;
    refresh: boolean;
    /** Of the tab, for a board that stands over a page of Desk. */
    pass?: string | undefined;
  }): Answer<BoardView>;
  /** From a content script: of each ticket in a list one word, and nothing else. */
  'host.types'(data: TypesAsked): Answer<TypesTold>;
}
