/** Going through a page as somebody without a pointer does. */
import type { Page } from 'playwright-core';

/** Tab by Tab to the control of this name, as somebody without a pointer goes there. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    if ((await focused.count()) === 0) continue;
    const said = await focused.evaluate((element) => {
      const { labels } = element as HTMLInputElement;
      const label = labels === null || labels === undefined ? '' : (labels[0]?.textContent ?? '');
      return `${element.getAttribute('aria-label') ?? ''} ${label} ${element.textContent ?? ''}`;
    });
    if (name.test(said)) return;
  }
  throw new Error(`${name.source} cannot be reached by keyboard`);
}

/** The enabled button of this name, found and pressed. */
export async function press(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).and(page.locator(':enabled')).waitFor();
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}
