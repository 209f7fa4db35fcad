import { browser } from '#imports';

/** What a click on the toolbar's icon opens: the board, or the page that leads to having one. */
export async function openMain(showsBoard: () => Promise<boolean>): Promise<void> {
  if (await showsBoard().catch(() => false))
    await browser.tabs.create({ url: browser.runtime.getURL('/board.html') });
  else await browser.runtime.openOptionsPage();
}
