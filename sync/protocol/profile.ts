/** What the sidebar shows of a customer. */
import type { CustomerType, Instant, Money, Place, Problem } from '../types';

export interface PotentialView {
  readonly id: string;
  readonly name: string;
  readonly stage: string;
  /** From the stage's forecast type, never its name. */
  readonly status: 'open' | 'won' | 'lost';
  readonly amount: Money | null;
  /** YYYY-MM-DD. */
  readonly closesOn: string | null;
  readonly owner: string | null;
  readonly url: string;
}

export interface NoteView {
  readonly id: string;
  readonly title: string | null;
  readonly text: string;
  readonly author: string | null;
  readonly at: Instant | null;
}

export interface ActivityView {
  readonly id: string;
  readonly type: 'call' | 'event' | 'task';
  readonly subject: string;
  /** Due date of a task (whole day), start of a call or event. */
  readonly due: { readonly at: Instant; readonly wholeDay: boolean } | null;
  readonly done: boolean;
  readonly owner: string | null;
  readonly url: string;
}

/** A label with a value, ready to show as text. */
export interface FactView {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** Decides whether the value may become a link (https, mailto, tel). */
  readonly type: 'text' | 'email' | 'phone' | 'url';
}

/** A part of the profile: its data, or why it is missing. */
export type Section<T> =
  /** `more`: of a list, there are more than were read; these are the newest. */
  | { readonly state: 'shown'; readonly data: T; readonly more?: boolean | undefined }
  | { readonly state: 'hidden' }
  | { readonly state: 'failed'; readonly problem: Problem };

export interface CustomerView {
  readonly module: 'Contacts' | 'Accounts' | 'Leads';
  readonly id: string;
  readonly name: string;
  readonly title: string | null;
  readonly company: { readonly name: string; readonly url: string | null } | null;
  readonly owner: string | null;
  readonly url: string;
  readonly type: {
    readonly value: CustomerType;
    /** The deal that decides it; null for contact and new, and where no deal may be shown. */
    readonly because: PotentialView | null;
    /**
     * What the value rests on: CRM's deals, Desk's own word (deals hidden or not readable), or no
     * more than the record being in CRM: then screens say "In CRM". Absent counts as `deals`.
     */
    readonly source?: 'deals' | 'desk' | 'presence' | undefined;
    /** Desk's own word beside what the deals say: what stands where they may not be shown. */
    readonly said?: CustomerType | undefined;
  };
  /** Sums of open potentials, one entry a currency, largest count first. */
  readonly open: readonly Money[];
  /** How many potentials there are, where the list holds fewer; `more`: at least so many. */
  readonly counted?:
    | { readonly open: number; readonly closed: number; readonly more: boolean }
    | undefined;
  readonly information: Section<readonly FactView[]>;
  readonly account: Section<readonly FactView[]>;
  readonly potentials: Section<readonly PotentialView[]>;
  readonly notes: Section<readonly NoteView[]>;
  readonly activities: Section<readonly ActivityView[]>;
}

/** Someone who may be the customer, with what tells them apart. */
export interface CandidateView {
  readonly module: 'Contacts' | 'Leads';
  readonly id: string;
  readonly name: string;
  /** Absent: accounts may not be shown. */
  readonly company?: string | null | undefined;
  readonly email: string | null;
  readonly modifiedAt: Instant | null;
  /** What their deals say; null where they could not be read, absent where they may not be shown. */
  readonly deals?:
    | {
        readonly value: CustomerType;
        readonly openDeals: number;
        /** Sums of the open deals by currency. */
        readonly open: readonly Money[];
      }
    | null
    | undefined;
}

/** What the sidebar shows for one place. */
export interface ProfileView {
  readonly place: Place;
  /** Who the page is about according to Desk; null until known. */
  readonly requester: {
    readonly name: string;
    readonly email: string | null;
    readonly phone: string | null;
  } | null;
  readonly result:
    | { readonly state: 'loading' }
    | {
        readonly state: 'found';
        readonly customer: CustomerView;
        /** Picked by a person out of several; they may pick again (`profile.forgetChoice`). */
        readonly chosen?: boolean | undefined;
        /** Found by the sync's link, which may be cut (`links.unlink`). */
        readonly linked?: boolean | undefined;
      }
    | { readonly state: 'several'; readonly candidates: readonly CandidateView[] }
    | {
        readonly state: 'none';
        readonly searched: readonly {
          readonly by: 'email' | 'phone' | 'name' | 'link';
          readonly value: string;
        }[];
        /** Where CRM's own interface begins, for whoever wants to look there. */
        readonly crmUrl?: string | undefined;
      }
    /** The agent has no CRM user of their own: what Desk holds, the sync's copies included. */
    | {
        readonly state: 'deskOnly';
        /** Desk's own word for the customer type; null where it has none. */
        readonly type: CustomerType | null;
        readonly company: string | null;
        readonly information: Section<readonly FactView[]>;
        readonly account: Section<readonly FactView[]>;
      }
    | { readonly state: 'noContact' }
    /** Nothing of this customer may be shown to this agent. */
    | { readonly state: 'hidden' }
    | { readonly state: 'notConnected' }
    | { readonly state: 'failed'; readonly problem: Problem };
  /** When the shown data was read from CRM; null while loading. */
  readonly updatedAt: Instant | null;
  /** A refresh is under way. */
  readonly refreshing: boolean;
  /** The last refresh failed and what is shown is older; null when fresh. */
  readonly problem: Problem | null;
  readonly offline: boolean;
}
