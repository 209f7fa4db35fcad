/**
 * Records as a first sync reads them, many to a row of the database: a row of its own for each costs
 * about ten times as much, and most of them become half of a link a moment later. They are landed as
 * they come, and sorted by business key before they are planned, so that the records of both sides
 * that may belong together lie in one part. The links that are made of them in handfuls stay here,
 * too, a few to a row, until something about them changes.
 *
 * A pair lies here or in the table of pairs, never in both. Everything below runs within the
 * transaction of its caller, over `landed`, `landedKeys` and `singletons`.
 */
import { kinds, type Kind, type Pair } from '../types';
import { bareKey } from '../core/match';
import { pairKeyOf } from '../core/pair';
import { chunks } from '../engine/pool';
import { isLandable, nothing, partOf, sortKey, type Stand } from './landed-pairs';
import { createLandingIndex, keysIn, type LandingIndex } from './landing-index';
import type { Database, LandedRow } from './schema';

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
/** The part of links: before all that is planned. */
const settled = -1;
/** Links of a row: few, since one that changes has all of its row written anew. */
const linksToRow = 25;

const sides = ['desk', 'crm'] as const;

const pairsOf = (row: LandedRow): Pair[] => JSON.parse(row.pairs) as Pair[];

export interface Landing {
  /** How many of a kind lie here. */
  held(kind: Kind): Promise<number>;
  /** Those that have one of these keys. */
  byKey(keys: readonly string[]): Promise<readonly Pair[]>;
  /** Those that hold one of these records, each named as a pair that begins with it is. */
  byRecord(records: readonly string[]): Promise<readonly Pair[]>;
  byMatchKey(keys: readonly string[]): Promise<readonly Pair[]>;
  /** Those with these keys, which lie here no longer. */
  take(keys: readonly string[]): Promise<readonly Pair[]>;
  /** Each of them `isLandable` or `isSettled`. */
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

export function createLanding({ landed, landedKeys, singletons }: Database): Landing {
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
      for (const { n, keys } of await landedKeys.toArray()) index.add(n, keys);
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

  /** Rows go and others come, in the database and in the index. */
  async function replace(
    gone: readonly number[],
    come: readonly OpenRow[],
    index: LandingIndex,
  ): Promise<void> {
    const keyed = come.map(({ n, pairs }) => ({ n, keys: keysIn(pairs) }));
    for (const n of gone) index.remove(n);
    for (const { n, keys } of keyed) index.add(n, keys);
    await Promise.all([
      gone.length > 0 && landed.bulkDelete([...gone]),
      gone.length > 0 && landedKeys.bulkDelete([...gone]),
      landed.bulkPut(come.map(({ pairs, ...row }) => ({ ...row, pairs: JSON.stringify(pairs) }))),
      landedKeys.bulkPut(keyed),
    ]);
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

  const find = async (
    keys: readonly string[],
    isWanted: (pair: Pair) => boolean,
  ): Promise<readonly Pair[]> =>
    (await rowsOf(keys)).flatMap(({ pairs }) => pairs.filter(isWanted));

  const firstOf = (kind: Kind, part: number): [Kind, number] => [kind, part];

  return {
    held: async (kind) => (await stand()).held[kind],

    byKey(keys) {
      const wanted = new Set(keys);
      return find(keys, (pair) => wanted.has(pair.key));
    },

    byRecord(records) {
      const wanted = new Set(records);
      return find(records, ({ kind, ...pair }) =>
        sides.some((side) => wanted.has(pairKeyOf(kind, side, pair[side]?.id ?? ''))),
      );
    },

    byMatchKey(keys) {
      const wanted = new Set(keys);
      const bare = keys.map(bareKey).filter((key) => key !== null);
      return find([...new Set(bare)], (pair) => pair.matchKeys.some((key) => wanted.has(key)));
    },

    async take(keys) {
      const rows = await rowsOf(keys);
      if (rows.length === 0) return [];
      const now = await stand();
      const index = await indexOf(now);
      const wanted = new Set(keys);
      const taken: Pair[] = [];
      const emptied: number[] = [];
      const changed: OpenRow[] = [];
      let { mark } = now;
      for (const { pairs, ...row } of rows) {
        const rest = pairs.filter((pair) => !wanted.has(pair.key));
        if (rest.length === pairs.length) continue;
        taken.push(...pairs.filter((pair) => wanted.has(pair.key)));
        emptied.push(row.n);
        mark += 1;
        if (rest.length > 0) changed.push({ ...row, n: mark, pairs: rest });
      }
      if (taken.length === 0) return [];
      const held = { ...now.held };
      for (const { kind } of taken) held[kind] -= 1;
      await replace(emptied, changed, index);
      await keep({ ...now, mark, held }, index);
      return taken;
    },

    async land(pairs) {
      if (pairs.length === 0) return;
      const now = await stand();
      const index = await indexOf(now);
      let { mark } = now;
      const rows: OpenRow[] = [];
      const [held, bounds] = [{ ...now.held }, { ...now.bounds }];
      for (const kind of kinds) {
        const own = pairs.filter((pair) => pair.kind === kind);
        const [fresh, links] = [own.filter(isLandable), own.filter((one) => !isLandable(one))];
        held[kind] += own.length;
        if (links.length > 0) delete bounds[kind];
        if (fresh.length > 0) {
          mark += 1;
          rows.push(keepAtHand({ n: mark, kind, part: unsorted, pairs: fresh }));
        }
        for (const part of chunks(links, linksToRow)) {
          mark += 1;
          rows.push({ n: mark, kind, part: settled, pairs: part });
        }
      }
      await replace([], rows, index);
      await keep({ mark, held, bounds }, index);
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
        for (const pair of pairsOf(row)) {
          const part = partOf(sortKey(pair), bounds);
          const own = parts.get(part);
          if (own) own.push(pair);
          else parts.set(part, [pair]);
        }
      }
      let { mark } = now;
      const sorted = [...parts].map(([part, pairs]) => ({ n: (mark += 1), kind, part, pairs }));
      await replace(
        rows.map(({ n }) => n),
        sorted,
        index,
      );
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
