/** Times as the CRM writes them: ISO-8601, whole seconds, the organisation's offset (contract 2.4). */

const offsets = new Map<string, number>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once a zone: that alone takes longer than all that a page of records needs. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' });
  formats.set(timeZone, made);
  return made;
}

/** Offset of a zone in minutes; looked up once per zone and hour, since Intl is slow. */
function offsetMinutes(timeZone: string, ms: number): number {
  const hour = Math.floor(ms / 3_600_000);
  const key = `${timeZone}/${hour}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const name = formatOf(timeZone)
    .formatToParts(hour * 3_600_000)
    .find((part) => part.type === 'timeZoneName')?.value;
  const found = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '');
  const minutes =
    found === null ? 0 : (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3]));
  offsets.set(key, minutes);
  return minutes;
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}

/** `2026-11-22T18:00:00+01:00`. */
export function zohoTime(timeZone: string, ms: number): string {
  const minutes = offsetMinutes(timeZone, ms);
  const local = new Date(ms + minutes * 60_000).toISOString().slice(0, 19);
  const size = Math.abs(minutes);
  return `${local}${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** Milliseconds of an ISO-8601 time that carries an offset; null for anything else. */
export function parseTime(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/.test(text))
    return null;
  const ms = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(ms) ? null : ms;
}

/** The CRM knows whole seconds only. */
export function wholeSecond(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/** A real calendar day as `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
