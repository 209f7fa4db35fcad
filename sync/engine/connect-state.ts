import type { SetupStep, SetupView, SignIn } from '../protocol';
import type { PermissionsConfig } from '../protocol/permissions';
import type { Published } from '../protocol/publication';
import type { Side } from '../types';
import type {
  Connection,
  Identity,
  OAuth,
  SetupState,
  Tokens,
  Trial,
  Use,
  Vault,
} from './connect-ports';
import { connectProblem } from './connect-problems';
import type { Alarms, Clock, Log, Notifier, Random } from './ports';
import type { AccessTexts, DeviceGrants, SealBox } from './access-ports';

/** What connecting needs of the world. */
export interface ConnectPorts {
  readonly vault: Vault;
  readonly identity: Identity;
  readonly oauth: OAuth;
  readonly tokens: Tokens;
  readonly trial: Trial;
  readonly devices: DeviceGrants;
  readonly seal: SealBox;
  readonly texts: AccessTexts;
  readonly alarms: Alarms;
  readonly random: Pick<Random, 'id'>;
  readonly clock: Clock;
  readonly notifier: Notifier;
  readonly log: Log;
  /** The address to give as the client's home page in Zoho's console. */
  readonly homepage: string;
  /** The permissions that a sign-in asks for, to be shown. */
  scopesOf(side: Side, use: Use): readonly string[];
  /** What the administrator has published, as an agent's installation reads it. */
  readSettings(): Promise<Published>;
  /** Takes it over; what it withdraws is erased before this resolves. */
  applySettings(permissions: PermissionsConfig): Promise<void>;
  /** Reads the person's own Desk profile anew and applies it likewise. */
  refreshProfile(): Promise<void>;
  pauseSync(): Promise<void>;
  resumeSync(): Promise<void>;
  /** From now on nothing is synced; profiles are shown as before. */
  displayOnly(): Promise<void>;
  /** Stores what the connection starts with. Called again after a crash: must bear repetition. */
  onAuthorized(connection: Connection, displayOnly: boolean): Promise<void>;
  /** Lets the first sync begin, which has waited for somebody to look at it. Bears repetition. */
  releaseSync(): Promise<void>;
  /** Set-up has ended: the first run begins. */
  onStarted(): void;
  /** Both sign-ins of a connected installation are good again: what waited for them may go on. */
  onReconnected(): void;
  /** Empties stores and caches and clears alarms. Called again after a crash likewise. */
  onDeleted(): Promise<void>;
}

/** Whether the sync may run: set-up was gone through to its end, in this version or an older one. Never for an agent. */
export function isStarted(state: SetupState | null): boolean {
  if (state === null || state.deleting || state.agent !== undefined) return false;
  return state.started ?? state.step === 'done';
}

/** Where a connected installation is when nothing is to be mended. */
export function resting(state: SetupState): SetupStep {
  return isStarted(state) ? 'done' : 'preferences';
}

/** The furthest step that two sign-ins allow: companies are shown to administrators of both. */
export function furthest({ signIns: { desk, crm } }: SetupState): SetupStep {
  return desk?.administrator === true && crm?.administrator === true ? 'company' : 'connect';
}

/** Where the step for products stands. */
export function productsOf({ signIns, productsSettled }: SetupState): SetupView['products'] {
  const lacks = [...(signIns.desk?.lacks ?? []), ...(signIns.crm?.lacks ?? [])];
  if (lacks.includes('deskProducts') || lacks.includes('crmProducts')) return 'missing';
  return productsSettled === true ? 'settled' : 'open';
}

/** The state after a sign-in or a choice of portal; one without the rights it needs says so. */
export function afterSignIn(state: SetupState, side: Side, found: SignIn): SetupState {
  if (state.agent !== undefined) {
    const signIns = { ...state.signIns, [side]: found };
    return { ...state, signIns, step: 'agent', problem: null };
  }
  const code = side === 'desk' ? 'connect.notDeskAdministrator' : 'connect.notCrmAdministrator';
  const next: SetupState = {
    ...state,
    deskOrgId: side === 'desk' ? found.organisationId : state.deskOrgId,
    signIns: { ...state.signIns, [side]: found },
    problem: found.administrator ? null : { at: side, problem: connectProblem(code) },
  };
  return { ...next, step: furthest(next) };
}
