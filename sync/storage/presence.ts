import type Dexie from 'dexie';

/** Looks under way: what is asked for at a start asks the browser once. */
const looks = new WeakMap<Dexie, Promise<boolean>>();

/** Databases that are being removed: until then the browser still names them. */
const removals = new WeakMap<Dexie, Promise<void>>();

/**
 * Whether a database is there. To read from one that is not would make it, and an installation
 * without an integration keeps none. Where the browser cannot say, it is taken for there.
 */
export async function isThere(database: Dexie): Promise<boolean> {
  await removals.get(database);
  if (database.isOpen()) return true;
  const underWay = looks.get(database);
  if (underWay !== undefined) return underWay;
  const look = indexedDB.databases().then(
    (all) => all.some(({ name }) => name === database.name),
    () => true,
  );
  looks.set(database, look);
  const found = await look;
  looks.delete(database);
  return found;
}

/** Removes a database as a whole; the next write makes a new one. */
export async function remove(database: Dexie): Promise<void> {
  looks.delete(database);
  const removal = database.delete({ disableAutoOpen: false });
  removals.set(
    database,
    removal.catch(() => undefined),
  );
  await removal;
}
