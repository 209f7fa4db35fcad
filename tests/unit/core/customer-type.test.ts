import { describe, expect, it } from 'vitest';
import {
  countingDeals,
  customerTypeOf,
  customerTypeOfWord,
  openTotals,
  orderDeals,
  wonSince,
  zohosRule,
  type Deal,
} from '../../../sync/core/customer-type';
import type { TypeRules } from '../../../sync/protocol/permissions';

let next = 0;
function deal(status: Deal['status'], closesOn: string | null, amount?: [number, string]): Deal {
  next += 1;
  return {
    id: String(next).padStart(4, '0'),
    status,
    closesOn,
    amount: amount === undefined ? null : { amount: amount[0], currency: amount[1] },
  };
}

describe('customer type', () => {
  it('is customer with a won deal, whatever else there is, because of the most recent', () => {
    const recent = deal('won', '2026-03-03');
    const deals = [
      deal('open', '2026-01-01'),
      deal('won', '2024-05-01'),
      recent,
      deal('won', null),
      deal('lost', '2026-11-01'),
    ];
    expect(customerTypeOf(deals)).toEqual({ value: 'customer', because: recent });
  });

  it('is potential with an open deal and no won one, because of the one that closes first', () => {
    const first = deal('open', '2026-04-01');
    const deals = [
      deal('open', null),
      deal('open', '2026-09-01'),
      first,
      deal('lost', '2026-01-01'),
    ];
    expect(customerTypeOf(deals)).toEqual({ value: 'potential', because: first });
  });

  it('takes a dateless deal where there is no other', () => {
    const only = deal('won', null);
    expect(customerTypeOf([only])).toEqual({ value: 'customer', because: only });
  });

  it('is contact with lost deals only, or none', () => {
    expect(customerTypeOf([deal('lost', '2026-01-01')])).toEqual({
      value: 'contact',
      because: null,
    });
    expect(customerTypeOf([])).toEqual({ value: 'contact', because: null });
  });

  it.each([
    ['customers', 'customer'],
    ['Potentials', 'potential'],
    ['contacts_leads', 'contact'],
    ['leads', 'contact'],
    ['new', 'new'],
    ['vip', null],
    ['constructor', null],
    ['', null],
    [null, null],
    [undefined, null],
  ])("reads Zoho's own word %s", (word, type) => {
    expect(customerTypeOfWord(word)).toBe(type);
  });
});

describe('order of deals', () => {
  it('puts open ones first by close date, then closed ones newest first, dateless last in each', () => {
    const a = deal('open', '2026-01-01');
    const b = deal('open', '2026-02-01');
    const c = deal('open', null);
    const d = deal('lost', '2026-05-01');
    const e = deal('won', '2025-05-01');
    const f = deal('won', null);
    expect(orderDeals([f, e, d, c, b, a])).toEqual([a, b, c, d, e, f]);
  });

  it('does not depend on the order they came in, nor change it', () => {
    const deals = [deal('open', '2026-01-01'), deal('open', '2026-01-01'), deal('won', null)];
    const before = [...deals];
    expect(orderDeals(deals)).toEqual(orderDeals(deals.toReversed()));
    expect(deals).toEqual(before);
  });
});

describe('totals of open deals', () => {
  it('sums per currency, never across, the currency with the most deals first', () => {
    const deals = [
      deal('open', null, [310_000, 'SEK']),
      deal('open', null, [12_400, 'EUR']),
      deal('open', null, [48_700, 'EUR']),
      deal('won', null, [1_000_000, 'EUR']),
      deal('lost', null, [5, 'USD']),
      deal('open', null),
    ];
    expect(openTotals(deals)).toEqual([
      { amount: 61_100, currency: 'EUR' },
      { amount: 310_000, currency: 'SEK' },
    ]);
  });

  it('shows no binary fractions and leaves out what is no number', () => {
    const deals = [
      deal('open', null, [0.1, 'EUR']),
      deal('open', null, [0.2, 'EUR']),
      deal('open', null, [Number.NaN, 'EUR']),
      deal('open', null, [Number.POSITIVE_INFINITY, 'USD']),
    ];
    expect(openTotals(deals)).toEqual([{ amount: 0.3, currency: 'EUR' }]);
    expect(openTotals([])).toEqual([]);
  });
});

describe('the administrator’s rules', () => {
  const today = '2026-11-22';
  const kept = (deals: readonly Deal[], rules: Partial<TypeRules>): string[] =>
    countingDeals(deals, { ...zohosRule, ...rules }, today).map(({ id }) => id);

  it('leave everything to Zoho’s own where nothing is set', () => {
    const deals = [deal('won', '1999-01-01'), deal('open', null), deal('lost', null)];
    expect(kept(deals, {})).toEqual(deals.map(({ id }) => id));
  });

  it('let a win grow old to the day, and nothing else', () => {
    const late = deal('won', '2025-11-22');
    const old = deal('won', '2025-11-21');
    const undated = deal('won', null);
    const open = deal('open', '2020-01-01');
    expect(kept([late, old, undated, open], { wonWithinMonths: 12 })).toEqual(
      [late, undated, open].map(({ id }) => id),
    );
  });

  it('leave out what is small, of whatever currency, and what has no amount', () => {
    const large = deal('won', null, [1000, 'JPY']);
    const deals = [large, deal('open', null, [999.99, 'EUR']), deal('won', null)];
    expect(kept(deals, { minimumAmount: 1000 })).toEqual([large.id]);
  });

  it.each([
    ['2026-11-22', 12, '2025-11-22'],
    ['2026-01-31', 2, '2025-11-30'],
    ['2024-03-31', 1, '2024-02-29'],
    ['2026-05-15', 60, '2021-05-15'],
  ])('%s less %i months is %s', (from, months, since) => {
    expect(wonSince(from, months)).toBe(since);
  });
});
