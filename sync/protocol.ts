/**
 * Every message between contexts, typed per direction. Screens send commands and ask queries;
 * the background notifies. Nothing here may carry a token or a client secret towards a page.
 */
import type { AccessView } from './protocol/access';
import type { Instant, Kind, Place, Problem, Side, DataCentre } from './types';
import type { PreviewHandle, PreviewRow, Run } from './types/runs';
import type { SyncType } from './types/settings';
import type { ProfileView } from './protocol/profile';

/** A command's or query's answer. Errors travel as data, never as thrown objects. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

// ---------------------------------------------------------------------------------------------
// Options page
// ---------------------------------------------------------------------------------------------

/** What signing in to one product showed. */
export interface SignIn {
  readonly user: { readonly name: string; readonly email: string };
  readonly administrator: boolean;
  readonly dataCentre: DataCentre;
  /** Organisations the person may choose from: Desk portals, or the one CRM company of the token. */
  readonly organisations: readonly Organisation[];
  /** The chosen one; null while several Desk portals wait for a choice. */
  readonly organisationId: string | null;
  /** What the chosen organisation's edition lacks; absent where it was not looked at. */
  readonly lacks?: readonly Lack[] | undefined;
}

/** Something that Tandem uses and that not every edition has (CON-5). */
export type Lack =
  | 'deskProducts'
  | 'deskBin'
  | 'crmProducts'
  | 'crmDeals'
  | 'crmViews'
  | 'crmVariables';

export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly type: 'production' | 'sandbox' | 'developer' | 'other';
  readonly edition: string | null;
  readonly currency: string | null;
  readonly administrator: boolean;
}

/** `done`: connected and begun, display only included; a connected installation may be back at an earlier one. */
export type SetupStep =
  | 'client'
  /** An agent's installation, until it is joined. */
  | 'agent'
  | 'connect'
  | 'company'
  | 'preferences'
  | 'mapping'
  | 'preview'
  /** After the first sync, for whoever wants products too. */
  | 'products'
  | 'done';

export interface SetupView {
  readonly step: SetupStep;
  /** To paste into Zoho's console; differs per browser. */
  readonly redirectAddress: string;
  readonly homepage: string;
  /** Null until saved. The secret never leaves the background. */
  readonly clientId: string | null;
  readonly dataCentre: DataCentre;
  readonly desk: SignIn | null;
  readonly crm: SignIn | null;
  /** Desk contacts seen with a CRM id that Tandem did not set (CON-6); null until looked at. */
  readonly foreignCrmIds: number | null;
  /** The step for products: `missing` where the editions have none, `settled` once it was left. */
  readonly products: 'missing' | 'open' | 'settled';
  /** Which sign-in window is open now. */
  readonly signingIn: Side | null;
  /** What the last attempt failed on, and at which step or side. */
  readonly problem: { readonly at: SetupPlace; readonly problem: Problem } | null;
  /** What texts of other people have made of this installation. */
  readonly access: AccessView;
}

/** What a problem of set-up belongs to. `access`: a pasted text, a request for access or an approval. */
export type SetupPlace = 'client' | Side | 'company' | 'access';

/** Overall state, one at a time, the most urgent first. */
export type SyncState =
  | 'notConnected'
  | 'reconnect'
  | 'paused'
  /** Another installation runs the sync of this organisation. */
  | 'elsewhere'
  | 'firstSync'
  | 'syncing'
  | 'trouble'
  | 'displayOnly'
  | 'inSync';

export interface ModuleStatus {
  readonly kind: Kind;
  readonly linked: number;
  /** Observed and not yet planned or written. */
  readonly waiting: number;
  readonly failed: number;
  /** Null until somebody has chosen. */
  readonly syncType: SyncType | null;
  readonly lastChangeAt: Instant | null;
}

export interface CreditStatus {
  readonly side: Side;
  /** Spent by Tandem in the current day of the service. */
  readonly used: number;
  /** Left as the service last said; null where it does not say (CRM, below half). */
  readonly left: number | null;
  /** Of what is left, kept for what agents open: the sync stops before it. */
  readonly reserve: number;
}

/** What a held plan would do. */
export interface HeldView {
  /** What the yes is bound to. */
  readonly hash: string;
  readonly heldAt: Instant;
  /** When a person said no to it; it stays held. Null before. */
  readonly dismissedAt: Instant | null;
  readonly counts: PreviewHandle['counts'];
  /** The first of its records. */
  readonly rows: readonly Pick<PreviewRow, 'pairKey' | 'kind' | 'action' | 'side' | 'title'>[];
}

/** How far a look at a plan is. `putAway`: the first sync still waits, and no plan is being made. */
export interface LookView {
  readonly state: 'making' | 'ready' | 'applying' | 'putAway';
  /** It is the first sync, which does not begin before an answer. */
  readonly isSetup: boolean;
}

export interface StatusView {
  readonly state: SyncState;
  readonly connection: {
    readonly deskName: string;
    readonly crmName: string;
    readonly userName: string;
    readonly dataCentre: DataCentre;
    readonly connectedAt: Instant;
    readonly lastSuccessAt: Instant | null;
    readonly scopes: readonly string[];
  } | null;
  /** The run in progress, else the last one. */
  readonly run: Run | null;
  /** Remaining time of the run in progress in ms, where it can be told. */
  readonly remainingMs: number | null;
  readonly modules: readonly ModuleStatus[];
  readonly credits: readonly CreditStatus[];
  readonly nextRunAt: Instant | null;
  readonly pausedAt: Instant | null;
  readonly lastChangeAt: Instant | null;
  /** Unsettled. */
  readonly failures: number;
  readonly conflicts: number;
  /** The largest failure reasons with their numbers. */
  readonly topFailures: readonly { readonly problem: Problem; readonly records: number }[];
  /** A plan that is held until a person says yes to exactly it (SYN-11). */
  readonly held: HeldView | null;
  /** A person looks before the sync writes (SYN-10); absent where nobody does. */
  readonly look?: LookView | null | undefined;
  /** Why the state is `trouble` or `reconnect`. */
  readonly problem: Problem | null;
  /**
   * `unavailable`: nothing keeps a second installation from syncing too; the page warns of it.
   * `elsewhere`: another installation runs the sync; this one takes over when that one is gone.
   */
  readonly lease?: 'held' | 'unavailable' | 'elsewhere' | undefined;
  /** What the other installation calls itself, where that is known. */
  readonly leaseHolder?: string | undefined;
}

// ---------------------------------------------------------------------------------------------
// Sidebar
// ---------------------------------------------------------------------------------------------

// ---------------------------------------------------------------------------------------------
// Messages
// ---------------------------------------------------------------------------------------------

/** From extension pages to the background. Sent by content scripts they are dropped. */
export interface PageMessages {
  'setup.get'(): Answer<SetupView>;
  /** Saves and checks the organisation's own client with a token call (CON-4). */
  'setup.saveClient'(data: {
    clientId: string;
    clientSecret: string;
    dataCentre: DataCentre;
  }): Answer<SetupView>;
  /** Opens Zoho's sign-in window and waits for its end. */
  'setup.signIn'(data: { side: Side }): Answer<SetupView>;
  'setup.chooseDesk'(data: { organisationId: string }): Answer<SetupView>;
  'setup.goTo'(data: { step: SetupStep }): Answer<SetupView>;
  /** Binds the two organisations. Nothing is synced before `setup.start`; display only ends set-up here. */
  'setup.authorize'(data: { displayOnly: boolean }): Answer<SetupView>;
  /** Ends set-up: from here on the sync runs by itself, the first run at once. */
  'setup.start'(): Answer<SetupView>;
  'status.get'(): Answer<StatusView>;
  'sync.now'(): Answer<null>;
  'sync.pause'(): Answer<null>;
  'sync.resume'(): Answer<null>;
  /** The yes to the held plan of this hash; the run then goes on. Refused (`held.changed`) for another plan. */
  'sync.confirm'(data: { hash: string }): Answer<null>;
  'integration.delete'(): Answer<null>;
  /** Cached data at once; a refresh goes on behind it and is notified. */
  'profile.get'(data: { place: Place; refresh: boolean }): Answer<ProfileView>;
  'profile.choose'(data: {
    place: Place;
    module: 'Contacts' | 'Leads';
    id: string;
  }): Answer<ProfileView>;
  /** Forgets the choice remembered for this place's address and asks again. */
  'profile.forgetChoice'(data: { place: Place }): Answer<ProfileView>;
  'options.open'(): Answer<null>;
}

export type Topic = 'status' | 'setup' | 'profile' | 'place' | 'board' | 'keys';

/** From the background to every open extension page. */
export interface Notices {
  /** `subject`: for `profile` the place as `{type}/{id}`; for `place` the frame's pass, or `panel`; for `board` the department. */
  'notice.changed'(data: { topic: Topic; subject: string | null }): void;
}
