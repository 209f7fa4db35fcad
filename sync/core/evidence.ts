/**
 * What a row of a ticket list says of its ticket (desk-ui 2.3). Everything is text from the page:
 * a link may be believed to name a ticket, a number only to be a candidate, and who knows the
 * tickets decides. Pure and total.
 */
import type { TypeWord } from '../protocol/handshake';
import type { RecordId } from '../types';

export interface Evidence {
  /** From a link; null where no link says it. */
  readonly id: RecordId | null;
  /** Long numbers in names and data; of the ticket, or of anything else. */
  readonly maybe: readonly RecordId[];
  /** The ticket's number as it is shown. */
  readonly number: string | null;
  /** Says whether two are the same. */
  readonly key: string;
}

/** More candidates than this tell nothing. */
export const mostMaybe = 8;

const longNumber = /(?<!\d)\d{8,20}(?!\d)/g;
const shownNumber = /^#?\s*(\d{1,10})$/;

/** Every number in a text that has an id's length. */
export const longNumbersIn = (text: string): string[] =>
  Array.from(text.matchAll(longNumber), ([number]) => number);

/** The digits of a ticket's number as a row shows it, `#101`; null for any other text. */
export const shownNumberIn = (text: string): string | null =>
  shownNumber.exec(text.trim())?.[1] ?? null;

/** Of tickets that links name: null where that is none or more than one. */
export function evidenceOfLinks(ids: ReadonlySet<RecordId>): Evidence | null {
  const [id] = ids;
  return id === undefined || ids.size > 1 ? null : { id, maybe: [], number: null, key: id };
}

/** Of numbers, where no link names a ticket: null where they leave nothing to ask about. */
export function evidenceOfNumbers(
  candidates: ReadonlySet<RecordId>,
  shown: ReadonlySet<string>,
): Evidence | null {
  const maybe = candidates.size > mostMaybe ? [] : [...candidates];
  const [first] = shown;
  const number = shown.size === 1 && first !== undefined ? first : null;
  if (maybe.length === 0 && number === null) return null;
  return { id: null, maybe, number, key: `${maybe.join()}#${number ?? ''}` };
}

/** What a word of a ticket's shown number is kept under, beside those of ids. */
export const numberKey = (number: string): string => `#${number}`;

/**
 * The one word that the row's badge may say. Null: none is known, or more than one of its
 * candidates is a ticket, so that the word may be another's.
 */
export function wordFor(
  { id, maybe, number }: Evidence,
  known: (key: string) => TypeWord | null,
): TypeWord | null {
  if (id !== null) return known(id);
  const words = maybe.map(known).filter((word) => word !== null);
  if (words.length > 1) return null;
  return words[0] ?? (number === null ? null : known(numberKey(number)));
}
