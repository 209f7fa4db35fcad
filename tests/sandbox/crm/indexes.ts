/**
 * Indexes over a table that cost nothing per page: each follows the table's history, so that a
 * change costs the change and not the table, or is kept for one version of it.
 */
import type { Change, StoredRecord, Table } from '../table';

interface Follower {
  cursor: number;
  readonly state: unknown;
}

const followers = new WeakMap<Table, Map<string, Follower>>();

function follow<T>(
  table: Table,
  name: string,
  start: () => T,
  apply: (state: T, change: Change) => void,
): T {
  let byName = followers.get(table);
  if (byName === undefined) followers.set(table, (byName = new Map()));
  let follower = byName.get(name);
  if (follower === undefined) byName.set(name, (follower = { cursor: 0, state: start() }));
  const state = follower.state as T;
  for (; follower.cursor < table.history.length; follower.cursor += 1) {
    const change = table.history[follower.cursor];
    if (change !== undefined) apply(state, change);
  }
  return state;
}

/** Ids of living records by what `keyOf` makes of a record's stored fields; null is not indexed. */
export function recordsBy(
  table: Table,
  name: string,
  keyOf: (fields: Readonly<Record<string, unknown>>) => string | null,
): ReadonlyMap<string, ReadonlySet<string>> {
  return follow(
    table,
    name,
    () => new Map<string, Set<string>>(),
    (index, change) => {
      const old = change.before === null ? null : keyOf(change.before);
      const fresh = change.after === null ? null : keyOf(change.after);
      if (old === fresh) return;
      if (old !== null) {
        const ids = index.get(old);
        ids?.delete(change.id);
        if (ids?.size === 0) index.delete(old);
      }
      if (fresh === null) return;
      const ids = index.get(fresh);
      if (ids === undefined) index.set(fresh, new Set([change.id]));
      else ids.add(change.id);
    },
  );
}

/** Ids that are in the recycle bin or gone for good. */
export function deletedIds(table: Table): ReadonlySet<string> {
  return follow(
    table,
    'deleted',
    () => new Set<string>(),
    (ids, change) => {
      if (change.after === null) ids.add(change.id);
      else ids.delete(change.id);
    },
  );
}

interface Kept {
  version: number;
  readonly rows: Map<string, readonly StoredRecord[]>;
}

const kept = new WeakMap<Table, Kept>();
const keptLists = 24;

/** A list of records that is made once per version of the table. */
export function keptRows(
  table: Table,
  name: string,
  make: () => readonly StoredRecord[],
): readonly StoredRecord[] {
  let cache = kept.get(table);
  if (cache === undefined || cache.version !== table.version) {
    cache = { version: table.version, rows: new Map() };
    kept.set(table, cache);
  }
  let rows = cache.rows.get(name);
  if (rows === undefined) {
    rows = make();
    if (cache.rows.size >= keptLists) cache.rows.clear();
    cache.rows.set(name, rows);
  }
  return rows;
}

/** Ids are numbers written as strings: the longer is the greater. */
export function compareIds(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}
