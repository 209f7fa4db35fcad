/**
 * The sidebar's frame in the host page. Everything about the customer lives inside the frame, an
 * extension page of another origin: the host page can neither read nor style it, and keys typed
 * in it never reach the host's shortcuts.
 */
import { browser } from 'wxt/browser';
import type { Theme } from './host-theme';

/** Above the host's popups and drawers, below its tooltips (desk-ui 3.2). */
const layer = '900000';
const startWidth = 360;

export interface SidebarFrame {
  show(): void;
  /** Kept in the page: showing it again costs no load. */
  hide(): void;
  resize(width: number): void;
  setTheme(theme: Theme | null): void;
  remove(): void;
}

function pin(element: HTMLElement, styles: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(styles))
    element.style.setProperty(name, value, 'important');
}

/** Puts the frame into the page, hidden. `pass` is what its requests to the background carry. */
export function mountSidebarFrame(pass: string, theme: Theme | null): SidebarFrame {
  const host = document.createElement('div');
  host.setAttribute('data-tandem', '');
  // Closed: the frame's address holds the pass, which the page has no business knowing.
  const root = host.attachShadow({ mode: 'closed' });
  const frame = document.createElement('iframe');
  const address = (current: Theme | null): string =>
    `${browser.runtime.getURL('/sidepanel.html')}#pass=${pass}${current === null ? '' : `&theme=${current}`}`;
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

  let width = startWidth;
  let shown = false;

  /** Makes room where the page gives way; otherwise the sidebar floats over it. */
  function dock(): void {
    const page = document.documentElement;
    page.style.removeProperty('margin-inline-end');
    if (!shown || document.body === null) return;
    page.style.setProperty('margin-inline-end', `${width}px`);
    const rtl = getComputedStyle(page).direction === 'rtl';
    const body = document.body.getBoundingClientRect();
    const gave = rtl
      ? body.left >= width - 1
      : body.right <= page.ownerDocument.defaultView!.innerWidth - width + 1;
    if (!gave) page.style.removeProperty('margin-inline-end');
  }

  function place(): void {
    const rtl = getComputedStyle(document.documentElement).direction === 'rtl';
    pin(host, {
      all: 'initial',
      display: shown ? 'block' : 'none',
      position: 'fixed',
      top: '0',
      bottom: '0',
      [rtl ? 'left' : 'right']: '0',
      width: `${width}px`,
      'z-index': layer,
    });
    dock();
  }

  return {
    show() {
      shown = true;
      place();
    },
    hide() {
      shown = false;
      place();
    },
    resize(next) {
      width = next;
      place();
    },
    setTheme(next) {
      // Only the fragment differs, so the frame is told without being loaded again.
      if (frame.src !== address(next)) frame.src = address(next);
      place();
    },
    remove() {
      shown = false;
      dock();
      host.remove();
    },
  };
}
