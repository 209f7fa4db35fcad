/**
 * What an installation could know where another one had synced before it. Links are kept by each
 * for itself: whoever takes over finds counterparts by their keys alone.
 */
import type { RecordName } from '../known';
import type { Event } from '../services';
import { runOf, type Evidence } from './evidence';

/** `handedOver`: the other was at it in an earlier run. `overlapped`: during the very run. */
export type Rivalry = 'handedOver' | 'overlapped';

/**
 * Whether what a call did to `event`'s customer came of not knowing a record: the installation never
 * held it linked before `order`, and another one had linked or made it. Null: it knew, or nobody did.
 */
export function rivalryIn(
  { calls, runs, linkedBy }: Evidence,
  event: Event,
  record: { readonly name: RecordName; readonly madeBy: Event | null },
  order: number,
): Rivalry | null {
  const call = event.call === null ? null : (calls[event.call] ?? null);
  if (call === null) return null;
  const maker = record.madeBy?.call == null ? null : (calls[record.madeBy.call] ?? null);
  const others = new Set(runs.map(({ who }) => who).filter((who) => who !== call.who));
  const knew = (who: string): number =>
    linkedBy.get(`${who} ${record.name}`) ?? Number.POSITIVE_INFINITY;
  if (knew(call.who) < order) return null;
  const isRival =
    (maker !== null && others.has(maker.who)) || [...others].some((who) => knew(who) < event.order);
  if (!isRival) return null;
  const began = runOf(runs, call)?.start ?? 0;
  const isMeanwhile = record.madeBy !== null && record.madeBy.time >= began;
  return isMeanwhile ? 'overlapped' : 'handedOver';
}
