import type { BoardCard, BoardColumn, RequesterType } from '../protocol/handshake';
import type { CustomerType, Money } from '../types';

/** Columns in the order of HND-1; last those of whom nothing is known. */
const order: readonly (CustomerType | null)[] = ['customer', 'potential', 'contact', 'new', null];

/** Zoho's own names and the usual ones. A help desk may have others, which count as ordinary. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['highest', 0],
  ['critical', 0],
  ['urgent', 0],
  ['high', 1],
  ['medium', 2],
  ['normal', 2],
  ['low', 3],
  ['lowest', 4],
]);
const ordinary = 2;
const none = 5;

/** A card with whom it is from, so that nobody's potentials are counted twice. */
export interface KeyedCard {
  readonly key: string | null;
  readonly card: BoardCard;
}

/** All columns, empty ones too; the last only where it holds something. */
export function columnsOf(cards: readonly KeyedCard[]): BoardColumn[] {
  const sorted = cards.toSorted((one, other) => compareCards(one.card, other.card));
  return order.flatMap((type): BoardColumn[] => {
    const inside = sorted.filter(({ card }) => (card.type?.value ?? null) === type);
    if (type === null && inside.length === 0) return [];
    return [{ type, cards: inside.map(({ card }) => card), open: sumOf(inside) }];
  });
}

/** By due time, which puts the most overdue first, then priority, then open value; dateless last. */
function compareCards(one: BoardCard, other: BoardCard): number {
  return (
    byNumber(one.dueAt, other.dueAt) ||
    rankOf(one.priority) - rankOf(other.priority) ||
    byValue(one.type, other.type) ||
    byNumber(Number(one.number), Number(other.number))
  );
}

function byNumber(one: number | null, other: number | null): number {
  if (one === other) return 0;
  if (one === null) return 1;
  return other === null ? -1 : one - other;
}

function rankOf(priority: string | null): number {
  return priority === null ? none : (ranks.get(priority.toLowerCase()) ?? ordinary);
}

/** Sums of different currencies do not compare: then who has any goes before who has none. */
function byValue(one: RequesterType | null, other: RequesterType | null): number {
  const [left] = one?.open ?? [];
  const [right] = other?.open ?? [];
  if (left === undefined || right === undefined)
    return Number(left === undefined) - Number(right === undefined);
  return left.currency === right.currency ? right.amount - left.amount : 0;
}

/** Decimals kept in a sum, as for a single requester's. */
const scale = 10_000;

function sumOf(cards: readonly KeyedCard[]): Money[] {
  const counted = new Set<string>();
  const sums = new Map<string, { amount: number; requesters: number }>();
  for (const { key, card } of cards) {
    if (key === null || counted.has(key)) continue;
    counted.add(key);
    for (const { amount, currency } of card.type?.open ?? []) {
      const sum = sums.get(currency) ?? { amount: 0, requesters: 0 };
      sums.set(currency, { amount: sum.amount + amount, requesters: sum.requesters + 1 });
    }
  }
  return [...sums]
    .toSorted(([a, one], [b, other]) => other.requesters - one.requesters || (a < b ? -1 : 1))
    .map(([currency, sum]) => ({ amount: Math.round(sum.amount * scale) / scale, currency }));
}
