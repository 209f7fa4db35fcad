import type Dexie from 'dexie';

/**
 * A database of which nobody has live queries: screens hear of changes by message. Without this,
 * Dexie notes with every write which keys of which indexes it touches, and tells other contexts.
 */
export function unobserved<D extends Dexie>(database: D): D {
  for (const name of ['Observability', 'Cache']) database.unuse({ stack: 'dbcore', name });
  return database;
}
