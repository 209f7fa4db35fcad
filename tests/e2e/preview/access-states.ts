/** States of joining, asking for access and answering. */
import type { AccessView, ApprovalView, RequestView } from '../../../sync/protocol/access';
import type { SetupView, StatusView } from '../../../sync/protocol';
import { deskSignIn, now, problem, setup, status } from '../../unit/components/fixtures';

interface AccessPreview {
  readonly setup: SetupView;
  readonly status: StatusView;
}

const minute = 60_000;
const long = (kind: string): string => `tandem-${kind}-1.${'eyJkYXRhQ2VudHJlIjoi'.repeat(30)}.`;
const nothing: AccessView = { agent: null, request: null, approval: null, foreignFound: 0 };

function at(view: Partial<SetupView>, access: Partial<AccessView>): AccessPreview {
  const shown: SetupView = { ...setup, ...view, access: { ...nothing, ...access } };
  return { setup: shown, status: { ...status, state: 'notConnected', connection: null } };
}

const request: RequestView = {
  email: 'luca.bianchi@halden.example',
  askedAt: now - 8 * minute,
  expiresAt: now + 6 * 24 * 60 * minute,
  sentAt: null,
  text: long('request'),
  checkCode: '3936 3594 9533',
  code: null,
  codeClient: false,
};
const code: NonNullable<RequestView['code']> = {
  userCode: 'K7QM-4XT9',
  address: 'https://accounts.zoho.eu/oauth/v3/device',
  expiresAt: now + 4 * minute,
  checkedAt: now - 8_000,
  nextCheckAt: now + 22_000,
  problem: null,
};
const waiting = (over: Partial<RequestView>): AccessPreview =>
  at({ step: 'connect', desk: deskSignIn }, { request: { ...request, ...over } });

const approval: ApprovalView = {
  asker: { name: 'Tomas Berg', email: 'tomas.berg@halden.example' },
  deskName: 'Halden Instruments Support',
  clientId: '1000.Q7HJ3LX0W2V9KDRT5M8NZB4YCPSE6A',
  scopes: ['ZohoCRM.modules.contacts.READ', 'ZohoCRM.modules.contacts.CREATE'],
  checkCode: '3936 3594 9533',
  expiresAt: now + 6 * 24 * 60 * minute,
  otherRedirect: null,
  answer: null,
};

const agent = {
  deskName: 'Halden Instruments Support',
  crmName: 'Halden Instruments GmbH',
  crmUser: true,
  settingsOf: now - 50 * minute,
  lookedAt: now - 3 * minute,
};

export const accessStates: Readonly<Record<string, AccessPreview>> = {
  received: at(
    {
      problem: {
        at: 'access',
        problem: problem('configuration', 'A part of the text is missing. Copy the whole of it.'),
      },
    },
    {},
  ),
  invitation: waiting({}),
  invitationsent: waiting({ sentAt: now - 5 * minute, code, codeClient: true }),
  invitationover: waiting({
    expiresAt: now - minute,
    codeClient: true,
    code: { ...code, problem: problem('configuration', 'The code has expired. Make a new one.') },
  }),
  approve: at({}, { approval }),
  approveredirect: at(
    {},
    { approval: { ...approval, otherRedirect: 'https://kfjbnpmdcblaeogi.chromiumapp.org/zoho' } },
  ),
  approved: at(
    {},
    {
      approval: {
        ...approval,
        answer: { text: long('approval'), companyName: 'Halden Instruments GmbH' },
      },
    },
  ),
  declined: at(
    {},
    { approval: { ...approval, answer: { text: long('approval'), companyName: null } } },
  ),
  join: at({ step: 'agent' }, { agent: { ...agent, settingsOf: null, lookedAt: null } }),
  agent: { ...at({ step: 'done' }, { agent }), status },
  agentnocrm: {
    ...at(
      { step: 'done' },
      { agent: { ...agent, crmUser: false, settingsOf: null, lookedAt: null } },
    ),
    status,
  },
  foreign: {
    ...at({ step: 'done' }, { foreignFound: 12 }),
    status: { ...status, state: 'paused', pausedAt: now - minute },
  },
};
