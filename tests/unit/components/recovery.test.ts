// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createProfileStore } from '../../../components/state/profile-store';
import { followTrouble } from '../../../components/state/recovery';
import type { Problem } from '../../../sync/types';
import type { ProfileView } from '../../../sync/protocol/profile';
import { ada, profile, ticket } from './fixtures';
import { fakeClient } from './fake-client';

const problemOf = (kind: Problem['kind']): Problem => ({ code: 'test', kind, message: 'Down.' });
const well = profile({ state: 'found', customer: ada });
const down: ProfileView = { ...well, problem: problemOf('transient') };

describe('a sidebar in trouble', () => {
  let fake: ReturnType<typeof fakeClient>;
  let source: ReturnType<typeof createProfileStore>;
  let end: () => void;

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    fake = fakeClient();
    source = createProfileStore(fake.client, { pass: 'pass' });
    source.start();
    end = followTrouble(source);
    void fake.last('place.get').answer(ticket);
    await vi.advanceTimersByTimeAsync(100);
  });
  afterEach(() => {
    end();
    vi.useRealTimers();
    hide(false);
  });

  const asked = (): number => fake.count('profile.get');
  const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

  async function answer(view: ProfileView): Promise<void> {
    void fake.last('profile.get').answer(view);
    await pass(0);
  }

  function hide(hidden: boolean): void {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  }

  it('looks again by itself, ever less often, until it is over', async () => {
    for (const wait of [6000, 12_000, 24_000]) {
      await answer(down);
      const before = asked();
      await pass(wait - 1);
      expect(asked()).toBe(before);
      await pass(1);
      expect(asked()).toBe(before + 1);
    }
    await answer(well);
    const before = asked();
    await pass(3_600_000);
    expect(asked()).toBe(before);
  });

  it('waits five minutes at most', async () => {
    for (let looks = 0; looks < 12; looks += 1) {
      await answer(down);
      await pass(300_000);
    }
    const before = asked();
    await answer(down);
    await pass(300_000);
    expect(asked()).toBe(before + 1);
  });

  it('does not while a refresh is under way', async () => {
    await answer({ ...down, refreshing: true });
    const before = asked();
    // The store itself asks after a refresh whose end nobody tells.
    await pass(3999);
    expect(asked()).toBe(before);
  });

  it('does when the network is back, and only then if it went', async () => {
    await answer(well);
    const before = asked();
    dispatchEvent(new Event('online'));
    expect(asked()).toBe(before);
    await answer({ ...well, offline: true });
    fake.notify('profile');
    await answer({ ...well, offline: true });
    dispatchEvent(new Event('online'));
    expect(asked()).toBe(before + 2);
  });

  it('waits until it is seen', async () => {
    await answer(down);
    const before = asked();
    hide(true);
    await pass(60_000);
    expect(asked()).toBe(before);
    hide(false);
    expect(asked()).toBe(before + 1);
  });

  it('leaves what needs a person, and asks Zoho when one has done something', async () => {
    await answer({ ...well, problem: problemOf('configuration') });
    const before = asked();
    await pass(3_600_000);
    expect(asked()).toBe(before);
    fake.notify('setup');
    expect(fake.last('profile.get').data).toEqual({ place: ticket, refresh: true });
    await answer(well);
    fake.notify('setup');
    expect(fake.last('profile.get').data).toEqual({ place: ticket, refresh: false });
  });
});
