import type { TypeRules } from '../protocol/permissions';
import type { CustomerType, Instant, Money } from '../types';

/** What of a deal (a potential) decides the customer type, the sums and the order. */
export interface Deal {
  readonly id: string;
  /** From the stage's forecast type, never its name. */
  readonly status: 'open' | 'won' | 'lost';
  readonly amount: Money | null;
  /** YYYY-MM-DD, so that text order is time order. */
  readonly closesOn: string | null;
}

/** Zoho's own rule: every deal counts, however old and small (HND-1). */
export const zohosRule: TypeRules = {
  accountDeals: false,
  wonWithinMonths: null,
  minimumAmount: null,
};

/** The rules for somebody: who may not see accounts is told nothing by their deals either. */
export function rulesFor(
  rules: TypeRules | undefined = zohosRule,
  { account }: { readonly account: boolean },
): TypeRules {
  return { ...rules, accountDeals: rules.accountDeals && account };
}

/** The day of an instant in UTC, YYYY-MM-DD: a win's age is counted in months, not hours. */
export const dayOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10);

/** The first day whose wins still count, YYYY-MM-DD; a month's end for a day that it lacks. */
export function wonSince(today: string, months: number): string {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  const at = year * 12 + (month - 1) - months;
  const [wantedYear, wantedMonth] = [Math.floor(at / 12), (at % 12) + 1];
  const last = new Date(Date.UTC(wantedYear, wantedMonth, 0)).getUTCDate();
  const padded = (value: number, width: number): string => String(value).padStart(width, '0');
  return `${padded(wantedYear, 4)}-${padded(wantedMonth, 2)}-${padded(Math.min(day, last), 2)}`;
}

/**
 * The deals that decide a type under the administrator's rules. A deal without an amount counts
 * only where none is asked for; a win without a date counts, for its age is not known.
 */
export function countingDeals<D extends Deal>(
  deals: readonly D[],
  { minimumAmount, wonWithinMonths }: TypeRules,
  today: string,
): D[] {
  const since = wonWithinMonths === null ? null : wonSince(today, wonWithinMonths);
  return deals.filter(({ status, amount, closesOn }) => {
    if (minimumAmount !== null && (amount?.amount ?? 0) < minimumAmount) return false;
    return status !== 'won' || since === null || closesOn === null || closesOn >= since;
  });
}

/**
 * The customer type of somebody who is in CRM (HND-1): a won deal makes a customer, else an open
 * one a potential. `because` is the deal to name: the most recent won, or the open one that
 * closes first.
 */
export function customerTypeOf<D extends Deal>(
  deals: readonly D[],
): { readonly value: Exclude<CustomerType, 'new'>; readonly because: D | null } {
  const ordered = orderDeals(deals);
  const won = ordered.find((deal) => deal.status === 'won');
  if (won !== undefined) return { value: 'customer', because: won };
  const open = ordered.find((deal) => deal.status === 'open');
  if (open !== undefined) return { value: 'potential', because: open };
  return { value: 'contact', because: null };
}

/**
 * Zoho's own word for the type (`zohoCRMContact.type`) in ours; null for a word that says
 * nothing. The field is documented as an enumeration and was seen with other words, so any may come.
 */
export function customerTypeOfWord(word: string | null | undefined): CustomerType | null {
  switch (word?.toLowerCase()) {
    case 'customers':
    case 'customer':
      return 'customer';
    case 'potentials':
    case 'potential':
    case 'deals':
      return 'potential';
    case 'contacts':
    case 'leads':
    case 'contacts_leads':
      return 'contact';
    case 'new':
      return 'new';
    default:
      return null;
  }
}

/** Open ones first, the next to close at the top; then the closed ones, newest first. Dateless last in each. */
export function orderDeals<D extends Deal>(deals: readonly D[]): D[] {
  return deals.toSorted((one, other) => {
    const oneOpen = one.status === 'open';
    if (oneOpen !== (other.status === 'open')) return oneOpen ? -1 : 1;
    return byDate(one, other, oneOpen ? 1 : -1) || (one.id < other.id ? -1 : 1);
  });
}

function byDate(one: Deal, other: Deal, direction: 1 | -1): number {
  if (one.closesOn === other.closesOn) return 0;
  if (one.closesOn === null) return 1;
  if (other.closesOn === null) return -1;
  return one.closesOn < other.closesOn ? -direction : direction;
}

/** Decimals kept in a sum: enough for every currency, and few enough to hide binary fractions. */
const scale = 10_000;

/** Sums of the open deals, never added across currencies; the currency with the most deals first. */
export function openTotals(deals: readonly Deal[]): Money[] {
  const sums = new Map<string, { amount: number; deals: number }>();
  for (const { status, amount } of deals) {
    if (status !== 'open' || amount === null || !Number.isFinite(amount.amount)) continue;
    const sum = sums.get(amount.currency) ?? { amount: 0, deals: 0 };
    sums.set(amount.currency, { amount: sum.amount + amount.amount, deals: sum.deals + 1 });
  }
  return [...sums]
    .toSorted(([a, one], [b, other]) => other.deals - one.deals || (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ amount: Math.round(sum.amount * scale) / scale, currency }));
}
