import type { Problem, Side } from '../types';
import { problemOf, SyncError } from '../core/problem';

/** What only connecting can find wrong, with the way out. Codes are stable. */
const table = {
  'connect.clientIncomplete':
    'Enter both the Client ID and the Client Secret, as the API console shows them.',
  'connect.noClient': 'Enter the Client ID and the Client Secret first.',
  'connect.busy': 'A sign-in window is already open. Finish or close it, then try again.',
  'connect.interrupted':
    'The browser ended Tandem while the sign-in window was open. Nothing was changed. Sign in again.',
  'connect.deleted':
    'The integration was deleted while the sign-in window was open. Connect again.',
  'connect.incomplete': 'Sign in to both products and choose the Desk portal first.',
  'connect.noPortal':
    'This person belongs to no Desk portal. Sign in as somebody who is an agent in Desk.',
  'connect.otherPortal':
    'This person does not belong to the connected Desk portal. Sign in as one who does. To connect another portal, choose Delete integration first.',
  'connect.otherCompany':
    "This sign-in belongs to another CRM company than the connected one. Sign in again and choose the connected company on Zoho's page. To connect another one, choose Delete integration first.",
  'connect.companyChanged':
    'The CRM company is not the one that was shown here. Sign in to CRM again and look at the company before you authorize.',
  'connect.dataCentreMix':
    "Desk and CRM are in different data centres of Zoho. Both must be in the same one: sign in with the account that belongs to the other product's data centre.",
  'connect.notDeskAdministrator':
    'Only a Desk administrator can set Tandem up, and this person is not one in this portal. Sign in as an administrator, or ask one to do it.',
  'connect.notCrmAdministrator':
    'This person is not an administrator in CRM. Sign in as a CRM administrator, or ask one to sign in here.',
} as const;

export type ConnectCode = keyof typeof table;

/** The problem of a code. */
export function connectProblem(code: ConnectCode): Problem {
  return { code, kind: 'configuration', message: table[code] };
}

/** The error of a code. */
export function refused(code: ConnectCode): SyncError {
  return new SyncError(connectProblem(code));
}

const productNames: Readonly<Record<Side, string>> = { desk: 'Desk', crm: 'CRM' };

/**
 * A problem as set-up tells it. Adapters word theirs for the sync, which tries again by itself;
 * here a person has to. Codes and kinds stay.
 */
export function explain(thrown: unknown, at: 'client' | Side | 'company'): Problem {
  const problem = problemOf(thrown);
  const again =
    at === 'client'
      ? 'save again'
      : at === 'company'
        ? 'choose Authorize again'
        : `sign in to ${productNames[at]} again`;
  const message = messages(again)[problem.code] ?? messages(again)[problem.kind];
  return message === undefined ? problem : { ...problem, message };
}

/** By code, else by kind; problems that are in neither keep their own words. */
function messages(again: string): Readonly<Record<string, string>> {
  return {
    'signIn.closed': `The sign-in window was closed before Zoho answered. If Zoho showed an error about the redirect address (redirect_uri) there, compare the address in the API console with the one shown here, character for character; then ${again}.`,
    'oauth.throttled': `Zoho limits how often one may sign in. Wait ten minutes, then ${again}.`,
    'zoho.unreachable': `Zoho could not be reached. Check the internet connection, then ${again}.`,
    'zoho.creditsSpent': `The organisation's API credits for today are used up. Wait until Zoho grants new ones, then ${again}.`,
    'defect.unforeseen': `Tandem met an error it did not expect. Nothing was changed; ${again}, and report this if it happens twice.`,
    transient: `Zoho did not answer as it should. Wait a minute, then ${again}.`,
  };
}
