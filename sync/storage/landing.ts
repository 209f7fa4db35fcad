/**
 * Records as a first sync reads them, many to a row of the database: a row of its own for each costs
 * about ten times as much, and most of them become half of a link a moment later. They are landed as
 * they come, and sorted by business key before they are planned, so that the records of both sides
 * that may belong together lie in one part.
 *
 * A pair lies here or in the table of pairs, never in both. Everything below runs within the
 * transaction of its caller, over `landed` and `singletons`.
 */
import { kinds, type Kind, type Pair } from '../types';
import { bareKey } from '../core/match';
import { pairKeyOf } from '../core/pair';
import { createLandingIndex, type LandingIndex } from './landing-index';
import type { Database, LandedRow } from './schema';

/** What the database says of all that is landed. */
interface Stand {
  /** Grows with every change: tells whether what this worker remembers is still so. */
  readonly mark: number;
  readonly held: Readonly<Record<Kind, number>>;
  /** The first key of every part but the first. */
  readonly bounds: Readonly<Partial<Record<Kind, readonly string[]>>>;
}

const nothing: Stand = { mark: 0, held: { account: 0, contact: 0, product: 0 }, bounds: {} };

/** Pairs of a part: what one page of planning takes, both sides together. */
const partSize = 400;
/** Rows that are sorted in one transaction. */
const rowsAtOnce = 50;
/** Pairs of rows that are kept at hand: the same rows are asked for several times while they are planned. */
const pairsAtHand = 4_000;
/** Rows whose keys tell how the keys of all lie. */
const sampledRows = 100;
/** As they came. */
const unsorted = 0;

const pairsOf = (row: LandedRow): Pair[] => JSON.parse(row.pairs) as Pair[];

/** Whether a pair is one record, just seen and nothing else known of it. */
export function isLandable(pair: Pair): boolean {
  const side = pair.crm === null ? 'desk' : 'crm';
  const own = pair[side];
  return (
    own !== null &&
    (pair.desk === null || pair.crm === null) &&
    pair.dirty &&
    pair.base === null &&
    pair.unseen === null &&
    pair.key === pairKeyOf(pair.kind, side, own.id) &&
    pair.matchKeys.every((key) => bareKey(key) !== null)
  );
}

/** Pairs that may belong together have one; those without a key go by their own. */
function sortKey(pair: Pair): string {
  return bareKey(pair.matchKeys[0] ?? 'wait') ?? `\uffff${pair.key}`;
}

/** The part of a key: 1 and up. */
function partOf(key: string, bounds: readonly string[]): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] as string) <= key) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

export interface Landing {
  /** How many of a kind lie here. */
  held(kind: Kind): Promise<number>;
  /** Those that have one of these keys. */
  byKey(keys: readonly string[]): Promise<readonly Pair[]>;
  byMatchKey(keys: readonly string[]): Promise<readonly Pair[]>;
  /** Those with these keys, which lie here no longer. */
  take(keys: readonly string[]): Promise<readonly Pair[]>;
  land(pairs: readonly Pair[]): Promise<void>;
  /** Sorts some of what came; false when all is sorted. */
  sort(kind: Kind): Promise<boolean>;
  /** Rows of the next part after this one; empty when there is none. */
  partAfter(kind: Kind, part: number): Promise<{ readonly part: number; readonly pairs: Pair[] }>;
  /** After a transaction that came to nothing. */
  forget(): void;
}

/** A row with the pairs in it. What bears a number never changes. */
interface OpenRow extends Pick<LandedRow, 'n' | 'kind' | 'part'> {
  readonly pairs: readonly Pair[];
}

export function createLanding({ landed, singletons }: Database): Landing {
  /** What this worker remembers, and of which stand. */
  let memory: { readonly mark: number; readonly index: LandingIndex } | null = null;
  const atHand = new Map<number, OpenRow>();

  function keepAtHand(row: OpenRow): OpenRow {
    atHand.set(row.n, row);
    let sum = 0;
    for (const { n, pairs } of [...atHand.values()].toReversed()) {
      sum += pairs.length;
      if (sum > pairsAtHand && n !== row.n) atHand.delete(n);
    }
    return row;
  }

  const open = (row: LandedRow): OpenRow =>
    atHand.get(row.n) ?? keepAtHand({ ...row, pairs: pairsOf(row) });

  const stand = async (): Promise<Stand> =>
    ((await singletons.get('landing'))?.value as Stand | undefined) ?? nothing;

  /** Made anew by a worker that remembers nothing, or another stand. */
  async function indexOf({ mark, held }: Stand): Promise<LandingIndex> {
    if (memory?.mark === mark) return memory.index;
    // Another database perhaps, whose numbers mean other rows.
    atHand.clear();
    const index = createLandingIndex();
    if (kinds.some((kind) => held[kind] > 0))
      await landed.each((row) => index.add(row.n, pairsOf(row)));
    memory = { mark, index };
    return index;
  }

  async function keep(next: Stand, index: LandingIndex): Promise<void> {
    const bounds = Object.fromEntries(
      kinds.flatMap((kind) => (next.held[kind] > 0 ? [[kind, next.bounds[kind]]] : [])),
    );
    await singletons.put({ name: 'landing', value: { ...next, bounds } });
    memory = { mark: next.mark, index };
  }

  async function rowsOf(keys: readonly string[]): Promise<readonly OpenRow[]> {
    const now = await stand();
    if (keys.length === 0 || kinds.every((kind) => now.held[kind] === 0)) return [];
    const numbers = (await indexOf(now)).rowsOf(keys);
    const near = numbers.map((n) => atHand.get(n)).filter((row) => row !== undefined);
    const far = numbers.filter((n) => !atHand.has(n));
    const read = far.length === 0 ? [] : await landed.bulkGet(far);
    return [...near, ...read.flatMap((row) => (row === undefined ? [] : [open(row)]))];
  }

  const firstOf = (kind: Kind, part: number): [Kind, number] => [kind, part];

  return {
    held: async (kind) => (await stand()).held[kind],

    async byKey(keys) {
      const wanted = new Set(keys);
      const found = (await rowsOf(keys)).flatMap(({ pairs }) => pairs);
      return found.filter((pair) => wanted.has(pair.key));
    },

    async byMatchKey(keys) {
      const wanted = new Set(keys);
      const bare = keys.map(bareKey).filter((key) => key !== null);
      const found = (await rowsOf([...new Set(bare)])).flatMap(({ pairs }) => pairs);
      return found.filter((pair) => pair.matchKeys.some((key) => wanted.has(key)));
    },

    async take(keys) {
      const rows = await rowsOf(keys);
      if (rows.length === 0) return [];
      const now = await stand();
      const index = await indexOf(now);
      const wanted = new Set(keys);
      const taken: Pair[] = [];
      const emptied: number[] = [];
      const changed: LandedRow[] = [];
      let { mark } = now;
      for (const { pairs, ...row } of rows) {
        const rest = pairs.filter((pair) => !wanted.has(pair.key));
        if (rest.length === pairs.length) continue;
        taken.push(...pairs.filter((pair) => wanted.has(pair.key)));
        emptied.push(row.n);
        index.remove(row.n, pairs);
        mark += 1;
        if (rest.length === 0) continue;
        changed.push({ ...row, n: mark, pairs: JSON.stringify(rest) });
        index.add(mark, rest);
      }
      if (taken.length === 0) return [];
      const held = { ...now.held };
      for (const { kind } of taken) held[kind] -= 1;
      await landed.bulkDelete(emptied);
      await landed.bulkPut(changed);
      await keep({ ...now, mark, held }, index);
      return taken;
    },

    async land(pairs) {
      if (pairs.length === 0) return;
      const now = await stand();
      const index = await indexOf(now);
      const held = { ...now.held };
      let { mark } = now;
      for (const kind of kinds) {
        const own = pairs.filter((pair) => pair.kind === kind);
        if (own.length === 0) continue;
        mark += 1;
        held[kind] += own.length;
        await landed.put({ n: mark, kind, part: unsorted, pairs: JSON.stringify(own) });
        index.add(mark, own);
        keepAtHand({ n: mark, kind, part: unsorted, pairs: own });
      }
      await keep({ ...now, mark, held }, index);
    },

    async sort(kind) {
      const came = landed.where('[kind+part]').equals(firstOf(kind, unsorted));
      const waiting = await came.primaryKeys();
      if (waiting.length === 0) return false;
      const now = await stand();
      const index = await indexOf(now);
      let bounds = now.bounds[kind];
      if (bounds === undefined) {
        const step = Math.ceil(waiting.length / sampledRows);
        const sample = await landed.bulkGet(waiting.filter((_, at) => at % step === 0));
        const keys = sample.flatMap((row) => (row ? pairsOf(row).map(sortKey) : [])).toSorted();
        const parts = Math.ceil(now.held[kind] / partSize);
        bounds = Array.from(
          { length: parts - 1 },
          (_, at) => keys[Math.floor(((at + 1) * keys.length) / parts)] ?? '',
        );
      }
      const rows = (await landed.bulkGet(waiting.slice(0, rowsAtOnce))).filter((row) => !!row);
      const parts = new Map<number, Pair[]>();
      for (const row of rows) {
        const pairs = pairsOf(row);
        index.remove(row.n, pairs);
        for (const pair of pairs) {
          const part = partOf(sortKey(pair), bounds);
          const own = parts.get(part);
          if (own) own.push(pair);
          else parts.set(part, [pair]);
        }
      }
      let { mark } = now;
      const sorted: LandedRow[] = [];
      for (const [part, pairs] of parts) {
        mark += 1;
        sorted.push({ n: mark, kind, part, pairs: JSON.stringify(pairs) });
        index.add(mark, pairs);
      }
      await landed.bulkDelete(rows.map(({ n }) => n));
      await landed.bulkPut(sorted);
      await keep({ ...now, mark, bounds: { ...now.bounds, [kind]: bounds } }, index);
      return true;
    },

    async partAfter(kind, part) {
      const next = await landed
        .where('[kind+part]')
        .between(firstOf(kind, part), firstOf(kind, Infinity), false, true)
        .first();
      if (next === undefined) return { part, pairs: [] };
      const rows = await landed.where('[kind+part]').equals(firstOf(kind, next.part)).toArray();
      return { part: next.part, pairs: rows.flatMap((row) => [...open(row).pairs]) };
    },

    forget() {
      memory = null;
      atHand.clear();
    },
  };
}
