/** Rows of many keys: by one reading where the keys lie close together, else each by itself. */
import type { IndexableType } from 'dexie';

/** Fewer are asked for one by one: a range would bring strangers along. */
const fewKeys = 8;

interface Found<Row> {
  toArray(): PromiseLike<Row[]>;
}

/** What is asked of a table. */
export interface Indexed<Row> {
  where(index: string): {
    equals(key: IndexableType): Found<Row>;
    between(
      lower: IndexableType,
      upper: IndexableType,
      includeLower: boolean,
      includeUpper: boolean,
    ): { limit(most: number): Found<Row> };
  };
}

/**
 * The rows of `table` whose `index` holds one of these keys, each `names` behind `prefix`. A row
 * that holds several of them may come several times. Within a transaction of the caller.
 */
export async function nearRows<Row>(
  table: Indexed<Row>,
  index: string,
  prefix: readonly string[],
  names: readonly string[],
  isWanted: (row: Row) => boolean,
): Promise<readonly Row[]> {
  const sorted = [...new Set(names)].toSorted();
  const [first] = sorted;
  const last = sorted.at(-1);
  if (first === undefined || last === undefined) return [];
  const key = (name: string) => (prefix.length === 0 ? name : [...prefix, name]);
  if (sorted.length > fewKeys) {
    const most = 2 * sorted.length;
    const near = table.where(index).between(key(first), key(last), true, true);
    const found = await near.limit(most).toArray();
    if (found.length < most) return found.filter(isWanted);
  }
  const rows = await Promise.all(
    sorted.map((name) => table.where(index).equals(key(name)).toArray()),
  );
  return rows.flat();
}
