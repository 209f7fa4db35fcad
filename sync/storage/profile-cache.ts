/** The ProfileCache port over IndexedDB. Bounded: an agent meets thousands of tickets. */
import type { ProfileCache } from '../engine/profile-ports';
import type { Place } from '../types';
import { isThere } from './presence';
import type { Database } from './schema';

/** Profiles kept. At about 20 KB each this stays near 10 MB. */
const limit = 500;
/** Pruned in lots, so that most stores cost one write. */
const lot = 50;

const keyOf = (place: Place): string => `${place.type}/${place.id}`;

/** `now` in ms of the local clock; it only orders what is pruned first. */
export function createProfileCache(database: Database, now: () => number): ProfileCache {
  const { profiles, choices } = database;
  return {
    async get(place) {
      if (!(await isThere(database))) return null;
      return (await profiles.get(keyOf(place)))?.profile ?? null;
    },
    async put(profile) {
      await profiles.put({ place: keyOf(profile.place), profile, storedAt: now() });
      const surplus = (await profiles.count()) - limit;
      if (surplus >= lot) {
        const oldest = await profiles.orderBy('storedAt').limit(surplus).primaryKeys();
        await profiles.bulkDelete(oldest);
      }
    },
    async choice(address) {
      if (!(await isThere(database))) return null;
      const row = await choices.get(address);
      return row === undefined ? null : { module: row.module, id: row.id };
    },
    async saveChoice(address, choice) {
      await choices.put({ address, ...choice });
    },
    async forgetChoice(address) {
      if (await isThere(database)) await choices.delete(address);
    },
    async rewrite(change) {
      if (!(await isThere(database))) return;
      await profiles.toCollection().modify((row, reference) => {
        const profile = change(row.profile);
        if (profile === null) delete (reference as { value?: unknown }).value;
        else reference.value = { ...row, profile };
      });
    },
    async clear() {
      if (!(await isThere(database))) return;
      await Promise.all([profiles.clear(), choices.clear()]);
    },
  };
}
