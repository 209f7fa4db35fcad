import * as fc from 'fast-check';
import type { DeletePreference, FieldPair } from '../../sync/types/settings';
import type { FieldValue, Side } from '../../sync/types';

/** Values a service or a person may come up with, the hostile ones too. */
export const anyValue: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom(
      ' ',
      '\t',
      '\n',
      '\r',
      '\u00a0',
      '\0',
      '\ud800',
      'e\u0301',
      'ß',
      'İ',
      ';',
      '-',
      '0',
      '.',
      '1',
    ),
  }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '-None-',
    'true',
    ' FALSE ',
    '1e999',
    '-0',
    '+1.50',
    '007',
    '2024-02-30',
    '2024-02-29',
    '2024-02-29T10:00:00+05:30',
    '2024-02-29T10:00:00.123Z',
    'HTTP://Ex.TEST/',
    'a@B.C',
    '12345678901234567890',
    '1.005',
    'x'.repeat(70_000),
  ),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string({ maxLength: 5 }), { maxLength: 4 }),
  fc.constant(null),
);

/** A few values that meet often. */
export const token: fc.Arbitrary<FieldValue> = fc.constantFrom(
  null,
  '',
  'alpha',
  'beta',
  'gamma',
  ' alpha ',
);

export const textField = (desk: string, crm: string): FieldPair => ({
  desk,
  crm,
  type: 'text',
  direction: 'both',
});

export const anySide = fc.constantFrom<Side>('desk', 'crm');
export const deletePreference: fc.Arbitrary<DeletePreference> = fc.record({
  crmDeleted: fc.constantFrom('always', 'ifNoAssociates', 'never'),
  deskDeleted: fc.constantFrom('always', 'never'),
});
