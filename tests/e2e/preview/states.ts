/** Every designed state of the screens, by name. */
import { accessStates } from './access-states';
import type { CustomerView, ProfileView, Section } from '../../../sync/protocol/profile';
import type { SetupView, StatusView } from '../../../sync/protocol';
import {
  ada,
  activity,
  crmSignIn,
  deskSignIn,
  firstStatus,
  now,
  potential,
  problem,
  profile,
  setup,
  status,
} from '../../unit/components/fixtures';

const minute = 60_000;
const found = (
  customer: CustomerView,
  rest: Partial<ProfileView> = {},
  chosen = false,
): ProfileView => profile({ state: 'found', customer, chosen }, rest);

/** As of a list of which there is more than was read. */
const newest = <T>(part: Section<T>): Section<T> =>
  part.state === 'shown' ? { ...part, more: true } : part;

const long: CustomerView = {
  ...ada,
  name: 'Maximiliane Charlotte Hohenlohe-Waldenburg-Schillingsfürst von und zu Guttenberg-Trockenburg',
  title: 'Stellvertretende Leiterin der Abteilung für Informationssicherheit',
  company: {
    name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk GmbH & Co. KG',
    url: 'javascript:alert(1)',
  },
  owner: 'Krzysztof Brzęczyszczykiewicz',
  type: { value: 'potential', because: null },
  open: [
    { amount: 1_284_000_000, currency: 'JPY' },
    { amount: 96_500.5, currency: 'EUR' },
    { amount: 42_000, currency: 'CHF' },
    { amount: 1, currency: 'USD' },
  ],
  potentials: {
    state: 'shown',
    data: [
      potential(
        '1',
        '<img src=x onerror=alert(1)>',
        'Qualification',
        [42_000, 'CHF'],
        '2025-01-24',
      ),
      potential(
        '2',
        'Rahmenvertrag Elektrizitätshauptbetriebswerk, Los 4b, Nachtrag 17',
        'Awaiting signature of both managing directors',
        [1_284_000_000, 'JPY'],
        '2026-03-13',
      ),
      potential('3', 'AA', 'Proposal', [96_500.5, 'EUR'], '2026-03-21'),
      ...Array.from({ length: 209 }, (_, index) =>
        potential(`n${index}`, `Deal ${index}`, 'Qualification', null, null),
      ),
    ],
  },
  activities: { state: 'shown', data: [] },
  notes: { state: 'shown', data: [] },
  information: {
    state: 'shown',
    data: [
      {
        name: 'Email',
        label: 'E-mail',
        value: 'maximiliane.charlotte.hohenlohe-waldenburg@donaudampfschifffahrt.example',
        type: 'email',
      },
      { name: 'Phone', label: 'Phone', value: '+49 9131 5550 1187 ext. 20044', type: 'phone' },
    ],
  },
};

const arabic: CustomerView = {
  ...ada,
  name: 'عبد الرحمن بن محمد بن عبد العزيز الشهراني القحطاني',
  title: 'المدير التنفيذي لتقنية المعلومات',
  company: { name: 'شركة الخليج المتحدة للأنظمة الطبية والمختبرات', url: 'https://crm.zoho.eu/1' },
  owner: 'Marta Ruiz de la Fuente y Echeverría',
  potentials: {
    state: 'shown',
    data: [
      potential(
        '1',
        'تجديد عقد الصيانة السنوي لجميع فروع المنطقة الشرقية والوسطى ٢٠٢٦',
        'تفاوض',
        [1_284_000, 'SAR'],
        '2026-03-21',
      ),
      potential(
        '2',
        'Dammam lab relocation and recalibration of 48 analysers',
        'أُرسل العرض',
        [96_500, 'USD'],
        '2026-04-30',
      ),
      potential('3', 'توسعة مختبر الرياض', 'تأهيل', [42_000, 'EUR'], '2026-02-28'),
    ],
  },
  activities: {
    state: 'shown',
    data: [
      activity(
        '1',
        'task',
        'إرسال عرض السعر المحدّث لوحدة التدقيق',
        now - 2 * 24 * 60 * minute,
        true,
      ),
      activity('2', 'call', 'مكالمة متابعة', now + 150 * minute),
    ],
  },
};

const chidinma = { name: 'Chidinma Okafor', email: 'chidinma@okafor-logistics.ng', phone: null };
const candidate = (
  id: string,
  name: string,
  company: string | null,
  modifiedAt: number,
  module: 'Contacts' | 'Leads' = 'Contacts',
) => ({ id, name, company, modifiedAt, module, email: chidinma.email });

export const sidebarStates: Readonly<Record<string, ProfileView | null>> = {
  rich: found(ada),
  chosen: found(ada, {}, true),
  blank: null,
  loading: profile({ state: 'loading' }),
  hidden: profile({ state: 'hidden' }),
  nomatch: profile(
    {
      state: 'none',
      searched: [
        { by: 'email', value: 'k.tanabe@tanabe-seiki.co.jp' },
        { by: 'phone', value: '+81 3 5550 1187' },
      ],
      crmUrl: 'https://crm.zoho.jp/crm/org1/',
    },
    {
      requester: { name: 'Keiko Tanabe', email: 'k.tanabe@tanabe-seiki.co.jp', phone: null },
      updatedAt: now,
    },
  ),
  several: profile(
    {
      state: 'several',
      candidates: [
        {
          ...candidate('1', 'Chidinma Okafor', 'Okafor Logistics Ltd', now - 24 * 60 * minute),
          deals: {
            value: 'customer',
            openDeals: 2,
            open: [{ amount: 8_400_000, currency: 'NGN' }],
          },
        },
        {
          ...candidate('2', 'C. Okafor', 'Okafor Freight', new Date(2025, 10, 11).getTime()),
          deals: { value: 'contact', openDeals: 0, open: [] },
        },
        candidate('3', 'Okafor Logistics Accounts', null, new Date(2024, 5, 2).getTime(), 'Leads'),
      ],
    },
    { requester: chidinma, updatedAt: now },
  ),
  restricted: found({
    ...ada,
    potentials: { state: 'hidden' },
    type: { value: 'customer', because: null },
    open: [],
  }),
  sectionfailed: found({
    ...ada,
    notes: { state: 'failed', problem: problem('transient', 'CRM did not answer for the notes.') },
  }),
  offline: found(ada, {
    offline: true,
    updatedAt: now - 188 * minute,
    problem: problem('transient', 'No network.'),
  }),
  error: found(ada, {
    updatedAt: now - 19 * minute,
    problem: problem(
      'configuration',
      'CRM no longer accepts this sign-in. It ended at 11:40; an administrator signs in again in the settings.',
    ),
  }),
  newest: found({
    ...ada,
    notes: newest(ada.notes),
    activities: newest(ada.activities),
  }),
  failed: profile(
    {
      state: 'failed',
      problem: problem('transient', 'CRM did not answer within 30 s. Nothing was lost.'),
    },
    { updatedAt: null },
  ),
  nocontact: profile({ state: 'noContact' }, { requester: null }),
  notconnected: profile({ state: 'notConnected' }, { requester: null, updatedAt: null }),
  rail: found(ada),
  rtl: found(arabic),
  long: found(long),
};

interface OptionsPreview {
  readonly setup: SetupView;
  readonly status: StatusView;
}

const unconnected: StatusView = { ...status, state: 'notConnected', connection: null, run: null };
const at = (view: Partial<SetupView>, shown: StatusView = unconnected): OptionsPreview => ({
  setup: { ...setup, ...view },
  status: shown,
});
const done = (shown: Partial<StatusView>): OptionsPreview =>
  at({ step: 'done' }, { ...status, ...shown });

const clientId = '1000.Q7HJ3LX0W2V9KDRT5M8NZB4YCPSE6A';

export const optionsStates: Readonly<Record<string, OptionsPreview>> = {
  client: at({}),
  clientbad: at({
    clientId,
    problem: {
      at: 'client',
      problem: problem(
        'configuration',
        'Zoho does not know this client ID in the data centre zoho.eu. Check the ID, or choose the data centre the client was registered in.',
      ),
    },
  }),
  clientok: at({ clientId }),
  connect: at({ step: 'connect', clientId, desk: deskSignIn }),
  connectnew: at({ step: 'connect', clientId }),
  waiting: at({ step: 'connect', clientId, desk: deskSignIn, signingIn: 'crm' }),
  notadmin: at({ step: 'connect', clientId, desk: { ...deskSignIn, administrator: false } }),
  connectbad: at({
    step: 'connect',
    clientId,
    desk: deskSignIn,
    problem: {
      at: 'crm',
      problem: problem(
        'configuration',
        'Zoho does not know the redirect address. Paste the one shown in step 1 into the client at Zoho, then sign in again.',
      ),
    },
  }),
  connected: at({ step: 'connect', clientId, desk: deskSignIn, crm: crmSignIn }),
  company: at({ step: 'company', clientId, desk: deskSignIn, crm: crmSignIn }),
  companylacks: at({
    step: 'company',
    clientId,
    desk: { ...deskSignIn, lacks: ['deskBin'] },
    crm: { ...crmSignIn, lacks: ['crmProducts', 'crmVariables'] },
  }),
  foreign: at({
    step: 'company',
    clientId,
    crm: crmSignIn,
    foreignCrmIds: 2_310,
    desk: {
      ...deskSignIn,
      organisationId: '2',
      organisations: [
        {
          id: '2',
          name: 'Halden Instruments Support',
          type: 'production',
          edition: 'Enterprise',
          currency: null,
          administrator: true,
        },
        {
          id: '3',
          name: 'Halden Sandbox',
          type: 'sandbox',
          edition: 'Enterprise',
          currency: null,
          administrator: true,
        },
        {
          id: '4',
          name: 'Halden Japan K.K.',
          type: 'production',
          edition: 'Professional',
          currency: null,
          administrator: false,
        },
      ],
    },
  }),
  running: at({ step: 'done' }, firstStatus),
  firstpaused: at(
    { step: 'done' },
    { ...firstStatus, state: 'paused', pausedAt: now - 20 * minute, remainingMs: null },
  ),
  overview: done({}),
  quiet: done({ failures: 0, conflicts: 0, topFailures: [] }),
  paused: done({ state: 'paused', pausedAt: now - 20 * minute }),
  syncing: done({
    state: 'syncing',
    remainingMs: 9 * minute,
    run: { ...firstStatus.run!, type: 'incremental' },
  }),
  trouble: done({
    state: 'trouble',
    problem: problem(
      'transient',
      'Desk answered with errors for 10 min. Tandem tries again at 12:10.',
    ),
  }),
  reconnect: done({
    state: 'reconnect',
    problem: problem(
      'configuration',
      'CRM no longer accepts the sign-in. Sign in again; links and settings are kept.',
    ),
  }),
  displayonly: done({ state: 'displayOnly' }),
  ...accessStates,
};
