/** API credits over a rolling day, and what each call costs (contract 2.11). */
import type { Meter } from '../world';

const day = 86_400_000;

interface Sum {
  /** First entry inside the last day, and how many were counted. */
  from: number;
  to: number;
  credits: number;
}

const sums = new WeakMap<Meter, Sum>();

/** Credits spent in the last 24 hours. */
export function creditsUsed(meter: Meter, now: number): number {
  let sum = sums.get(meter);
  if (sum === undefined || sum.to > meter.spent.length)
    sums.set(meter, (sum = { from: 0, to: 0, credits: 0 }));
  for (; sum.to < meter.spent.length; sum.to += 1) sum.credits += meter.spent[sum.to]?.credits ?? 0;
  for (; sum.from < sum.to && (meter.spent[sum.from]?.at ?? now) <= now - day; sum.from += 1) {
    sum.credits -= meter.spent[sum.from]?.credits ?? 0;
  }
  return sum.credits;
}

/** Books credits; false, and nothing booked, when the day's limit would be passed. */
export function spend(meter: Meter, credits: number, now: number): boolean {
  if (creditsUsed(meter, now) + credits > meter.dailyLimit) return false;
  if (credits > 0) meter.spent.push({ at: now, credits });
  return true;
}

/** The header is sent only once half of the limit is used. */
export function remainingHeader(meter: Meter, now: number): string | null {
  const used = creditsUsed(meter, now);
  return used * 2 >= meter.dailyLimit ? String(Math.max(0, meter.dailyLimit - used)) : null;
}

/** Writes cost one credit per ten records begun. */
export function writeCost(records: number): number {
  return Math.max(1, Math.ceil(records / 10));
}

/** COQL by its LIMIT. */
export function coqlCost(limit: number): number {
  return limit <= 200 ? 1 : limit <= 1000 ? 2 : 3;
}

export const costs = {
  /** A list inside a list view. */
  view: 3,
  /** The contract says `2?`. */
  deleted: 2,
  bulkReadJob: 50,
} as const;
