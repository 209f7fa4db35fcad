/**
 * A page of the extension in the host page. Everything about customers lives inside the frame, of
 * another origin: the host page can neither read nor style it, and keys typed in it never reach
 * the host's shortcuts.
 */
import { browser } from 'wxt/browser';
import type { Place } from '../../../sync/types';
import type { Theme } from '../../../sync/protocol/host';

/** Above the host's popups and drawers, below its tooltips (desk-ui 3.2). */
export const layer = 900_000;

export interface PageFrame {
  readonly host: HTMLElement;
  setTheme(theme: Theme | null): void;
  focus(): void;
  /** Before that a frame cannot keep the focus. */
  onLoad(act: () => void): void;
  /** To the page in the frame and nobody else; what is told before it is loaded waits. */
  tell(place: Place | null): void;
}

/** Gives the element these styles and no others, whatever the page's sheets say. */
export function pin(element: HTMLElement, styles: Readonly<Record<string, string>>): void {
  // In one go: each single change of a style costs as much as all of them.
  element.style.cssText = Object.entries(styles)
    .map(([name, value]) => `${name}:${value}!important`)
    .join(';');
}

/**
 * Puts the frame into the page, hidden. `pass` is what its requests to the background carry;
 * `at`, where the page is now, need not be told again.
 */
export function mountFrame(
  page: '/sidepanel.html' | '/board.html',
  pass: string,
  theme: Theme | null,
  at: Place | null = null,
): PageFrame {
  const host = document.createElement('div');
  host.setAttribute('data-tandem', '');
  // Closed: the frame's address holds the pass, which the page has no business knowing.
  const root = host.attachShadow({ mode: 'closed' });
  const frame = document.createElement('iframe');
  const url = browser.runtime.getURL(page);
  const fixed = `${url}#pass=${pass}${at === null ? '' : `&place=${at.type}/${at.id}`}`;
  const address = (current: Theme | null): string =>
    current === null ? fixed : `${fixed}&theme=${current}`;
  const origin = url.slice(0, -page.length);
  let loaded = false;
  let waiting: Place | null | undefined;
  function tell(place: Place | null): void {
    if (loaded) frame.contentWindow?.postMessage({ pass, place }, origin);
    else waiting = place;
  }
  frame.addEventListener('load', () => {
    loaded = true;
    if (waiting !== undefined) tell(waiting);
  });
  frame.src = address(theme);
  frame.title = 'Tandem';
  pin(host, { all: 'initial', display: 'none' });
  pin(frame, {
    border: '0',
    width: '100%',
    height: '100%',
    display: 'block',
    'color-scheme': 'normal',
  });
  root.append(frame);
  document.documentElement.append(host);
  return {
    host,
    setTheme(next) {
      // Only the fragment differs, so the frame is told without being loaded again.
      if (frame.src !== address(next)) frame.src = address(next);
    },
    focus: () => frame.focus(),
    tell,
    onLoad: (act) => frame.addEventListener('load', act, { once: true }),
  };
}
