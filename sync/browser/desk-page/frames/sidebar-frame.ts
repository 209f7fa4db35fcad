/** The sidebar's frame: beside the page where it gives way, else over it. */
import type { FrameLook } from '../../../protocol/host';
import { samePlace } from '../../../types/place';
import type { Place } from '../../../types';
import type { Theme } from '../../../protocol/host';
import { layer, mountFrame, pin } from './page-frame';
import { createRoom } from './room';
import { createVeil } from './veil';

const startWidth = 360;

export interface SidebarFrame {
  show(): void;
  /** Kept in the page: showing it again costs no load. */
  hide(): void;
  look(look: Pick<FrameLook, 'width' | 'floating'>): void;
  setTheme(theme: Theme | null): void;
  /** Where the page is: nothing of another place is seen from then on. */
  tell(place: Place | null): void;
  isShown(): boolean;
  focus(): void;
  remove(): void;
}

/** Puts the frame into the page, and shows it. `pass` is what its requests to the background carry. */
export function mountSidebarFrame(pass: string, theme: Theme | null, at: Place): SidebarFrame {
  const frame = mountFrame('/sidepanel.html', pass, theme, at);
  const { host, setTheme, focus } = frame;
  const veil = createVeil(frame, () => shown && !document.hidden);
  let there: Place | null = at;
  let mode = theme;
  let width = startWidth;
  let floating = false;
  let shown = true;
  const room = createRoom();
  let placed = '';
  let hadBody = false;

  function place(): void {
    const now = [shown, width, floating, mode].join();
    const hasBody = document.body !== null;
    if (now === placed && hasBody === hadBody) return;
    room.take(shown && !floating && hasBody ? width : null);
    hadBody = hasBody;
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
      // What is seen of it while the frame is not: an empty sidebar.
      'color-scheme': mode ?? 'light dark',
      background: 'light-dark(#fff,#16181c)',
      'z-index': String(layer),
      'box-shadow': floating ? '0 0 24px rgb(0 0 0 / 18%)' : 'none',
    });
  }

  place();
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
      mode = next;
      setTheme(next);
      place();
    },
    isShown: () => shown,
    focus,
    tell(next) {
      if (samePlace(next, there)) return;
      there = next;
      if (next === null) frame.tell(null);
      else veil.cover(next);
    },
    remove() {
      shown = false;
      room.take(null);
      host.remove();
    },
  };
}
