/**
 * Follows the address of a single-page app from outside: the page's own history calls cannot be
 * seen from a content script, so the Navigation API is used where there is one, and a slow look
 * catches what no event tells.
 */
import { followPage, nowhere, type Whereabouts } from '../../../core/whereabouts';
import { drawnTickets } from './drawn-tickets';
import { readTabs } from './host-menu';

/** ms. Some transitions of the host change the address without any event: how often to `poll`. */
export const pollMs = 1000;

interface NavigationEvents {
  addEventListener(type: string, listener: () => void, options: { signal: AbortSignal }): void;
}

export interface PlaceWatch {
  /** The page has changed: perhaps it shows another ticket. */
  look(): void;
  /** Tells where the page is even if nothing differs. */
  lookAgain(): void;
  /**
   * For what no event tells. `heard`: whoever hears the page's elements come, go and get other
   * names calls `look` each time, so a page that rests is not looked through.
   */
  poll(heard: boolean): void;
}

/**
 * Calls `onChange` at once, and whenever the address, the menu's names or the ticket that is drawn
 * differ, until `signal` aborts. `again`: nothing need differ.
 */
export function watchPlace(
  onChange: (where: Whereabouts, again: boolean) => void,
  signal: AbortSignal,
): PlaceWatch {
  let last = '';
  let followed = nowhere;

  const look = (): void => {
    const now = performance.now();
    const { href: address, hostname: own } = location;
    followed = followPage(followed, { address, tabs: readTabs(), now, own }, drawnTickets);
    const seen = JSON.stringify(followed.where);
    if (seen === last) return;
    const again = last === '';
    last = seen;
    onChange(followed.where, again);
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
  return {
    look,
    lookAgain,
    poll(heard) {
      if (!heard || !followed.rests || location.href !== followed.where.address) look();
    },
  };
}
