/**
 * Follows the address of a single-page app from outside: the page's own history calls cannot be
 * seen from a content script, so the Navigation API is used where there is one, and a slow look
 * catches what no event tells.
 */

import { parsePlace, slugsOf, tabOf } from '../../sync/core/place';
import type { RecordId, TabName } from '../../sync/types';

/** Entries of the menu that are looked at. */
const mostEntries = 12;

/** ms. Some transitions of the host change the address without any event. */
const pollMs = 1000;
/** ms. Until then a page that was left may still be drawn, whatever the address says. */
const lingerMs = 1000;

interface NavigationEvents {
  addEventListener(type: string, listener: () => void, options: { signal: AbortSignal }): void;
}

/** What the page's own menu calls its modules, as far as it is drawn. */
function readTabs(): readonly TabName[] {
  const entries = document.querySelectorAll<HTMLAnchorElement>('a[data-id^="qtab_"]');
  return [...entries].slice(0, mostEntries).flatMap(({ dataset, href }) => {
    const tab = tabOf(dataset['id'] ?? '', href);
    return tab === null ? [] : [tab];
  });
}

/** px. In a shell's frame that is smaller, Desk is only hinted at: there is no room for anything. */
const leastRoom = { width: 480, height: 300 } as const;

/** False in a small frame, and in one within another page of the same help desk, which has its own. */
export function hasRoom(): boolean {
  if (window === window.top) return true;
  if (innerWidth < leastRoom.width || innerHeight < leastRoom.height) return false;
  try {
    return window.top?.document === undefined;
  } catch {
    return true;
  }
}

/** Tickets that stand in the page, by the key that their containers bear (desk-ui 3.1). */
function drawnTickets(): readonly RecordId[] {
  return [...document.querySelectorAll<HTMLElement>('[data-id^="subTab_"]')].flatMap((part) => {
    const id = /^subTab_(\d{8,20})$/.exec(part.dataset['id'] ?? '')?.[1];
    return id === undefined || part.getClientRects().length === 0 ? [] : [id];
  });
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

/**
 * Calls `onChange` at once, and whenever the address, the menu's names or the ticket that is drawn
 * differ, until `signal` aborts. The address comes first: it changes before anything is drawn, so
 * another ticket on the page counts only once the address's own has been there and has gone.
 */
export function watchPlace(
  onChange: (where: Whereabouts) => void,
  signal: AbortSignal,
): PlaceWatch {
  let last = '';
  let tabs: readonly TabName[] = [];
  let address = '';
  let changedAt = 0;
  let wasDrawn = false;
  let drawn: RecordId | null = null;

  function readDrawn(): RecordId | null {
    const place = parsePlace(address, slugsOf(tabs), location.hostname);
    const there = drawnTickets();
    if (place !== null && (place.type !== 'ticket' || there.includes(place.id))) {
      wasDrawn = true;
      return null;
    }
    // On a list whatever is open counts; what lingers from the page before it is soon gone.
    const [only] = there;
    if (place !== null && !wasDrawn) return null;
    if (there.length === 1 && only !== undefined) return only;
    return there.length === 0 ? null : drawn;
  }

  const look = (): void => {
    const named = readTabs();
    // The menu is drawn anew at times; its names stay what they were.
    if (named.length > 0) tabs = named;
    if (address !== location.href) {
      address = location.href;
      wasDrawn = false;
      drawn = null;
      changedAt = performance.now();
    } else {
      const found = readDrawn();
      if (performance.now() - changedAt >= lingerMs) drawn = found;
    }
    const where = { address, tabs, drawn };
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
  const timer = setInterval(look, pollMs);
  look();
  signal.addEventListener('abort', () => clearInterval(timer));
  function lookAgain(): void {
    last = '';
    look();
  }
  // Whoever comes back may have closed the browser's own panel, unheard of by a stopped worker.
  window.addEventListener('focus', lookAgain, { signal });
  return { look, lookAgain };
}
