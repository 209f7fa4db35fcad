/** What Zoho Accounts remembers: sessions, questions on a consent page, codes, refresh tokens. */
import { seededRandom, type World } from '../world';
import { zohoLimits, type AccountLimits } from './limits';

/** What a client asked for on the authorization address (contract 1.2), after it was checked. */
export interface AuthorizationRequest {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly offline: boolean;
  readonly promptConsent: boolean;
  /** Where the answer goes: back to the client, or to a device that polls. */
  readonly answer:
    | {
        readonly kind: 'redirect';
        readonly redirectUri: string;
        readonly state: string | null;
        readonly challenge: string | null;
        readonly challengeMethod: 'S256' | 'plain';
      }
    | { readonly kind: 'device'; readonly deviceCode: string };
}

/** An authorization request on somebody's screen. */
interface Question {
  readonly id: string;
  readonly zuid: string;
  readonly request: AuthorizationRequest;
  readonly expiresAt: number;
}

/** A yes: what a token may be made from. */
export interface Approval {
  readonly clientId: string;
  readonly zuid: string;
  readonly scopes: readonly string[];
  readonly crmOrgId: string | null;
  readonly withRefreshToken: boolean;
}

export interface Code {
  readonly approval: Approval;
  readonly redirectUri: string;
  readonly challenge: string | null;
  readonly challengeMethod: 'S256' | 'plain';
  readonly expiresAt: number;
}

export interface RefreshToken {
  readonly token: string;
  readonly approval: Approval;
  readonly createdAt: number;
  /** Requests of the running window. */
  windowStart: number;
  requests: number;
  /** Its access tokens, oldest first. */
  readonly accessTokens: string[];
}

interface Device {
  readonly userCode: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly offline: boolean;
  readonly promptConsent: boolean;
  readonly expiresAt: number;
  lastPoll: number;
  outcome: Approval | 'pending' | 'denied' | 'spent';
}

export interface AccountsState {
  readonly limits: AccountLimits;
  /** A new secret of 64 hexadecimal digits, from the seed. */
  secret(): string;
  /** A number in [0, n), from the seed. */
  pick(n: number): number;
  /** Cookie value → zuid. */
  readonly sessions: Map<string, string>;
  readonly questions: Map<string, Question>;
  readonly codes: Map<string, Code>;
  readonly refreshTokens: Map<string, RefreshToken>;
  /** `zuid clientId` → what that person has allowed that client. */
  readonly consents: Map<string, { scopes: Set<string>; crmOrgId: string | null }>;
  /** By device code. */
  readonly devices: Map<string, Device>;
  /** Client id → when it was given codes, and until when it gets none. */
  readonly codeTimes: Map<string, { times: number[]; blockedUntil: number }>;
  /** `zuid clientId` → when refresh tokens were made. */
  readonly refreshTimes: Map<string, number[]>;
}

/** The state of Zoho Accounts in a world; made when first asked for. */
export function accountsOf(world: World): AccountsState {
  const known = world.own.get('accounts');
  if (known !== undefined) return known as AccountsState;
  // A stream of its own: how often somebody signs in must not change the ids of records.
  const random = seededRandom(`${world.seed}/accounts`);
  const hex = () =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  const state: AccountsState = {
    limits: { ...zohoLimits },
    secret: () => Array.from({ length: 8 }, hex).join(''),
    pick: (n) => Math.floor(random() * n),
    sessions: new Map(),
    questions: new Map(),
    codes: new Map(),
    refreshTokens: new Map(),
    consents: new Map(),
    devices: new Map(),
    codeTimes: new Map(),
    refreshTimes: new Map(),
  };
  world.own.set('accounts', state);
  return state;
}

/** A token or code as Zoho writes them: `1000.<32 hex>.<32 hex>`. */
export function zohoToken(state: AccountsState): string {
  const secret = state.secret();
  return `1000.${secret.slice(0, 32)}.${secret.slice(32)}`;
}
