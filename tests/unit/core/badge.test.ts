import { expect, it } from 'vitest';
import { badgeLook } from '../../../sync/core/badge';
import type { TypeWord } from '../../../sync/protocol/handshake';

const words: readonly TypeWord[] = ['customer', 'potential', 'contact', 'new', 'inCrm'];
const backgrounds = { light: '#ffffff', dark: '#1f2329' } as const;

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

it.each(['light', 'dark'] as const)('every word can be read on a %s page', (theme) => {
  for (const word of words)
    expect(contrast(badgeLook(word, theme).colour, backgrounds[theme])).toBeGreaterThan(4.5);
});

it('types differ without colour; only a customer is green', () => {
  expect(words.map((word) => badgeLook(word, 'light').shape)).toEqual([
    'full',
    'half',
    'ring',
    'dashed',
    'ring',
  ]);
  const green = badgeLook('customer', 'light').colour;
  expect(words.filter((word) => badgeLook(word, 'light').colour === green)).toEqual(['customer']);
});
