/** Every designed state of the sidebar, by name. */
import type { CustomerView, ProfileView, Section } from '../../../sync/protocol/profile';
import { ada, activity, now, potential, problem, profile } from '../../unit/components/fixtures';

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
