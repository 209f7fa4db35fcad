/** Digits of Arabic and Persian keyboards. */
const eastern = /[\u0660-\u0669\u06f0-\u06f9]/g;
const plain = /^\d{1,9}$/;
/** As lists and letters write thousands, in any language. */
const grouped = /^\d{1,3}(?:[.,'’٬\s]\d{3}){1,2}$/;

/**
 * The whole number that a person typed or pasted, below a thousand millions: "20000", "20,000".
 * Null where nothing was; undefined where it is no such number.
 */
export function typedNumber(text: string): number | null | undefined {
  const digits = text.trim().replace(eastern, (digit) => String(digit.charCodeAt(0) & 0xf));
  if (digits === '') return null;
  if (plain.test(digits)) return Number(digits);
  return grouped.test(digits) ? Number(digits.replace(/\D/g, '')) : undefined;
}
