/**
 * Follows the address of a single-page app from outside: the page's own history calls cannot be
 * seen from a content script, so the Navigation API is used where there is one, and a slow look
 * catches what no event tells.
 */

import { followDrawn, nothingDrawn } from '../../../sync/core/drawn';
import { parsePlace, slugsOf } from '../../../sync/core/place';
import type { Place, RecordId, TabName } from '../../../sync/types';
import { drawnTickets } from './drawn-tickets';
import { readTabs } from './host-menu';

/** ms. Some transitions of the host change the address without any event: how often to `look` anyway. */
export const pollMs = 1000;
/** ms. Until then a page that was left may still be drawn, whatever the address says. */
const lingerMs = 1000;

interface NavigationEvents {
  addEventListener(type: string, listener: () => void, options: { signal: AbortSignal }): void;
}

export interface PlaceWatch {
  /** The page has changed: perhaps it shows another ticket. */
  look(): void;
  /** Tells where the page is even if nothing differs. */
  lookAgain(): void;
}

/** Where the page is: its address, and the names that make it readable. */
export interface Whereabouts {
  readonly address: string;
  readonly tabs: readonly TabName[];
  /** The ticket that is drawn where the address tells of none, or still of the one before. */
  readonly drawn: RecordId | null;
}

export function placeOf({ address, tabs, drawn }: Whereabouts): Place | null {
  if (drawn !== null) return { type: 'ticket', id: drawn };
  return parsePlace(address, slugsOf(tabs), location.hostname);
}

/**
 * Calls `onChange` at once, and whenever the address, the menu's names or the ticket that is drawn
 * differ, until `signal` aborts.
 */
export function watchPlace(
  onChange: (where: Whereabouts) => void,
  signal: AbortSignal,
): PlaceWatch {
  let last = '';
  let tabs: readonly TabName[] = [];
  let address = '';
  let changedAt = 0;
  let drawn = nothingDrawn;

  const look = (): void => {
    const named = readTabs();
    // The menu is drawn anew at times; its names stay what they were.
    if (named.length > 0) tabs = named;
    if (address !== location.href) {
      address = location.href;
      drawn = nothingDrawn;
      changedAt = performance.now();
    } else {
      const place = parsePlace(address, slugsOf(tabs), location.hostname);
      drawn = followDrawn(drawn, {
        place,
        there: drawnTickets(place),
        settled: performance.now() - changedAt >= lingerMs,
      });
    }
    const where = { address, tabs, drawn: drawn.ticket };
    const seen = JSON.stringify(where);
    if (seen === last) return;
    last = seen;
    onChange(where);
  };
  const navigation = (globalThis as { navigation?: NavigationEvents }).navigation;
  navigation?.addEventListener('currententrychange', look, { signal });
  navigation?.addEventListener('navigatesuccess', look, { signal });
  window.addEventListener('popstate', look, { signal });
  window.addEventListener('hashchange', look, { signal });
  look();
  function lookAgain(): void {
    last = '';
    look();
  }
  // Whoever comes back may have closed the browser's own panel, unheard of by a stopped worker.
  window.addEventListener('focus', lookAgain, { signal });
  return { look, lookAgain };
}
