// @vitest-environment happy-dom
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, describe, expect, it } from 'vitest';
import { Preferences } from '../../../components/options/preferences';
import type { PreferencesEffectView } from '../../../sync/protocol/preferences-effect';
import { fakeClient } from './fake-client';
import { pageRoot } from './page-root';
import { preferences } from './preferences-fixtures';

describe('what changed preferences would do', () => {
  const root = pageRoot();
  let fake: ReturnType<typeof fakeClient>;
  const bar = (): string => root.querySelector('.save')?.textContent ?? '';
  const choose = (place: number): Promise<void> =>
    act(() => root.querySelectorAll<HTMLInputElement>('[name=syncType]')[place]?.click());
  const press = (name: string): Promise<void> =>
    act(() =>
      [...root.querySelectorAll('button')].find((one) => one.textContent === name)?.click(),
    );

  beforeEach(async () => {
    fake = fakeClient();
    await act(() => render(<Preferences client={fake.client} tab="preferences" isSetup />, root));
    await act(() => fake.last('preferences.get').answer(preferences));
    await choose(2);
  });

  it('is said to be unknown where it could not be looked at, and is looked at again', async () => {
    expect(bar()).toContain('Looking at the records here.');
    await act(() => fake.last('preferences.effect').fail('The records cannot be read.'));
    expect(root.textContent).toContain('The records cannot be read.');
    expect(bar()).not.toContain('Looking at the records here.');
    await press('Try again');
    expect(fake.count('preferences.effect')).toBe(2);
  });

  it('is not told of other changes than these', async () => {
    const effect: PreferencesEffectView = {
      looked: 7,
      of: 7,
      written: { desk: 3, crm: 0 },
      asking: 0,
      created: { desk: 0, crm: 0 },
      addresses: { count: 0, rows: [] },
      peopled: 0,
    };
    await act(() => fake.last('preferences.effect').answer(effect));
    expect(bar()).toContain('Preview effect');
    await choose(1);
    await act(() => fake.last('preferences.effect').fail('The records cannot be read.'));
    expect(bar()).toContain('Save preferences');
    expect(bar()).not.toContain('Preview effect');
  });
});
