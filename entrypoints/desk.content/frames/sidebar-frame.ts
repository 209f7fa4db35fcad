/** The sidebar's frame: beside the page where it gives way, else over it. */
import type { FrameLook } from '../../../sync/protocol/host';
import type { Place } from '../../../sync/types';
import type { Theme } from '../../../sync/protocol/host';
import { layer, mountFrame, pin } from './page-frame';

const startWidth = 360;

export interface SidebarFrame {
  show(): void;
  /** Kept in the page: showing it again costs no load. */
  hide(): void;
  look(look: Pick<FrameLook, 'width' | 'floating'>): void;
  setTheme(theme: Theme | null): void;
  /** Where the page is. */
  tell(place: Place | null): void;
  isShown(): boolean;
  focus(): void;
  remove(): void;
}

/** Puts the frame into the page, hidden. `pass` is what its requests to the background carry. */
export function mountSidebarFrame(pass: string, theme: Theme | null, at: Place): SidebarFrame {
  const { host, setTheme, focus, tell } = mountFrame('/sidepanel.html', pass, theme, at);
  let width = startWidth;
  let floating = false;
  let shown = false;
  let looking = 0;
  let placed = '';

  /** Makes room where the page gives way; otherwise the sidebar floats over it. */
  function dock(): void {
    const page = document.documentElement;
    if (!shown || floating || document.body === null) {
      page.style.removeProperty('margin-inline-end');
      return;
    }
    page.style.setProperty('margin-inline-end', `${width}px`);
    // Looked at when the page has been laid out anyway: asking sooner would lay it out twice.
    cancelAnimationFrame(looking);
    looking = requestAnimationFrame(() => setTimeout(giveBack));
  }

  function giveBack(): void {
    const page = document.documentElement;
    if (!shown || floating) return;
    const rtl = getComputedStyle(page).direction === 'rtl';
    const body = document.body.getBoundingClientRect();
    const gave = rtl ? body.left >= width - 1 : body.right <= innerWidth - width + 1;
    if (!gave) page.style.removeProperty('margin-inline-end');
  }

  function place(): void {
    const now = [shown, width, floating, document.body === null].join();
    if (now === placed) return;
    placed = now;
    pin(host, {
      all: 'initial',
      display: shown ? 'block' : 'none',
      position: 'fixed',
      top: '0',
      bottom: '0',
      // Its direction is the page's: the one thing that `all` leaves alone.
      'inset-inline-end': '0',
      width: `${width}px`,
      'z-index': String(layer),
      'box-shadow': floating ? '0 0 24px rgb(0 0 0 / 18%)' : 'none',
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
    look(next) {
      ({ width, floating } = next);
      place();
    },
    setTheme(next) {
      setTheme(next);
      place();
    },
    isShown: () => shown,
    focus,
    tell,
    remove() {
      shown = false;
      cancelAnimationFrame(looking);
      dock();
      host.remove();
    },
  };
}
