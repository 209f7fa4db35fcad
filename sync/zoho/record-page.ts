/** Small parts that both remotes share: page strings, batches and parsing of an answer's shape. */
import * as v from 'valibot';
import type { FieldValue, Fields, Instant } from '../types';
import { failed } from './problems';

/** Parses an answer or says that it cannot be read. `what` names it without any of its values. */
export function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  body: unknown,
  what: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  // The path names fields of the service's format, never values.
  const path = v.getDotPath(parsed.issues[0])?.slice(0, 60);
  throw failed('defect.unreadable', { detail: path === undefined ? what : `${what} ${path}` });
}

/**
 * Reads a stored page string. One that cannot be read (older version, other feed) means to begin
 * anew: pages may repeat records, so that is always right.
 */
export function parsePage<Schema extends v.GenericSchema>(
  schema: Schema,
  page: string | null,
): v.InferOutput<Schema> | null {
  if (page === null) return null;
  try {
    const parsed = v.safeParse(schema, JSON.parse(page));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** Field names are data, `__proto__` included: no prototype, no inherited names. */
export function fieldsOf(names: readonly string[], valueOf: (name: string) => FieldValue): Fields {
  const fields = Object.create(null) as Record<string, FieldValue>;
  for (const name of names) fields[name] = valueOf(name);
  return fields;
}

/** An own property of a parsed object; undefined where there is none. */
export function ownValue(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** A service's time as an instant; null for anything that is none. */
export function instantOf(value: unknown): Instant | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? at : null;
}

/** Consecutive parts of at most `size` whose csv stays within `length` characters. */
export function inParts(names: readonly string[], size: number, length: number): string[][] {
  const parts: string[][] = [];
  let part: string[] = [];
  let used = 0;
  for (const name of names) {
    if (part.length > 0 && (part.length >= size || used + name.length > length)) {
      parts.push(part);
      part = [];
      used = 0;
    }
    part.push(name);
    used += name.length + 1;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

/** A record id of either service: digits, as a path part and in a query. */
export const idShape = v.pipe(v.string(), v.regex(/^\d{1,20}$/));

/** An object of unknown keys that `JSON.parse` made. */
export const recordShape = v.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);
