/** One key goes between the page and the sidebar, and back to where it came from. */
import { keyOf } from '../../components/state/keys';
import type { SidebarFrame } from '../../sync/browser/desk-page/frames/sidebar-frame';

/** ms. Whoever pressed the key longer ago has turned to something else. */
const patienceMs = 5000;

export interface FocusSwitch {
  /**
   * The key is this one. None is taken before the sidebar has told it, for the agent may have given
   * the usual one away; who has just pressed the right one, and nothing since, is led there now.
   */
  learn(key: string): void;
  toSidebar(): boolean;
  toPage(): void;
}

export function createFocusSwitch(
  sidebar: () => SidebarFrame | null,
  signal: AbortSignal,
): FocusSwitch {
  let before: Element | null = null;
  let known: string | null = null;
  /** The last press from before the key was known, and what had the keyboard then: null without a body. */
  let early: { readonly key: string; readonly at: number; readonly from: Element | null } | null =
    null;

  const focusSwitch: FocusSwitch = {
    learn(key) {
      const isMeant =
        early?.key === key &&
        (early.from ?? document.body) === document.activeElement &&
        performance.now() - early.at < patienceMs;
      known = key;
      early = null;
      if (isMeant) focusSwitch.toSidebar();
    },
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
      if (!event.isTrusted) return;
      const key = keyOf(event);
      if (known === null) early = { key, at: event.timeStamp, from: document.activeElement };
      if (key !== known || !focusSwitch.toSidebar()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { signal, capture: true },
  );
  return focusSwitch;
}
