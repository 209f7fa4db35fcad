import { describe, expect, it } from 'vitest';
import type { Place } from '../../../sync/types';
import type { ProfileView } from '../../../sync/protocol/profile';
import type { Profiles } from '../../../sync/engine/profile';
import { createShelvedProfiles } from '../../../sync/engine/shelved-profiles';
import { nothingAllowed } from '../../../sync/core/permissions';
import { settle } from './small-fakes';

const ticket: Place = { type: 'ticket', id: '500000001' };
const searched: ProfileView['result'] = { state: 'none', searched: [], crmUrl: '' } as never;

function createSubject() {
  const shelf = new Map<string, ProfileView>();
  const events: string[] = [];
  const world = { result: searched, gate: Promise.resolve() };
  const read = async (place: Place): Promise<ProfileView> => {
    await world.gate;
    return { place, result: world.result } as ProfileView;
  };
  const inner: Profiles = {
    get: read,
    choose: read,
    forgetChoice: read,
    anew: read,
    narrow: async () => void events.push('narrow'),
    forget: async () => void events.push('forget'),
  };
  const profiles = createShelvedProfiles(inner, {
    put: async (view) => void shelf.set(view.place.id, view),
    get: async ({ id }) => shelf.get(id) ?? null,
    clear: async () => {
      events.push('clear');
      shelf.clear();
    },
  });
  return { profiles, shelf, events, world };
}

describe('the shelf', () => {
  it('holds what was answered', async () => {
    const { profiles, shelf } = createSubject();
    const view = await profiles.get(ticket, false);
    await settle();
    expect(shelf.get(ticket.id)).toBe(view);
  });

  it.each(['loading', 'failed', 'hidden', 'notConnected'] as const)(
    'holds nothing that only says how it stands: %s',
    async (state) => {
      const { profiles, shelf, world } = createSubject();
      world.result = { state } as ProfileView['result'];
      await profiles.get(ticket, false);
      await settle();
      expect(shelf.size).toBe(0);
    },
  );

  it('is emptied before the cache is, when less may be seen', async () => {
    const { profiles, shelf, events } = createSubject();
    await profiles.get(ticket, false);
    await settle();
    await profiles.narrow(nothingAllowed);
    expect(events).toEqual(['clear', 'narrow']);
    expect(shelf.size).toBe(0);
  });

  it('is empty when the integration is gone', async () => {
    const { profiles, shelf, events } = createSubject();
    await profiles.get(ticket, false);
    await settle();
    await profiles.forget();
    expect(events).toEqual(['clear', 'forget']);
    expect(shelf.size).toBe(0);
  });

  it('takes no answer that was on its way while rules changed', async () => {
    const { profiles, shelf, world } = createSubject();
    let open = (): void => undefined;
    world.gate = new Promise((resolve) => (open = resolve));
    const answer = profiles.get(ticket, false);
    await profiles.withhold();
    open();
    await answer;
    await settle();
    expect(shelf.size).toBe(0);
  });
});
