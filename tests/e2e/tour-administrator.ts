/** Pictures of the administrator's pages: light, dark, as narrow as 400 % zoom makes them, right to left. */
import type { Page } from 'playwright-core';

/** What each page shows when it is there. */
const pages = [
  ['overview', '', '.cred'],
  ['preferences', 'configuration/preferences', '.lv fieldset'],
  ['mapping', 'configuration/mapping', 'tbody tr'],
  ['deletions', 'configuration/deletions', '.del'],
  ['preview', 'configuration/preview', '.save'],
  ['permissions', 'permissions', 'table'],
  ['history', 'history', '.vr-row .fold'],
  ['failures', 'failures', 'h1'],
  ['conflicts', 'conflicts', 'h1'],
] as const;

const looks = [
  ['light', 1280],
  ['dark', 1280],
  ['narrow', 320],
  ['rtl', 1280],
] as const;

/** Leaves the page as it was. */
export async function administratorPictures(
  page: Page,
  picture: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const before = page.viewportSize();
  for (const [look, width] of looks) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light' });
    await page.evaluate(
      (dir) => {
        document.documentElement.dir = dir;
      },
      look === 'rtl' ? 'rtl' : 'ltr',
    );
    for (const [name, hash, shown] of pages) {
      await page.evaluate((to) => {
        location.hash = to;
      }, hash);
      await page.locator(shown).first().waitFor();
      await picture(page, `20-${name}-${look}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.evaluate(() => {
    document.documentElement.dir = 'ltr';
    location.hash = '';
  });
  if (before !== null) await page.setViewportSize(before);
}
