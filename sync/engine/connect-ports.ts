/** What connecting needs of the world: sign-in windows, tokens, and who and what they lead to. */
import type { Lack, Organisation, SetupPlace, SetupStep, SignIn } from '../protocol';
import type { PermissionsConfig } from '../protocol/permissions';
import type { AdditionKind, Instant, Problem, Side, DataCentre } from '../types';
import type { ContactMark, MarksSeen } from '../core/foreign-sync';
import type { AgentState, ApprovalState, RequestState } from './access-ports';
import type { KnownProfile } from './permissions';

/** The organisation's own API client as Zoho's console shows it. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
}

/** What lasts of one sign-in. A secret: lives in the vault only. */
export interface OAuthGrant {
  readonly refreshToken: string;
  readonly scopes: readonly string[];
  readonly dataCentre: DataCentre;
  /** `https://www.zohoapis.eu` and its like, checked against the list of data centres. */
  readonly apiDomain: string;
  readonly grantedAt: Instant;
  /** The client it was given to, where that is not the organisation's usual one. */
  readonly client?: OAuthClient | undefined;
}

export interface Connection {
  readonly dataCentre: DataCentre;
  readonly deskOrg: Organisation & { readonly portal: string };
  readonly crmOrg: Organisation & { readonly zgid: string; readonly timeZone: string };
  readonly user: { readonly name: string; readonly email: string };
  readonly scopes: readonly string[];
  readonly connectedAt: Instant;
  /** False: an agent without a CRM user; nothing is asked of CRM. Absent counts as true. */
  readonly crmUser?: boolean | undefined;
}

/** Set-up that was begun and not finished; survives the worker and the page. */
export interface SetupState {
  readonly step: SetupStep;
  readonly dataCentre: DataCentre;
  /** Chosen Desk portal; null while several are offered. */
  readonly deskOrgId: string | null;
  readonly problem: { readonly at: SetupPlace; readonly problem: Problem } | null;
  /** Stored before the sign-in window opens; one that no living worker waits for is stale. */
  readonly signingIn: { readonly side: Side; readonly startedAt: Instant } | null;
  /** What each sign-in showed, so that a reload asks nobody. */
  readonly signIns: { readonly desk: SignIn | null; readonly crm: SignIn | null };
  readonly foreignCrmIds: number | null;
  /** Set-up was gone through to its end: the sync may run. Absent in older rows. */
  readonly started?: boolean | undefined;
  /** The step for products was left, with products or without. */
  readonly productsSettled?: boolean | undefined;
  /** Set in an agent's installation, from the pasted text on. */
  readonly agent?: AgentState | undefined;
  /** A request for access to CRM that waits for its answer. */
  readonly request?: RequestState | undefined;
  /** Somebody else's request, until it is put away. */
  readonly approval?: ApprovalState | undefined;
  readonly foreign?: ForeignSeen | undefined;
  /** Deletion of the integration was begun; whoever finds it finishes it. */
  readonly deleting: boolean;
}

/** What the watch for Zoho's own sync knows. */
export interface ForeignSeen {
  readonly seen: MarksSeen;
  readonly lookedAt: Instant;
  /** How many contacts show it, until a person answers. */
  readonly found: number;
  /** The last look got no answer: the next run looks, however young the one before is. */
  readonly missed?: boolean | undefined;
}

/** Durable secrets and set-up state, in the extension origin's own database. */
export interface Vault {
  client(): Promise<OAuthClient | null>;
  saveClient(client: OAuthClient): Promise<void>;
  /** What agents sign in with; handed to each of them. */
  agentsClient(): Promise<OAuthClient | null>;
  saveAgentsClient(client: OAuthClient): Promise<void>;
  /** Of the non-browser type, for codes on the telephone. */
  deviceClient(): Promise<OAuthClient | null>;
  saveDeviceClient(client: OAuthClient): Promise<void>;
  grant(side: Side): Promise<OAuthGrant | null>;
  saveGrant(side: Side, grant: OAuthGrant | null): Promise<void>;
  connection(): Promise<Connection | null>;
  saveConnection(connection: Connection | null): Promise<void>;
  setup(): Promise<SetupState | null>;
  saveSetup(setup: SetupState): Promise<void>;
  /** Null until an administrator has set something. */
  permissions(): Promise<PermissionsConfig | null>;
  savePermissions(permissions: PermissionsConfig): Promise<void>;
  /** The signed-in person's Desk profile as last read. */
  knownProfile(): Promise<KnownProfile | null>;
  /** Stored only beside a connection: the answer may come after the integration was deleted. */
  saveKnownProfile(profile: KnownProfile): Promise<void>;
  clear(): Promise<void>;
}

/** The browser's sign-in window. */
export interface Identity {
  redirectAddress(): string;
  /** Resolves with the full redirect address. Rejects with `signIn.closed` when the person closed the window. */
  authorize(url: string): Promise<string>;
}

/** Which permissions are asked for: `owner` runs the sync and writes, `agent` looks. */
export type Use = 'owner' | 'agent';

/** Zoho Accounts (contract section 1). */
export interface OAuth {
  /** Rejects with `oauth.invalidClient` or `oauth.invalidSecret`; redirect addresses cannot be checked here. */
  checkClient(client: OAuthClient, dataCentre: DataCentre): Promise<void>;
  /** State and PKCE verifier are made inside and checked by `exchange`. */
  begin(request: {
    readonly client: OAuthClient;
    readonly dataCentre: DataCentre;
    readonly side: Side;
    readonly use: Use;
    readonly redirectAddress: string;
    /** What agents may add to CRM: the permission for it is asked for only then. */
    readonly adds?: readonly AdditionKind[] | undefined;
  }): Promise<{ readonly url: string; readonly state: string; readonly verifier: string }>;
  /** Reads the redirect (`code`, `location`, `accounts-server`, `error`) and exchanges the code. */
  exchange(request: {
    readonly client: OAuthClient;
    readonly side: Side;
    readonly use: Use;
    readonly redirectAddress: string;
    readonly redirected: string;
    readonly state: string;
    readonly verifier: string;
    readonly dataCentre: DataCentre;
    readonly adds?: readonly AdditionKind[] | undefined;
  }): Promise<OAuthGrant>;
  /** Best effort; Zoho's answer is ignored. */
  revoke(grant: OAuthGrant): Promise<void>;
}

/** Access tokens: cached in session memory, refreshed by one flight at a time. */
export interface Tokens {
  /** A living access token. Rejects with `oauth.reconnect` when the grant is gone. */
  access(side: Side): Promise<string>;
  /** The service refused this token: forget it, so that the next `access` refreshes. */
  refused(side: Side, token: string): Promise<void>;
  /** Whether Zoho has said, since the browser started, that the present grant is no longer good. */
  isLost?(side: Side): Promise<boolean>;
  forget(): Promise<void>;
}

/**
 * A directory that speaks with a grant which is not in the vault, so that a sign-in to the wrong
 * company is found out before anything else can use it. `deskOrgId` goes into the `orgId` header;
 * it is null for `deskOrganisations`, which needs none, and for CRM.
 */
export type Trial = (side: Side, grant: OAuthGrant, deskOrgId: string | null) => Directory;

/** Who the tokens speak for. In Desk: in the connected portal, else in the one that set-up chose. */
export interface Directory {
  deskMe(): Promise<{
    readonly name: string;
    readonly email: string;
    readonly administrator: boolean;
    readonly profileId: string;
    readonly profileName: string;
  }>;
  /** Needs no organisation id. */
  deskOrganisations(): Promise<readonly (Organisation & { readonly portal: string })[]>;
  crmMe(): Promise<{
    readonly name: string;
    readonly email: string;
    readonly administrator: boolean;
  }>;
  crmOrganisation(): Promise<Organisation & { readonly zgid: string; readonly timeZone: string }>;
  /** Contacts among the newest ones that carry a CRM id (contract 3.3 `zohoCRMContact`). */
  foreignCrmIds(): Promise<number>;
  /** The newest contacts with the CRM ids they carry. */
  contactMarks(): Promise<readonly ContactMark[]>;
  /** What this side's edition does not have; empty where nothing is known. Never rejects. */
  lacks(side: Side): Promise<readonly Lack[]>;
}
