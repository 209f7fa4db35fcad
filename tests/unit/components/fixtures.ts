/** The help desk of "Halden Instruments" on Thursday 12 March 2026, as the mock-ups have it. */
import type {
  ActivityView,
  CustomerView,
  NoteView,
  PotentialView,
  ProfileView,
} from '../../../sync/protocol/profile';
import type { Kind, Place, Problem } from '../../../sync/types';
import type { SetupView, SignIn, StatusView } from '../../../sync/protocol';
import type { Run, Tally } from '../../../sync/types/runs';

// The same dates and numbers on every machine.
if (globalThis.navigator !== undefined)
  Object.defineProperty(globalThis.navigator, 'languages', {
    value: ['en-GB'],
    configurable: true,
  });

export const now = new Date(2026, 2, 12, 12, 0).getTime();
const minute = 60_000;
const at = (day: number, hour: number, minutes = 0, month = 2, year = 2026): number =>
  new Date(year, month, day, hour, minutes).getTime();

export const ticket: Place = { type: 'ticket', id: '48213' };
const url = 'https://crm.zoho.eu/crm/org1/tab/Potentials/1';

export function potential(
  id: string,
  name: string,
  stage: string,
  amount: readonly [number, string] | null,
  closesOn: string | null,
  status: PotentialView['status'] = 'open',
): PotentialView {
  const money = amount === null ? null : { amount: amount[0], currency: amount[1] };
  return { id, name, stage, status, amount: money, closesOn, owner: 'Marta Ruiz', url };
}

const won = potential('4', 'Renewal 25', 'Closed won', [12_000, 'EUR'], '2025-03-03', 'won');

const potentials: readonly PotentialView[] = [
  won,
  potential('1', 'Renewal 26', 'Negotiation', [12_400, 'EUR'], '2026-03-21'),
  potential('2', 'Lab floor 3 expansion', 'Proposal sent', [45_500, 'EUR'], '2026-04-30'),
  potential('3', 'Stockholm pilot, phase two', 'Qualification', [310_000, 'SEK'], '2026-02-28'),
  potential('7', 'Spare sensors', 'Qualification', [3_200, 'EUR'], '2026-06-12'),
  potential('5', 'Stockholm pilot', 'Closed won', [98_000, 'SEK'], '2024-11-19', 'won'),
  potential('6', 'On-site training', 'Closed lost', [4_000, 'EUR'], '2024-06-02', 'lost'),
];

const activities: readonly ActivityView[] = [
  activity('2', 'call', 'Check-in call', at(12, 14, 30)),
  activity('3', 'event', 'Renewal workshop', at(17, 10)),
  activity('1', 'task', 'Send quote for audit module', at(10, 0), true),
];

export function activity(
  id: string,
  type: ActivityView['type'],
  subject: string,
  due: number | null,
  wholeDay = false,
  done = false,
): ActivityView {
  return {
    id,
    type,
    subject,
    due: due === null ? null : { at: due, wholeDay },
    done,
    owner: null,
    url,
  };
}

const noteTexts = [
  'Wants the audit log before renewal. If it slips past April she has to tender again, so keep product in the loop.',
  'Moved from three plants to one tenant. SSO is with their identity team in Göteborg, not with Ada.',
  'Prefers calls before ten.',
  'Invoice address changed in January.',
  'Met at the Stockholm fair.',
  'First contact through the website.',
];

const notes: readonly NoteView[] = noteTexts.map((text, index) => ({
  id: String(index),
  title: null,
  text,
  author: index % 2 === 0 ? 'Marta Ruiz' : 'Tomasz Zieliński',
  at: index === 0 ? at(9, 9) : at(19 - index, 9, 0, 1),
}));

export const ada: CustomerView = {
  module: 'Contacts',
  id: '1',
  name: 'Ada Lindqvist',
  title: 'Head of IT',
  company: { name: 'Nordwind AB', url },
  owner: 'Marta Ruiz',
  url,
  type: { value: 'customer', because: won },
  open: [
    { amount: 61_100, currency: 'EUR' },
    { amount: 310_000, currency: 'SEK' },
  ],
  information: {
    state: 'shown',
    data: [
      { name: 'Email', label: 'E-mail', value: 'ada.lindqvist@nordwind.se', type: 'email' },
      { name: 'Phone', label: 'Phone', value: '+46 31 555 01 42', type: 'phone' },
      { name: 'Mobile', label: 'Mobile', value: '+46 70 555 08 16', type: 'phone' },
    ],
  },
  account: {
    state: 'shown',
    data: [
      { name: 'Industry', label: 'Industry', value: 'Industrial automation', type: 'text' },
      { name: 'Billing_City', label: 'City', value: 'Göteborg, Sweden', type: 'text' },
      { name: 'Website', label: 'Website', value: 'nordwind.se', type: 'url' },
    ],
  },
  potentials: { state: 'shown', data: potentials },
  activities: { state: 'shown', data: activities },
  notes: { state: 'shown', data: notes },
};

export function profile(
  result: ProfileView['result'],
  rest: Partial<ProfileView> = {},
): ProfileView {
  return {
    place: ticket,
    requester: { name: 'Ada Lindqvist', email: 'ada.lindqvist@nordwind.se', phone: null },
    result,
    updatedAt: result.state === 'loading' ? null : now - 2 * minute,
    refreshing: false,
    problem: null,
    offline: false,
    ...rest,
  };
}

export const problem = (
  kind: Problem['kind'],
  message: string,
  code = 'test.problem',
): Problem => ({
  code,
  kind,
  message,
});

const signedIn = (name: string, type: 'desk' | 'crm'): SignIn => ({
  user: { name: 'Ingrid Solheim', email: 'ingrid.solheim@halden.example' },
  administrator: true,
  dataCentre: 'eu',
  organisations: [
    {
      id: '1',
      name,
      type: 'production',
      edition: type === 'desk' ? 'Enterprise' : 'Ultimate',
      currency: type === 'crm' ? 'EUR' : null,
      administrator: true,
    },
  ],
  organisationId: '1',
});

export const deskSignIn = signedIn('Halden Instruments Support', 'desk');
export const crmSignIn = signedIn('Halden Instruments GmbH', 'crm');

export const setup: SetupView = {
  step: 'client',
  redirectAddress: 'https://ffbchcnijolohncnhlcicaglkdkokffk.chromiumapp.org/zoho',
  homepage: 'https://tandem-sync.org',
  clientId: null,
  dataCentre: 'eu',
  desk: null,
  crm: null,
  foreignCrmIds: null,
  products: 'open',
  signingIn: null,
  problem: null,
  access: { agent: null, request: null, approval: null, foreignFound: 0 },
};

const tally = (linked: number, createdInDesk = 0, createdInCrm = 0, failed = 0): Tally => ({
  linked,
  createdInDesk,
  createdInCrm,
  updatedInDesk: 0,
  updatedInCrm: 0,
  deletedInDesk: 0,
  deletedInCrm: 0,
  conflicts: 0,
  failed,
});

const firstRun: Run = {
  id: 'run',
  type: 'first',
  trigger: 'setup',
  startedAt: at(12, 11, 52),
  endedAt: null,
  phase: 'apply',
  kind: 'contact',
  progress: { done: 612, of: 1498 },
  configVersion: 1,
  tally: { account: tally(203, 38, 12), contact: tally(608, 540, 68, 4), product: tally(0) },
  credits: { desk: 1_020, crm: 64 },
  calls: 700,
  problem: null,
};

const module = (
  kind: Kind,
  linked: number,
  waiting: number,
  failed: number,
  lastChangeAt: number,
) => ({
  kind,
  syncType: kind === 'product' ? ('crmToDesk' as const) : ('twoWay' as const),
  linked,
  waiting,
  failed,
  lastChangeAt,
});

export const status: StatusView = {
  state: 'inSync',
  connection: {
    deskName: 'Halden Instruments Support',
    crmName: 'Halden Instruments GmbH',
    userName: 'Ingrid Solheim',
    dataCentre: 'eu',
    connectedAt: at(4, 9, 0, 1),
    lastSuccessAt: now - minute,
    scopes: [
      'Desk.contacts.ALL',
      'Desk.tickets.READ',
      'ZohoCRM.modules.ALL',
      'ZohoCRM.settings.READ',
    ],
  },
  run: { ...firstRun, type: 'incremental', endedAt: now - minute, phase: 'done', kind: null },
  remainingMs: null,
  modules: [
    module('account', 3_204, 0, 2, now - 26 * minute),
    module('contact', 18_412, 3, 24, now - 2 * minute),
    module('product', 486, 0, 1, at(11, 17, 5)),
  ],
  credits: [
    { side: 'crm', used: 6_180, left: null, reserve: 200 },
    { side: 'desk', used: 31_400, left: 18_600, reserve: 5_000 },
  ],
  nextRunAt: now + 40_000,
  pausedAt: null,
  lastChangeAt: now - 2 * minute,
  failures: 27,
  conflicts: 6,
  held: null,
  topFailures: [
    {
      problem: problem(
        'conflict',
        'CRM ID is already mapped with another Support Entity. Two Desk contacts point at one CRM contact: merge them in Desk, then try again.',
        'a',
      ),
      records: 19,
    },
    {
      problem: problem(
        'configuration',
        'Mandatory field missing. CRM asks for "Last Name" and Desk has none.',
        'b',
      ),
      records: 5,
    },
  ],
  problem: null,
};

export const firstStatus: StatusView = {
  ...status,
  state: 'firstSync',
  run: firstRun,
  remainingMs: 9 * minute,
  nextRunAt: null,
};
