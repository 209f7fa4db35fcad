/** One key goes between the page and the sidebar, and back to where it came from. */
import { keyOf } from '../../components/state/keys';
import type { SidebarFrame } from '../../sync/browser/desk-page/frames/sidebar-frame';

export interface FocusSwitch {
  /** The key as the agent has it; null, and no key is taken, until the sidebar has told it. */
  key: string | null;
  toSidebar(): boolean;
  toPage(): void;
}

export function createFocusSwitch(
  sidebar: () => SidebarFrame | null,
  signal: AbortSignal,
): FocusSwitch {
  let before: Element | null = null;
  const focusSwitch: FocusSwitch = {
    key: null,
    toSidebar() {
      const frame = sidebar();
      if (frame?.isShown() !== true) return false;
      before = document.activeElement;
      frame.focus();
      return true;
    },
    toPage() {
      window.focus();
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
  };
  window.addEventListener(
    'keydown',
    (event) => {
      if (!event.isTrusted || keyOf(event) !== focusSwitch.key || !focusSwitch.toSidebar()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { signal, capture: true },
  );
  return focusSwitch;
}
