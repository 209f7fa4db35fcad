import * as v from 'valibot';
import type { PlaceBoard } from '../engine/seats';
import type { Place } from '../types';
import type { SessionStore } from './session-store';

const entryShape = v.object({
  pass: v.string(),
  place: v.nullable(
    v.object({ type: v.picklist(['ticket', 'contact', 'account']), id: v.string() }),
  ),
});
type Entry = { readonly pass: string; readonly place: Place | null };

const keyOf = (tabId: number): string => `place.${tabId}`;

/** Where each tab is, in session memory: a worker that was stopped meanwhile still knows. */
export function createPlaceBoard(session: SessionStore): PlaceBoard & {
  /** For a tab that was closed. */
  drop(tabId: number): Promise<void>;
} {
  // What this worker was told itself; spares a read, and is never older than the stored entry.
  const told = new Map<number, Entry>();

  async function stored(tabId: number): Promise<Entry | null> {
    const text = await session.get(keyOf(tabId));
    if (text === null) return null;
    const parsed = v.safeParse(entryShape, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  }

  const entryOf = async (tabId: number): Promise<Entry | null> =>
    told.get(tabId) ?? (await stored(tabId));

  return {
    async set(tabId, pass, _address, place) {
      told.set(tabId, { pass, place });
      await session.set(keyOf(tabId), JSON.stringify({ pass, place }));
    },
    async get(tabId, pass) {
      const entry = await entryOf(tabId);
      return entry?.pass === pass ? entry.place : null;
    },
    knows: async (tabId, pass) => (await entryOf(tabId))?.pass === pass,
    shown: async (tabId) => (await entryOf(tabId))?.place ?? null,
    async drop(tabId) {
      told.delete(tabId);
      await session.remove(keyOf(tabId));
    },
  };
}
