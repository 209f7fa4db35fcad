import { describe, expect, it } from 'vitest';
import { newPair, observed } from '../../../sync/core/pair';
import { noted } from '../../../sync/core/sent';
import { shownWrites } from '../../../sync/core/shown-writes';
import { defaultConfig } from '../../../sync/core/standard-fields';
import type { Fields, Pair } from '../../../sync/types';
import { createStage } from '../engine/stage';

const config = defaultConfig(0);
const fields = config.fields.contact;
const pair: Pair = {
  ...newPair(
    'contact',
    'desk',
    { id: '1', createdAt: 1, modifiedAt: 1, fields: { lastName: 'Doe', title: 'a' } },
    config,
  ),
  crm: { id: '2', createdAt: 1, modifiedAt: 1, fields: { Title: 'b' }, presence: 'alive' },
  base: { desk: { title: 'a' }, crm: { Title: 'a' } },
  linkedBy: 'match',
};
const under = noted(pair, 'desk', { title: 'b' }, 1_000, fields);
const seen = (title: string): Pair => {
  const values = { lastName: 'Doe', title };
  const snapshot = { id: '1', createdAt: 1, modifiedAt: 2_000, fields: values };
  return observed(under, 'desk', snapshot, config)!;
};

describe('a write whose answer was lost', () => {
  it('is told when it shows, with what was there before', () => {
    const { history, counts } = shownWrites([[under, seen('b')]], fields);
    expect(history).toMatchObject([
      {
        action: 'update',
        side: 'desk',
        title: 'Doe',
        fields: [{ name: 'title', before: 'a', after: 'b' }],
      },
    ]);
    expect(counts).toEqual({ contact: { updatedInDesk: 1 } });
  });

  it('is not told while it does not, nor another time', () => {
    expect(shownWrites([[under, seen('c')]], fields).history).toEqual([]);
    expect(shownWrites([[seen('b'), seen('b')]], fields).history).toEqual([]);
  });

  it('is not told where only an account shows, which a person may have entered as well', () => {
    const noteOf = (sent: Fields): Pair => noted(pair, 'desk', sent, 1_000, fields);
    const told = (before: Pair, values: Fields): readonly unknown[] => {
      const snapshot = { id: '1', createdAt: 1, modifiedAt: 2_000, fields: values };
      const after = observed(before, 'desk', snapshot, config)!;
      expect(after.sent).toBeUndefined();
      return shownWrites([[before, after]], fields).history;
    };
    const person = { lastName: 'Roe', title: 'a', accountId: '7' };
    expect(told(noteOf({ accountId: '7' }), person)).toEqual([]);
    const both = { title: 'b', accountId: '7' };
    expect(told(noteOf(both), { ...person, ...both })).toHaveLength(1);
  });

  it.each(['lostAfter', 'lostBefore'] as const)('stands once in the history: %s', async (fault) => {
    const stage = await createStage();
    const id = stage.desk.add('contact', { lastName: 'Doe', email: 'j@x.test', title: 'a' });
    stage.crm.add('contact', { Last_Name: 'Doe', Email: 'j@x.test', Title: 'a' });
    await stage.run();
    stage.world.now += 60_000;
    stage.desk.edit(id, { title: 'b' });
    stage.crm.faults = [fault];
    for (let at = 0; at < 4; at += 1) {
      await stage.sync.run('alarm');
      stage.world.now += 11 * 60_000;
    }
    const runs = await stage.store.runs(9);
    const told = await Promise.all(runs.map((run) => stage.store.changes(run.id)));
    expect(told.flat().filter(({ action }) => action === 'update')).toHaveLength(1);
    expect(runs.reduce((sum, run) => sum + run.tally.contact.updatedInCrm, 0)).toBe(1);
  });
});
