import { describe, expect, it } from 'vitest';
import { nextWindow } from '../../../sync/zoho/desk-feeds';
import { json } from './scripted';
import { desk } from './remotes';

const full = (time: number): number[] => Array.from({ length: 100 }, () => time);

describe("Desk's window", () => {
  it('moves to the last record, a millisecond back', () => {
    const times = Array.from({ length: 100 }, (_, index) => 1000 + index);
    expect(nextWindow({ from: 500, to: 9000, offset: 40 }, times, 100)).toEqual({
      from: 1098,
      to: 9000,
      offset: 0,
    });
  });
  it('moves its offset only inside one instant', () => {
    expect(nextWindow({ from: 999, to: 9000, offset: 0 }, full(1000), 100)).toEqual({
      from: 999,
      to: 9000,
      offset: 90,
    });
  });
  it('ends on a short page', () => {
    expect(nextWindow({ from: 0, to: 9000, offset: 0 }, [1, 2], 100)).toBeNull();
  });
  it('does not go on in an order that it cannot trust', () => {
    expect(() =>
      nextWindow({ from: 0, to: 9000, offset: 0 }, [...full(5).slice(1), 4], 100),
    ).toThrow('defect.unreadable');
  });

  it('a field that nothing carries is empty, and one the search leaves out is looked up', async () => {
    const row = {
      id: '5',
      modifiedTime: '2026-03-01T12:00:00.000Z',
      createdTime: '2026-03-01T12:00:00.000Z',
      lastName: 'A',
    };
    const { remote, script } = desk([
      json({ data: [row], count: 1 }),
      json({ ...row, description: 'kept', cf: { cf_a: 'x' } }),
      json({ data: [{ apiName: 'lastName', type: 'Text' }] }),
    ]);
    const page = await remote.changes('contact', {
      fields: ['lastName', 'description', 'cf.cf_a', 'cf.cf_b'],
      since: null,
      page: null,
    });
    expect({ ...page.records[0]?.fields }).toEqual({
      lastName: 'A',
      description: 'kept',
      'cf.cf_a': 'x',
      'cf.cf_b': null,
    });
    expect(script.sent.map((call) => call.url.pathname)).toContain('/api/v1/contacts/5');
  });

  it('metadata moved to another address is found there', async () => {
    const { remote } = desk([
      json({ errorCode: 'URL_NOT_FOUND', message: '' }, 404),
      json({
        data: [
          {
            apiName: 'cf_a',
            type: 'Picklist',
            pickListValues: [{ value: 'x' }, { value: '-None-' }],
          },
        ],
      }),
    ]);
    expect(await remote.fields('contact')).toMatchObject([
      { name: 'cf.cf_a', custom: true, options: ['x'] },
    ]);
  });
});
