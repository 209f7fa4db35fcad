/**
 * Follows the address of a single-page app from outside: the page's own history calls cannot be
 * seen from a content script, so the Navigation API is used where there is one, and a slow look
 * catches what no event tells.
 */

import { tabOf } from '../../sync/core/place';
import type { TabName } from '../../sync/types';

/** Entries of the menu that are looked at. */
const mostEntries = 12;

/** ms. Some transitions of the host change the address without any event. */
const pollMs = 1000;

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

/** Where the page is: its address, and the names that make it readable. */
export interface Whereabouts {
  readonly address: string;
  readonly tabs: readonly TabName[];
}

/** Calls `onChange` at once, and whenever the address or the menu's names differ, until `signal` aborts. */
export function watchPlace(onChange: (where: Whereabouts) => void, signal: AbortSignal): void {
  let last = '';
  let tabs: readonly TabName[] = [];
  const look = (): void => {
    const drawn = readTabs();
    // The menu is drawn anew at times; its names stay what they were.
    if (drawn.length > 0) tabs = drawn;
    const where = { address: location.href, tabs };
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
}
