/** CRM's values in and out (contract 2.2, 2.4): lookups are objects, times carry an offset. */
import type { FieldMeta, FieldValue, Fields, Instant } from '../types';
import { ownValue } from './record-page';

type MetaByName = ReadonlyMap<string, FieldMeta>;

/** `2026-11-22T09:30:00+00:00`: ISO 8601 with offset and whole seconds, as CRM reads and writes. */
export function crmTime(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}+00:00`;
}

function idIn(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return null;
  const id = ownValue(value as Record<string, unknown>, 'id');
  return typeof id === 'string' ? id : null;
}

/** One value as Tandem holds it. Times become UTC ISO strings with milliseconds. */
export function readCrmValue(value: unknown, meta: FieldMeta | undefined): FieldValue {
  if (value === null || value === undefined) return null;
  if (meta?.type === 'lookup') return idIn(value);
  if (meta?.type === 'datetime' && typeof value === 'string') {
    const at = Date.parse(value);
    return Number.isFinite(at) ? new Date(at).toISOString() : value;
  }
  if (meta?.type === 'multiselect' && typeof value === 'string')
    return value.split(';').filter((part) => part !== '');
  // `1e999` parses to Infinity, which no field can hold: kept as text, refused where it is used.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.filter((part) => typeof part === 'string');
  return idIn(value);
}

/** One value as CRM takes it. */
function writeCrmValue(value: FieldValue, meta: FieldMeta | undefined): unknown {
  if (value === null) return null;
  if (meta?.type === 'lookup')
    return typeof value === 'string' && value !== '' ? { id: value } : null;
  if (meta?.type === 'datetime' && typeof value === 'string') {
    const at = Date.parse(value);
    return Number.isFinite(at) ? crmTime(at) : value;
  }
  return value;
}

/** A record's fields as CRM takes them. */
export function writeCrmFields(
  fields: Fields,
  meta: MetaByName,
): Readonly<Record<string, unknown>> {
  const written = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields))
    written[name] = writeCrmValue(value, meta.get(name));
  return written;
}
