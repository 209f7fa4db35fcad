/** The companies whose stories the demonstration tells. */
import { day, type Draft, type Presence } from './draft';
import { type AccountData, crmAccount, deskAccount } from './fields';

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

export function storyAccounts(now: number): Draft[] {
  return accounts.map(([key, on, age, data]) => ({
    key,
    on,
    at: now - age * day,
    desk: deskAccount(data),
    crm: crmAccount(data),
    account: null,
  }));
}
