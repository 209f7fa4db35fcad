/** Parsing what the sidebar reads: rows of names that an organisation chose, each field for itself. */
import type { Instant, RecordId } from '../types';
import { SyncError } from '../core/problem';
import { instantOf, ownValue } from './record-page';

export type Row = Readonly<Record<string, unknown>>;

/** Text of a field; null for an empty one and for anything that is no text. */
export function textIn(row: Row, name: string): string | null {
  const value = ownValue(row, name);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

export function numberIn(row: Row, name: string): number | null {
  const value = ownValue(row, name);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

export function instantIn(row: Row, name: string): Instant | null {
  return instantOf(ownValue(row, name));
}

export function rowIn(row: Row, name: string): Row | null {
  const value = ownValue(row, name);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Row)
    : null;
}

/** The name of a person or record that a lookup points at. */
export function nameIn(row: Row, name: string): string | null {
  const target = rowIn(row, name);
  if (target === null) return null;
  const parts = [textIn(target, 'first_name'), textIn(target, 'last_name')].filter(
    (part) => part !== null,
  );
  return (
    textIn(target, 'name') ??
    textIn(target, 'full_name') ??
    (parts.length > 0 ? parts.join(' ') : null)
  );
}

/** The id of a field that holds one as text or inside an object. */
export function idOf(value: unknown): RecordId | null {
  const id = typeof value === 'object' && value !== null ? ownValue(value as Row, 'id') : value;
  return typeof id === 'string' && /^\d{1,20}$/.test(id) ? id : null;
}

/** `null` for a record that does not exist or may not be seen; everything else is thrown. */
export async function orNull<T>(read: () => Promise<T | null>): Promise<T | null> {
  try {
    return await read();
  } catch (thrown) {
    const hidden =
      thrown instanceof SyncError &&
      ['record.gone', 'zoho.noPermission'].includes(thrown.problem.code);
    if (!hidden) throw thrown;
    return null;
  }
}
