import { describe, expect, it } from 'vitest';
import { isFlapping, withWrites } from '../../../sync/core/flap';
import type { FieldPair } from '../../../sync/types/settings';
import type { FieldValue, Pair, Side } from '../../../sync/types';

const hour = 3_600_000;
const title: FieldPair = { desk: 'title', crm: 'Title', type: 'text', direction: 'both' };
const phone: FieldPair = { desk: 'phone', crm: 'Phone', type: 'phone', direction: 'both' };

/** The memory after these writes of the title, an hour apart or as said. */
function after(
  writes: readonly (readonly [Side, FieldValue])[],
  field = title,
  every = hour,
): Pair['writes'] {
  const pair = { writes: undefined } as unknown as Pair;
  for (const [index, [side, value]] of writes.entries())
    Object.assign(
      pair,
      withWrites(pair, side, { [field[side]]: value }, [title, phone], index * every),
    );
  return pair.writes;
}

const fight = [
  ['crm', 'A'],
  ['desk', 'a'],
  ['crm', 'A'],
  ['desk', 'a'],
] as const;

describe('a fight over a field', () => {
  it('is ended before its third round', () => {
    expect(isFlapping(after(fight.slice(0, 2)), title, 'crm', 'A')).toBe(false);
    expect(isFlapping(after(fight.slice(0, 3)), title, 'desk', 'a')).toBe(false);
    expect(isFlapping(after(fight), title, 'crm', 'A')).toBe(true);
  });

  it('is one of values: another one is somebody’s edit and goes through', () => {
    expect(isFlapping(after(fight), title, 'crm', 'B')).toBe(false);
    expect(isFlapping(after(fight), phone, 'crm', 'A')).toBe(false);
    // Equal for comparison is equal here.
    const spaced = fight.map(([side, value]) => [side, `${value} `] as const);
    expect(isFlapping(after(spaced), title, 'crm', 'A')).toBe(true);
  });

  it('is not somebody who switches to and fro on one side', () => {
    const toAndFro = [
      ['crm', 'on'],
      ['crm', 'off'],
      ['crm', 'on'],
      ['crm', 'off'],
      ['crm', 'on'],
      ['crm', 'off'],
    ] as const;
    expect(isFlapping(after(toAndFro), title, 'crm', 'on')).toBe(false);
  });

  it('is told in spite of writes that are repeated for want of an answer', () => {
    const last = ['desk', 'a'] as const;
    const repeated = [...fight, ...Array.from({ length: 8 }, () => last)];
    expect(isFlapping(after(repeated), title, 'crm', 'A')).toBe(true);
    // The repetition itself is no new round.
    expect(isFlapping(after(repeated), title, 'desk', 'a')).toBe(false);
  });

  it('is over when a round takes longer than a day', () => {
    expect(isFlapping(after(fight, title, 13 * hour), title, 'crm', 'A')).toBe(false);
  });

  it('remembers little of each field, and nothing of what travels one way', () => {
    const many = Array.from({ length: 40 }, (_, n) => ['crm', `v${n}`] as const);
    expect(after(many, title, 60_000)).toHaveLength(6);
    const oneWay: FieldPair = { ...title, direction: 'toCrm' };
    const pair = {} as Pair;
    expect(withWrites(pair, 'crm', { Title: 'A' }, [oneWay], 0)).toEqual({ writes: undefined });
  });
});
