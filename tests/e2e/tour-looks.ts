/** The looks in which every page of the administrator is pictured: light, dark, as narrow as 400 % zoom makes it, right to left. */
import type { Page } from 'playwright-core';

const looks = [
  ['light', 1280],
  ['dark', 1280],
  ['narrow', 320],
  ['rtl', 1280],
] as const;

/** `take` is called once a look; the page is left as it was. */
export async function inEveryLook(
  page: Page,
  take: (look: (typeof looks)[number][0]) => Promise<void>,
): Promise<void> {
  const before = page.viewportSize();
  const turn = (dir: 'ltr' | 'rtl'): Promise<void> =>
    page.evaluate((to) => {
      document.documentElement.dir = to;
    }, dir);
  for (const [look, width] of looks) {
    await page.setViewportSize({ width, height: 1000 });
    await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light' });
    await turn(look === 'rtl' ? 'rtl' : 'ltr');
    await take(look);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await turn('ltr');
  if (before !== null) await page.setViewportSize(before);
}
