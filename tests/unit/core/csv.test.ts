import { describe, expect, it } from 'vitest';
import { csvCell, csvText } from '../../../sync/core/csv';

describe('a cell', () => {
  it.each([
    '=1+1',
    '+46 31 555',
    '-2+3',
    '@SUM(A1)',
    '  =cmd',
    '\t=cmd',
    '\r\n=cmd',
    '\tAnn',
    '＝1+1',
    '＠SUM(A1)',
    '|calc',
    '%0A',
    '=HYPERLINK("https://example.com","Ann")',
  ])('%j is no formula', (text) => expect(csvCell(text)).toMatch(/^"'/));

  it.each(['Ann', 'a=b', 'ann@example.com', '3-2', 'Ødegård', ''])('%j stays as it is', (text) =>
    expect(csvCell(text)).toBe(`"${text}"`),
  );

  it('cannot leave its quotes', () => {
    expect(csvCell('a","=1')).toBe('"a"",""=1"');
  });

  it('loses what hides or turns text', () => {
    expect(csvCell('a\u202Eb\u0000c')).toBe('"abc"');
    expect(csvCell('\u0000=1')).toBe(`"'=1"`);
  });

  it('keeps numbers', () => {
    expect([csvCell(-3), csvCell(Number.NaN), csvCell(null)]).toEqual(['"-3"', '""', '""']);
  });
});

it('a file begins with the mark of UTF-8 and ends its lines as spreadsheets do', () => {
  expect(csvText(['a', 'b'], [['1\n2', 3]])).toBe('\uFEFF"a","b"\r\n"1\n2","3"\r\n');
});
