/** Every designed state of the screens: nothing outside the page, and nothing axe objects to. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administratorStates } from './preview/administrator-states';
import { optionsStates, sidebarStates } from './preview/states';
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
    const { open, restyle, outside, objections } = screens;
    await open(state, { width });
    expect(await objections()).toEqual([]);
    await restyle({ theme: 'dark', width });
    expect(await objections('colours')).toEqual([]);
    if (state === 'rail') return;
    await restyle({ width, text: 200 });
    expect(await outside()).toBe(0);
    await restyle({ width: 320 });
    expect(await outside()).toBe(0);
  });
});
