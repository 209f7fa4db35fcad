/** *View as profile* (PER-5): a real customer as the agents of another Desk profile would see them. */
import type { PermissionsConfig } from '../protocol/permissions';
import type { ViewAsView } from '../protocol/publication';
import type { Place } from '../types';
import { allowedFor } from '../core/permissions';
import { project, subjectOf } from './access';
import type { DeskProfiles } from './permissions';
import type { Store } from './ports';
import type { Profiles } from './profile';
import { samplesOf } from './samples';

export interface ViewAsPorts {
  readonly store: Pick<Store, 'runs' | 'changes' | 'pair'>;
  readonly desk: Pick<DeskProfiles, 'all'>;
  readonly profiles: Pick<Profiles, 'get'>;
}

/** What the draft `config` would show of the sample; null: of the first one there is. */
export interface ViewAs {
  show(config: PermissionsConfig, profileId: string, sample: string | null): Promise<ViewAsView>;
}

/** ms. The administrator tries many switches in a row; the profiles of the help desk stay. */
const profilesFor = 60_000;

export function createViewAs(ports: ViewAsPorts, now: () => number): ViewAs {
  let read: { readonly at: number; readonly profiles: ReturnType<DeskProfiles['all']> } | null =
    null;

  async function profileOf(id: string) {
    if (read === null || now() - read.at > profilesFor)
      read = { at: now(), profiles: ports.desk.all() };
    const { profiles } = read;
    const found = await profiles.catch((thrown: unknown) => {
      read = null;
      throw thrown;
    });
    return found.find((profile) => profile.id === id) ?? null;
  }

  return {
    async show(config, profileId, wanted) {
      const [samples, profile] = await Promise.all([
        samplesOf(ports.store, 'contact'),
        profileOf(profileId),
      ]);
      const key = wanted ?? samples[0]?.key ?? null;
      const pair = key === null ? null : await ports.store.pair(key);
      const desk = pair?.desk ?? null;
      if (key === null || desk === null) return { samples, sample: null, state: 'none' };
      const allowed = allowedFor(config, profile);
      const contact: Place = { type: 'contact', id: desk.id };
      const subject = subjectOf(contact, allowed);
      if (subject === null) return { samples, sample: key, state: 'hidden' };
      let place = contact;
      if (subject.of === 'account') {
        // Where contacts are off, their account stands in for them, as beside a ticket.
        const account = desk.fields['accountId'];
        if (typeof account !== 'string') return { samples, sample: key, state: 'noAccount' };
        place = { type: 'account', id: account };
      }
      const shown = project(await ports.profiles.get(place, false), allowed);
      if (shown === null) return { samples, sample: key, state: 'hidden' };
      return { samples, sample: key, state: 'shown', profile: shown };
    },
  };
}
