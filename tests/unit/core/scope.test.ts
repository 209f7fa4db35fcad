import { describe, expect, it } from 'vitest';
import { unlink } from '../../../sync/core/deletion';
import { joined, rejoined } from '../../../sync/core/draft';
import { isLinked, newPair, observed } from '../../../sync/core/pair';
import { parted } from '../../../sync/core/part';
import { asFound, insideViews, isStillOurs, outsideViews } from '../../../sync/core/scope';
import { defaultConfig } from '../../../sync/core/standard-fields';
import type { Pair, Snapshot } from '../../../sync/types';

const config = { ...defaultConfig(0), views: { contact: ['9'], account: [] } };
const snapshot = (id: string): Snapshot => ({ id, createdAt: 1, modifiedAt: 1, fields: {} });
const base = { desk: {}, crm: {} };
const ours: Pair = {
  ...newPair('contact', 'desk', snapshot('1'), config),
  crm: { ...snapshot('2'), presence: 'alive' },
  base,
  linkedBy: 'create',
};

describe('a CRM record that Tandem made (SYN-13)', () => {
  it('stays inside until it has entered a view', () => {
    expect(outsideViews(ours).crm?.presence).toBe('alive');
    const entered = insideViews(ours);
    expect(entered && outsideViews(entered).crm?.presence).toBe('outOfScope');
  });

  it('is inside still when it comes back from the bin', () => {
    const gone: Pair = { ...ours, crm: { ...snapshot('2'), presence: 'trashed' } };
    const back = { ...snapshot('2'), modifiedAt: 2 };
    expect(observed(gone, 'crm', back, config)?.crm?.presence).toBe('alive');
    const stranger: Pair = { ...gone, linkedBy: 'match' };
    expect(observed(stranger, 'crm', back, config)?.crm?.presence).toBe('outOfScope');
  });

  it('is so after its link was cut, with whatever it is linked next', () => {
    const { tombstones, pair: desk } = unlink(ours, 'crm', config);
    expect(tombstones.map((one) => one.made)).toEqual([true, true]);
    expect(desk && isStillOurs(desk)).toBe(false);
    const crm = newPair('contact', 'crm', snapshot('2'), config);
    expect(crm.crm?.presence).toBe('outOfScope');
    const again = rejoined(crm, { pair: desk ?? ours, base, made: true }, config);
    expect([again.crm.presence, isStillOurs(again)]).toEqual(['alive', true]);

    const { pair: left } = unlink(ours, 'desk', config);
    const other = newPair('contact', 'desk', snapshot('5'), config);
    expect(isStillOurs(joined(other, left ?? ours, 'first', config))).toBe(true);
    if (!isLinked(ours)) throw new Error('not linked');
    expect(isStillOurs(parted(ours, config).crm)).toBe(true);
    expect(isStillOurs(parted(ours, config).desk)).toBe(false);
  });

  it('is none when it may as well be made by hand: its views decide', () => {
    const adopted: Pair = { ...ours, linkedBy: 'adopt' };
    const found = asFound(adopted, 'crm', null, config);
    expect([found.crm?.presence, isStillOurs(found)]).toEqual(['outOfScope', false]);
    const known = asFound(adopted, 'crm', { ...snapshot('2'), presence: 'alive' }, config);
    expect(known.crm?.presence).toBe('alive');
  });
});
