import { browser } from 'wxt/browser';
import type { BrowserPanel } from '../engine/seats';

/** Firefox's own sidebar, which Chromium does not have. */
interface SidebarAction {
  isOpen(of: { windowId: number }): Promise<boolean>;
}

const windowMark = (windowId: number): string => `#window=${windowId}`;

/**
 * For the panel's own page: finds its window, marks the page with it, and holds a line to the
 * background that breaks with the page. `renew` takes up one that broke with the worker.
 */
export async function holdPanel(): Promise<{ readonly windowId: number; renew(): void }> {
  const windowId = (await browser.windows.getCurrent()).id ?? -1;
  history.replaceState(null, '', windowMark(windowId));
  let held = false;
  function renew(): void {
    if (held) return;
    held = true;
    const port = browser.runtime.connect({ name: `panel ${windowId}` });
    port.onDisconnect.addListener(() => (held = false));
  }
  renew();
  return { windowId, renew };
}

/** Registers what is done when a panel is closed. Synchronous. */
export function onPanelClosed(act: (windowId: number) => void): void {
  browser.runtime.onConnect.addListener((port) => {
    const windowId = /^panel (\d+)$/.exec(port.name)?.[1];
    const isOurs = port.sender?.id === browser.runtime.id && port.sender.tab === undefined;
    if (windowId !== undefined && isOurs)
      port.onDisconnect.addListener(() => act(Number(windowId)));
  });
}

/** Asked of the browser each time: a worker that was stopped meanwhile has nothing to remember. */
export function createBrowserPanel(): BrowserPanel {
  const leaving = new Set<number>();

  async function isOpen(windowId: number): Promise<boolean> {
    if (leaving.has(windowId)) return false;
    const { sidebarAction } = browser as { sidebarAction?: SidebarAction };
    if (sidebarAction !== undefined) return sidebarAction.isOpen({ windowId });
    // Chromium does not say in which window a panel stands; the panel says it in its address.
    const panels = await browser.runtime.getContexts({ contextTypes: ['SIDE_PANEL'] });
    return panels.some(({ documentUrl }) => documentUrl?.endsWith(windowMark(windowId)) === true);
  }

  return {
    isBeside: async (tabId) => isOpen((await browser.tabs.get(tabId)).windowId),
    async activeTab(windowId) {
      const [tab] = await browser.tabs.query({ active: true, windowId });
      return tab?.id ?? null;
    },
    left: (windowId) => void leaving.add(windowId),
    came: (windowId) => void leaving.delete(windowId),
  };
}

/** Opens it beside the page that asks. Only ever at a click or a key; false where the browser cannot. */
export async function openPanel(windowId: number): Promise<boolean> {
  const { sidePanel } = browser as {
    sidePanel?: { open(of: { windowId: number }): Promise<void> };
  };
  if (sidePanel === undefined) return false;
  await sidePanel.open({ windowId });
  return true;
}
