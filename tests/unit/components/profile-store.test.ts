import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createProfileStore } from '../../../components/state/profile-store';
import type { Place } from '../../../sync/types';
import { ada, profile, ticket } from './fixtures';
import { fakeClient } from './fake-client';

const next: Place = { type: 'ticket', id: '48214' };
const adas = profile({ state: 'found', customer: ada });
const bens = profile({ state: 'found', customer: { ...ada, name: 'Ben' } }, { place: next });

describe('profile store', () => {
  let fake: ReturnType<typeof fakeClient>;
  let store: ReturnType<typeof createProfileStore>;

  beforeEach(() => {
    fake = fakeClient();
    store = createProfileStore(fake.client, { pass: 'pass' });
    store.start();
  });

  const shown = () => store.store.getState();

  it('learns its place by its pass, then asks for the profile', async () => {
    expect(fake.last('place.get').data).toEqual({ pass: 'pass' });
    await fake.last('place.get').answer(ticket);
    expect(fake.last('profile.get').data).toEqual({ place: ticket, refresh: false });
    await fake.last('profile.get').answer(adas);
    expect(shown()).toEqual({ place: ticket, profile: adas, problem: null });
  });

  it('drops the answer for the place that was left', async () => {
    await fake.last('place.get').answer(ticket);
    const late = fake.last('profile.get');
    fake.notify('place', 'pass');
    await fake.last('place.get').answer(next);
    await fake.last('profile.get').answer(bens);
    await late.answer(adas);
    expect(shown().profile).toBe(bens);
  });

  it('drops an answer that speaks of another place than was asked about', async () => {
    await fake.last('place.get').answer(ticket);
    await fake.last('profile.get').answer(bens);
    expect(shown().profile).toBeNull();
  });

  it('drops an older answer that overtakes a newer one', async () => {
    await fake.last('place.get').answer(ticket);
    const first = fake.last('profile.get');
    fake.notify('profile', 'ticket/48213');
    const fresh = { ...adas, updatedAt: 2 };
    await fake.last('profile.get').answer(fresh);
    await first.answer(adas);
    expect(shown().profile).toBe(fresh);
  });

  it('drops an older answer about where it is', async () => {
    const first = fake.last('place.get');
    fake.notify('place', 'pass');
    await fake.last('place.get').answer(next);
    await first.answer(ticket);
    expect(fake.last('profile.get').data).toEqual({ place: next, refresh: false });
  });

  it('holds the last customer for a moment only', async () => {
    await fake.last('place.get').answer(ticket);
    await fake.last('profile.get').answer(adas);
    fake.notify('place', 'pass');
    await fake.last('place.get').answer(next);
    expect(shown().profile).toBe(adas);
    await new Promise((done) => setTimeout(done, 90));
    expect(shown()).toEqual({ place: next, profile: null, problem: null });
  });

  it('asks again without a refresh when its own profile changed, and for no other', async () => {
    await fake.last('place.get').answer(ticket);
    fake.notify('profile', 'ticket/1');
    fake.notify('place', 'another pass');
    expect(fake.count('profile.get')).toBe(1);
    expect(fake.count('place.get')).toBe(1);
    fake.notify('profile', 'ticket/48213');
    expect(fake.last('profile.get').data).toEqual({ place: ticket, refresh: false });
  });

  it('does not ask anew when told of the place it is at', async () => {
    await fake.last('place.get').answer(ticket);
    fake.notify('place', 'pass');
    await fake.last('place.get').answer({ ...ticket });
    expect(fake.count('profile.get')).toBe(1);
  });

  it('keeps what it shows when a later question fails or the channel breaks', async () => {
    await fake.last('place.get').answer(ticket);
    await fake.last('profile.get').answer(adas);
    store.refresh();
    expect(shown().profile?.refreshing).toBe(true);
    await fake.last('profile.get').break();
    expect(shown().profile?.result).toBe(adas.result);
    expect(shown().problem?.code).toBe('screen.unreachable');
  });

  it('drops the answer to a choice made on the place that was left', async () => {
    await fake.last('place.get').answer(ticket);
    await fake.last('profile.get').answer(adas);
    store.choose('Contacts', '7');
    const late = fake.last('profile.choose');
    expect(late.data).toEqual({ place: ticket, module: 'Contacts', id: '7' });
    fake.notify('place', 'pass');
    await fake.last('place.get').answer(next);
    await fake.last('profile.get').answer(bens);
    await late.answer(adas);
    expect(shown().profile).toBe(bens);
  });

  it('empties itself on a page of no interest', async () => {
    await fake.last('place.get').answer(ticket);
    await fake.last('profile.get').answer(adas);
    fake.notify('place', 'pass');
    await fake.last('place.get').answer(null);
    expect(shown()).toEqual({ place: null, profile: null, problem: null });
  });

  it('asks after a refresh that nobody tells the end of', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      fake.notify('place', 'pass');
      const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
      void fake.last('place.get').answer(ticket);
      await settle();
      void fake.last('profile.get').answer({ ...adas, refreshing: true });
      await settle();
      const before = fake.asked.length;
      await vi.advanceTimersByTimeAsync(5000);
      expect(fake.asked.slice(before)).toMatchObject([
        { name: 'profile.get', data: { place: ticket, refresh: false } },
      ]);
      void fake.last('profile.get').answer(adas);
      await settle();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(fake.asked.length).toBe(before + 1);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('profile store in a page that says where it is', () => {
  const cached = new Map([[next.id, bens]]);
  let fake: ReturnType<typeof fakeClient>;
  let store: ReturnType<typeof createProfileStore>;
  let looked: string[];

  beforeEach(() => {
    fake = fakeClient();
    looked = [];
    const read = async ({ id }: Place) => {
      looked.push(id);
      return cached.get(id) ?? null;
    };
    store = createProfileStore(fake.client, { pass: 'pass' }, read);
    store.start();
  });

  const shown = () => store.store.getState();
  const asked = () =>
    vi.waitFor(() => expect(fake.last('profile.get').data).toMatchObject({ place: next }));

  it('shows what stands ready before the background has said a word', async () => {
    await fake.last('place.get').answer(ticket);
    await fake.last('profile.get').answer(adas);
    const before = fake.count('profile.get');
    store.moved(next);
    await fake.settle();
    expect(shown()).toMatchObject({ place: next, profile: bens });
    expect(fake.count('profile.get')).toBe(before);
    await asked();
    const fresh = { ...bens, updatedAt: 2 };
    await fake.last('profile.get').answer(fresh);
    expect(shown().profile).toBe(fresh);
  });

  it('shows nothing to a frame that the background has never told a place', async () => {
    store.moved(next);
    await fake.settle();
    expect(shown().profile).toBeNull();
    await fake.last('place.get').answer(null);
    store.moved(next);
    await fake.settle();
    expect(shown().profile).toBeNull();
    expect(fake.count('profile.get')).toBe(0);
  });

  it('goes where the page said while the background was still asked', async () => {
    store.moved(next);
    // Looked for meanwhile, once.
    expect(looked).toEqual([next.id]);
    await fake.last('place.get').answer(ticket);
    await fake.settle();
    expect(shown()).toMatchObject({ place: next, profile: bens });
    expect(looked).toEqual([next.id]);
  });

  it('does not show what it looked for ahead anywhere else', async () => {
    store.moved(next);
    store.moved(ticket);
    await fake.last('place.get').answer(ticket);
    await fake.settle();
    expect(looked).toEqual([next.id, ticket.id]);
    expect(shown()).toMatchObject({ place: ticket, profile: null });
  });

  it('believes the page rather than the background, which hears of it later', async () => {
    await fake.last('place.get').answer(ticket);
    store.moved(next);
    await asked();
    fake.notify('place', 'pass');
    await fake.last('place.get').answer(ticket);
    expect(shown()).toMatchObject({ place: next, profile: bens });
  });

  it('never shows what stood ready over a newer answer', async () => {
    await fake.last('place.get').answer(ticket);
    await fake.last('profile.get').answer(adas);
    store.moved(next);
    fake.notify('profile', `ticket/${next.id}`);
    const fresh = { ...bens, updatedAt: 2 };
    await fake.last('profile.get').answer(fresh);
    await fake.settle();
    expect(shown().profile).toBe(fresh);
  });
});
