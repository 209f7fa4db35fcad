import { expect, test } from 'vitest';
import { columnsOf } from '../../../sync/core/board-order';
import type { BoardCard, RequesterType } from '../../../sync/protocol/handshake';

const type = (over: Partial<RequesterType> = {}): RequesterType => ({
  value: 'customer',
  source: 'deals',
  module: 'Contacts',
  because: null,
  openDeals: 0,
  open: [],
  lostDeals: 0,
  matches: 1,
  deskSays: null,
  ...over,
});

let serial = 0;
function card(over: Partial<BoardCard> = {}): BoardCard {
  serial += 1;
  return {
    ticketId: `5000000${serial}`,
    number: String(serial),
    subject: 'Help',
    priority: null,
    dueAt: null,
    requester: null,
    company: null,
    url: null,
    type: type(),
    ...over,
  };
}

const keyed = (cards: readonly BoardCard[]) =>
  cards.map((one, index) => ({ key: `c${index}`, card: one }));

test('columns stand in their order, and who is not known only where there is somebody', () => {
  const known = columnsOf(keyed([card({ type: type({ value: 'new' }) })]));
  expect(known.map((column) => column.type)).toEqual(['customer', 'potential', 'contact', 'new']);
  expect(columnsOf(keyed([card({ type: null })])).at(-1)?.type).toBeNull();
});

test('cards go by due time, then priority, then value; dateless last', () => {
  const value = (amount: number) => type({ open: [{ amount, currency: 'EUR' }] });
  const dateless = card();
  const late = card({ dueAt: 100 });
  const low = card({ dueAt: 200, priority: 'Low' });
  const high = card({ dueAt: 200, priority: 'High' });
  const rich = card({ dueAt: 200, priority: 'High', type: value(900) });
  const odd = card({ dueAt: 200, priority: 'Whenever' });
  const [column] = columnsOf(keyed([dateless, low, odd, high, rich, late]));
  expect(column?.cards).toEqual([late, rich, high, odd, low, dateless]);
});

test('potentials of a requester with several tickets are summed once, currencies apart', () => {
  const both = type({
    open: [
      { amount: 10.1, currency: 'EUR' },
      { amount: 7, currency: 'SEK' },
    ],
  });
  const other = type({ open: [{ amount: 20.2, currency: 'EUR' }] });
  const [column] = columnsOf([
    { key: 'ada', card: card({ type: both }) },
    { key: 'ada', card: card({ type: both }) },
    { key: 'bo', card: card({ type: other }) },
    { key: null, card: card({ type: other }) },
  ]);
  expect(column?.open).toEqual([
    { amount: 30.3, currency: 'EUR' },
    { amount: 7, currency: 'SEK' },
  ]);
});
