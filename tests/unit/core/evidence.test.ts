import { describe, expect, it } from 'vitest';
import {
  evidenceOfLinks,
  evidenceOfNumbers,
  longNumbersIn,
  mostMaybe,
  numberKey,
  shownNumberIn,
  wordFor,
} from '../../../sync/core/evidence';
import type { TypeWord } from '../../../sync/protocol/handshake';

const one = '1100825000005243001';
const two = '1100825000005243002';
const knowing = (words: Readonly<Record<string, TypeWord>>) => (key: string) => words[key] ?? null;

describe('what a row says of its ticket', () => {
  it('is what one link says, and nothing where links disagree', () => {
    expect(evidenceOfLinks(new Set([one]))).toMatchObject({ id: one, key: one });
    expect(evidenceOfLinks(new Set([one, two]))).toBeNull();
    expect(evidenceOfLinks(new Set())).toBeNull();
  });

  it('is no number out of too many, and no number shown where two are', () => {
    const many = new Set(Array.from({ length: mostMaybe + 1 }, (_, at) => `1234567${at}`));
    expect(evidenceOfNumbers(many, new Set())).toBeNull();
    expect(evidenceOfNumbers(many, new Set(['101']))).toMatchObject({ maybe: [], number: '101' });
    expect(evidenceOfNumbers(new Set(), new Set(['101', '102']))).toBeNull();
  });

  it('differs when any of its numbers does', () => {
    const key = (ids: string[], shown: string[]) =>
      evidenceOfNumbers(new Set(ids), new Set(shown))?.key;
    expect(new Set([key([one], []), key([two], []), key([one], ['1']), key([], ['1'])]).size).toBe(
      4,
    );
  });

  it.each([
    [`ticket_${one}_row`, [one]],
    [`${one},${two}`, [one, two]],
    ['1234567', []],
    ['123456789012345678901', []],
    ['', []],
  ])('long numbers in %s', (text, numbers) => {
    expect(longNumbersIn(text)).toEqual(numbers);
  });

  it.each([
    ['#101', '101'],
    [' # 101 ', '101'],
    ['101', '101'],
    ['REQ-101', null],
    ['12345678901', null],
    ['٣', null],
  ])('the number shown as %s', (text, number) => {
    expect(shownNumberIn(text)).toBe(number);
  });
});

describe('the word that a row may say', () => {
  const maybe = (ids: string[], shown: string[] = []) => {
    const evidence = evidenceOfNumbers(new Set(ids), new Set(shown));
    if (evidence === null) throw new Error('no evidence');
    return evidence;
  };

  it('is the linked ticket’s and no other', () => {
    const evidence = evidenceOfLinks(new Set([one]));
    if (evidence === null) throw new Error('no evidence');
    expect(wordFor(evidence, knowing({ [one]: 'customer', [two]: 'new' }))).toBe('customer');
    expect(wordFor(evidence, knowing({ [two]: 'new' }))).toBeNull();
  });

  it('is none where two candidates are tickets, even of one type', () => {
    const words = knowing({ [one]: 'customer', [two]: 'customer', [numberKey('7')]: 'new' });
    expect(wordFor(maybe([one, two], ['7']), words)).toBeNull();
  });

  it('is the shown number’s only where no candidate is a ticket', () => {
    const words = knowing({ [numberKey('7')]: 'potential', [two]: 'contact' });
    expect(wordFor(maybe([one], ['7']), words)).toBe('potential');
    expect(wordFor(maybe([two], ['7']), words)).toBe('contact');
    expect(wordFor(maybe([one]), words)).toBeNull();
  });
});
