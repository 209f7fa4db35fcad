/** Firefox's own sidebar, through a tab of the extension: remote control does not list what stands in it. */
import type { Page } from 'puppeteer-core';

/** What of the browser's interface is used here. */
interface Own {
  readonly browser: {
    readonly sidebarAction: { open(): Promise<void>; close(): Promise<void> };
    readonly extension: { getViews(of: { readonly type: 'sidebar' }): readonly Window[] };
  };
}

/** Opens or closes it, which Firefox permits at a person's click only: one at the edge of this tab. */
export async function moveSidebar(tab: Page, act: 'open' | 'close'): Promise<void> {
  await tab.bringToFront();
  await tab.evaluate((wanted) => {
    const { browser } = globalThis as unknown as Own;
    const move = (): void => void browser.sidebarAction[wanted]();
    document.addEventListener('click', move, { capture: true, once: true });
  }, act);
  await tab.mouse.click(2, 2);
}

/** What a person reads in it; nothing where it is closed. */
export const sidebarText = (tab: Page): Promise<string> =>
  tab.evaluate(() => {
    const { browser } = globalThis as unknown as Own;
    const views = browser.extension.getViews({ type: 'sidebar' });
    return views.map(({ document }) => document.body.innerText).join('\n');
  });
