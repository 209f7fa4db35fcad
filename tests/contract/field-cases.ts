import type { FieldPair } from '../../sync/types/settings';
import type { FieldType } from '../../sync/types';
import type { FieldSeed } from '../sandbox/desk/fields';

/** A type of custom field: what it is called on either side, and a value each way. */
export interface FieldCase {
  readonly type: FieldType;
  readonly desk: FieldSeed['type'];
  readonly crm: string;
  readonly options?: { readonly desk: readonly string[]; readonly crm: readonly string[] };
  readonly values?: FieldPair['values'];
  /** What Desk holds and what CRM makes of it, and the other way round. */
  readonly fromDesk: readonly [unknown, unknown];
  readonly fromCrm: readonly [unknown, unknown];
  /** What an emptied field is on either side. */
  readonly empty?: readonly [unknown, unknown];
}

/** One of every type that both services have, by its name. */
export const fieldCases: Readonly<Record<string, FieldCase>> = {
  text: { type: 'text', desk: 'Text', crm: 'text', fromDesk: ['a', 'a'], fromCrm: ['b', 'b'] },
  textarea: {
    type: 'textarea',
    desk: 'Textarea',
    crm: 'textarea',
    fromDesk: ['one\ntwo', 'one\ntwo'],
    fromCrm: ['three\nfour', 'three\nfour'],
  },
  integer: {
    type: 'integer',
    desk: 'Number',
    crm: 'integer',
    fromDesk: ['42', 42],
    fromCrm: [-7, '-7'],
  },
  decimal: {
    type: 'decimal',
    desk: 'Decimal',
    crm: 'double',
    fromDesk: ['1.25', 1.25],
    fromCrm: [0.5, '0.5'],
  },
  currency: {
    type: 'decimal',
    desk: 'Currency',
    crm: 'currency',
    fromDesk: ['1200.50', 1200.5],
    fromCrm: [99.99, '99.99'],
  },
  percent: {
    type: 'decimal',
    desk: 'Percent',
    crm: 'double',
    fromDesk: ['12.5', 12.5],
    fromCrm: [80, '80'],
  },
  boolean: {
    type: 'boolean',
    desk: 'Checkbox',
    crm: 'boolean',
    fromDesk: ['true', true],
    fromCrm: [true, 'true'],
    empty: [null, false],
  },
  date: {
    type: 'date',
    desk: 'Date',
    crm: 'date',
    fromDesk: ['2026-03-01', '2026-03-01'],
    fromCrm: ['2024-02-29', '2024-02-29'],
  },
  datetime: {
    type: 'datetime',
    desk: 'DateTime',
    crm: 'datetime',
    fromDesk: ['2026-03-01T10:00:00.000Z', '2026-03-01T10:00:00.000Z'],
    fromCrm: ['2026-04-01T12:00:00+02:00', '2026-04-01T10:00:00.000Z'],
  },
  picklist: {
    type: 'picklist',
    desk: 'Picklist',
    crm: 'picklist',
    options: { desk: ['Gold customer', 'Plain'], crm: ['Gold', 'Plain'] },
    values: [['Gold customer', 'Gold']],
    fromDesk: ['Gold customer', 'Gold'],
    fromCrm: ['Gold', 'Gold customer'],
  },
  multiselect: {
    type: 'multiselect',
    desk: 'Multiselect',
    crm: 'multiselectpicklist',
    options: { desk: ['Rouge', 'Blue', 'Green'], crm: ['Red', 'Blue', 'Green'] },
    values: [['Rouge', 'Red']],
    fromDesk: ['Rouge;Blue', ['Blue', 'Red']],
    fromCrm: [['Green', 'Red'], 'Green;Rouge'],
  },
  email: {
    type: 'email',
    desk: 'Email',
    crm: 'email',
    fromDesk: ['a@b.test', 'a@b.test'],
    fromCrm: ['c@d.test', 'c@d.test'],
  },
  phone: {
    type: 'phone',
    desk: 'Phone',
    crm: 'phone',
    fromDesk: ['+49 30 1', '+49 30 1'],
    fromCrm: ['555-0100', '555-0100'],
  },
  url: {
    type: 'url',
    desk: 'URL',
    crm: 'website',
    fromDesk: ['https://a.test/x', 'https://a.test/x'],
    fromCrm: ['b.test', 'http://b.test'],
  },
};
