import { describe, expect, it } from 'vitest';
import { evidenceOfLinks, evidenceOfNumbers, type Evidence } from '../../../sync/core/evidence';
import { keepWords, wordsToAsk, type KeptWords } from '../../../sync/core/type-words';

const id = (at: number): string => `11008250000${String(at).padStart(8, '0')}`;
function present(evidence: Evidence | null): Evidence {
  if (evidence === null) throw new Error('no evidence');
  return evidence;
}
const linked = (at: number): Evidence => present(evidenceOfLinks(new Set([id(at)])));
const numbered = (number: string): Evidence =>
  present(evidenceOfNumbers(new Set(), new Set([number])));

describe('words about tickets', () => {
  it('are asked for once, each in its lot, and again when they are old', () => {
    const kept: KeptWords = new Map();
    const rows = [linked(1), linked(1), linked(2), numbered('7')];
    const asked = wordsToAsk(kept, rows, 0);
    expect(asked).toEqual({ ids: [id(1), id(2)], maybe: [], numbers: ['7'] });
    if (asked === null) throw new Error('nothing asked');
    keepWords(kept, asked, { ids: { [id(1)]: 'customer' }, numbers: { 7: 'new' } }, 0);
    expect(wordsToAsk(kept, rows, 20_000)).toBeNull();
    expect(wordsToAsk(kept, rows, 20_001)).toMatchObject({ ids: [id(2)], numbers: [] });
    expect(wordsToAsk(kept, rows, 120_001)).toMatchObject({ ids: [id(1), id(2)], numbers: ['7'] });
  });

  it('stay what they were when no answer comes', () => {
    const kept: KeptWords = new Map([[id(1), { word: 'customer', at: 0 }]]);
    keepWords(kept, { ids: [id(1), id(2)], maybe: [], numbers: [] }, null, 200_000);
    expect(kept.get(id(1))).toEqual({ word: 'customer', at: 200_000 });
    expect(kept.get(id(2))).toEqual({ word: null, at: 200_000 });
  });

  it('go when an answer tells them no more', () => {
    const kept: KeptWords = new Map([[id(1), { word: 'customer', at: 0 }]]);
    keepWords(kept, { ids: [id(1)], maybe: [], numbers: [] }, { ids: {}, numbers: {} }, 200_000);
    expect(kept.get(id(1))?.word).toBeNull();
  });

  it('are asked for by the hundred, and kept by the two thousand', () => {
    const kept: KeptWords = new Map();
    const rows = Array.from({ length: 2500 }, (_, at) => linked(at));
    const first = wordsToAsk(kept, rows, 0);
    expect(first?.ids).toHaveLength(100);
    const all = { ids: rows.map((row) => row.key), maybe: [], numbers: [] };
    keepWords(kept, all, { ids: {}, numbers: {} }, 0);
    expect(kept.size).toBe(2000);
    expect(kept.has(id(2499))).toBe(true);
  });
});
