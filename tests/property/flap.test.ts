import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFlapping, withWrites } from '../../sync/core/flap';
import type { FieldPair } from '../../sync/types/settings';
import type { Pair, Side } from '../../sync/types';

const hour = 3_600_000;
const day = 24 * hour;
const title: FieldPair = { desk: 'title', crm: 'Title', type: 'text', direction: 'both' };
const phone: FieldPair = { desk: 'phone', crm: 'Phone', type: 'phone', direction: 'both' };
const fields = [title, phone];

interface Write {
  readonly side: Side;
  readonly field: FieldPair;
  readonly value: string;
}
type Memory = Pair['writes'];

const sides = fc.constantFrom<Side>('desk', 'crm');
const write: fc.Arbitrary<Write> = fc.record({
  side: sides,
  field: fc.constantFrom(title, phone),
  value: fc.constantFrom('a', 'b', 'c'),
});
const writes = fc.array(write, { maxLength: 30 });

const added = (memory: Memory, { side, field, value }: Write, at: number): Memory =>
  withWrites({ writes: memory } as unknown as Pair, side, { [field[side]]: value }, fields, at)
    .writes;
/** What is remembered after these, a minute apart. */
const after = (all: readonly Write[]): Memory =>
  all.reduce<Memory>((memory, one, index) => added(memory, one, index * 60_000), undefined);
const isFrozen = (memory: Memory, { field, side, value }: Write): boolean =>
  isFlapping(memory, field, side, value);

describe('a fight over a field', () => {
  it('ends: whatever two automations keep writing, one write of the round is refused soon', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('a', 'b'),
        fc.constantFrom('x', 'y'),
        sides,
        (one, two, first) => {
          let memory: Memory;
          for (let round = 0; round < 12; round += 1) {
            const side: Side = round % 2 === 0 ? first : first === 'desk' ? 'crm' : 'desk';
            const next = { side, field: title, value: round % 2 === 0 ? one : two };
            if (isFrozen(memory, next)) {
              expect(round).toBe(4);
              return;
            }
            memory = added(memory, next, round * 60_000);
          }
          expect.unreachable('they fight for ever');
        },
      ),
    );
  });

  it('is none where only one side is ever written to', () => {
    fc.assert(
      fc.property(writes, write, sides, (all, next, side) => {
        const memory = after(all.map((one) => ({ ...one, side })));
        expect(isFrozen(memory, { ...next, side })).toBe(false);
      }),
    );
  });

  it('is none of a value that was never written there', () => {
    fc.assert(
      fc.property(writes, write, (all, next) => {
        expect(isFrozen(after(all), { ...next, value: 'never' })).toBe(false);
      }),
    );
  });

  it('freezes no other field', () => {
    fc.assert(
      fc.property(writes, write, (all, next) => {
        const own = all.filter((one) => one.field === next.field);
        expect(isFrozen(after(all), next)).toBe(isFrozen(after(own), next));
      }),
    );
  });

  it('is not made longer by a write that was repeated for want of an answer', () => {
    fc.assert(
      fc.property(writes, write, (all, next) => {
        const twice = all.flatMap((one) => [one, one]);
        expect(isFrozen(after(twice), next)).toBe(isFrozen(after(all), next));
      }),
    );
  });

  it('is forgotten a day after its last write', () => {
    fc.assert(
      fc.property(writes, write, write, (all, last, next) => {
        const memory = added(after(all), last, all.length * 60_000 + day);
        expect(isFrozen(memory, next)).toBe(false);
      }),
    );
  });

  it('never makes the memory of one field grow beyond six writes', () => {
    fc.assert(
      fc.property(writes, (all) => {
        for (const field of fields) {
          const own = (after(all) ?? []).filter((one) => one.field === field.desk);
          expect(own.length).toBeLessThanOrEqual(6);
        }
      }),
    );
  });
});
