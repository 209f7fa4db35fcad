import { describe, expect, it } from 'vitest';
import {
  cellOf,
  changedForAll,
  changedProfiles,
  complete,
  differences,
  items,
  withAccess,
  withColumn,
  withEveryRow,
  withItem,
  withRow,
} from '../../../components/options/permissions-draft';
import { permissions, profiles } from './permissions-fixtures';

const [administrator, agent, light, , partner, interns] = profiles;
const rowOf = (id: string) => permissions.profiles[id]!;

describe('the matrix', () => {
  it('has a row for every profile there is: all of it before anything is set, nothing after', () => {
    const fresh = complete(null, profiles);
    for (const { id } of profiles) expect(fresh.profiles[id]?.visible).toBe(true);
    const { '2': _, ...rest } = permissions.profiles;
    const known = complete({ ...permissions, profiles: { ...rest, '99': rowOf('1') } }, profiles);
    expect(known.profiles['2']?.visible).toBe(false);
    expect(Object.keys(known.profiles)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(known.writing).toEqual(permissions.writing);
  });

  it('says of each cell whether it is set, included, locked by Zoho or not there', () => {
    expect(cellOf(rowOf('1'), administrator!, 'notes')).toBe('included');
    expect(cellOf(rowOf('3'), light!, 'notes')).toBe('on');
    expect(cellOf(rowOf('3'), light!, 'events')).toBe('off');
    expect(cellOf(rowOf('5'), partner!, 'potentials')).toBe('locked');
    for (const item of items.filter((each) => each !== 'visible'))
      expect(cellOf(rowOf('6'), interns!, item)).toBe('none');
  });

  it('is locked only where Zoho shows it for nothing that the row shows', () => {
    const half = {
      ...partner!,
      switches: { ...partner!.switches!, accounts: administrator!.switches!.accounts },
    };
    expect(cellOf(rowOf('5'), half, 'potentials')).toBe('on');
    expect(cellOf({ ...rowOf('5'), accounts: false }, half, 'potentials')).toBe('locked');
  });

  it('restricts from full by taking away just that, and opens again', () => {
    const restricted = withItem(rowOf('1'), 'notes', false);
    expect(restricted.restricted).toMatchObject({ notes: false, calls: true, potentials: true });
    expect(withItem(rowOf('1'), 'notes', true)).toBe(rowOf('1'));
    expect(withAccess(restricted, true).restricted).toBeNull();
    expect(Object.values(withAccess(rowOf('1'), false).restricted!)).toEqual(Array(6).fill(true));
  });

  it('sets a column for all who see Tandem, and Visible for everybody', () => {
    const without = withColumn(permissions, 'notes', false);
    for (const { id } of [administrator!, agent!, light!])
      expect(without.profiles[id]?.restricted?.notes).toBe(false);
    expect(without.profiles['6']).toEqual(rowOf('6'));
    expect(withColumn(permissions, 'visible', true).profiles['6']?.visible).toBe(true);
  });

  it('sets one row for all', () => {
    const same = withEveryRow(permissions, rowOf('3'));
    for (const { id } of profiles) expect(same.profiles[id]).toEqual(rowOf('3'));
  });

  it('tells what changed, by what agents see', () => {
    const draft = withRow(permissions, '3', withItem(rowOf('3'), 'notes', false));
    expect(changedProfiles(permissions, draft, profiles)).toEqual([light]);
    expect(differences(rowOf('3'), draft.profiles['3']!, light!)).toEqual([
      { item: 'notes', gained: false },
    ]);
    // Full and restricted with all of it look the same to an agent.
    const named = withRow(permissions, '4', withAccess(rowOf('4'), true));
    expect(changedProfiles(permissions, named, profiles)).toHaveLength(1);
    expect(differences(rowOf('4'), named.profiles['4']!, profiles[3]!)).toEqual([]);
    // Hidden as a whole is one thing, not ten.
    expect(differences(rowOf('1'), { ...rowOf('1'), visible: false }, administrator!)).toEqual([
      { item: 'visible', gained: false },
    ]);
    expect(changedProfiles(permissions, permissions, profiles)).toEqual([]);
  });

  it('tells what changed for all, whatever the order and what is left out', () => {
    expect(
      changedForAll(permissions, { ...permissions, writing: ['call', 'note', 'task'] }),
    ).toEqual([]);
    expect(changedForAll(permissions, { ...permissions, handshake: true })).toEqual([]);
    expect(changedForAll(permissions, { ...permissions, handshake: false, writing: [] })).toEqual([
      'writing',
      'handshake',
    ]);
  });
});
