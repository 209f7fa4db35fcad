import type { SetupPlace } from '../protocol';
import type { Problem } from '../types';
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
  'join.unreadable':
    'This is no text of Tandem. Copy the whole message of the person who sent it, and paste it again.',
  'join.incomplete':
    'A part of the text is missing or was changed on the way. Copy the whole of it again.',
  'join.newer':
    'This text was made by a newer version of Tandem. Update the extension, then paste it again.',
  'join.connected':
    'This browser is connected already. Choose Delete integration first, or use another browser profile.',
  'join.otherDataCentre':
    "This person's account is in another data centre of Zoho than the help desk. Sign in with the account you use in Desk.",
  'join.otherPortal':
    'This person does not belong to the help desk that the text is for. Sign in with the account you use in Desk.',
  'join.otherCompany':
    "This sign-in belongs to another CRM company. Sign in again and choose the company of the text on Zoho's page.",
  'join.withdrawn':
    'The administrator has deleted the integration. What Tandem kept in this browser is removed.',
  'join.agent': 'This browser is set up for an agent. Leave first, or use another browser profile.',
  'request.deskFirst':
    'Sign in to Desk as an administrator first: the request says who asks, and for which help desk.',
  'request.none': 'There is no open request here any more. Reload the page.',
  'request.otherText':
    'This is not the reply to a request. It begins with tandem-approval; copy the whole of it.',
  'request.otherRequest':
    'This reply does not belong to the request that is open here. Ask for one to the newest invitation, and look that both of you see the same check number.',
  'request.declined':
    'The CRM administrator declined. Ask them why, or ask another CRM administrator.',
  'request.refused': 'Access was refused on the page of Zoho. Talk about it, then make a new code.',
  'request.codeExpired': 'The code has expired. Make a new one.',
  'request.noCodeClient':
    'Enter the client of the type Non-browser Applications first; codes are made for it.',
  'request.expired': 'This request has expired. Ask the person who sent it for a new one.',
  'request.late':
    'The invitation has expired, so a reply to it is not accepted any more. Make a new one.',
  'request.elsewhere':
    'This is the reply to a request. Paste it where the request was made, on the page that waits for it.',
  'request.notCrmAdministrator':
    "This person is not an administrator of the chosen CRM company, so nothing was approved. Sign in as one, or choose another company on Zoho's page.",
  'agents.sameClient':
    'That is the client of the sync itself. Register a second one for agents: every agent will know its secret.',
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
