/**
 * A store that lands records many to a row answers like one that knows no rows at all, whatever is
 * landed, sorted, linked, changed and dropped in whatever order, by one worker or several.
 */
import 'fake-indexeddb/auto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../sync/core/problem';
import type { Batch, PairPage, Store } from '../../sync/engine/ports';
import { createDexieStore } from '../../sync/storage/dexie-store';
import { createMemoryStore } from '../../sync/storage/memory-store';
import { openDatabase } from '../../sync/storage/schema';
import type { Kind, Pair, Side } from '../../sync/types';

const ids = ['1', '2', '3', '4', '5', '6'] as const;
const names = ['a@x.example', 'b@x.example', 'é@x.example', 'c@x.example'] as const;

const one = (kind: Kind, side: Side, id: string, keys: readonly string[], dirty = true): Pair => ({
  key: `${kind}/${side}/${id}`,
  kind,
  desk: null,
  crm: null,
  base: null,
  unseen: null,
  matchKeys: keys.map((key) => `${kind}|${side}|${key}`),
  linkedBy: null,
  dirty,
  [side]: { id, createdAt: 1, modifiedAt: 2, fields: { text: `${id}\ud800` }, presence: 'alive' },
});

const linked = (desk: Pair, crm: Pair, dirty: boolean): Pair => ({
  ...desk,
  crm: crm.crm,
  base: { desk: {}, crm: {} },
  linkedBy: 'match',
  matchKeys: [...desk.matchKeys, ...crm.matchKeys],
  dirty,
});

const kindOf = fc.constantFrom<Kind>('contact', 'contact', 'account');
const keysOf = fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 });
const record = fc
  .tuple(kindOf, fc.constantFrom<Side>('desk', 'crm'), fc.constantFrom(...ids), keysOf)
  .map(([kind, side, id, keys]) => one(kind, side, id, keys));

/** All records of a side at once, as a first sync reads them. */
const whole = (kind: Kind, side: Side, keys: readonly string[]) => ({
  pairs: ids.map((id) => one(kind, side, id, keys)),
});

/**
 * Many links in one commit, as planning makes them of what was landed: perhaps one of them still to
 * be planned, perhaps two of one record, perhaps over a record that another pair holds.
 */
const joining = fc
  .tuple(
    fc.constantFrom<Kind>('contact', 'contact', 'account'),
    fc.shuffledSubarray([...ids], { minLength: 5 }),
    fc.oneof(
      { weight: 4, arbitrary: fc.shuffledSubarray([...ids], { minLength: ids.length }) },
      fc.array(fc.constantFrom(...ids), { minLength: ids.length, maxLength: ids.length }),
    ),
    fc.array(keysOf, { minLength: ids.length, maxLength: ids.length }),
    fc.constantFrom(null, null, 0, 3),
    fc.constantFrom(true, true, false),
  )
  .map(([kind, desks, crms, keys, dirty, drops]) => {
    const made = desks.map((id, at) => {
      const [desk, crm] = [one(kind, 'desk', id, keys[at] ?? []), crms[at] ?? id];
      return linked(desk, one(kind, 'crm', crm, keys[at] ?? []), at === dirty);
    });
    return { pairs: made, dropPairs: drops ? made.map(({ crm }) => `${kind}/crm/${crm?.id}`) : [] };
  });

/** What the engine does with pairs: reads pages of them, links, changes and drops some. */
const step = fc.oneof(
  fc
    .tuple(kindOf, fc.constantFrom<Side>('desk', 'crm'), keysOf)
    .map(([kind, side, keys]) => whole(kind, side, keys)),
  { weight: 2, arbitrary: joining },
  { weight: 4, arbitrary: fc.array(record, { maxLength: 8 }).map((pairs) => ({ pairs })) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(record, record, fc.boolean())
      .filter(([desk, crm]) => desk.desk !== null && crm.crm !== null && desk.kind === crm.kind)
      .map(([desk, crm, dirty]) => ({ pairs: [linked(desk, crm, dirty)], dropPairs: [crm.key] })),
  },
  record.map((pair) => ({ pairs: [{ ...pair, dirty: false }] })),
  record.map(({ key }) => ({ dropPairs: [key] })),
  record.map((pair) => ({ pairs: [{ ...pair, lost: 1 }], dropPairs: [`${pair.key}0`] })),
  fc.constantFrom('restart' as const, 'plan' as const, 'wipe' as const),
);

async function all(read: (after: string | null) => Promise<PairPage>): Promise<readonly Pair[]> {
  const found = new Map<string, Pair>();
  let after: string | null = null;
  do {
    const page: PairPage = await read(after);
    for (const pair of page.pairs) found.set(pair.key, pair);
    after = page.next;
  } while (after !== null);
  return [...found.values()].toSorted((left, right) => (left.key < right.key ? -1 : 1));
}

const byKey = (pairs: readonly (Pair | null)[]): readonly (Pair | null)[] =>
  pairs.toSorted((left, right) => ((left?.key ?? '') < (right?.key ?? '') ? -1 : 1));

/** Everything that can be asked of pairs. */
async function answers(store: Store, limit: number): Promise<unknown> {
  const found: unknown[] = [];
  for (const kind of ['contact', 'account'] as const) {
    found.push(await store.counts(kind));
    found.push(await all((after) => store.pairsAfter(kind, after, limit)));
    found.push(await all((after) => store.dirtyPairs(kind, after, limit)));
    for (const side of ['desk', 'crm'] as const) {
      found.push(await store.pairsById(kind, side, [...ids, '9', ...ids]));
      found.push(await Promise.all(ids.map((id) => store.pair(`${kind}/${side}/${id}`))));
      for (const name of names)
        found.push(byKey(await store.pairsByMatchKey([`${kind}|${side}|${name}`])));
    }
    const keys = names.flatMap((name) => [`${kind}|desk|${name}`, `${kind}|crm|${name}`]);
    found.push(byKey(await store.pairsByMatchKey([...keys, 'none'])));
  }
  return found;
}

async function outcome(store: Store, batch: Omit<Batch, 'epoch'>): Promise<string> {
  const { epoch } = await store.control();
  return store.commit({ epoch, ...batch }).then(
    () => 'done',
    (error: unknown) => problemOf(error).code,
  );
}

let serial = 0;

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Both stores after the same steps answer alike, and to each step. */
async function alike(steps: readonly Step[], limit: number): Promise<void> {
  const name = `landing-${(serial += 1)}`;
  let store = createDexieStore(openDatabase(name));
  const model = createMemoryStore();
  for (const each of steps) {
    if (each === 'restart') store = createDexieStore(openDatabase(name));
    else if (each === 'plan') await store.dirtyPairs('contact', null, limit);
    else if (each === 'wipe') await Promise.all([store.wipe(), model.wipe()]);
    else expect(await outcome(store, each)).toBe(await outcome(model, each));
  }
  expect(await answers(store, limit)).toEqual(await answers(model, limit));
}

const limits = fc.constantFrom(1, 3, 50);

describe('landed records', () => {
  it('answer like rows of their own', async () => {
    const steps = fc.array(step, { minLength: 1, maxLength: 12 });
    await fc.assert(fc.asyncProperty(steps, limits, alike), { numRuns: 100 });
  }, 120_000);

  it('answer like rows once they are linked, whatever was put beside them before', async () => {
    const first = fc.tuple(fc.array(fc.oneof(record, fc.constant(null)), { maxLength: 2 }), keysOf);
    const steps = fc
      .tuple(first, joining, fc.array(step, { maxLength: 4 }))
      .map(([[beside, keys], join, more]): readonly Step[] => {
        const kind = join.pairs[0]?.kind ?? 'contact';
        const landed = [
          whole(kind, 'desk', keys),
          ...(beside[0] ? [] : [whole(kind, 'crm', keys)]),
        ];
        const rows = beside.flatMap((pair) =>
          pair === null ? [] : [{ pairs: [{ ...pair, dirty: false }] }],
        );
        return [...landed, ...rows, 'plan', join, ...more];
      });
    await fc.assert(fc.asyncProperty(steps, limits, alike), { numRuns: 100 });
  }, 120_000);

  it('are sorted into parts in which both sides of a key lie together, and each comes once', async () => {
    const store = createDexieStore(openDatabase('landing-parts'));
    const { epoch } = await store.control();
    const many = Array.from({ length: 1500 }, (_, at) => at);
    for (const side of ['desk', 'crm'] as const)
      for (let from = 0; from < many.length; from += 100)
        await store.commit({
          epoch,
          pairs: many
            .slice(from, from + 100)
            // The sides come in orders that have nothing to do with each other.
            .map((at) => (side === 'desk' ? at : (at * 577) % many.length))
            .map((at) =>
              one(
                'contact',
                side,
                String(at),
                at % 10 === 0 ? [] : [`${(at * 31) % 1500}@x.example`],
              ),
            ),
        });
    const seen = new Set<string>();
    let pages = 0;
    for (let after: string | null = null; ;) {
      const page: PairPage = await store.dirtyPairs('contact', after, 10_000);
      if (page.pairs.length === 0) break;
      pages += 1;
      const own = new Map<string, Set<string>>();
      for (const pair of page.pairs) {
        expect(seen.has(pair.key)).toBe(false);
        seen.add(pair.key);
        const key = pair.matchKeys[0]?.split('|')[2];
        if (key !== undefined) own.set(key, (own.get(key) ?? new Set()).add(pair.key));
      }
      for (const keys of own.values()) expect(keys.size).toBe(2);
      after = page.next;
    }
    expect(seen.size).toBe(3000);
    expect(pages).toBeGreaterThan(4);
  });

  it('lie many to a row, and so do the links that are made of them, until one changes', async () => {
    const database = openDatabase('landing-rows');
    const store = createDexieStore(database);
    const { epoch } = await store.control();
    const sides = (['desk', 'crm'] as const).map((side) =>
      Array.from({ length: 90 }, (_, at) => one('contact', side, String(at), [`${at}@x.example`])),
    );
    for (const pairs of sides) await store.commit({ epoch, pairs });
    expect([await database.landed.count(), await database.pairs.count()]).toEqual([2, 0]);
    const [desk = [], crm = []] = sides;
    await store.dirtyPairs('contact', null, 500);
    await store.commit({
      epoch,
      pairs: desk.map((pair, at) => linked(pair, crm[at] ?? pair, false)),
      dropPairs: crm.map(({ key }) => key),
    });
    const rows = async (): Promise<readonly number[]> =>
      Promise.all(
        [database.landed, database.landedKeys, database.pairs].map((table) => table.count()),
      );
    expect(await rows()).toEqual([4, 4, 0]);
    expect(await store.counts('contact')).toEqual({
      linked: 90,
      deskOnly: 0,
      crmOnly: 0,
      dirty: 0,
    });
    // Another worker, which has seen none of this.
    const later = createDexieStore(openDatabase('landing-rows'));
    const [seventh = null, none] = await later.pairsById('contact', 'crm', ['7', '90']);
    expect([seventh?.desk?.id, none]).toEqual(['7', null]);
    if (seventh === null) return;
    const rival = { ...one('contact', 'desk', '95', []), crm: seventh.crm, base: seventh.base };
    await expect(later.commit({ epoch, pairs: [rival] })).rejects.toMatchObject({
      problem: { code: 'link.taken' },
    });
    // Changed, it has a row; settled again, it keeps that: the row that it left is not written again.
    await later.commit({ epoch, pairs: [{ ...seventh, dirty: true }] });
    expect(await rows()).toEqual([4, 4, 1]);
    await later.commit({ epoch, pairs: [seventh] });
    expect(await rows()).toEqual([4, 4, 1]);
    expect(await later.pair(seventh.key)).toEqual(seventh);
    // New records do not lie beside links: they would be planned part by part.
    await later.commit({ epoch, pairs: [one('contact', 'crm', '99', [])] });
    expect(await rows()).toEqual([4, 4, 2]);
  });
});
