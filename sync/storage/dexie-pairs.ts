/** The pairs over IndexedDB: a row each, or landed, as a first sync leaves them. */
import Dexie from 'dexie';
import type { PairPage, Store } from '../engine/ports';
import { isLinked, pairKeyOf } from '../core/pair';
import type { Kind, Pair } from '../types';
import {
  counted,
  countsOf,
  fromPairRow,
  noCounters,
  toPairRow,
  type Counters,
  type PairRow,
} from './derived-rows';
import { isLandable, isSettled } from './landed-pairs';
import { createLanding } from './landing';
import { nearRows } from './near-rows';
import { refuseInRows, refuseLanded } from './record-owners';
import type { Database } from './schema';

/** Sorts after every character that a key can contain. */
const afterAll = '\uffff';
/** Begins the place behind a landed pair; no key of a pair does. */
const landedMark = '#';
/** Landed rows that are read at once when all pairs of a kind are. */
const rowsAtOnce = 8;
/** Links that a commit makes of landed records; fewer become rows. */
const fewLinks = 5;

const noPairs: PairPage = { pairs: [], next: null };

type Reads = Pick<
  Store,
  'pair' | 'pairsById' | 'pairsByMatchKey' | 'dirtyPairs' | 'pairsAfter' | 'counts'
>;

export interface DexiePairs extends Reads {
  /** Drops first, then puts: the pair that takes over a dropped one's ids is among the new ones. Within a commit. */
  change(dropped: readonly string[] | undefined, put: readonly Pair[] | undefined): Promise<void>;
  /** After a commit that came to nothing. */
  forget(): void;
}

/** Reads and changes the pairs of `database`; `asked` answers the first value where there is none. */
export function createDexiePairs(
  database: Database,
  asked: <T>(nothing: T, work: () => PromiseLike<T>) => Promise<T>,
): DexiePairs {
  const { pairs, landed, landedKeys, singletons } = database;
  const landing = createLanding(database);

  const readCounters = async (): Promise<Counters> =>
    ((await singletons.get('counters'))?.value as Counters | undefined) ?? noCounters;

  const inOne = <T>(work: () => Promise<T>): PromiseLike<T> =>
    database.transaction('r', pairs, landed, landedKeys, singletons, work);
  const reading = <T>(nothing: T, work: () => Promise<T>): Promise<T> =>
    asked(nothing, () => inOne(work));

  /**
   * Rows of one batch may exchange records, and a put that meets an id before its old row was
   * overwritten is refused. Then the old rows go first; what is refused again is truly taken.
   */
  async function putRows(rows: readonly PairRow[]): Promise<void> {
    if (rows.length === 0) return;
    try {
      await pairs.bulkPut([...rows]);
    } catch {
      await pairs.bulkDelete(rows.map(({ key }) => key));
      await pairs.bulkPut([...rows]);
    }
  }

  /** Kinds of these pairs that have rows. */
  async function kindsInRows(counters: Counters, put: readonly Pair[]): Promise<ReadonlySet<Kind>> {
    const found = new Set<Kind>();
    for (const kind of new Set(put.map((pair) => pair.kind)))
      if (counters[kind].all > (await landing.held(kind))) found.add(kind);
    return found;
  }

  /** The pairs of a batch that are landed as they came: of kinds that have neither rows nor links, nor get any by this. */
  function landable(
    counters: Counters,
    put: readonly Pair[],
    rowed: ReadonlySet<Kind>,
  ): readonly Pair[] {
    const unfit = new Set(put.filter((pair) => !isLandable(pair)).map(({ kind }) => kind));
    return put.filter(
      ({ kind }) => !rowed.has(kind) && !unfit.has(kind) && countsOf(counters[kind]).linked === 0,
    );
  }

  /** The links of a batch that stay landed: what they were made of was, and they are not few. */
  function joined(put: readonly Pair[], lifted: readonly Pair[]): readonly Pair[] {
    const was = new Set(lifted.filter((one) => !isLinked(one)).map(({ key }) => key));
    const links = put.filter((pair) => was.has(pair.key) && isSettled(pair));
    return links.length < fewLinks ? [] : links;
  }

  async function landedPage(
    kind: Kind,
    after: string | null,
    limit: number,
  ): Promise<PairPage | null> {
    if (after === null) {
      // Dexie tells by the function itself that it awaits.
      const sorting = async (): Promise<boolean> => landing.sort(kind);
      while (
        await database.transaction('rw', landed, landedKeys, singletons, sorting).catch(forgetting)
      );
    }
    const [from = '', ...rest] = (after ?? `${landedMark}0 `).slice(1).split(' ');
    const last = rest.join(' ');
    return inOne(async () => {
      // The rest of the part that was begun, or the next one.
      let part = Math.max(0, Number(from) - 1);
      for (;;) {
        const next = await landing.partAfter(kind, part);
        if (next.pairs.length === 0) return null;
        part = next.part;
        const found = next.pairs
          .filter(({ key }) => part > Number(from) || key > last)
          .toSorted((one, two) => (one.key < two.key ? -1 : 1))
          .slice(0, limit);
        const end = found.at(-1);
        if (end) return { pairs: found, next: `${landedMark}${part} ${end.key}` };
      }
    });
  }

  function forgetting(thrown: unknown): never {
    landing.forget();
    throw thrown;
  }

  return {
    pair: (key) =>
      reading<Pair | null>(null, async () => {
        const [row, [own]] = await Promise.all([pairs.get(key), landing.byKey([key])]);
        return row === undefined ? (own ?? null) : fromPairRow(row);
      }),

    pairsById: (kind, side, ids) =>
      reading<(Pair | null)[]>(
        ids.map(() => null),
        async () => {
          const wanted = new Set(ids);
          const [rows, own] = await Promise.all([
            nearRows<PairRow>(pairs, `[kind+${side}.id]`, [kind], ids, (row) =>
              wanted.has(row[side]?.id ?? ''),
            ),
            landing.byRecord(ids.map((id) => pairKeyOf(kind, side, id))),
          ]);
          const byId = new Map(own.map((pair) => [pair[side]?.id, pair]));
          for (const row of rows) byId.set(row[side]?.id, fromPairRow(row));
          return ids.map((id) => byId.get(id) ?? null);
        },
      ),

    pairsByMatchKey: (keys) =>
      reading<readonly Pair[]>([], async () => {
        const wanted = new Set(keys);
        // `{kind}|{side}|`: what begins alike lies together.
        const groups = new Map<string, string[]>();
        for (const key of wanted) {
          const start = key.split('|', 2).join('|');
          const group = groups.get(start);
          if (group) group.push(key);
          else groups.set(start, [key]);
        }
        const [own, ...rows] = await Promise.all([
          landing.byMatchKey(keys),
          ...[...groups.values()].map(async (group) =>
            nearRows<PairRow>(pairs, 'matchKeys', [], group, (row) =>
              row.matchKeys.some((key) => wanted.has(key)),
            ),
          ),
        ]);
        const found = new Map(own.map((pair) => [pair.key, pair]));
        for (const row of rows.flat()) found.set(row.key, fromPairRow(row));
        return [...found.values()];
      }),

    dirtyPairs: (kind, after, limit) =>
      asked(noPairs, async () => {
        const isLanded = after === null || after.startsWith(landedMark);
        const first = isLanded ? await landedPage(kind, after, limit) : null;
        if (first !== null) return first;
        const rows = await pairs
          .where('[dirtyKind+key]')
          .between([kind, isLanded ? '' : after], [kind, afterAll], false, true)
          .limit(limit)
          .toArray();
        return { pairs: rows.map(fromPairRow), next: rows.at(-1)?.key ?? null };
      }),

    pairsAfter: (kind, after, limit) =>
      reading(noPairs, async () => {
        if (after === null || after.startsWith(landedMark)) {
          const rows = await landed
            .where('n')
            .above(Number((after ?? landedMark).slice(1)))
            .filter((row) => row.kind === kind)
            .limit(rowsAtOnce)
            .toArray();
          const last = rows.at(-1);
          if (last)
            return {
              pairs: rows.flatMap((row) => JSON.parse(row.pairs) as Pair[]),
              next: `${landedMark}${last.n}`,
            };
        }
        const from = after === null || after.startsWith(landedMark) ? `${kind}/` : after;
        // Keys begin with their kind.
        const rows = await pairs
          .where('key')
          .between(from, `${kind}/${afterAll}`, false, true)
          .limit(limit)
          .toArray();
        return {
          pairs: rows.map(fromPairRow),
          next: (rows.length < limit ? null : rows.at(-1)?.key) ?? null,
        };
      }),

    counts: (kind) =>
      asked(countsOf(noCounters[kind]), async () => countsOf((await readCounters())[kind])),

    async change(dropped = [], put = []) {
      if (dropped.length + put.length === 0) return;
      const counters = await readCounters();
      const come = new Map(put.map((pair) => [pair.key, pair]));
      const keys = [...new Set([...dropped, ...come.keys()])];
      const all = [...come.values()];
      const rowed = await kindsInRows(counters, all);
      const fresh = landable(counters, all, rowed);
      const lifted = await landing.take(keys);
      const links = joined(all, lifted);
      const stay = new Set([...fresh, ...links].map(({ key }) => key));
      const known = new Set([...fresh, ...lifted].map(({ key }) => key));
      const found = await pairs.bulkGet(keys.filter((key) => !known.has(key)));
      const gone = [...lifted, ...found.filter((row) => row !== undefined)];
      const inRows = new Set(found.flatMap((row) => (row ? [row.key] : [])));
      await refuseLanded(all, landing);
      await refuseInRows(
        pairs,
        links.filter(({ kind }) => rowed.has(kind)),
        new Set(keys),
      );
      const away = dropped.filter((key) => inRows.has(key));
      if (away.length > 0) await pairs.bulkDelete(away);
      await putRows(all.filter(({ key }) => !stay.has(key)).map(toPairRow));
      await landing.land([...fresh, ...links]);
      const next = counted(counters, gone, all);
      await singletons.put({ name: 'counters', value: next });
    },

    forget: () => landing.forget(),
  };
}

/** The refusals that IndexedDB's own errors stand for. */
export function causesOf(thrown: unknown): ReadonlySet<string> {
  // Dexie wraps the first cause of a failed transaction in `inner`; a bulk write lists its own.
  const names = new Set<string>();
  for (let error = thrown; error instanceof Error; error = (error as { inner?: unknown }).inner) {
    names.add(error.name);
    if (error instanceof Dexie.BulkError)
      for (const failure of Object.values(error.failures)) names.add(failure.name);
  }
  return names;
}
