import { describe, expect, it } from 'vitest';
import { isLinked, newPair } from '../../../sync/core/pair';
import { findCopy, mayBeCopy, withDoubts } from '../../../sync/core/recovery';
import { defaultConfig } from '../../../sync/core/standard-fields';
import type { Fields, Intent, Pair } from '../../../sync/types';

const config = defaultConfig(0);
const intent: Intent = {
  pairKey: 'p',
  kind: 'contact',
  side: 'crm',
  fields: { Last_Name: 'Doe', First_Name: 'Jane', Phone: '1' },
  runId: 'r',
  sentAt: 0,
};
const copy = (id: string, fields: Record<string, string>, modifiedAt = 60_000) => ({
  id,
  createdAt: 1,
  modifiedAt,
  fields,
});

describe('finding a copy', () => {
  it('prefers the equal one, and bears one edit', () => {
    const edited = copy('1', { Last_Name: 'Doe', First_Name: 'Jane', Phone: '2' });
    const equal = copy('2', { Last_Name: 'Doe', First_Name: 'Jane', Phone: '1' });
    expect(findCopy(intent, [edited, equal], config)).toEqual({
      snapshot: equal,
      isDoubtful: false,
      isCertain: true,
    });
    expect(findCopy(intent, [edited], config)).toEqual({
      snapshot: edited,
      isDoubtful: true,
      isCertain: false,
    });
    expect(
      findCopy(intent, [copy('3', { Last_Name: 'Doe', First_Name: 'John' })], config),
    ).toBeNull();
  });

  it('doubts one of the same address, whatever else it shows, and never picks one of two', () => {
    const mailed = { ...intent, fields: { ...intent.fields, Email: 'a@b.c' } };
    const other = { Email: 'A@b.c', Last_Name: 'Other', First_Name: 'J.' };
    expect(findCopy(mailed, [copy('1', other, 1)], config)?.isDoubtful).toBe(true);
    expect(findCopy(mailed, [copy('1', other), copy('2', other)], config)).toBeNull();
    // Made before the copy could have been.
    const late = { ...mailed, sentAt: 30_000 };
    expect(findCopy(late, [copy('1', other)], config)).toBeNull();
    // The service's own spelling is no edit.
    const spelt = { Email: 'a@b.c', Last_Name: 'DOE', First_Name: 'JANE', Phone: '1' };
    expect(findCopy(mailed, [copy('1', spelt, 1)], config)?.isDoubtful).toBe(false);
  });

  it('is certain of none that is older than the call, or shows more than was sent', () => {
    const sent = { Last_Name: 'Doe', First_Name: 'Jane', Phone: '1' };
    const late = { ...intent, sentAt: 30_000 };
    const old = copy('1', sent);
    const more = { ...copy('2', { ...sent, Title: 'Dr' }), createdAt: 30_100 };
    const own = { ...copy('3', sent), createdAt: 30_200 };
    expect(findCopy(late, [old, more, own], config)).toMatchObject({
      snapshot: { id: '3' },
      isCertain: true,
    });
    expect(findCopy(late, [old, more], config)).toMatchObject({
      snapshot: { id: '2' },
      isCertain: false,
    });
    expect(findCopy(late, [old], config)).toMatchObject({ isDoubtful: false, isCertain: false });
  });

  it('does not mind that the account it belonged to is gone', () => {
    const account = { Account_Name: '77' };
    const employed = { ...intent, fields: { ...intent.fields, ...account } };
    const orphan = { Last_Name: 'Doe', First_Name: 'Jane', Phone: '1' };
    expect(findCopy(employed, [copy('1', orphan, 1)], config)?.isDoubtful).toBe(false);
    const moved = copy('1', { ...orphan, Account_Name: '78' }, 1);
    expect(findCopy(employed, [moved], config)).toBeNull();
  });

  it('takes a deleted record for it by name, or without one', () => {
    expect(mayBeCopy(intent, 'Jane Doe')).toBe(true);
    expect(mayBeCopy(intent, 'Somebody Else')).toBe(false);
    expect(mayBeCopy(intent, null)).toBe(true);
  });
});

describe('a copy that differs from what was sent', () => {
  const linked = (desk: Fields, crm: Fields, base: Pair['base']): Pair => ({
    ...newPair('contact', 'desk', { id: '1', createdAt: 1, modifiedAt: 1, fields: desk }, config),
    crm: { id: '2', createdAt: 1, modifiedAt: 2, fields: crm, presence: 'alive' },
    base,
    linkedBy: 'adopt',
  });

  it('agrees on nothing that differs, and puts what it lacks on record', () => {
    const desk = { lastName: 'Doe', firstName: 'Jane', phone: '1' };
    const sent = { Last_Name: 'Doe', First_Name: 'Jane', Phone: '1' };
    const pair = linked(
      desk,
      { Last_Name: 'Doe', First_Name: 'Joan', Phone: null },
      {
        desk,
        crm: sent,
      },
    );
    if (!isLinked(pair)) throw new Error('not linked');
    const { pair: doubted, conflicts } = withDoubts(pair, { side: 'crm', fields: sent }, config);
    expect({ ...doubted.base.desk }).toEqual({ lastName: 'Doe' });
    expect({ ...doubted.base.crm }).toEqual({ Last_Name: 'Doe' });
    expect(
      conflicts.map(({ field, deskValue, crmValue, kept }) => [
        field.desk,
        deskValue,
        crmValue,
        kept,
      ]),
    ).toEqual([['phone', '1', null, 'desk']]);
  });
});
