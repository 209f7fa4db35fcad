/** Times in words, by the server's clock. */
import { boot, now } from './dom.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const zone = { timeZone: boot.timeZone };

function format(options) {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...zone, ...options });
  } catch {
    return new Intl.DateTimeFormat('en-GB', options);
  }
}

const clock = format({ hour: '2-digit', minute: '2-digit', hour12: false });
const date = format({ day: 'numeric', month: 'short', year: 'numeric' });
const weekday = format({ weekday: 'short', day: 'numeric', month: 'short' });
const dayKey = format({ day: 'numeric', month: 'numeric', year: 'numeric' });

export const timeOf = (at) => clock.format(at);
export const dateOf = (at) => date.format(at);
export const dateTimeOf = (at) => `${date.format(at)}, ${clock.format(at)}`;

/** Time alone for today, with the date before. */
export const whenOf = (at) =>
  dayKey.format(at) === dayKey.format(now()) ? timeOf(at) : dateTimeOf(at);

function span(ms) {
  if (ms < hour) return `${Math.max(1, Math.round(ms / minute))} min`;
  if (ms < 23.5 * hour) return `${Math.round(ms / hour)} h`;
  const days = Math.round(ms / day);
  return days === 1 ? '1 day' : `${days} days`;
}

export function dueOf(text) {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return { text: 'no due time', overdue: false };
  const left = at - now();
  if (left < 0) return { text: `${span(-left)} overdue`, overdue: true };
  if (left < 5 * hour) return { text: `in ${span(left)}`, overdue: false };
  if (dayKey.format(at) === dayKey.format(now()))
    return { text: `today, ${timeOf(at)}`, overdue: false };
  if (dayKey.format(at) === dayKey.format(now() + day))
    return { text: `tomorrow, ${timeOf(at)}`, overdue: false };
  return { text: weekday.format(at), overdue: false };
}
