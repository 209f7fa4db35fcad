/** The administrator's wide pages for the tour: light, dark, narrow and right to left. */
import type { Page } from 'playwright-core';

const pages = [
  { name: 'permissions', hash: '#permissions', heading: 'Contact information' },
  { name: 'mapping', hash: '#configuration/mapping', heading: 'Configuration details' },
] as const;

const looks = [
  { name: '', dark: false, width: 1280, rtl: false },
  { name: '-dark', dark: true, width: 1280, rtl: false },
  { name: '-320', dark: false, width: 320, rtl: false },
  { name: '-rtl', dark: false, width: 1280, rtl: true },
] as const;

/** Takes the pictures `{number}-{page}{look}` and leaves the page as it was. */
export async function pagesTour(
  page: Page,
  picture: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const before = page.viewportSize();
  for (const [at, { name, hash, heading }] of pages.entries()) {
    await page.evaluate((wanted) => {
      location.hash = wanted;
    }, hash);
    await page.getByRole('heading', { name: heading }).waitFor();
    await page.getByRole('table').first().waitFor();
    for (const look of looks) {
      await page.setViewportSize({ width: look.width, height: 1000 });
      await page.emulateMedia({ colorScheme: look.dark ? 'dark' : 'light' });
      await page.evaluate((rtl) => {
        document.documentElement.dir = rtl ? 'rtl' : 'ltr';
      }, look.rtl);
      await picture(page, `${20 + at}-${name}${look.name}`);
    }
    await page.evaluate(() => {
      document.documentElement.dir = 'ltr';
    });
  }
  if (before !== null) await page.setViewportSize(before);
  await page.evaluate(() => {
    location.hash = '#';
  });
}
