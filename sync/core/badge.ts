/** What a badge of a ticket list looks like and is called, by the one word it says. */
import type { TypeWord } from '../protocol/handshake';
import type { Theme } from '../protocol/host';

export interface BadgeLook {
  /** Full circle, half, ring, dashed ring: readable without colour. */
  readonly shape: 'full' | 'half' | 'ring' | 'dashed';
  /** #rrggbb, of shape and word: at least 4.5:1 against Desk's white and its dark rows. */
  readonly colour: string;
  /** Of the browser's own messages: the word itself is the locale's. */
  readonly name: `type_${TypeWord}`;
}

const shapes: Readonly<Record<TypeWord, BadgeLook['shape']>> = {
  customer: 'full',
  potential: 'half',
  contact: 'ring',
  inCrm: 'ring',
  new: 'dashed',
};
const grey: Readonly<Record<Theme, string>> = { light: '#5a6472', dark: '#9aa4b2' };
/** Only a customer is green. */
const colours: Readonly<Record<Theme, Readonly<Partial<Record<TypeWord, string>>>>> = {
  light: { customer: '#0f7a4d', potential: '#15181d' },
  dark: { customer: '#57c796', potential: '#e8eaee' },
};

/** The same look for the same word everywhere; a word alone tells in which way. */
export const badgeLook = (word: TypeWord, theme: Theme): BadgeLook => ({
  shape: shapes[word],
  colour: colours[theme][word] ?? grey[theme],
  name: `type_${word}`,
});
