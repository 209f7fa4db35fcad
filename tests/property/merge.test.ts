import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Base } from '../../sync/core/base';
import { mergeFields, type MergeInput } from '../../sync/core/merge';
import { sameValue } from '../../sync/core/values';
import type { ConflictPolicy, FieldPair } from '../../sync/types/settings';
import type { FieldValue } from '../../sync/types';
import { textField, token } from './arbitraries';

const fields = [textField('a', 'A'), textField('b', 'B')];
const pairOf = (
  one: FieldValue,
  two: FieldValue,
  names: readonly [string, string],
): Record<string, FieldValue> => ({
  [names[0]]: one,
  [names[1]]: two,
});
const values = fc.tuple(token, token);
const policy = fc.constantFrom<ConflictPolicy>('crm', 'desk', 'ask');
const baseOf = (of: readonly [FieldValue, FieldValue]): Base => ({
  desk: pairOf(...of, ['a', 'b']),
  crm: pairOf(...of, ['A', 'B']),
});
const input = (
  base: Base,
  desk: readonly [FieldValue, FieldValue],
  crm: readonly [FieldValue, FieldValue],
  rule: ConflictPolicy,
): MergeInput => ({
  fields,
  base,
  desk: pairOf(...desk, ['a', 'b']),
  crm: pairOf(...crm, ['A', 'B']),
  policy: rule,
  writable: { desk: true, crm: true },
  linkOf: () => null,
});
const noneYet: Base = { desk: {}, crm: {} };
const someBase = fc.oneof(fc.constant(noneYet), values.map(baseOf));

/** Both sides and the base after what a merge says was done. */
function applied(given: MergeInput): MergeInput {
  const { base, writes } = mergeFields(given);
  const desk = { ...given.desk, ...writes.desk };
  const crm = { ...given.crm, ...writes.crm };
  const next = { desk: { ...base.desk }, crm: { ...base.crm } };
  for (const field of fields)
    if (Object.hasOwn(writes.desk, field.desk) || Object.hasOwn(writes.crm, field.crm)) {
      next.desk[field.desk] = desk[field.desk] ?? null;
      next.crm[field.crm] = crm[field.crm] ?? null;
    }
  return { ...given, base: next, desk, crm };
}

const upper = (writes: Readonly<Record<string, FieldValue>>): unknown =>
  Object.entries(writes).map(([name, value]) => [name.toUpperCase(), value]);

/** Cases of each law: 80,000 in all, and 30,000 of planning deletions beside them. */
const numRuns = 20_000;

describe('merging', () => {
  it('changes nothing when one side did not move', () => {
    fc.assert(
      fc.property(values, values, policy, (agreed, moved, rule) => {
        const right = mergeFields(input(baseOf(agreed), agreed, moved, rule));
        expect(Object.keys(right.writes.crm)).toEqual([]);
        expect(right.conflicts).toEqual([]);
        const left = mergeFields(input(baseOf(agreed), moved, agreed, rule));
        expect(Object.keys(left.writes.desk)).toEqual([]);
        for (const [at, name] of (['A', 'B'] as const).entries())
          if (!sameValue('text', agreed[at], moved[at]))
            expect(sameValue('text', left.writes.crm[name], moved[at])).toBe(true);
      }),
      { numRuns },
    );
  });

  it('is done after one round', () => {
    fc.assert(
      fc.property(
        someBase,
        values,
        values,
        fc.constantFrom<ConflictPolicy>('crm', 'desk'),
        (base, desk, crm, rule) => {
          const once = applied(input(base, desk, crm, rule));
          const again = mergeFields(once);
          expect(again.conflicts).toEqual([]);
          expect(Object.keys(again.writes.desk).length + Object.keys(again.writes.crm).length).toBe(
            0,
          );
          for (const { desk: one, crm: two } of fields)
            expect(sameValue('text', once.desk[one], once.crm[two])).toBe(true);
        },
      ),
      { numRuns },
    );
  });

  it('leaves empty what does not fit, and nothing that stands there already', () => {
    const whole = { desk: 'a', crm: 'A', type: 'integer', direction: 'toDesk' } as const;
    const field: FieldPair = { ...whole, unfit: 'empty' };
    const some = fc.constantFrom<FieldValue>(null, '7', '12', 'many', 'SW1A');
    const taken = fc.constantFrom<FieldValue>(null, '7', '12');
    // What both may have agreed on: a value that fits, or one that was left empty.
    const agreed = fc.constantFrom<Base>(
      noneYet,
      { desk: { a: '7' }, crm: { A: '7' } },
      { desk: { a: null }, crm: { A: 'many' } },
    );
    fc.assert(
      fc.property(agreed, taken, some, policy, (base, desk, crm, rule) => {
        const given: MergeInput = {
          ...input(base, [desk, null], [crm, null], rule),
          fields: [field],
        };
        const { writes, problems } = mergeFields(given);
        expect(problems).toEqual([]);
        expect(writes.crm).toEqual({});
        const fits = crm === null || /^\d+$/.test(String(crm));
        const written = writes.desk['a'];
        if (written !== undefined) {
          expect(sameValue('integer', written, fits ? crm : null)).toBe(true);
          // Nothing is taken away on first contact.
          if (base === noneYet && desk !== null) expect(fits && crm !== null).toBe(true);
          const again = mergeFields({ ...given, desk: { a: written } });
          expect(again.writes.desk).toEqual({});
          expect(again.base.crm['A']).toBe(crm);
        }
      }),
      { numRuns },
    );
  });

  it('treats both sides alike', () => {
    const swappedPolicy = { crm: 'desk', desk: 'crm', ask: 'ask' } as const;
    fc.assert(
      fc.property(values, values, values, policy, (agreed, desk, crm, rule) => {
        const one = mergeFields(input(baseOf(agreed), desk, crm, rule));
        const two = mergeFields(input(baseOf(agreed), crm, desk, swappedPolicy[rule]));
        expect(upper(one.writes.desk)).toEqual(upper(two.writes.crm));
        expect(upper(one.writes.crm)).toEqual(upper(two.writes.desk));
        expect(one.conflicts.length).toBe(two.conflicts.length);
      }),
      { numRuns },
    );
  });

  it('invents no value, and logs every one that it overwrites', () => {
    fc.assert(
      fc.property(someBase, values, values, policy, (base, desk, crm, rule) => {
        const { writes, conflicts } = mergeFields(input(base, desk, crm, rule));
        for (const [at, field] of fields.entries()) {
          const toDesk = writes.desk[field.desk];
          const toCrm = writes.crm[field.crm];
          if (toDesk !== undefined) expect(sameValue('text', toDesk, crm[at])).toBe(true);
          if (toCrm !== undefined) expect(sameValue('text', toCrm, desk[at])).toBe(true);
          expect(toDesk !== undefined && toCrm !== undefined).toBe(false);
          // An overwritten value is the base (not an edit), empty, or in the log.
          const lost = toDesk !== undefined ? desk[at] : toCrm !== undefined ? crm[at] : undefined;
          if (lost === undefined) continue;
          const agreed = toDesk !== undefined ? base.desk[field.desk] : base.crm[field.crm];
          const isLogged = conflicts.some((one) => one.field === field && one.kept !== null);
          expect(isLogged || sameValue('text', lost, agreed ?? null)).toBe(true);
        }
      }),
      { numRuns },
    );
  });
});
