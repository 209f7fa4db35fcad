/** Words about tickets, kept by a page's lists for a while: what is still good, what to ask for. */
import type { TypesAsked, TypesTold, TypeWord } from '../protocol/handshake';
import type { Instant } from '../types';
import { numberKey, type Evidence } from './evidence';

export interface KeptWord {
  /** Null: asked about, and nothing was told. */
  readonly word: TypeWord | null;
  readonly at: Instant;
}

/** By ticket id, or by `numberKey`; the oldest first. */
export type KeptWords = Map<string, KeptWord>;

/** ms. Types change a few times a day; who has none may be asked about sooner. */
const goodFor = 120_000;
const noneFor = 20_000;
/** Words of one page: a long list that was scrolled through. */
const mostKept = 2000;
/** Of one question; the background takes no more. */
const mostRows = 100;
const mostMaybe = 500;

const isDue = (kept: KeptWord | undefined, now: Instant): boolean =>
  kept === undefined || now - kept.at > (kept.word === null ? noneFor : goodFor);

/** What is not known, or not lately, of these rows; null where there is nothing to ask. */
export function wordsToAsk(
  kept: KeptWords,
  rows: readonly Evidence[],
  now: Instant,
): Omit<TypesAsked, 'address'> | null {
  const due = (key: string): boolean => isDue(kept.get(key), now);
  const lot = (keys: readonly string[], most: number): string[] =>
    [...new Set(keys)].slice(0, most);
  const ids = rows.flatMap(({ id }) => (id !== null && due(id) ? [id] : []));
  const maybe = rows.flatMap((row) => row.maybe.filter(due));
  const numbers = rows.flatMap(({ number }) =>
    number !== null && due(numberKey(number)) ? [number] : [],
  );
  if (ids.length + maybe.length + numbers.length === 0) return null;
  return { ids: lot(ids, mostRows), maybe: lot(maybe, mostMaybe), numbers: lot(numbers, mostRows) };
}

/** Keeps what was told of what was asked; `told` null where no answer came: what is known stays. */
export function keepWords(
  kept: KeptWords,
  { ids, maybe, numbers }: Omit<TypesAsked, 'address'>,
  told: Pick<TypesTold, 'ids' | 'numbers'> | null,
  now: Instant,
): void {
  const keep = (key: string, word: TypeWord | undefined): void => {
    const before = kept.get(key)?.word ?? null;
    kept.set(key, { word: told === null ? before : (word ?? null), at: now });
  };
  for (const id of [...ids, ...maybe]) keep(id, told?.ids[id]);
  for (const number of numbers) keep(numberKey(number), told?.numbers[number]);
  for (const key of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(key);
  }
}
