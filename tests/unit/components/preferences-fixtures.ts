/** The preferences of "Halden Instruments". */
import type { PreferenceChoices, PreferencesView } from '../../../sync/protocol/administration';
import type { PreferencesEffectView } from '../../../sync/protocol/preferences-effect';

const never = { crmDeleted: 'never', deskDeleted: 'never' } as const;

export const preferences: PreferencesView = {
  version: 3,
  linked: { contact: 18_412, account: 3_204, product: 486 },
  ownRules: 2,
  deletesUnasked: 50,
  references: [
    { kind: 'contact', field: 'Desk Contact ID' },
    { kind: 'account', field: null },
  ],
  draft: {
    syncType: { contact: 'twoWay', account: 'twoWay', product: 'crmToDesk' },
    views: { contact: ['1', '2'], account: ['4'] },
    departments: ['6'],
    secondaryEmail: false,
    importFrom: new Date(2025, 1, 4).getTime(),
    policy: 'crm',
    deletions: {
      contact: { crmDeleted: 'ifNoAssociates', deskDeleted: 'never' },
      account: { crmDeleted: 'always', deskDeleted: 'never' },
      product: never,
    },
    credits: {
      desk: { capPerDay: 20_000, reservePerDay: 2_000 },
      crm: { capPerDay: null, reservePerDay: 200 },
    },
    pollEveryMs: null,
  },
};

export const preferenceChoices: PreferenceChoices = {
  contact: [
    { id: '1', name: 'Active customers' },
    { id: '2', name: 'Partners and resellers' },
    { id: '3', name: 'All contacts' },
    { id: '8', name: 'Newsletter' },
    { id: '9', name: 'Trade fair 2025' },
    { id: '10', name: 'Without an owner' },
  ],
  account: [
    { id: '4', name: 'Accounts with a contract' },
    { id: '5', name: 'All accounts' },
  ],
  departments: [
    { id: '6', name: 'Technical support' },
    { id: '7', name: 'Calibration' },
  ],
};

/** Records by list view. */
export const viewCounts: Readonly<Record<string, number>> = {
  1: 16_702,
  2: 2_350,
  3: 31_908,
  4: 3_204,
  5: 3_640,
  8: 912,
};

/** What matching by secondary e-mail too would do. */
export const preferencesEffect: PreferencesEffectView = {
  looked: 21_616,
  of: 21_616,
  written: { desk: 0, crm: 0 },
  asking: 0,
  created: { desk: 0, crm: 0 },
  addresses: {
    count: 11,
    rows: [
      { title: 'Ada Lindqvist', before: 'ada@old-nordwind.se', after: 'ada.lindqvist@nordwind.se' },
      { title: 'Zsófia Szőke-Nagy', before: null, after: 'zsofia@szoke-nagy.example' },
    ],
  },
  peopled: 2_961,
};
