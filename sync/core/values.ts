/**
 * Canonical values: what two values are compared by. Never written to a service; writing uses
 * the raw value, converted by `toSide` in convert.ts.
 *
 * Law: `canon(t, canon(t, x)) = canon(t, x)` for every type and every value, hostile ones too.
 */
import type { Fields, FieldType, FieldValue } from '../types';

/** No service can store these: half a surrogate pair is no character, NUL ends strings. */
const unstorable = /\p{Surrogate}|\0/gu;

/** Text as any service can hold it. Lone surrogates become U+FFFD, NUL goes. */
export function storable(text: string): string {
  // Whole pairs of surrogates land in the slow path too; nearly no text has any.
  return !/[\0\ud800-\udfff]/.test(text)
    ? text
    : text.replace(unstorable, (found) => (found === '\0' ? '' : '\uFFFD'));
}

/** Printable ASCII with single spaces inside: its own canonical form, and nearly every value. */
const plainText = /^[!-~]+(?: [!-~]+)*$/;

function canonText(value: string, inner: 'collapse' | 'lines'): string | null {
  if (plainText.test(value)) return value;
  const clean = storable(value).normalize('NFC');
  const spaced = inner === 'collapse' ? clean.replace(/\s+/gu, ' ') : clean.replace(/\r\n?/g, '\n');
  const text = spaced.trim();
  return text === '' ? null : text;
}

function asText(value: Exclude<FieldValue, null>): string {
  return typeof value === 'object' ? value.join(';') : String(value);
}

/**
 * A number by value. Digits that a double cannot hold stay text, so that two long numbers that
 * differ in the last digit stay different.
 */
function canonNumber(text: string): FieldValue {
  const plain = text.trim();
  const match = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(plain);
  if (match) {
    const sign = match[1] === '-' ? '-' : '';
    const digits = match[3] ? `${match[2]}.${match[3]}` : String(match[2]);
    if (digits.replace('.', '').replace(/^0+/, '').length <= 15) {
      const number = Number(sign + digits);
      return number === 0 ? 0 : number;
    }
    return sign + digits;
  }
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) {
    const number = Number(plain);
    if (Number.isFinite(number)) return number === 0 ? 0 : number;
  }
  return canonText(text, 'collapse');
}

function canonDate(text: string): FieldValue {
  const match = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(text.trim());
  const day = match?.[1];
  // A day that does not exist (2023-02-30) rolls over in Date: it then stays text.
  if (day !== undefined) {
    const parsed = new Date(`${day}T00:00:00Z`);
    if (!Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day)) return day;
  }
  return canonText(text, 'collapse');
}

function canonInstant(text: string): FieldValue {
  const trimmed = text.trim();
  // Without an offset a time says nothing about the instant; it is compared as text.
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/.test(trimmed)) {
    const at = Date.parse(trimmed.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
    // Whole seconds: CRM keeps no more, and a lost fraction is not an edit.
    if (Number.isFinite(at)) return new Date(Math.floor(at / 1000) * 1000).toISOString();
  }
  return canonText(text, 'collapse');
}

function canonBoolean(text: string): FieldValue {
  const word = text.trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  return canonText(text, 'collapse');
}

function canonUrl(text: string): FieldValue {
  const plain = canonText(text, 'collapse');
  if (plain === null) return null;
  const match = /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)(\/?)([^]*)$/i.exec(plain);
  if (!match) return plain;
  const [, scheme = '', host = '', slash = '', rest = ''] = match;
  const tail = rest === '' ? '' : slash + rest;
  // A slash that went may leave a space at the end.
  return canonText(scheme.toLowerCase() + host.toLowerCase() + tail, 'collapse');
}

function canonMany(value: Exclude<FieldValue, null>): FieldValue {
  const parts = typeof value === 'object' ? value : asText(value).split(';');
  const texts = parts
    .flatMap((part) => part.split(';'))
    .map((part) => canonText(part, 'collapse'))
    .filter((part) => part !== null);
  return texts.length === 0 ? null : [...new Set(texts)].toSorted();
}

/** Letters A to Z only: other scripts' case rules depend on the language. */
export function lowerAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text;
}

/** The form two values of one type are compared in. Empty, missing and null are one value. */
export function canon(type: FieldType, value: FieldValue | undefined): FieldValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  if (type === 'multiselect') return canonMany(value);
  const text = asText(value);
  switch (type) {
    case 'textarea':
      return canonText(text, 'lines');
    case 'email': {
      const plain = canonText(text, 'collapse');
      return typeof plain === 'string' ? lowerAscii(plain) : plain;
    }
    case 'url':
      return canonUrl(text);
    case 'integer':
    case 'decimal':
      return canonNumber(storable(text));
    case 'boolean':
      return canonBoolean(storable(text));
    case 'date':
      return canonDate(storable(text));
    case 'datetime':
      return canonInstant(storable(text));
    case 'picklist': {
      const chosen = canonText(text, 'collapse');
      // CRM's own word for "nothing chosen".
      return chosen === '-None-' ? null : chosen;
    }
    // Inner spaces and the writing of a number are a person's own: a change of them is an edit.
    case 'text':
    case 'phone':
      return canonText(text, 'lines');
    case 'lookup':
    case 'unsupported':
      return canonText(text, 'collapse');
  }
}

function identical(one: FieldValue, two: FieldValue): boolean {
  if (one === null || two === null || typeof one !== 'object' || typeof two !== 'object')
    return one === two;
  return one.length === two.length && one.every((part, index) => part === two[index]);
}

/** Whether two values mean the same. */
export function sameValue(
  type: FieldType,
  one: FieldValue | undefined,
  two: FieldValue | undefined,
): boolean {
  return one === two || identical(canon(type, one), canon(type, two));
}

/** Whether a value counts as nothing. */
export function isEmpty(type: FieldType, value: FieldValue | undefined): boolean {
  return canon(type, value) === null;
}

/** Whether two records hold exactly the same values, letter by letter. */
export function identicalFields(one: Fields, two: Fields): boolean {
  const names = Object.keys(one);
  if (names.length !== Object.keys(two).length) return false;
  return names.every((name) => {
    const other = two[name];
    return other !== undefined && identical(one[name] as FieldValue, other);
  });
}
