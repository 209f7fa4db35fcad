/** The customers whose stories the demonstration tells. */
import { day, type Draft, type Presence } from './draft';
import {
  type AccountData,
  type ContactData,
  crmAccount,
  crmContact,
  crmProduct,
  deskAccount,
  deskContact,
  deskProduct,
  type ProductData,
} from './fields';

type AccountStory = readonly [key: string, on: Presence, ageDays: number, data: AccountData];

const accounts: readonly AccountStory[] = [
  [
    'nordwind',
    'both',
    910,
    {
      name: 'Nordwind AB',
      website: 'https://nordwind.se',
      phone: '+46 31 555 01 00',
      industry: 'Manufacturing',
      revenue: 84_000_000,
      street: 'Lindholmspiren 9',
      zip: '41756',
      city: 'Göteborg',
      country: 'Sweden',
      description: 'Three plants in Västra Götaland, one tenant since February.',
    },
  ],
  [
    'fjordkraft',
    'both',
    700,
    {
      name: 'Fjordkraft AS',
      website: 'https://fjordkraft.example',
      phone: '+47 55 55 12 40',
      industry: 'Manufacturing',
      city: 'Bergen',
      country: 'Norway',
    },
  ],
  [
    'okafor',
    'both',
    640,
    {
      name: 'Okafor Logistics Ltd',
      website: 'https://okafor-logistics.ng',
      phone: '+234 1 555 7700',
      industry: 'Retail',
      street: '14 Wharf Road',
      city: 'Apapa',
      country: 'Nigeria',
    },
  ],
  [
    'gulf',
    'both',
    520,
    {
      name: 'شركة الخليج المتحدة',
      website: 'https://gulf-united.example',
      phone: '+966 11 555 0140',
      industry: 'Healthcare',
      city: 'الرياض',
      country: 'Saudi Arabia',
    },
  ],
  [
    'saguenay',
    'both',
    480,
    {
      name: 'Hydro-Saguenay',
      website: 'https://hydro-saguenay.example',
      phone: '+1 418 555 0166',
      industry: 'Technology',
      city: 'Saguenay',
      country: 'Canada',
    },
  ],
  [
    'atlantico',
    'both',
    450,
    {
      name: 'Atlântico Energia S.A.',
      website: 'https://atlantico-energia.example',
      industry: 'Manufacturing',
      city: 'Porto',
      country: 'Portugal',
    },
  ],
  [
    'songhong',
    'both',
    130,
    {
      name: 'Sông Hồng Pharma JSC',
      website: 'https://songhong-pharma.example',
      industry: 'Healthcare',
      city: 'Hà Nội',
      country: 'Vietnam',
    },
  ],
  [
    'dunamenti',
    'both',
    240,
    {
      name: 'Dunamenti Vegyi Zrt.',
      website: 'https://dunamenti.example',
      industry: 'Manufacturing',
      city: 'Százhalombatta',
      country: 'Hungary',
    },
  ],
  [
    'boreal',
    'both',
    210,
    {
      name: 'Laboratoires Boréal',
      website: 'https://labo-boreal.example',
      industry: 'Healthcare',
      city: 'Québec',
      country: 'Canada',
    },
  ],
  [
    'brightwater',
    'both',
    330,
    {
      name: 'Brightwater Ltd',
      website: 'https://brightwater.example',
      industry: 'Technology',
      city: 'Galway',
      country: 'Ireland',
    },
  ],
  [
    'wisla',
    'both',
    300,
    {
      name: 'Zakłady Chemiczne Wisła',
      website: 'https://zch-wisla.example',
      industry: 'Manufacturing',
      city: 'Płock',
      country: 'Poland',
    },
  ],
  [
    'donau',
    'both',
    860,
    {
      name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk GmbH & Co. KG',
      website: 'https://donaudampfschifffahrt.example',
      phone: '+49 9131 5550 1000',
      industry: 'Technology',
      city: 'Erlangen',
      country: 'Germany',
    },
  ],
  [
    'tanabe',
    'crm',
    400,
    {
      name: 'Tanabe Seiki K.K.',
      website: 'https://www.tanabe-seiki.co.jp',
      phone: '+81 3 5550 1100',
      industry: 'Manufacturing',
      city: 'Tokyo',
      country: 'Japan',
    },
  ],
  [
    'freight',
    'crm',
    560,
    { name: 'Okafor Freight', industry: 'Retail', city: 'Ikeja', country: 'Nigeria' },
  ],
  [
    'mehta',
    'desk',
    40,
    { name: 'Mehta Labs', website: 'https://mehta-labs.example', city: 'Pune', country: 'India' },
  ],
];

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

const products: readonly (readonly [Presence, number, ProductData])[] = [
  [
    'both',
    900,
    { name: 'Halden HX-200 analyser', code: 'HX-200', price: 12_800, category: 'Hardware' },
  ],
  ['both', 620, { name: 'Gateway G4', code: 'G4', price: 1_490, category: 'Hardware' }],
  ['both', 380, { name: 'Calibration licence', code: 'CAL-1Y', price: 640, category: 'Software' }],
  ['desk', 300, { name: 'Label station', code: 'LS-4', price: 890, category: 'Hardware' }],
  ['crm', 75, { name: 'Audit log module', code: 'AUD', price: 3_200, category: 'Software' }],
];

export function storyAccounts(now: number): Draft[] {
  return accounts.map(([key, on, age, data]) => ({
    key,
    on,
    at: now - age * day,
    desk: deskAccount(data),
    crm: crmAccount(data),
  }));
}

export function storyContacts(now: number): Draft[] {
  return contacts.map(([key, on, age, account, data]) => {
    const draft = { key, on, at: now - age * day, desk: deskContact(data), crm: crmContact(data) };
    return account === null ? draft : { ...draft, account };
  });
}

export function storyProducts(now: number): Draft[] {
  return products.map(([on, age, data]) => ({
    key: data.code,
    on,
    at: now - age * day,
    desk: deskProduct(data),
    crm: crmProduct(data),
  }));
}
