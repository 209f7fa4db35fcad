/** The customers whose stories the demonstration tells, the most telling first. */
import { day, type Draft, type Presence } from './draft';
import { type ContactData, crmContact, deskContact } from './fields';

type ContactStory = readonly [
  key: string,
  on: Presence,
  ageDays: number,
  account: string | null,
  data: ContactData,
];

const chidinma = 'chidinma@okafor-logistics.ng';

const contacts: readonly ContactStory[] = [
  [
    'ada',
    'both',
    890,
    'nordwind',
    {
      first: 'Ada',
      last: 'Lindqvist',
      email: 'ada.lindqvist@nordwind.se',
      phone: '+46 31 555 01 42',
      mobile: '+46 70 555 08 16',
      title: 'Head of IT',
      city: 'Göteborg',
      country: 'Sweden',
    },
  ],
  [
    'keiko',
    'desk',
    1,
    null,
    {
      first: 'Keiko',
      last: 'Tanabe',
      email: 'k.tanabe@tanabe-seiki.co.jp',
      phone: '+81 3 5550 1187',
      country: 'Japan',
    },
  ],
  [
    'chidinma',
    'both',
    630,
    'okafor',
    {
      first: 'Chidinma',
      last: 'Okafor',
      email: chidinma,
      phone: '+234 1 555 7712',
      title: 'Operations director',
      city: 'Apapa',
      country: 'Nigeria',
    },
  ],
  [
    'chidinma2',
    'crm',
    550,
    'freight',
    { first: 'C.', last: 'Okafor', email: chidinma, title: 'Purchasing' },
  ],
  ['chidinma3', 'crm', 900, null, { first: 'Okafor Logistics', last: 'Accounts', email: chidinma }],
  [
    'abdulrahman',
    'both',
    500,
    'gulf',
    {
      first: 'عبد الرحمن',
      last: 'الشهراني',
      email: 'a.alshahrani@gulf-united.example',
      phone: '+966 11 555 0142',
      title: 'المدير التنفيذي لتقنية المعلومات',
      city: 'الرياض',
      country: 'Saudi Arabia',
    },
  ],
  [
    'maximiliane',
    'both',
    820,
    'donau',
    {
      first: 'Maximiliane Charlotte',
      last: 'Hohenlohe-Waldenburg-Schillingsfürst von und zu Guttenberg-Trockenburg',
      email: 'maximiliane.charlotte.hohenlohe-waldenburg@donaudampfschifffahrt.example',
      phone: '+49 9131 5550 1187',
      title: 'Stellvertretende Leiterin der Abteilung für Informationssicherheit',
      city: 'Erlangen',
      country: 'Germany',
    },
  ],
  [
    'soren',
    'both',
    690,
    'fjordkraft',
    {
      first: 'Søren',
      last: 'Ødegård',
      email: 'soren.odegard@fjordkraft.example',
      phone: '+47 55 55 12 44',
      title: 'Plant engineer',
    },
  ],
  [
    'siobhan',
    'both',
    320,
    'brightwater',
    {
      first: 'Siobhán',
      last: 'Ní Bhriain',
      email: 'siobhan@brightwater.example',
      phone: '+353 91 555 018',
      title: 'Office manager',
    },
  ],
  [
    'krzysztof',
    'both',
    290,
    'wisla',
    {
      first: 'Krzysztof',
      last: 'Brzęczyszczykiewicz',
      email: 'k.brzeczyszczykiewicz@zch-wisla.example',
      phone: '+48 24 555 01 10',
    },
  ],
  [
    'zsofia',
    'both',
    230,
    'dunamenti',
    {
      first: 'Zsófia',
      last: 'Szőke-Nagy',
      email: 'zsofia.szoke-nagy@dunamenti.example',
      phone: '+36 23 555 014',
    },
  ],
  [
    'joao',
    'both',
    440,
    'atlantico',
    {
      first: 'João',
      last: 'Figueiredo',
      email: 'joao.figueiredo@atlantico-energia.example',
      title: 'IT',
    },
  ],
  [
    'emilie',
    'both',
    470,
    'saguenay',
    {
      first: 'Émilie',
      last: 'Gagné-Tremblay',
      email: 'e.gagne-tremblay@hydro-saguenay.example',
      title: 'Quality',
    },
  ],
  [
    'hanh',
    'both',
    120,
    'songhong',
    { first: 'Hạnh', last: 'Ngô Thị', email: 'hanh.ngo@songhong-pharma.example' },
  ],
  [
    'marcantoine',
    'both',
    200,
    'boreal',
    { first: 'Marc-Antoine', last: 'Roy', email: 'ma.roy@labo-boreal.example' },
  ],
  [
    'leilani',
    'both',
    60,
    null,
    { first: 'Leilani', last: 'Kahananui', email: 'leilani.k@mail.example' },
  ],
  ['aarav', 'desk', 20, 'mehta', { first: 'आरव', last: 'मेहता', email: 'aarav@mehta-labs.example' }],
  [
    'mehmet',
    'desk',
    2,
    null,
    { first: 'Mehmet', last: 'Yılmaz', email: 'mehmet.yilmaz@anadolu-olcum.com.tr' },
  ],
  [
    'noreply',
    'desk',
    3,
    null,
    { first: '', last: 'no-reply@shop.example', email: 'no-reply@shop.example' },
  ],
  [
    'walkin',
    'desk',
    90,
    null,
    { first: 'Visitor', last: 'Trade fair Hannover', email: '', phone: '+49 511 555 0199' },
  ],
  [
    'nomail',
    'crm',
    260,
    null,
    { first: 'Giulia', last: 'Conti', email: '', phone: '+39 02 555 0177' },
  ],
];

export function storyContacts(now: number): Draft[] {
  return contacts.map(([key, on, age, account, data]) => ({
    key,
    on,
    at: now - age * day,
    desk: deskContact(data),
    crm: crmContact(data),
    account,
  }));
}
