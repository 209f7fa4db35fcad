/** Every designed state of the screens: nothing outside the page, and nothing axe objects to. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administratorStates } from './preview/administrator-states';
import { optionsStates } from './preview/options-states';
import { sidebarStates } from './preview/sidebar-states';
import { startScreens, type Screens } from './screens';

describe('screens', () => {
  let screens: Screens;

  beforeAll(async () => {
    screens = await startScreens();
  });
  afterAll(() => screens?.close());

  const states = [
    ...Object.keys(sidebarStates).map((state) => [state, state === 'rail' ? 40 : 360] as const),
    ...Object.keys(optionsStates).map((state) => [state, 1280] as const),
    ...Object.keys(administratorStates).map((state) => [state, 1280] as const),
  ];

  it.each(states)('%s', async (state, width) => {
    const { open, restyle, outside, cutRows, crowded, objections } = screens;
    await open(state, { width });
    expect(await objections()).toEqual([]);
    expect(await cutRows()).toEqual([]);
    await restyle({ theme: 'dark', width });
    expect(await objections('colours')).toEqual([]);
    if (state === 'rail') return;
    await restyle({ width, text: 200 });
    expect(await outside()).toBe(0);
    expect(await crowded()).toEqual([]);
    await restyle({ width: 320 });
    expect(await outside()).toBe(0);
    expect(await cutRows()).toEqual([]);
    expect(await crowded()).toEqual([]);
  });

  it.each(['ltr', 'rtl'])('a menu opens at its button, %s', async (dir) => {
    const { page, open } = screens;
    const astray: object[] = [];
    for (const state of ['mapping', 'conflicts', 'permissions', 'overview'])
      for (const width of [1280, 320]) {
        await open(state, { width });
        await page.evaluate((to) => {
          document.documentElement.dir = to;
        }, dir);
        const buttons = page.locator('[aria-haspopup=menu]:enabled');
        await buttons.first().waitFor();
        for (const button of [buttons.first(), buttons.last()]) {
          await button.evaluate((each) =>
            each.scrollIntoView({ block: 'center', inline: 'center' }),
          );
          const menu = page.getByRole('menu');
          // A page that still scrolls closes its menus: whoever presses then presses again.
          await expect
            .poll(
              async () => {
                if (!(await menu.isVisible())) await button.press('Enter');
                return menu.isVisible();
              },
              { timeout: 20_000 },
            )
            .toBe(true);
          const [at, list] = [await button.boundingBox(), await menu.boundingBox()];
          if (at === null || list === null) throw new Error('nothing to measure');
          const isBeside =
            list.x <= at.x + at.width &&
            list.x + list.width >= at.x &&
            list.y >= at.y - list.height - 8 &&
            list.y <= at.y + at.height + 8;
          const isWhole = list.x >= 0 && list.x + list.width <= width;
          if (!isBeside || !isWhole) astray.push({ state, width, at, list });
          await page.keyboard.press('Escape');
          await menu.waitFor({ state: 'detached' });
        }
      }
    expect(astray).toEqual([]);
  });
});
