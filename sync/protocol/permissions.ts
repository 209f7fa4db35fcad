/** Who may see what beside a ticket: what the administrator sets, and what Zoho's own switches bound. */
import type { Answer } from '../protocol';
import type { AdditionKind } from '../types';
import type { HeadcountMessages } from './headcounts';

/** Parts of a customer's profile that restricted access grants one by one (PER-3). */
export interface Parts {
  /** Contact information, and the account's. */
  readonly information: boolean;
  readonly potentials: boolean;
  readonly notes: boolean;
  readonly calls: boolean;
  readonly events: boolean;
  readonly tasks: boolean;
}

/** What the agents of one Desk profile may see. */
export interface ProfilePermissions {
  /** Off: no trace of Tandem (PER-1). */
  readonly visible: boolean;
  /** Which of the two are shown at all (PER-2). */
  readonly contacts: boolean;
  readonly accounts: boolean;
  /** Null: full access. */
  readonly restricted: Parts | null;
  /** May add what the organisation lets agents add, as far as the part is shown. Absent: no. */
  readonly adds?: boolean | undefined;
}

/** By the id of the Desk profile. One that is not named here sees nothing. */
/** What makes a customer beyond Zoho's own rule, that any deal of a contact counts (HND-1). */
export interface TypeRules {
  /** Deals of the contact's account count like the contact's own. */
  readonly accountDeals: boolean;
  /** A win closed longer ago makes no customer any more; null: it always does. */
  readonly wonWithinMonths: number | null;
  /** Deals of less, in whichever currency they are, count for nothing; null: all count. */
  readonly minimumAmount: number | null;
}

export interface PermissionsConfig {
  readonly profiles: Readonly<Record<string, ProfilePermissions>>;
  /** What agents may add to CRM from the sidebar at all (VIEW-5). Absent: nothing. */
  readonly writing?: readonly AdditionKind[] | undefined;
  /** False: neither board nor badges for anybody. Absent counts as true. */
  readonly handshake?: boolean | undefined;
  /** Absent: Zoho's own rule. */
  readonly typeRules?: TypeRules | undefined;
}

/** A profile of the help desk with Zoho's own switches for CRM data; null where it has none. */
export interface DeskProfile {
  readonly id: string;
  readonly name: string;
  readonly switches: { readonly contacts: Parts; readonly accounts: Parts } | null;
}

export interface PermissionsView {
  /** Null until an administrator sets something: then every profile has full access. */
  readonly config: PermissionsConfig | null;
  readonly profiles: readonly DeskProfile[];
  /** The browser's policy sets permissions on this machine, whatever is published. */
  readonly managed?: boolean | undefined;
  /** What agents may add by the settings and Zoho was not asked for yet: it takes signing in anew. */
  readonly ungranted?: readonly AdditionKind[] | undefined;
}

/** From the options page. */
export interface PermissionsMessages extends HeadcountMessages {
  'permissions.get'(): Answer<PermissionsView>;
  'permissions.save'(data: { config: PermissionsConfig }): Answer<PermissionsView>;
}
