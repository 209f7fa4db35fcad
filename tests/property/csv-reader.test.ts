import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCsvReader } from '../../sync/core/csv-reader';

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.stringMatching(/^[",\r\na ]{0,6}$/),
);
const table = fc
  .tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 6 }))
  .chain(([width, height]) =>
    fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
      minLength: height,
      maxLength: height,
    }),
  );

const written = (text: string): string =>
  /[",\r\n\uFEFF]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

describe('reading CSV', () => {
  it('gives back what was written, wherever the text is cut', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 8 }),
        (rows, lineEnd, isClosed, cuts) => {
          const text =
            rows.map((row) => row.map(written).join(',')).join(lineEnd) + (isClosed ? lineEnd : '');
          const reader = createCsvReader();
          const found: (readonly string[])[] = [];
          const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length];
          places.sort((one, two) => one - two);
          for (const [index, place] of places.entries())
            found.push(...reader.push(text.slice(place, places[index + 1] ?? place)));
          found.push(...(reader.end() ?? [['cut']]));
          expect(found).toEqual(rows);
        },
      ),
    );
  });

  it('says that a text was cut within a quoted cell', () => {
    const reader = createCsvReader();
    expect(reader.push('id,Name\n1,"Doe, ')).toEqual([['id', 'Name']]);
    expect(reader.end()).toBeNull();
  });
});
