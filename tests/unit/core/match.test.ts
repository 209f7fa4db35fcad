import { describe, expect, it } from 'vitest';
import { emailKey, matchKeysOf, matchPair, nameKey, reachKeys } from '../../../sync/core/match';
import { newPair } from '../../../sync/core/pair';
import { defaultConfig } from '../../../sync/core/standard-fields';
import type { Fields, Pair, Side } from '../../../sync/types';

const config = defaultConfig(0);
const two = { ...config, secondaryEmail: true };
const contact = (side: Side, id: string, fields: Fields, how = config): Pair =>
  newPair('contact', side, { id, createdAt: 1, modifiedAt: 1, fields }, how);

describe('keys', () => {
  it.each([
    [' Jane@X.Test ', 'jane@x.test'],
    ['j.a+b@x.test', 'j.a+b@x.test'],
    ['a@exämple.test', 'a@xn--exmple-cua.test'],
    ['a@EXÄMPLE.test', 'a@xn--exmple-cua.test'],
    ['e\u0301@x.test', '\u00e9@x.test'],
    ['\u0130@x.test', '\u0130@x.test'],
    ['nobody', null],
    ['@x.test', null],
    ['a@', null],
    ['', null],
  ])('e-mail %j is %j', (text, key) => {
    expect(emailKey(text)).toBe(key);
  });

  it.each([
    ['  Acme   Inc ', 'acme inc'],
    ['STRASSE', 'strasse'],
    ['straße', 'strasse'],
    ['Cafe\u0301', 'caf\u00e9'],
    ['\t\n', null],
  ])('name %j is %j', (text, key) => {
    expect(nameKey(text)).toBe(key);
  });

  it('say kind and side, and none for a record in the bin', () => {
    const observation = {
      id: '1',
      createdAt: 1,
      modifiedAt: 1,
      fields: { email: 'A@b.c' },
      presence: 'alive' as const,
    };
    expect(matchKeysOf('contact', 'desk', observation, config)).toEqual(['contact|desk|a@b.c']);
    expect(matchKeysOf('contact', 'desk', { ...observation, presence: 'trashed' }, config)).toEqual(
      [],
    );
    expect(matchKeysOf('contact', 'desk', null, config)).toEqual([]);
    expect(reachKeys(contact('desk', '1', { email: 'a@b.c' }))).toEqual([
      'contact|desk|a@b.c',
      'contact|crm|a@b.c',
    ]);
  });
});

describe('matching', () => {
  const desk = contact('desk', '1', { email: 'a@b.c' });
  const crm = contact('crm', '2', { Email: 'A@B.C' });

  it('is unique only when it is so both ways', () => {
    expect(matchPair(desk, [crm], config)).toMatchObject({
      type: 'unique',
      pair: { key: crm.key },
      by: 'first',
    });
    expect(matchPair(crm, [desk], config)).toMatchObject({
      type: 'unique',
      pair: { key: desk.key },
    });
    expect(matchPair(desk, [], config)).toEqual({ type: 'none' });
    const twin = contact('crm', '3', { Email: 'a@b.c' });
    expect(matchPair(desk, [crm, twin], config)).toEqual({ type: 'ambiguous', count: 2 });
    expect(matchPair(crm, [desk, twin], config)).toEqual({ type: 'ambiguous', count: 2 });
  });

  it('finds a counterpart with a partner taken', () => {
    const linked: Pair = {
      ...desk,
      crm: crm.crm,
      base: { desk: {}, crm: {} },
      linkedBy: 'match',
      matchKeys: [...desk.matchKeys, ...crm.matchKeys],
    };
    const late = contact('desk', '9', { email: 'a@b.c' });
    expect(matchPair(late, [linked], config)).toEqual({ type: 'taken' });
    expect(matchPair(late, [crm], config, new Set([crm.key]))).toEqual({ type: 'taken' });
  });

  it('never matches without an address', () => {
    const nameless = contact('desk', '1', { lastName: 'Doe' });
    expect(matchPair(nameless, [contact('crm', '2', { Last_Name: 'Doe' })], config)).toEqual({
      type: 'none',
    });
  });

  it('prefers the first address to the second, on either side', () => {
    const other = contact('crm', '2', { Email: 'a@b.c', Secondary_Email: 'b@b.c' }, two);
    const first = contact('desk', '1', { email: 'a@b.c' }, two);
    const second = contact('desk', '3', { email: 'b@b.c' }, two);
    expect(matchPair(first, [other, second], two)).toMatchObject({ type: 'unique', by: 'first' });
    expect(matchPair(second, [other, first], two)).toEqual({ type: 'taken' });
    expect(matchPair(second, [other], two)).toMatchObject({ type: 'unique', by: 'second' });
  });
});

describe('a CRM record that names a Desk record', () => {
  const named = { ...config, references: { contact: 'Desk_Contact_ID' } };
  const desk = contact('desk', '4711', { email: 'new@b.c' }, named);
  const crm = contact('crm', '2', { Email: 'old@b.c', Desk_Contact_ID: '4711' }, named);
  const namesake = contact('crm', '3', { Email: 'new@b.c', Desk_Contact_ID: null }, named);

  it('is its counterpart, whatever their addresses are by now', () => {
    expect(crm.matchKeys).toEqual(['contact|crm|old@b.c', 'contact|crm| 4711']);
    expect(matchPair(desk, [crm], named)).toMatchObject({ type: 'unique', pair: { key: crm.key } });
    expect(matchPair(crm, [desk], named)).toMatchObject({
      type: 'unique',
      pair: { key: desk.key },
    });
  });

  it('goes before one that bears the address', () => {
    expect(matchPair(desk, [crm, namesake], named)).toMatchObject({ pair: { key: crm.key } });
    expect(matchPair(namesake, [crm, desk], named)).toEqual({ type: 'taken' });
  });

  it('finds nobody where that one is in the bin, or where the field is not used', () => {
    const binned: Pair = { ...desk, desk: { ...desk.desk!, presence: 'trashed' } };
    expect(matchPair(crm, [binned], named)).toEqual({ type: 'none' });
    expect(matchPair(crm, [desk], config)).toEqual({ type: 'none' });
  });
});
