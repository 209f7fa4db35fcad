/**
 * A copy of a table that follows its history, with sorted lists and buckets kept up to date change by
 * change: what lists and searches read, so that no page costs a sort. With a lag it is the search
 * index, which knows a record as it was a while ago (contract 3.6).
 */
import type { Table } from '../table';

/** A record as the copy knows it. */
export interface Row {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly createdBy: string;
  readonly modifiedBy: string;
}

type Key = number | string;

interface Entry {
  readonly key: Key;
  readonly serial: number;
  readonly id: string;
}

export interface Replica {
  /** Follows the history up to changes made at `until`. */
  catchUp(until: number): void;
  get(id: string): Row | undefined;
  readonly size: number;
  /** Ids in ascending order of a field; `createdTime`, `modifiedTime` and `id` are the record's own. */
  sorted(by: string): readonly Entry[];
  /** Ids of the records whose field equals the value, letter case aside, in order of creation. */
  bucket(by: string, value: string): readonly string[];
}

function keyOf(row: Row, by: string, serial: number): Key {
  if (by === 'modifiedTime') return row.modifiedAt;
  if (by === 'createdTime') return row.createdAt;
  if (by === 'id') return serial;
  const value = row.fields[by];
  if (by === 'unitPrice') return typeof value === 'string' ? Number(value) : -1;
  return typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : '';
}

function before(a: Entry, b: Entry): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return a.serial - b.serial;
}

/** The first index whose entry is not before the given one. */
function lowerBound(entries: readonly Entry[], entry: Entry): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = entries[middle];
    if (there !== undefined && before(there, entry) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The part of a list sorted by a number whose keys lie in [from, to], by binary search. */
export function windowOf(
  entries: readonly Entry[],
  from: number,
  to: number,
): readonly [start: number, end: number] {
  const start = lowerBound(entries, { key: from, serial: -1, id: '' });
  const end = lowerBound(entries, { key: to, serial: Number.POSITIVE_INFINITY, id: '' });
  return [start, end];
}

/** A copy that starts empty and reads the table's history when told to. */
export function createReplica(table: Table): Replica {
  const rows = new Map<string, Row>();
  /** Kept when a record goes, so that a restored one takes its old place. */
  const serials = new Map<string, number>();
  const lists = new Map<string, Entry[]>();
  const buckets = new Map<string, Map<string, Set<string>>>();
  let cursor = 0;

  function entryOf(row: Row, by: string): Entry {
    const serial = serials.get(row.id) ?? 0;
    return { key: keyOf(row, by, serial), serial, id: row.id };
  }

  function bucketKey(row: Row, by: string): string {
    const value = row.fields[by];
    return typeof value === 'string' ? value.toLowerCase() : '';
  }

  function remove(row: Row): void {
    rows.delete(row.id);
    for (const [by, list] of lists) list.splice(lowerBound(list, entryOf(row, by)), 1);
    for (const [by, groups] of buckets) groups.get(bucketKey(row, by))?.delete(row.id);
  }

  function into(groups: Map<string, Set<string>>, row: Row, by: string): void {
    const value = bucketKey(row, by);
    const group = groups.get(value);
    if (group === undefined) groups.set(value, new Set([row.id]));
    else group.add(row.id);
  }

  function put(row: Row): void {
    rows.set(row.id, row);
    if (!serials.has(row.id)) serials.set(row.id, serials.size);
    for (const [by, list] of lists) {
      const entry = entryOf(row, by);
      list.splice(lowerBound(list, entry), 0, entry);
    }
    for (const [by, groups] of buckets) into(groups, row, by);
  }

  return {
    catchUp(until) {
      const { history } = table;
      // Many changes at once are cheaper to sort again than to put in their places.
      if (history.length - cursor > 512) lists.clear();
      for (; cursor < history.length; cursor += 1) {
        const change = history[cursor];
        if (change === undefined || change.at > until) return;
        const old = rows.get(change.id);
        if (change.after === null) {
          if (old !== undefined) remove(old);
          continue;
        }
        const record = table.get(change.id);
        const row: Row = {
          id: change.id,
          fields: change.after,
          createdAt: record?.createdAt ?? change.at,
          modifiedAt: change.at,
          createdBy: record?.createdBy ?? change.by,
          modifiedBy: change.by,
        };
        if (old !== undefined) remove(old);
        put(row);
      }
    },
    get: (id) => rows.get(id),
    get size() {
      return rows.size;
    },
    sorted(by) {
      let list = lists.get(by);
      if (list === undefined) {
        list = [...rows.values()].map((row) => entryOf(row, by)).sort(before);
        lists.set(by, list);
      }
      return list;
    },
    bucket(by, value) {
      let groups = buckets.get(by);
      if (groups === undefined) {
        groups = new Map<string, Set<string>>();
        for (const row of rows.values()) into(groups, row, by);
        buckets.set(by, groups);
      }
      const ids = [...(groups.get(value.toLowerCase()) ?? [])];
      return ids.sort((a, b) => (serials.get(a) ?? 0) - (serials.get(b) ?? 0));
    },
  };
}
