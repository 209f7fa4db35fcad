/** `from`, `limit`, `sortBy` and `include` (contract 3.1). */
import { fieldError, invalidData } from './errors';

/** How one list counts and how far a page may reach. */
export interface PageRule {
  readonly defaultLimit: number;
  readonly maxLimit: number;
  /**
   * Lists of records count from 1 and take 0 for the first too; products, search, the recycle bin
   * and metadata count from 0 (contract 3.1).
   */
  readonly base: 0 | 1;
  /** Highest `from` that is answered. */
  readonly fromCap?: number;
}

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

function number(query: URLSearchParams, name: string, fallback: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (!/^\d{1,9}$/.test(text)) throw invalidData(fieldError(name));
  return Number(text);
}

/** The page a query asks for; over the limit is 422 (contract 3.1). */
export function pageOf(query: URLSearchParams, rule: PageRule): Page {
  const from = number(query, 'from', rule.base);
  const limit = number(query, 'limit', rule.defaultLimit);
  if (limit < 1 || limit > rule.maxLimit) throw invalidData(fieldError('limit'));
  if (rule.fromCap !== undefined && from > rule.fromCap) throw invalidData(fieldError('from'));
  return { offset: Math.max(0, from - rule.base), limit };
}

/** The page's part of a list. */
export function slice<T>(items: readonly T[], page: Page): readonly T[] {
  return items.slice(page.offset, page.offset + page.limit);
}

/** A list turned around without copying it: the index of the nth item. */
export function nth(length: number, index: number, descending: boolean): number {
  return descending ? length - 1 - index : index;
}

/** `sortBy` split into its field and direction; one outside the list is 422 (contract 3.1). */
export function sortOf(
  query: URLSearchParams,
  allowed: readonly string[],
  fallback: string,
): { readonly by: string; readonly descending: boolean } {
  const text = query.get('sortBy') ?? fallback;
  const descending = text.startsWith('-');
  const by = descending ? text.slice(1) : text;
  if (text !== fallback && !allowed.includes(by)) throw invalidData(fieldError('sortBy'));
  return { by, descending };
}

/** Comma-separated values, checked against what the call takes (contract 3.1). */
export function listOf(
  query: URLSearchParams,
  name: string,
  allowed?: readonly string[],
): readonly string[] {
  const text = query.get(name);
  if (text === null || text === '') return [];
  const values = text.split(',').map((value) => value.trim());
  if (allowed !== undefined && values.some((value) => !allowed.includes(value)))
    throw invalidData(fieldError(name));
  return values;
}

/** A `true` or `false`; null where it is not given. */
export function flagOf(query: URLSearchParams, name: string): boolean | null {
  const text = query.get(name);
  if (text === null) return null;
  if (text !== 'true' && text !== 'false') throw invalidData(fieldError(name));
  return text === 'true';
}
