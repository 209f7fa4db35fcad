/** Credits and concurrency of a portal (contract 3.12). */
import type { DeskOrg, Meter } from '../world';
import { thresholdExceeded, tooManyRequests } from './errors';
import type { Price } from './route';

interface Day {
  start: number;
  end: number;
  spent: number;
  /** How much of the meter's list is in the sum. */
  counted: number;
}

const days = new WeakMap<Meter, Day>();
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds since midnight in the portal's time zone: the pool is a calendar day's. */
function sinceMidnight(timeZone: string, now: number): number {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(timeZone, formatter);
  }
  const [hours = 0, minutes = 0, seconds = 0] = formatter.format(now).split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + (now % 1000);
}

function today(org: DeskOrg, now: number): Day {
  const { meter } = org;
  let day = days.get(meter);
  if (day === undefined || now >= day.end || now < day.start) {
    const start = now - sinceMidnight(org.timeZone, now);
    day = { start, end: start + 86_400_000, spent: 0, counted: 0 };
    days.set(meter, day);
  }
  if (meter.spent.length < day.counted) {
    day.spent = 0;
    day.counted = 0;
  }
  for (; day.counted < meter.spent.length; day.counted += 1) {
    const entry = meter.spent[day.counted];
    if (entry !== undefined && entry.at >= day.start) day.spent += entry.credits;
  }
  return day;
}

/** Credits left of the calendar day (contract 3.12). */
export function creditsLeft(org: DeskOrg, now: number): number {
  return Math.max(0, org.meter.dailyLimit - today(org, now).spent);
}

/** The price of a call; a range costs by its offset (contract 3.12). */
export function creditsOf(price: Price, query: URLSearchParams): number {
  if (price === 'count') return 50;
  if (price !== 'range') return price;
  const offset = Number(query.get('from') ?? '0');
  if (offset <= 2_000) return 3;
  if (offset <= 10_000) return 5;
  if (offset <= 50_000) return 10;
  return offset <= 100_000 ? 50 : 100;
}

/** Takes the call's credits, or refuses: the day's pool first, then concurrency (contract 3.12). */
export function charge(org: DeskOrg, credits: number, now: number): void {
  if (creditsLeft(org, now) < credits)
    throw thresholdExceeded(Math.ceil((today(org, now).end - now) / 1000));
  if (org.meter.inFlight > org.meter.concurrencyLimit) throw tooManyRequests();
  org.meter.spent.push({ at: now, credits });
}
