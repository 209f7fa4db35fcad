/**
 * Follows the address of a single-page app from outside: the page's own history calls cannot be
 * seen from a content script, so the Navigation API is used where there is one, and a slow look
 * catches what no event tells.
 */

/** ms. Some transitions of the host change the address without any event. */
const pollMs = 1000;

interface NavigationEvents {
  addEventListener(type: string, listener: () => void, options: { signal: AbortSignal }): void;
}

/** Calls `onChange` with the address whenever it differs from the last one reported, until `signal` aborts. */
export function watchAddress(onChange: (address: string) => void, signal: AbortSignal): void {
  let last = location.href;
  const look = (): void => {
    if (location.href === last) return;
    last = location.href;
    onChange(last);
  };
  const navigation = (globalThis as { navigation?: NavigationEvents }).navigation;
  navigation?.addEventListener('currententrychange', look, { signal });
  navigation?.addEventListener('navigatesuccess', look, { signal });
  window.addEventListener('popstate', look, { signal });
  window.addEventListener('hashchange', look, { signal });
  const timer = setInterval(look, pollMs);
  signal.addEventListener('abort', () => clearInterval(timer));
}
