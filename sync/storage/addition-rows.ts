/** The AdditionRows port over IndexedDB. */
import type { AdditionRows } from '../engine/addition-ports';
import { isThere } from './presence';
import type { Database } from './schema';

/** Strict durability comes with the database: a row that is not on disk protects nothing. */
export function createAdditionRows(database: Database): AdditionRows {
  const { additions } = database;
  return {
    all: async () => ((await isThere(database)) ? additions.orderBy('at').toArray() : []),
    change: (key, change) =>
      database.transaction('rw', additions, async () => {
        const row = change((await additions.get(key)) ?? null);
        if (row === null) await additions.delete(key);
        else await additions.put(row);
        return row;
      }),
    async clear() {
      if (await isThere(database)) await additions.clear();
    },
  };
}
