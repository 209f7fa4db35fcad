/** Desk's values in and out (contract 3.1): custom fields in `cf`, nearly everything a string. */
import type { FieldMeta, FieldValue, Fields, Instant } from '../types';
import { customPrefix } from './desk-fields';
import { ownValue } from './record-page';

type MetaByName = ReadonlyMap<string, FieldMeta>;
type DeskRow = Readonly<Record<string, unknown>>;

/** `2026-11-22T09:30:00.000Z`, as Desk's ranges and fields take it. */
export function deskTime(at: Instant): string {
  return new Date(at).toISOString();
}

function objectIn(row: DeskRow, name: string): DeskRow | null {
  const value = ownValue(row, name);
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as DeskRow)
    : null;
}

/** The raw value of a field; undefined where the row does not carry it at all. */
function rawDeskValue(row: DeskRow, name: string): unknown {
  if (name.startsWith(customPrefix)) {
    const custom = objectIn(row, 'cf');
    return custom === null ? undefined : ownValue(custom, name.slice(customPrefix.length));
  }
  const direct = ownValue(row, name);
  if (direct !== undefined || !name.endsWith('Id')) return direct;
  // Some answers carry `account {id}` instead of `accountId`.
  const target = name.slice(0, -'Id'.length);
  if (ownValue(row, target) === null) return null;
  return ownValue(objectIn(row, target) ?? {}, 'id');
}

/** Whether every field is in the row: what is missing is unknown, not empty. */
export function carriesAll(row: DeskRow, names: readonly string[]): boolean {
  return names.every((name) => rawDeskValue(row, name) !== undefined);
}

function numberIn(text: string): number | string {
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : text;
}

/** One value as Tandem holds it. */
export function readDeskValue(value: unknown, meta: FieldMeta | undefined): FieldValue {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.filter((part) => typeof part === 'string');
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') {
    const id = typeof value === 'object' ? ownValue(value as DeskRow, 'id') : undefined;
    return typeof id === 'string' ? id : null;
  }
  const type = meta?.type;
  // An emptied number is empty, not zero.
  if (type === 'integer' || type === 'decimal') return value.trim() === '' ? null : numberIn(value);
  if (type === 'boolean') return value === 'true' ? true : value === 'false' ? false : value;
  if (type === 'multiselect') return value.split(';').filter((part) => part !== '');
  const at = type === 'datetime' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) ? deskTime(at) : value;
}

/** One value as Desk takes it: the schema knows strings, and null to clear. */
function writeDeskValue(value: FieldValue): string | null {
  if (value === null) return null;
  if (typeof value === 'object') return value.length === 0 ? null : value.join(';');
  return String(value);
}

/** The body of a create or PATCH. */
export function writeDeskFields(fields: Fields): Readonly<Record<string, unknown>> {
  const body = Object.create(null) as Record<string, unknown>;
  const custom = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(fields)) {
    if (name.startsWith(customPrefix))
      custom[name.slice(customPrefix.length)] = writeDeskValue(value);
    else body[name] = writeDeskValue(value);
  }
  if (Object.keys(custom).length > 0) body['cf'] = custom;
  return body;
}

/** All `names` of a row as Tandem holds them. */
export function deskValueReader(row: DeskRow, meta: MetaByName): (name: string) => FieldValue {
  return (name) => readDeskValue(rawDeskValue(row, name), meta.get(name));
}
