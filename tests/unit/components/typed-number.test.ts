import { expect, it } from 'vitest';
import { typedNumber } from '../../../components/ui/typed-number';

it.each([
  ['', null],
  ['  ', null],
  ['0', 0],
  ['20000', 20_000],
  [' 20000 ', 20_000],
  ['20,000', 20_000],
  ['20.000', 20_000],
  ['20\u202f000', 20_000],
  ['1’234’567', 1_234_567],
  ['٢٠٠', 200],
  ['۲۰٬۰۰۰', 20_000],
  ['20,', undefined],
  ['20.5', undefined],
  ['2,00', undefined],
  ['-5', undefined],
  ['1e3', undefined],
  ['many', undefined],
  ['1234567890', undefined],
])('reads %j as %j', (text, number) => {
  expect(typedNumber(text)).toBe(number);
});
