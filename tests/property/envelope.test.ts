import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap, wrap, type EnvelopeKind } from '../../sync/core/envelope';

const kinds = fc.constantFrom<EnvelopeKind>('join', 'request', 'approval');
const values = fc.dictionary(fc.string(), fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()));

describe('a text that people send each other', () => {
  it('arrives whole, whatever mail makes of its lines and whatever stands before it', () => {
    fc.assert(
      fc.property(kinds, values, fc.integer({ min: 1, max: 60 }), (kind, value, width) => {
        const text = wrap(kind, value);
        const broken = text.replaceAll(new RegExp(`.{${String(width)}}`, 'g'), '$&\r\n> ');
        expect(unwrap(`Paste what begins with tandem-join:\n${broken}\nBest, Luca`)).toEqual({
          state: 'whole',
          kind,
          value,
        });
      }),
    );
  });

  it('says when a part of it is missing or was changed', () => {
    fc.assert(
      fc.property(kinds, values, fc.nat(), fc.constantFrom('', 'A', '_'), (kind, value, at, by) => {
        const text = wrap(kind, value);
        const begin = text.indexOf('.') + 1;
        const place = begin + (at % (text.lastIndexOf('.', text.length - 2) - begin));
        const changed = text.slice(0, place) + by + text.slice(place + 1);
        fc.pre(changed !== text);
        expect(unwrap(changed).state).toBe('incomplete');
      }),
    );
  });

  it.each([
    ['', 'other'],
    ['Meeting at ten', 'other'],
    ['tandem-join', 'other'],
    ['tandem-join-2.AAAA.0.', 'newer'],
    ['tandem-join-1.AAAA', 'incomplete'],
    ['tandem-join-1.A*A.0', 'incomplete'],
    ['tandem-join-1.AAAA.'.padEnd(200_000, 'x'), 'other'],
  ])('%#: is not taken for more than it is', (text, state) => {
    expect(unwrap(text).state).toBe(state);
  });
});
