import type Dexie from 'dexie';

/** Databases that are being removed: until then the browser still names them. */
const removals = new WeakMap<Dexie, Promise<void>>();

/**
 * Whether a database is there. To read from one that is not would make it, and an installation
 * without an integration keeps none. Where the browser cannot say, it is taken for there.
 */
export async function isThere(database: Dexie): Promise<boolean> {
  await removals.get(database);
  if (database.isOpen()) return true;
  const found = await indexedDB.databases().catch(() => null);
  return found === null || found.some(({ name }) => name === database.name);
}

/** Removes a database as a whole; the next write makes a new one. */
export async function remove(database: Dexie): Promise<void> {
  const removal = database.delete({ disableAutoOpen: false });
  removals.set(
    database,
    removal.catch(() => undefined),
  );
  await removal;
}
