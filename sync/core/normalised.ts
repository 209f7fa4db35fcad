import type { FieldType, FieldValue } from '../types';
import { canon, isEmpty, sameValue, storable } from './values';

/** Shorter values are never cut by a service: the tightest limit of either is 30 characters. */
const shortestCut = 30;

function letters(value: FieldValue): string {
  const text = storable(String(value)).replace(/<[^>]*>/g, '');
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

function isRounded(sent: number, seen: number): boolean {
  const decimals = (/\.(\d+)$/.exec(String(seen))?.[1] ?? '').length;
  return Math.abs(sent - seen) <= 0.5 * 10 ** -decimals + Number.EPSILON * Math.abs(sent);
}

/**
 * Whether a service may have made `seen` of `sent` by itself: other case, spacing or marks, a cut,
 * a rounding. Used only where nothing else tells a service's own rewriting from a person's edit
 * in the same second (see base.ts). A clear `no` is what matters: then it is an edit.
 */
export function isNormalised(type: FieldType, sent: FieldValue, seen: FieldValue): boolean {
  if (sameValue(type, sent, seen)) return true;
  const one = canon(type, sent);
  const two = canon(type, seen);
  if (type === 'boolean') return one === null && two === false;
  if (isEmpty(type, sent) || isEmpty(type, seen) || one === null || two === null) return false;
  switch (type) {
    case 'lookup':
      return false;
    case 'integer':
    case 'decimal':
      return typeof one === 'number' && typeof two === 'number' && isRounded(one, two);
    case 'date':
      return false;
    case 'datetime':
      return Math.abs(Date.parse(String(one)) - Date.parse(String(two))) < 60_000;
    case 'phone': {
      const digits = String(one).replace(/\D/g, '');
      const found = String(two).replace(/\D/g, '');
      if (digits.length < 6 || found.length < 6) return digits !== '' && digits === found;
      return digits.endsWith(found) || found.endsWith(digits);
    }
    case 'multiselect':
      return (
        Array.isArray(one) &&
        Array.isArray(two) &&
        one.map(letters).toSorted().join() === two.map(letters).toSorted().join()
      );
    default: {
      const cut = String(two);
      if (cut.length >= shortestCut && String(one).startsWith(cut)) return true;
      const folded = letters(one);
      return folded !== '' && folded === letters(two);
    }
  }
}
