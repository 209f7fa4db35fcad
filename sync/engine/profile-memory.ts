import type { Instant, Place, Problem } from '../types';
import type { ProfileView } from '../protocol/profile';
import { project } from './access';
import type { Allowed } from '../core/permissions';

/** Places remembered beside the cache. They are small; the limit only keeps a long day from growing. */
const mostRemembered = 200;

/** What this worker knows of a place beside what the cache holds. */
export interface ProfileMemory {
  /** How the last refresh ended; null problem: well. */
  readonly endedAt: Instant | null;
  readonly problem: Problem | null;
  readonly requester: ProfileView['requester'];
  /** Read, and not stored because the cache failed. */
  readonly unsaved: ProfileView | null;
}

/** Of a place that was not looked at yet. */
export const blank: ProfileMemory = {
  endedAt: null,
  problem: null,
  requester: null,
  unsaved: null,
};

/** A place's key, in memory and in what the screens hear. */
export const placeKey = (place: Place): string => `${place.type}/${place.id}`;

/** By the key of its place, the oldest first. */
export type ProfileMemories = Map<string, ProfileMemory>;

export const memoryOf = (memories: ProfileMemories, place: Place): ProfileMemory =>
  memories.get(placeKey(place)) ?? blank;

/** Keeps it for the place, and forgets the oldest places of too many. */
export function remember(memories: ProfileMemories, place: Place, memory: ProfileMemory): void {
  const key = placeKey(place);
  memories.delete(key);
  memories.set(key, memory);
  for (const oldest of memories.keys()) {
    if (memories.size <= mostRemembered) break;
    memories.delete(oldest);
  }
}

/** Takes out what may not be shown any more. */
export function narrowMemories(memories: ProfileMemories, allowed: Allowed): void {
  for (const [key, memory] of memories)
    memories.set(key, { ...memory, unsaved: memory.unsaved && project(memory.unsaved, allowed) });
}
