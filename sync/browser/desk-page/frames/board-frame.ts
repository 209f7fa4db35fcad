/** Handshake's board over the page. It is taken away when it is closed: its data is soon old. */
import type { Theme } from '../../../protocol/host';
import { layer, mountFrame, pin, type PageFrame } from './page-frame';

export interface BoardFrame {
  /** Whether it stands there afterwards, or stood there before. */
  act(act: 'open' | 'close' | 'toggle', theme: Theme | null): boolean;
  setTheme(theme: Theme | null): void;
}

export function createBoardFrame(pass: string, signal: AbortSignal): BoardFrame {
  let frame: PageFrame | null = null;
  let before: Element | null = null;

  function close(): void {
    frame?.host.remove();
    frame = null;
    if (before instanceof HTMLElement) before.focus();
  }

  function open(theme: Theme | null): void {
    before = document.activeElement;
    frame = mountFrame('/board.html', pass, theme);
    pin(frame.host, {
      all: 'initial',
      display: 'block',
      position: 'fixed',
      inset: '0',
      'z-index': String(layer + 1),
    });
    frame.onLoad(frame.focus);
  }

  signal.addEventListener('abort', close);
  return {
    act(act, theme) {
      const stood = frame !== null;
      if (stood && act !== 'open') close();
      else if (!stood && act !== 'close') open(theme);
      return stood || frame !== null;
    },
    setTheme: (theme) => frame?.setTheme(theme),
  };
}
