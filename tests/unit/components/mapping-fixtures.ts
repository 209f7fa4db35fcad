/** Mappings as the administrator's pages are shown them. */
import type { MappingView, SampleView } from '../../../sync/protocol/administration';
import type { MappingCheckView } from '../../../sync/protocol/mapping-check';
import type { FieldMeta } from '../../../sync/types';
import { meta as plain } from '../field-meta';

const meta = (
  name: string,
  label: string,
  type: FieldMeta['type'] = 'text',
  rest: Partial<FieldMeta> = {},
): FieldMeta => plain(name, { label, type, ...rest });

const pick = (options: readonly string[]): Partial<FieldMeta> => ({ options });
const both = ['both', 'toDesk', 'toCrm'] as const;

export const mapping: MappingView = {
  metas: 'now',
  kind: 'contact',
  version: 3,
  syncType: 'twoWay',
  linked: 18_412,
  mapped: { contact: 18, account: 14, product: 9 },
  desk: [
    meta('lastName', 'Last name', 'text', { mandatory: true, maxLength: 200 }),
    meta('firstName', 'First name', 'text', { maxLength: 40 }),
    meta('email', 'E-mail', 'email'),
    meta('accountId', 'Account', 'lookup', { lookup: 'account' }),
    meta('phone', 'Phone', 'phone', { maxLength: 50 }),
    meta('cf.cf_language', 'Language', 'picklist', {
      custom: true,
      ...pick(['English', 'German', 'Swedish']),
    }),
    meta('title', 'Title', 'text', { maxLength: 100 }),
    meta('twitter', 'Twitter', 'text', { maxLength: 50 }),
    meta('cf.cf_lab_number', 'Lab number', 'text', { custom: true, maxLength: 20 }),
  ],
  crm: [
    meta('Last_Name', 'Last Name', 'text', { mandatory: true, maxLength: 80 }),
    meta('First_Name', 'First Name', 'text', { maxLength: 40 }),
    meta('Email', 'Email', 'email'),
    meta('Account_Name', 'Account Name', 'lookup', { lookup: 'account' }),
    meta('Phone', 'Phone', 'phone', { maxLength: 30 }),
    meta('Preferred_Language', 'Preferred Language', 'picklist', {
      custom: true,
      ...pick(['English', 'Deutsch', 'Svenska', 'Íslenska', 'Suomi']),
    }),
    meta('Title', 'Title', 'text', { maxLength: 100 }),
    meta('Twitter_Handle', 'Twitter Handle', 'text', { maxLength: 50 }),
    meta('Score', 'Score', 'integer', { custom: true }),
  ],
  lines: [
    { desk: 'lastName', crm: 'Last_Name', direction: 'both' },
    { desk: 'firstName', crm: 'First_Name', direction: 'both' },
    { desk: 'email', crm: 'Email', direction: 'both' },
    { desk: 'accountId', crm: 'Account_Name', direction: 'both' },
    { desk: 'phone', crm: 'Phone', direction: 'toDesk' },
    {
      desk: 'cf.cf_language',
      crm: 'Preferred_Language',
      direction: 'toDesk',
      values: [
        ['German', 'Deutsch'],
        ['Swedish', 'Svenska'],
      ],
    },
    { desk: 'title', crm: 'Title', direction: 'toCrm' },
  ],
  rules: [
    ...(['text', 'email', 'phone', 'picklist', 'lookup'] as const).map((type) => ({
      desk: type,
      crm: type,
      directions: both,
    })),
    { desk: 'text', crm: 'integer', directions: ['toDesk'] },
    { desk: 'text', crm: 'email', directions: ['toDesk'] },
  ],
  suggestions: [{ desk: 'twitter', crm: 'Twitter_Handle', because: 'likeName' }],
  samples: [
    { key: 'contact/desk/1', title: 'Ada Lindqvist' },
    { key: 'contact/desk/2', title: 'Zsófia Szőke-Nagy' },
  ],
};

const sampled = (desk: string, from: string | null, to = from): SampleView['rows'][number] => ({
  desk,
  target: 'desk',
  from,
  to,
  problem: null,
});

export const sample: SampleView = {
  title: 'Ada Lindqvist',
  rows: [
    sampled('lastName', 'Lindqvist'),
    sampled('firstName', 'Ada'),
    sampled('email', 'ada.lindqvist@nordwind.se'),
    {
      ...sampled('accountId', '99', null),
      problem: {
        code: 'mapping.notLinked',
        kind: 'conflict',
        message: 'The record it points at is not linked yet.',
      },
    },
    sampled('phone', '+46 31 555 01 42'),
    sampled('cf.cf_language', 'Svenska', 'Swedish'),
    sampled('title', 'Head of IT'),
  ],
};

/** What the lines of `mapping` do to the records of Halden Instruments. */
export const mappingCheck: MappingCheckView = {
  metas: 'now',
  lines: [
    {
      desk: 'cf.cf_language',
      target: 'desk',
      of: 18_412,
      failing: 0,
      empty: 0,
      examples: [],
      missing: [{ value: 'Suomi', records: 12 }],
    },
    {
      desk: 'phone',
      target: 'desk',
      of: 18_412,
      failing: 41,
      empty: 0,
      examples: ['+46 31 555 01 42, or ask for Ada at the desk'],
      missing: [],
    },
  ],
  stored: { of: 18_412, desk: 1206, crm: 0, failing: 41, asking: 0, rows: [] },
  read: {
    of: 98,
    desk: 61,
    crm: 4,
    failing: 2,
    asking: 1,
    rows: [
      {
        title: 'Ada Lindqvist',
        side: 'desk',
        field: 'twitter',
        before: null,
        after: '@adalindqvist',
      },
      {
        title: 'Zsófia Szőke-Nagy',
        side: 'crm',
        field: 'Twitter_Handle',
        before: '@zs',
        after: '@zsn',
      },
    ],
  },
};

/** As many custom fields a side as there may be, half of them mapped. */
export function manyFields(custom: number): MappingView {
  const numbers = Array.from({ length: custom }, (_, at) => at + 1);
  const type = (at: number): FieldMeta['type'] => (at % 5 === 0 ? 'picklist' : 'text');
  return {
    ...mapping,
    desk: [
      ...mapping.desk,
      ...numbers.map((at) =>
        meta(`cf.cf_field_${at}`, `Custom field ${at}`, type(at), {
          custom: true,
          ...(at % 5 === 0 && pick(['One', 'Two', 'Three'])),
        }),
      ),
    ],
    crm: [
      ...mapping.crm,
      ...numbers.map((at) =>
        meta(`Custom_${at}`, `CRM custom ${at}`, type(at), {
          custom: true,
          ...(at % 5 === 0 && pick(['One', 'Two', 'Three', 'Four'])),
        }),
      ),
    ],
    lines: [
      ...mapping.lines,
      ...numbers
        .filter((at) => at % 2 === 0)
        .map((at) => ({
          desk: `cf.cf_field_${at}`,
          crm: `Custom_${at}`,
          direction: 'both' as const,
        })),
    ],
  };
}
