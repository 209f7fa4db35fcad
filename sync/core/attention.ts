/** What the toolbar's icon says: how much needs a person, and how urgent it is (LOG-4). */
import type { StatusView } from '../protocol';

export interface Attention {
  readonly number: number;
  /** `red`: the sync stands still until somebody comes. */
  readonly tone: 'none' | 'amber' | 'red';
}

/** Of one status. A plan that was said no to has had its person. */
export function attentionOf({
  state,
  failures,
  conflicts,
  held,
}: Pick<StatusView, 'state' | 'failures' | 'conflicts' | 'held'>): Attention {
  if (state === 'notConnected') return { number: 0, tone: 'none' };
  const waits = held !== null && held.dismissedAt === null;
  const stands = state === 'reconnect' || state === 'trouble' || waits;
  const number = failures + conflicts + Number(waits) + Number(state === 'reconnect');
  if (stands) return { number: Math.max(1, number), tone: 'red' };
  return { number, tone: number === 0 ? 'none' : 'amber' };
}

/** What fits on a badge: four characters. */
export function badgeText(number: number): string {
  if (number === 0) return '';
  return number < 1000 ? String(number) : `${Math.min(99, Math.floor(number / 1000))}k+`;
}
