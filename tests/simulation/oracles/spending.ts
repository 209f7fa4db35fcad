/** P11: nothing is asked of a service once the sync has spent its share of the day. */
import type { Side } from '../../../sync/types';
import type { SyncConfig } from '../../../sync/types/settings';
import type { Call } from '../wire';
import { runOf, type RunSpan, type Violation } from './evidence';

/** Credits are booked by the hour, so that a day of them may be up to an hour shorter. */
const dayMs = 23 * 3_600_000;

/** From which call on which caps held. */
export interface Caps {
  readonly from: number;
  readonly credits: SyncConfig['credits'];
}

/**
 * Whether every call found some of the day's credits left, by what the service charged for those
 * that were answered before. What a worker had not stored when it died, the next cannot know.
 */
export function keepsToBudget(
  calls: readonly Call[],
  caps: readonly Caps[],
  spans: readonly RunSpan[],
): Violation[] {
  const found: Violation[] = [];
  if (!caps.some(({ credits }) => credits)) return found;
  const spent: Record<Side, { readonly at: number; readonly who: string; credits: number }[]> = {
    desk: [],
    crm: [],
  };
  for (const call of calls)
    if (call.answered && runOf(spans, call)?.died === false)
      spent[call.side].push({ at: call.answered.time, who: call.who, credits: call.credits });
  for (const call of calls) {
    const { credits } = caps.findLast(({ from }) => from <= call.n) ?? {};
    const budget = credits?.[call.side];
    if (!budget || budget.capPerDay === null) continue;
    const sent = call.sent.time;
    const sum = spent[call.side]
      .filter(({ at, who }) => who === call.who && at < sent && at > sent - dayMs)
      .reduce((all, one) => all + one.credits, 0);
    if (sum >= budget.capPerDay - budget.reservePerDay)
      found.push({
        property: 'P11 budget',
        what: `call ${call.n} to ${call.side} after ${sum} credits of ${budget.capPerDay}`,
      });
  }
  return found;
}
