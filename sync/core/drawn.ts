/**
 * Which ticket a page shows that its address does not tell of (desk-ui 6). The address comes
 * first: it changes before anything is drawn, so another ticket on the page counts only once the
 * address's own has been there and has gone, or where the address names no place at all.
 */
import type { Place, RecordId } from '../types';

export interface Drawn {
  /** Whether what the address names has been on the page. */
  readonly arrived: boolean;
  /** The ticket that is there instead; null where the address tells. */
  readonly ticket: RecordId | null;
}

/** Of an address that has just come. */
export const nothingDrawn: Drawn = { arrived: false, ticket: null };

/**
 * What follows from a look at the page. `there`: the tickets drawn on it. `settled`: false while
 * the page before may still be drawn, whatever the address says; then nothing new counts.
 */
export function followDrawn(
  before: Drawn,
  { place, there, settled }: { place: Place | null; there: readonly RecordId[]; settled: boolean },
): Drawn {
  const isIts = place !== null && (place.type !== 'ticket' || there.includes(place.id));
  const arrived = before.arrived || isIts;
  const found = ((): RecordId | null => {
    if (isIts || (place !== null && !arrived)) return null;
    const [only] = there;
    if (there.length === 1 && only !== undefined) return only;
    return there.length === 0 ? null : before.ticket;
  })();
  return { arrived, ticket: settled ? found : before.ticket };
}
