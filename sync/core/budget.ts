/**
 * How many API credits the sync may spend (DESIGN 3.10, LOG-4). They belong to the whole
 * organisation: the sync keeps to a cap a day, leaves a reserve for what agents click on, and takes
 * a quarter of what is left in any one hour, so that a first sync never starves the changes of the
 * afternoon. What an hour has not used is there for the next.
 */
import type { CreditBudget } from '../types/settings';
import type { Instant, Side } from '../types';
import { SyncError } from './problem';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Part of the day's rest that one hour may use. */
const hourlyPart = 4;
/** An hour may always use this much: looking for changes must go on. */
const leastAnHour = 50;

/** Without settings: as much as there is, less some clicks of agents. */
export const defaultBudget: CreditBudget = { capPerDay: null, reservePerDay: 200 };

/** Credits spent, by the hour they were spent in. */
export type Spending = readonly { readonly hour: Instant; readonly credits: number }[];

const hourOf = (now: Instant): Instant => Math.floor(now / hourMs) * hourMs;

/** The spending with `credits` more now, without what is older than a day. */
export function booked(spending: Spending, credits: number, now: Instant): Spending {
  const hour = hourOf(now);
  const kept = spending.filter((one) => one.hour > now - dayMs && one.hour !== hour);
  const before = spending.find((one) => one.hour === hour)?.credits ?? 0;
  return [...kept, { hour, credits: before + credits }];
}

/** Credits of the hours that began after this. */
export function spentSince(spending: Spending, since: Instant): number {
  let sum = 0;
  for (const { hour, credits } of spending) if (hour > since) sum += credits;
  return sum;
}

/** What the sync may spend now, and when that changes by itself. */
export interface Allowance {
  /** Infinite where nothing limits it. */
  readonly credits: number;
  readonly renewsAt: Instant;
}

/** `left`: what the service says is left today; null where it does not say. */
export function allowanceOf(
  spending: Spending,
  { capPerDay, reservePerDay }: CreditBudget,
  left: number | null,
  now: Instant,
): Allowance {
  const hour = hourOf(now);
  const renewsAt = hour + hourMs;
  const service = left === null ? Number.POSITIVE_INFINITY : left - reservePerDay;
  if (capPerDay === null) return { credits: service, renewsAt };
  const usedThisHour = spentSince(spending, hour - 1);
  const day = capPerDay - reservePerDay - spentSince(spending, now - dayMs);
  const share = Math.max(leastAnHour, (day + usedThisHour) / hourlyPart) - usedThisHour;
  return { credits: Math.min(service, day, share), renewsAt };
}

/** That the share of one side is used up; its name is the detail. */
export const paced = (side: Side): SyncError =>
  new SyncError({
    code: 'credits.paced',
    kind: 'transient',
    message:
      'The sync has used its share of API credits for now. It goes on by itself when there are new ones; agents are not affected.',
    detail: side,
  });

/** ms that spending `credits` at the shares of the hours takes; null where a day's cap is not enough. */
export function pacedMs(credits: number, capPerDay: number): number | null {
  if (credits >= capPerDay) return null;
  // Each hour takes its part of what is left, so that after n hours (1 - 1/part)^n of it are left.
  const hours = Math.ceil(Math.log(1 - credits / capPerDay) / Math.log(1 - 1 / hourlyPart));
  return Math.max(0, hours - 1) * hourMs;
}

/** When work of `pending` records at `creditsEach` will be done; null while nobody can tell. */
export function forecastEnd(
  pending: number,
  creditsEach: number,
  { capPerDay, reservePerDay }: CreditBudget,
  now: Instant,
): Instant | null {
  const aDay = capPerDay === null ? 0 : capPerDay - reservePerDay;
  if (aDay <= 0) return null;
  return now + Math.ceil((pending * creditsEach * dayMs) / aDay);
}
