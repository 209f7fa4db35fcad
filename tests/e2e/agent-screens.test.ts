/** What agents work with, in every state and look: forms, links, the board. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentStates } from './preview/agent-states';
import { sidebarStates } from './preview/sidebar-states';
import { startScreens, type Screens } from './screens';

let screens: Screens;

beforeAll(async () => {
  screens = await startScreens();
});
afterAll(() => screens?.close());

/** All that is pressed and typed to come to a state has had its effect. */
async function shown(state: string): Promise<void> {
  const wanted = agentStates[state]?.shows;
  if (wanted === undefined) return;
  const { page } = screens;
  const there =
    'text' in wanted
      ? page.locator('p:visible').getByText(wanted.text)
      : page.getByRole(wanted.role, wanted.name === undefined ? {} : { name: wanted.name });
  await there.last().waitFor();
}

describe('nothing stands outside, and axe objects to nothing', () => {
  test.each(Object.entries(agentStates))('%s', async (state, { width }) => {
    const { open, restyle, outside, objections } = screens;
    await open(state, { width });
    await shown(state);
    expect(await objections()).toEqual([]);
    await restyle({ theme: 'dark', width });
    expect(await objections('colours')).toEqual([]);
    await restyle({ width: 320 });
    expect(await outside()).toBe(0);
    await restyle({ width, text: 200 });
    expect(await outside()).toBe(0);
  });
});

const widths: readonly (readonly [state: string, width: number])[] = [
  ...Object.keys(sidebarStates).map((state) => [state, state === 'rail' ? 40 : 360] as const),
  ...Object.entries(agentStates).map(([state, { width }]) => [state, width] as const),
];

// Loaded anew: a page that was drawn before keeps some of its own colours.
test.each(widths)('in forced colours: %s', async (state, width) => {
  const { page, open, objections } = screens;
  await page.emulateMedia({ forcedColors: 'active' });
  await open(state, { width });
  await shown(state);
  expect(await objections('colours')).toEqual([]);
  await page.emulateMedia({ forcedColors: 'none' });
});

test('moves nothing for whoever wants no motion', async () => {
  const { page, open } = screens;
  const moving = (): Promise<number> =>
    page.evaluate(
      () =>
        document
          .getAnimations()
          .filter(({ effect }) => Number(effect?.getComputedTiming().duration ?? 0) > 1).length,
    );
  for (const state of ['loading', 'adding', 'boardloading']) {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(state, { width: 360 });
    expect(await moving()).toBe(0);
  }
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await open('loading', { width: 360 });
  expect(await moving()).toBeGreaterThan(0);
});
