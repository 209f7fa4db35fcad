/** How long this copy of the script goes on. */
import { browser } from 'wxt/browser';

export interface Lifetime {
  /** Aborts when the extension was updated or taken away, or another copy came to this page. */
  readonly signal: AbortSignal;
  /** Nobody tells a page that the extension is gone: false, and the end, when a look shows it. */
  goesOn(): boolean;
}

/** Ends the copy that an earlier build left in this page: the newer one can still be answered. */
export function beginLifetime(): Lifetime {
  const end = new AbortController();
  const { signal } = end;
  // The page may send this as well, and gains nothing: it could take the frame away by itself.
  const arrival = `tandem-${browser.runtime.id}`;
  document.dispatchEvent(new Event(arrival));
  document.addEventListener(arrival, () => end.abort(), { signal });
  return {
    signal,
    goesOn() {
      // Undefined there where the extension is no more, whatever the types say.
      if ((browser.runtime as Partial<typeof browser.runtime>)?.id === undefined) end.abort();
      return !signal.aborted;
    },
  };
}
