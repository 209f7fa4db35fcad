import type { SetupPlace } from '../protocol';
import type { Problem } from '../types';
import { problemOf, SyncError } from '../core/problem';

/**
 * What only connecting can find wrong. Codes are stable. Screens alone tell of these, so their
 * sentences, with the way out, are in the languages of the screens and nowhere else (`said.*`).
 */
export const connectCodes = [
  'connect.clientIncomplete',
  'connect.noClient',
  'connect.busy',
  'connect.interrupted',
  'connect.deleted',
  'connect.incomplete',
  'connect.noPortal',
  'connect.otherPortal',
  'connect.otherCompany',
  'connect.companyChanged',
  'connect.dataCentreMix',
  'connect.notDeskAdministrator',
  'connect.notCrmAdministrator',
  'join.unreadable',
  'join.incomplete',
  'join.newer',
  'join.connected',
  'join.otherDataCentre',
  'join.otherPortal',
  'join.otherCompany',
  'join.withdrawn',
  'join.agent',
  'request.deskFirst',
  'request.none',
  'request.otherText',
  'request.otherRequest',
  'request.declined',
  'request.refused',
  'request.codeExpired',
  'request.noCodeClient',
  'request.expired',
  'request.late',
  'request.elsewhere',
  'request.notCrmAdministrator',
  'agents.sameClient',
] as const;

export type ConnectCode = (typeof connectCodes)[number];

/** The problem of a code; where no screen tells it, its code stands for it. */
export function connectProblem(code: ConnectCode): Problem {
  return { code, kind: 'configuration', message: code };
}

/** The error of a code. */
export function refused(code: ConnectCode): SyncError {
  return new SyncError(connectProblem(code));
}

/** By code or kind: what adapters word for the sync, which tries again by itself; in set-up a person has to. */
const wordedForSetUp: ReadonlySet<string> = new Set([
  'signIn.closed',
  'oauth.throttled',
  'zoho.unreachable',
  'zoho.creditsSpent',
  'defect.unforeseen',
  'transient',
]);

/** A problem as set-up tells it: screens have sentences of their own for these, with the step to take again. */
export function explain(thrown: unknown, at: SetupPlace): Problem {
  const problem = problemOf(thrown);
  const { code, kind } = problem;
  return wordedForSetUp.has(code) || wordedForSetUp.has(kind)
    ? { ...problem, setUpAt: at }
    : problem;
}
