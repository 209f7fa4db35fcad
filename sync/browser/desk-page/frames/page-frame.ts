/**
 * A page of the extension in the host page. Everything about customers lives inside the frame, of
 * another origin: the host page can neither read nor style it, and keys typed in it never reach
 * the host's shortcuts.
 */
import { browser } from 'wxt/browser';
import type { Place } from '../../../types';
import type { PlaceNews, Theme } from '../../../protocol/host';

/** Above the host's popups and drawers, below its tooltips (desk-ui 3.2). */
export const layer = 900_000;

export interface PageFrame {
  readonly host: HTMLElement;
  setTheme(theme: Theme | null): void;
  focus(): void;
  /** Before that a frame cannot keep the focus. */
  onLoad(act: () => void): void;
  /**
   * To the page in the frame and nobody else; what is told before it is loaded waits. `onDrawn`:
   * when it says that it shows this place, unless it was told another one meanwhile.
   */
  tell(place: Place | null, onDrawn?: () => void): void;
  /** Unseen it keeps its size and goes on drawing; what is behind it has its colour. */
  setSeen(seen: boolean): void;
  /** Begins anew at this place, with nothing of what was there. */
  reload(place: Place, onLoad: () => void): void;
}

/** Gives the element these styles and no others, whatever the page's sheets say. */
export function pin(element: HTMLElement, styles: Readonly<Record<string, string>>): void {
  // In one go: each single change of a style costs as much as all of them.
  element.style.cssText = Object.entries(styles)
    .map(([name, value]) => `${name}:${value}!important`)
    .join(';');
}

/**
 * Puts the frame into the page; how its host stands there is pinned by whoever asks for it. `pass`
 * is what its requests to the background carry; `at`, where the page is now, need not be told again.
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
  const origin = url.slice(0, -page.length);
  let told = { theme, place: at };
  let loaded = false;
  /** To the page that is loaded in the frame; null until there is something to tell it. */
  let port: MessagePort | null = null;
  let news: PlaceNews | null = null;
  let turn = 0;
  let drawn: (() => void) | undefined;

  function address(): string {
    const place = told.place === null ? '' : `&place=${told.place.type}/${told.place.id}`;
    return `${url}#pass=${pass}${place}${told.theme === null ? '' : `&theme=${told.theme}`}`;
  }

  /** A line of our own is the shortest way there: it passes by the browser's own process. */
  function connect(): MessagePort {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data === turn) drawn?.();
    });
    port1.start();
    frame.contentWindow?.postMessage({ pass }, origin, [port2]);
    return port1;
  }

  function hangUp(): void {
    port?.close();
    port = null;
  }

  function deliver(): void {
    if (!loaded || news === null) return;
    port ??= connect();
    port.postMessage(news);
    news = null;
  }

  frame.addEventListener('load', () => {
    loaded = true;
    hangUp();
    deliver();
  });
  frame.src = address();
  frame.title = 'Tandem';
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
      if (next !== told.theme) {
        told = { ...told, theme: next };
        frame.src = address();
      }
    },
    focus: () => frame.focus(),
    tell(place, onDrawn) {
      turn += 1;
      drawn = onDrawn;
      news = { place, turn };
      deliver();
    },
    setSeen(seen) {
      // Neither `display` nor `visibility`: with those the browser lets it draw nothing.
      frame.style.setProperty('opacity', seen ? '1' : '0', 'important');
      frame.style.setProperty('pointer-events', seen ? 'auto' : 'none', 'important');
    },
    reload(place, onLoad) {
      told = { ...told, place };
      loaded = false;
      hangUp();
      news = null;
      drawn = undefined;
      frame.addEventListener('load', onLoad, { once: true });
      frame.remove();
      frame.src = address();
      root.append(frame);
    },
    onLoad: (act) => frame.addEventListener('load', act, { once: true }),
  };
}
