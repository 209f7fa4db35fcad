import { describe, expect, it } from 'vitest';
import { toSide } from '../../../sync/core/convert';
import { isNormalised } from '../../../sync/core/normalised';
import { canon, sameValue, storable } from '../../../sync/core/values';
import type { FieldPair } from '../../../sync/types/settings';
import type { FieldType, FieldValue } from '../../../sync/types';

const same: readonly [FieldType, FieldValue | undefined, FieldValue | undefined, boolean][] = [
  ['text', null, '', true],
  ['text', undefined, '  ', true],
  ['text', ' a b ', 'a b', true],
  ['text', 'a  b', 'a b', false],
  ['text', 'a', 'A', false],
  ['text', 'e\u0301', '\u00e9', true],
  ['text', 'a\0', 'a', true],
  ['text', '\ud800', '\ufffd', true],
  ['textarea', 'a\r\nb', 'a\nb', true],
  ['textarea', 'a  b', 'a b', false],
  ['email', 'Jane@X.test ', 'jane@x.test', true],
  ['email', 'j.ane@x.test', 'jane@x.test', false],
  ['phone', '+49 (30) 12-34', '+49301234', false],
  ['phone', ' +49 30', '+49 30', true],
  ['phone', '030', '30', false],
  ['url', 'HTTP://X.test/', 'http://x.test', true],
  ['url', 'http://x.test/A', 'http://x.test/a', false],
  ['integer', '007', 7, true],
  ['integer', '9007199254740993', '9007199254740992', false],
  ['decimal', '1.50', 1.5, true],
  ['decimal', '-0', 0, true],
  ['decimal', '1e3', '1000', true],
  ['decimal', '1e999', null, false],
  ['decimal', Number.NaN, null, true],
  ['boolean', 'TRUE', true, true],
  ['boolean', null, false, false],
  ['date', '2024-02-29', '2024-02-29T00:00:00Z', true],
  ['datetime', '2024-01-01T12:00:00+05:30', '2024-01-01T06:30:00.400Z', true],
  ['datetime', '2024-01-01T12:00:00+0530', '2024-01-01T06:30:00Z', true],
  ['datetime', '2024-01-01T12:00:00', '2024-01-01T12:00:00Z', false],
  ['picklist', '-None-', null, true],
  ['multiselect', 'b;a', ['a', 'b'], true],
  ['multiselect', [], null, true],
  ['lookup', '123', 123, true],
];

describe('canonical values', () => {
  it.each(same)('%s: %j and %j are the same: %s', (type, one, two, expected) => {
    expect(sameValue(type, one, two)).toBe(expected);
    expect(sameValue(type, two, one)).toBe(expected);
  });

  it('keep a day that does not exist as text', () => {
    expect(canon('date', '2023-02-30')).toBe('2023-02-30');
    expect(canon('date', '0000-00-00')).toBe('0000-00-00');
  });

  it('lose what no service can store, and only that', () => {
    expect(storable('a\0\ud800b😀')).toBe('a\ufffdb😀');
  });
});

const field = (type: FieldType, more: Partial<FieldPair> = {}): FieldPair => ({
  desk: 'd',
  crm: 'c',
  type,
  direction: 'both',
  ...more,
});
const never = (): null => null;

describe('conversion for writing', () => {
  it('keeps the raw spelling', () => {
    expect(toSide(field('email'), 'crm', ' Jane@X.test', never)).toEqual({
      type: 'value',
      value: 'Jane@X.test',
    });
    expect(toSide(field('phone'), 'crm', '+49 30', never)).toEqual({
      type: 'value',
      value: '+49 30',
    });
  });

  it('refuses what is too long and cuts nothing', () => {
    const limited = field('text', { maxLength: { desk: 3, crm: null } });
    expect(toSide(limited, 'desk', 'abcd', never)).toMatchObject({
      type: 'problem',
      problem: { code: 'field.tooLong' },
    });
    expect(toSide(limited, 'crm', 'x'.repeat(65_536), never)).toMatchObject({ type: 'value' });
  });

  it("names text in an integer field in Zoho's words", () => {
    const found = toSide(field('integer'), 'crm', 'three', never);
    expect(found.type === 'problem' && found.problem.message).toContain(
      'Text value is given for an Integer field',
    );
    expect(toSide(field('integer'), 'crm', '1.5', never).type).toBe('problem');
    expect(toSide(field('integer'), 'crm', '12345678901234567890', never)).toEqual({
      type: 'value',
      value: '12345678901234567890',
    });
  });

  it('maps pick-list values both ways, exact before loose', () => {
    const pick = field('picklist', {
      values: [
        ['Hot', 'A'],
        ['hot', 'B'],
      ],
    });
    expect(toSide(pick, 'crm', 'hot', never)).toEqual({ type: 'value', value: 'B' });
    expect(toSide(pick, 'crm', 'HOT', never)).toEqual({ type: 'value', value: 'A' });
    expect(toSide(pick, 'desk', 'B', never)).toEqual({ type: 'value', value: 'hot' });
    expect(toSide(pick, 'desk', 'other', never)).toEqual({ type: 'value', value: 'other' });
  });

  it('turns lookups into links and waits for those that do not exist yet', () => {
    const lookup = field('lookup', { lookup: 'account' });
    expect(toSide(lookup, 'crm', '7', (kind, side, id) => `${kind}-${side}-${id}`)).toEqual({
      type: 'value',
      value: 'account-desk-7',
    });
    expect(toSide(lookup, 'crm', '7', never)).toEqual({
      type: 'waits',
      kind: 'account',
      side: 'desk',
      id: '7',
    });
    expect(toSide(lookup, 'crm', '', never)).toEqual({ type: 'value', value: null });
  });

  it('gives Desk an address with a scheme', () => {
    expect(toSide(field('url'), 'desk', 'x.test', never)).toEqual({
      type: 'value',
      value: 'http://x.test',
    });
    expect(toSide(field('url'), 'crm', 'x.test', never)).toEqual({
      type: 'value',
      value: 'x.test',
    });
  });
});

describe('telling a rewriting from an edit', () => {
  it.each([
    ['text', 'Boss of all', 'BOSS OF ALL', true],
    ['text', 'token1', 'token2', false],
    ['text', 'ab', 'a', false],
    ['text', 'x'.repeat(300), 'x'.repeat(255), true],
    ['textarea', '<b>hi</b> you', 'hi you', true],
    ['decimal', 1.005, 1.01, true],
    ['decimal', 1.005, 1.1, false],
    ['integer', 3, 4, false],
    ['phone', '030 123456', '+4930123456', false],
    ['phone', '123456', '+49123456', true],
    ['boolean', null, false, true],
    ['boolean', true, false, false],
    ['lookup', '1', '2', false],
    ['multiselect', ['a', 'b'], ['B', 'A'], true],
  ] as const)('%s %j -> %j: %s', (type, sent, seen, expected) => {
    expect(isNormalised(type, sent, seen)).toBe(expected);
  });
});
