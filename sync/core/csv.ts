/**
 * Comma-separated text that a spreadsheet opens as data only. A cell that a spreadsheet would take
 * for a formula gets an apostrophe before it, and every cell is quoted, so that another separator
 * than the comma cannot split one open.
 */

/** What a spreadsheet may begin a formula with, the full-width forms of East Asian keyboards included. */
const formula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]/u;

/** Read as the start of a line, a cell or a command by some spreadsheet. */
const opening = /^[\t\r\n]/;

/** Characters that show text in another order than it has, and those no text needs. */
// oxlint-disable-next-line no-control-regex
const hidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/gu;

/** One cell. A number stays a number. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '""';
  if (typeof value === 'number') return `"${Number.isFinite(value) ? value : ''}"`;
  const text = value.replace(hidden, '');
  const guarded = opening.test(text) || formula.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}

/** A whole file, with the mark by which spreadsheets know UTF-8. */
export function csvText(
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const lines = [head, ...rows].map((row) => row.map(csvCell).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}
