/** Pictures of the administrator's pages in every look. */
import type { Page } from 'playwright-core';
import { inEveryLook } from './tour-looks';

/** What each page shows when it is there. */
const pages = [
  ['overview', '', '.cred'],
  ['preferences', 'configuration/preferences', '.lv fieldset'],
  ['mapping', 'configuration/mapping', 'td.s > *'],
  ['deletions', 'configuration/deletions', '.del'],
  ['preview', 'configuration/preview', '.save'],
  ['permissions', 'permissions', '.sb-head h1, .sb-id'],
  ['history', 'history', '.vr-row .fold'],
  ['failures', 'failures', 'h1'],
  ['conflicts', 'conflicts', 'h1'],
] as const;

/** Leaves the page as it was. */
export async function administratorPictures(
  page: Page,
  picture: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const go = (hash: string): Promise<void> =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash);
  await inEveryLook(page, async (look) => {
    for (const [name, hash, shown] of pages) {
      await go(hash);
      await page.locator(shown).first().waitFor();
      await picture(page, `20-${name}-${look}`);
    }
  });
  await go('');
}
