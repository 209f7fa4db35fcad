import type Dexie from 'dexie';

/** ms until a database that could not be opened is tried again. */
const restMs = 1_000;

/**
 * A database that failed to open (a full disk, a profile that is being repaired) would answer
 * nothing any more until the worker is stopped, which an open page keeps from happening: Dexie
 * remembers the failure for good. With this the next question after a short rest opens it anew.
 */
export function reopening<D extends Dexie>(database: D): D {
  const open = database.open.bind(database);
  database.open = () =>
    open().catch((thrown: unknown) => {
      // Not at once: those who waited for this attempt would each begin the next.
      setTimeout(() => {
        if (database.hasFailed()) database.close({ disableAutoOpen: false });
      }, restMs);
      throw thrown;
    });
  return database;
}
