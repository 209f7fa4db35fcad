/** Times, amounts and numbers as words. Pure: the moment they are seen from is passed in. */
import { i18n } from '#i18n';
import type { Instant } from '../../sync/types';
import { locale } from './locale';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Keeps a foreign name's writing direction to itself inside a sentence. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;

/** How urgent a due date is. The words say it too. */
type Urgency = 'red' | 'amber' | '';

export interface Due {
  readonly text: string;
  readonly urgency: Urgency;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();
const numberFormats = new Map<string, Intl.NumberFormat>();
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

/** "in 9 days", "9 days ago": the browser knows the forms that a language has for its numbers. */
function fromNow(days: number): string {
  const key = locale();
  let format = relativeFormats.get(key);
  if (format === undefined) relativeFormats.set(key, (format = new Intl.RelativeTimeFormat(key)));
  return format.format(days, 'day');
}

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale() + JSON.stringify(options);
  let format = dateFormats.get(key);
  if (format === undefined)
    dateFormats.set(key, (format = new Intl.DateTimeFormat(locale(), options)));
  return format;
}

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale() + JSON.stringify(options);
  let format = numberFormats.get(key);
  if (format === undefined)
    numberFormats.set(key, (format = new Intl.NumberFormat(locale(), options)));
  return format;
}

const digits = (number: number): Intl.NumberFormatOptions => ({
  minimumFractionDigits: number,
  maximumFractionDigits: number,
});

export function count(value: number): string {
  return numberFormat(digits(0)).format(value);
}

/** Whole amounts without decimals, others with two. The currency is set beside it. */
export function amount(value: number): string {
  return numberFormat(digits(Number.isInteger(value) ? 0 : 2)).format(value);
}

/** The calendar day as a number, whatever the reader's time zone does to its hours. */
function dayNumber(at: Date): number {
  return Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / day;
}

/** Days from `now` to `at` on the reader's calendar. */
function daysUntil(at: Date, now: Date): number {
  return dayNumber(at) - dayNumber(now);
}

/** "14:30" */
export function clock(at: Instant): string {
  return dateFormat({ timeStyle: 'short' }).format(at);
}

/** "12:09:41": of things that happen by the second. */
export function precise(at: Instant): string {
  return dateFormat({ timeStyle: 'medium' }).format(at);
}

/** "19 Feb", with the year only when it is another. */
export function date(at: Instant | Date, now: Instant, weekday = false): string {
  const same = new Date(at).getFullYear() === new Date(now).getFullYear();
  return dateFormat({
    day: 'numeric',
    month: 'short',
    ...(weekday && same && { weekday: 'short' }),
    ...(!same && { year: 'numeric' }),
  }).format(at);
}

/** "Fri". */
export function dayName(at: Instant): string {
  return dateFormat({ weekday: 'short' }).format(at);
}

/** "12 Mar 2026, 11:58": what hover and focus tell. */
export function exact(at: Instant): string {
  return dateFormat({ dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** "2 min ago", "3 h ago", "yesterday", "3 days ago", "19 Feb". */
export function age(at: Instant, now: Instant): string {
  const passed = now - at;
  if (passed < minute) return i18n.t('time.justNow');
  if (passed < hour)
    return i18n.t('time.minutesAgo', { count: count(Math.floor(passed / minute)) });
  const days = -daysUntil(new Date(at), new Date(now));
  if (days === 0) return i18n.t('time.hoursAgo', { count: count(Math.floor(passed / hour)) });
  if (days === 1) return i18n.t('time.yesterday');
  if (days < 7) return fromNow(-days);
  return date(at, now);
}

/** "today 14:30", "tomorrow", "Tue 17 Mar, 10:00". */
export function moment(at: Instant, wholeDay: boolean, now: Instant): string {
  const days = daysUntil(new Date(at), new Date(now));
  const near = days === 0 ? 'today' : days === 1 ? 'tomorrow' : days === -1 ? 'yesterday' : null;
  if (near === null) {
    const on = date(at, now, true);
    return wholeDay ? on : i18n.t('time.dateAt', { date: on, time: clock(at) });
  }
  if (wholeDay) return i18n.t(`time.${near}`);
  return i18n.t('time.dayAt', { day: i18n.t(`time.${near}`), time: clock(at) });
}

function overdue(days: number): Due {
  return { text: i18n.t('time.daysOverdue', days, { count: count(days) }), urgency: 'red' };
}

/** "26 min ago" of today, "yesterday 17:05" before. */
export function lately(at: Instant, now: Instant): string {
  return daysUntil(new Date(at), new Date(now)) === 0 ? age(at, now) : moment(at, false, now);
}

/** "at 08:52" of today, "yesterday 08:52" before. */
export function atTime(at: Instant, now: Instant): string {
  if (daysUntil(new Date(at), new Date(now)) !== 0) return moment(at, false, now);
  return i18n.t('time.at', { time: clock(at) });
}

/** An open activity: "2 days overdue", "overdue since 10:00", "today 14:30". */
export function due(at: Instant, wholeDay: boolean, now: Instant): Due {
  const days = daysUntil(new Date(at), new Date(now));
  if (days < 0) return overdue(-days);
  if (days === 0 && !wholeDay && at < now)
    return { text: i18n.t('time.overdueSince', { time: clock(at) }), urgency: 'red' };
  return { text: moment(at, wholeDay, now), urgency: '' };
}

/** A calendar day as text becomes local midnight, so that it is the same day everywhere. */
export function calendarDay(text: string): Date | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return null;
  const [year, month, dayOfMonth] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const made = new Date(year, month - 1, dayOfMonth);
  return made.getMonth() === month - 1 ? made : null;
}

/** "19 Feb 2025" of a calendar day; the text itself where it is none. */
export function dayText(text: string, now: Instant): string {
  const at = calendarDay(text);
  return at === null ? text : date(at, now);
}

/** An open potential: "closes in 9 days", "closes 30 Apr", "12 days overdue". */
export function closes(text: string, now: Instant): Due {
  const at = calendarDay(text);
  if (at === null) return { text, urgency: '' };
  const days = daysUntil(at, new Date(now));
  if (days < 0) return overdue(-days);
  if (days === 0) return { text: i18n.t('time.closesToday'), urgency: 'amber' };
  if (days === 1) return { text: i18n.t('time.closesTomorrow'), urgency: 'amber' };
  if (days <= 14) return { text: i18n.t('time.closesIn', { when: fromNow(days) }), urgency: '' };
  return { text: i18n.t('time.closesOn', { date: date(at, now) }), urgency: '' };
}

/** "40 s", "9 min", "2 h 5 min", "3 days". Never more exact than a person can use. */
export function duration(ms: number): string {
  if (ms < minute)
    return i18n.t('time.seconds', { count: count(Math.max(1, Math.round(ms / 1000))) });
  if (ms < hour) return i18n.t('time.minutes', { count: count(Math.round(ms / minute)) });
  if (ms < 2 * day) {
    const hours = i18n.t('time.hours', { count: count(Math.floor(ms / hour)) });
    const rest = Math.floor((ms % hour) / minute);
    return rest === 0 ? hours : `${hours} ${i18n.t('time.minutes', { count: count(rest) })}`;
  }
  return timeSpan(Math.round(ms / day), 'day');
}

/** "7 days", "12 months". */
export function timeSpan(value: number, unit: 'day' | 'month'): string {
  return numberFormat({ style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

let segmenter: Intl.Segmenter | undefined;

function segments(text: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map((each) => each.segment);
}

/** Up to two letters that stand for a name. */
export function initials(name: string): string {
  const words = name.split(/[\s,./|_@-]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const first = words[0];
  if (first === undefined) return '?';
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last]
    .map((word) => (word === undefined ? '' : (segments(word)[0] ?? '')))
    .join('')
    .toLocaleUpperCase();
}
