/**
 * Profiles whose last views stand ready where the sidebar reads them by itself, so that it shows a
 * customer again without waking the worker. What stands there has passed the filter of what may be
 * seen, and is taken away before that becomes less.
 */
import type { Place } from '../types';
import type { ProfileView } from '../protocol/profile';
import type { Profiles } from './profile';

/** Dies with the browser; out of reach for pages and content scripts. */
export interface ProfileShelf {
  put(view: ProfileView): Promise<void>;
  get(place: Place): Promise<ProfileView | null>;
  clear(): Promise<void>;
}

export interface ShelvedProfiles extends Profiles {
  /** Takes everything off the shelf: before rules change, and what they mean is not known yet. */
  withhold(): Promise<void>;
}

/** Answers worth showing again. The others say how it stands now. */
const lasting: ReadonlySet<ProfileView['result']['state']> = new Set([
  'found',
  'deskOnly',
  'several',
  'none',
]);

/** The same profiles, with `shelf` kept beside them. It is only a help: it may fail. */
export function createShelvedProfiles(profiles: Profiles, shelf: ProfileShelf): ShelvedProfiles {
  let withdrawals = 0;

  async function shelved(reading: Promise<ProfileView>): Promise<ProfileView> {
    const before = withdrawals;
    const view = await reading;
    // Made under rules that may have been withdrawn meanwhile, it is shown once and not kept.
    if (before === withdrawals && lasting.has(view.result.state))
      void shelf.put(view).catch(() => undefined);
    return view;
  }

  async function withhold(): Promise<void> {
    withdrawals += 1;
    await shelf.clear();
  }

  return {
    withhold,
    get: (place, refresh) => shelved(profiles.get(place, refresh)),
    choose: (place, module, id) => shelved(profiles.choose(place, module, id)),
    forgetChoice: (place) => shelved(profiles.forgetChoice(place)),
    anew: (place) => shelved(profiles.anew(place)),
    async narrow(allowed) {
      await withhold();
      await profiles.narrow(allowed);
    },
    async forget() {
      await withhold();
      await profiles.forget();
    },
  };
}
