import { describe, expect, it } from 'vitest';
import { fieldRule, makeMapping, typeRule } from '../../../sync/core/field-rules';
import { premap } from '../../../sync/core/premap';
import { suggest } from '../../../sync/core/suggest';
import { meta } from '../field-meta';

describe('types', () => {
  it('go together as themselves, and into text one way', () => {
    expect(typeRule('date', 'date')?.directions).toContain('both');
    expect(typeRule('text', 'textarea')).toMatchObject({ type: 'textarea' });
    expect(typeRule('text', 'integer')?.directions).toEqual(['toDesk']);
    expect(typeRule('integer', 'textarea')?.directions).toEqual(['toCrm']);
    expect(typeRule('integer', 'decimal')?.directions).toEqual(['toCrm']);
  });

  it.each([
    ['integer', 'boolean'],
    ['text', 'lookup'],
    ['text', 'multiselect'],
    ['date', 'datetime'],
    ['unsupported', 'unsupported'],
  ] as const)('%s and %s do not', (one, two) => {
    expect(typeRule(one, two)).toBeNull();
    expect(typeRule(two, one)).toBeNull();
  });

  it('a lookup goes with one to the same record type only', () => {
    const account = meta('a', { type: 'lookup', lookup: 'account' });
    expect(fieldRule(account, account)).not.toBeNull();
    expect(fieldRule(account, { ...account, lookup: 'contact' })).toBeNull();
    expect(fieldRule({ ...account, lookup: null }, { ...account, lookup: null })).toBeNull();
  });

  it('what may not be written is only read', () => {
    expect(fieldRule(meta('a', { readOnly: true }), meta('b'))?.directions).toEqual(['toCrm']);
    expect(fieldRule(meta('a', { readOnly: true }), meta('b', { readOnly: true }))).toBeNull();
  });
});

describe('a mapping', () => {
  const metas = {
    desk: [
      meta('lastName', { mandatory: true }),
      meta('phone', { type: 'phone', maxLength: 50 }),
      meta('cf.age', { type: 'integer', custom: true }),
    ],
    crm: [
      meta('Last_Name', { mandatory: true }),
      meta('Phone', { type: 'phone', maxLength: 30 }),
      meta('Age', { type: 'text', maxLength: 9 }),
    ],
  };
  const name = { desk: 'lastName', crm: 'Last_Name', direction: 'both' } as const;
  const standard = premap('contact', metas.desk, metas.crm);
  const made = (...lines: Parameters<typeof makeMapping>[1]) =>
    makeMapping(standard, lines, metas, [], 'twoWay');

  it('carries lengths and what is mandatory', () => {
    const { pairs, faults } = made(name, { desk: 'cf.age', crm: 'Age', direction: 'toCrm' });
    expect(faults).toEqual([]);
    expect(pairs[0]?.mandatory).toEqual(['desk', 'crm']);
    expect(pairs[1]).toMatchObject({ type: 'text', maxLength: { desk: null, crm: 9 } });
  });

  it.each([
    ['mandatory', []],
    ['mandatory', [{ ...name, direction: 'toDesk' }]],
    ['twice', [name, { ...name, desk: 'phone' }]],
    ['unknown', [name, { desk: 'gone', crm: 'Phone', direction: 'both' }]],
    ['incompatible', [name, { desk: 'cf.age', crm: 'Phone', direction: 'both' }]],
    ['direction', [name, { desk: 'cf.age', crm: 'Age', direction: 'both' }]],
  ] as const)('is refused where something is %s', (fault, lines) => {
    expect(made(...lines).faults.map((each) => each.fault)).toContain(fault);
  });

  it('needs no mandatory field on a side that is not written to', () => {
    const { faults } = makeMapping(standard, [], metas, [], 'crmToDesk');
    expect(faults.map(({ side }) => side)).toEqual(['desk']);
    expect(makeMapping(standard, [], metas, [], 'displayOnly').faults).toEqual([]);
  });

  it('keeps the rule of a field that stays mapped', () => {
    const before = [{ ...name, type: 'text', policy: 'desk' } as const];
    const { pairs } = makeMapping(standard, [name], metas, before, 'twoWay');
    expect(pairs[0]?.policy).toBe('desk');
  });

  it('bears names that are not names', () => {
    const { faults } = made(name, { desk: '__proto__', crm: 'constructor', direction: 'both' });
    expect(faults.map(({ fault }) => fault)).toEqual(['unknown']);
  });
});

it('suggests equal names before like ones, and only what fits', () => {
  expect(
    suggest(
      [meta('cf.cf_tier', { label: 'Tier' }), meta('twitter'), meta('age', { type: 'date' })],
      [meta('Twitter_Handle'), meta('Tier'), meta('Age', { type: 'boolean' })],
    ),
  ).toEqual([
    { desk: 'cf.cf_tier', crm: 'Tier', because: 'sameName' },
    { desk: 'twitter', crm: 'Twitter_Handle', because: 'likeName' },
  ]);
});
