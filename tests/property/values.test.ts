import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSide } from '../../sync/core/convert';
import { isNormalised } from '../../sync/core/normalised';
import { canon, sameValue } from '../../sync/core/values';
import { emailKey, nameKey } from '../../sync/core/match';
import { fieldTypes } from '../../sync/types';
import { anyValue } from './arbitraries';

const type = fc.constantFrom(...fieldTypes);

describe('canonical values', () => {
  it('are their own canonical value', () => {
    fc.assert(
      fc.property(type, anyValue, (of, value) => {
        const once = canon(of, value);
        expect(canon(of, once)).toEqual(once);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are nothing where nothing is left of an address or a choice', () => {
    expect(canon('url', '/')).toBeNull();
    expect(canon('picklist', '-No\0ne-')).toBeNull();
  });

  it('are the same for a value and its conversion', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fieldTypes.filter((one) => one !== 'url')),
        anyValue,
        fc.constantFrom('desk', 'crm'),
        (of, value, side) => {
          const field = { desk: 'd', crm: 'c', type: of, direction: 'both' as const };
          const made = toSide(field, side, value, () => null);
          if (made.type === 'value') expect(sameValue(of, made.value, value)).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('never take a cleared value for a rewriting', () => {
    fc.assert(
      fc.property(type, anyValue, (of, value) => {
        if (canon(of, value) !== null) expect(isNormalised(of, value, null)).toBe(false);
        expect(isNormalised(of, value, value)).toBe(true);
      }),
    );
  });

  it('fold keys once and for all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const name = nameKey(text);
        if (name !== null) expect(nameKey(name)).toBe(name);
        const email = emailKey(`${text}@exämple.test`);
        if (email !== null) expect(emailKey(email)).toBe(email);
      }),
      { numRuns: 1_000 },
    );
  });
});
