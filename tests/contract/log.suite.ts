import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConflictStand } from '../../sync/engine/log-ports';
import type { Batch, PairCounts, Store } from '../../sync/engine/ports';
import type { Conflict, Failure, Run } from '../../sync/types/runs';
import type { Kind, Pair } from '../../sync/types';
import { countReasons, mergeReasons } from '../../sync/core/failure-reason';
import { noTallies } from '../../sync/core/tally';
import { observation, pair as pairOf, run } from './store-rows';

const failure = (pairKey: string, kind: Kind, code: string, at: number): Failure => ({
  pairKey,
  kind,
  side: 'crm',
  title: pairKey,
  problem: { code, kind: 'conflict', message: code },
  runId: 'r',
  at,
  attempts: 1,
});

const conflict = (id: string, pairKey: string, at: number, more: Partial<Conflict>): Conflict => ({
  id,
  pairKey,
  kind: 'contact',
  field: { desk: 'title', crm: 'Title' },
  deskValue: 'd',
  crmValue: 'c',
  kept: 'crm',
  runId: 'r',
  at,
  ...more,
});

const ended = (id: string, startedAt: number, more: Partial<Run> = {}): Run =>
  run(id, startedAt, {
    type: 'incremental',
    trigger: 'alarm',
    endedAt: startedAt + 1,
    phase: 'done',
    ...more,
  });

/** A change of a few pairs: what is dropped, what is put. */
const step = fc.record({
  drop: fc.uniqueArray(fc.nat(5), { maxLength: 3 }),
  put: fc.uniqueArray(
    fc.record({
      at: fc.nat(5),
      kind: fc.constantFrom<Kind>('account', 'contact'),
      desk: fc.boolean(),
      crm: fc.boolean(),
      dirty: fc.boolean(),
    }),
    { maxLength: 3, selector: ({ at }) => at },
  ),
});

const codes = ['link.taken', 'record.invalid', 'field.typeMismatch', 'record.locked'] as const;

/** A change of the two logs: records that failed or no longer do, fields that clashed or were settled. */
const logStep = fc.record({
  drop: fc.uniqueArray(fc.nat(5), { maxLength: 3 }),
  fail: fc.uniqueArray(
    fc.record({
      at: fc.nat(5),
      kind: fc.constantFrom<Kind>('account', 'contact'),
      code: fc.constantFrom(...codes),
    }),
    { maxLength: 3, selector: ({ at }) => at },
  ),
  clash: fc.uniqueArray(
    fc.record({ id: fc.nat(3), field: fc.nat(1), asked: fc.boolean(), settled: fc.boolean() }),
    { maxLength: 2, selector: ({ field }) => field },
  ),
});

/** What the reads of the administrator's pages keep to. `create` gives an empty store each time. */
export function logSuite(name: string, create: () => Store | Promise<Store>): void {
  describe(`log reads: ${name}`, () => {
    let store: Store;
    let epoch: number;
    const commit = (batch: Omit<Batch, 'epoch'>): Promise<void> =>
      store.commit({ epoch, ...batch });

    beforeEach(async () => {
      store = await create();
      epoch = (await store.control()).epoch;
    });

    it('counts pairs as they are, whatever was put, dropped or refused', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
          await store.wipe();
          epoch = (await store.control()).epoch;
          let held = new Map<string, Pair>();
          for (const { drop, put } of steps) {
            const pairs = put.map(({ at, kind, desk, crm, dirty }) =>
              pairOf(`${kind}/${at}`, {
                kind,
                desk: desk ? observation(`d${at}`) : null,
                crm: crm ? observation(`c${at}`) : null,
                dirty,
              }),
            );
            const dropPairs = drop.map((at) => `contact/${at}`);
            const next = new Map(held);
            for (const key of dropPairs) next.delete(key);
            for (const pair of pairs) next.set(pair.key, pair);
            await commit({ dropPairs, pairs });
            held = next;
            await expect(store.commit({ epoch: epoch - 1, pairs })).rejects.toThrow();
          }
          for (const kind of ['account', 'contact', 'product'] as const) {
            const all = [...held.values()].filter((pair) => pair.kind === kind);
            const wanted: PairCounts = {
              linked: all.filter(({ desk, crm }) => desk !== null && crm !== null).length,
              deskOnly: all.filter(({ desk, crm }) => desk !== null && crm === null).length,
              crmOnly: all.filter(({ desk, crm }) => desk === null && crm !== null).length,
              dirty: all.filter(({ dirty }) => dirty).length,
            };
            const counts = await store.counts(kind);
            // A row without a side is neither; the engine writes none.
            const bare = all.filter(({ desk, crm }) => desk === null && crm === null).length;
            expect(counts.dirty).toBe(wanted.dirty);
            if (bare === 0) expect(counts).toEqual(wanted);
          }
        }),
        { numRuns: 40 },
      );
    });

    it('counts failures and open conflicts as they are, whatever was put, dropped or refused', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(logStep, { maxLength: 8 }), async (steps) => {
          await store.wipe();
          epoch = (await store.control()).epoch;
          for (const [turn, { drop, fail, clash }] of steps.entries()) {
            const failures = fail.map(({ at, kind, code }) => failure(`p${at}`, kind, code, turn));
            const conflicts = clash.map(({ id, field, asked, settled }) =>
              conflict(`${field}/${id}`, 'p', turn, {
                field: { desk: `f${field}`, crm: `F${field}` },
                ...(asked && { kept: null }),
                ...(settled && { settledAt: turn }),
              }),
            );
            const dropFailures = drop.map((at) => `p${at}`);
            await commit({ dropFailures, failures, conflicts });
            await expect(
              store.commit({ epoch: epoch - 1, dropFailures, failures, conflicts }),
            ).rejects.toThrow();
          }
          const counted = countReasons(await store.failures());
          const groups = mergeReasons(await store.failureGroups());
          const numbers = ({ reason, records }: { reason: string; records: number }) => [
            reason,
            records,
          ];
          expect(groups.map(numbers)).toEqual(counted.map(numbers));
          const listed = async (of: ConflictStand) => (await store.conflictPage(of, 0, 99)).length;
          expect(await store.conflictCounts()).toEqual({
            asked: await listed('asked'),
            kept: await listed('kept'),
            settled: await listed('settled'),
          });
        }),
        { numRuns: 60 },
      );
    });

    it('groups failures by record type and reason, and pages them newest first', async () => {
      await commit({
        failures: [
          failure('a', 'contact', 'link.taken', 1),
          failure('b', 'contact', 'link.taken', 3),
          failure('c', 'account', 'link.taken', 2),
          failure('d', 'contact', 'field.typeMismatch', 4),
          failure('e', 'contact', 'record.invalid', 5),
        ],
      });
      const groups = (await store.failureGroups()).map(({ kind, reason, records, newest }) => [
        kind,
        reason,
        records,
        newest.pairKey,
      ]);
      expect(groups.toSorted()).toEqual([
        ['account', 'linkTaken', 1, 'c'],
        ['contact', 'linkTaken', 2, 'b'],
        ['contact', 'wrongValue', 2, 'e'],
      ]);
      const page = async (kind: Kind | null, offset: number, limit: number) =>
        (await store.failurePage({ kind, reason: 'linkTaken' }, offset, limit)).map(
          ({ pairKey }) => pairKey,
        );
      expect(await page(null, 0, 9)).toEqual(['b', 'c', 'a']);
      expect(await page(null, 1, 1)).toEqual(['c']);
      expect(await page('contact', 0, 9)).toEqual(['b', 'a']);
      await commit({
        failures: [failure('b', 'contact', 'record.locked', 6)],
        dropFailures: ['a'],
      });
      expect(await page(null, 0, 9)).toEqual(['c']);
      expect(await store.failures()).toContainEqual(failure('b', 'contact', 'record.locked', 6));
    });

    it('counts and pages open conflicts, the latest of a field only', async () => {
      await commit({
        conflicts: [
          conflict('1', 'a', 1, {}),
          conflict('2', 'b', 2, { kept: null }),
          conflict('3', 'c', 3, { field: { desk: 'x', crm: 'X' } }),
        ],
      });
      await commit({ conflicts: [conflict('4', 'a', 4, { kept: 'desk' })] });
      expect(await store.conflictCounts()).toEqual({ asked: 1, kept: 2, settled: 0 });
      expect((await store.conflictPage('kept', 0, 9)).map(({ id }) => id)).toEqual(['4', '3']);
      expect((await store.conflictPage('kept', 1, 9)).map(({ id }) => id)).toEqual(['3']);
      await commit({ conflicts: [conflict('4', 'a', 4, { kept: 'desk', settledAt: 9 })] });
      expect(await store.conflictCounts()).toEqual({ asked: 1, kept: 1, settled: 1 });
      expect((await store.conflictPage('settled', 0, 9)).map(({ id }) => id)).toEqual(['4']);
      expect(await store.conflict('2')).toEqual(conflict('2', 'b', 2, { kept: null }));
      expect(await store.conflict('9')).toBeNull();
    });

    it('gives the lines of ended runs since an instant, and when each type was last carried over', async () => {
      const tally = noTallies();
      const wrote = (kind: Kind, part: Partial<(typeof tally)[Kind]>) => ({
        ...tally,
        [kind]: { ...tally[kind], ...part },
      });
      await commit({ run: ended('old', 10, { tally: wrote('account', { updatedInCrm: 2 }) }) });
      await commit({ run: ended('new', 20, { tally: wrote('contact', { createdInDesk: 1 }) }) });
      await commit({ run: ended('bad', 30, { tally: wrote('contact', { failed: 1 }) }) });
      await commit({
        run: ended('now', 40, { endedAt: null, tally: wrote('contact', { updatedInDesk: 5 }) }),
      });
      expect((await store.history(20)).map(({ runId }) => runId)).toEqual(['bad', 'new']);
      expect(await store.lastCarried('contact')).toBe(20);
      expect(await store.lastCarried('account')).toBe(10);
      expect(await store.lastCarried('product')).toBeNull();
      expect((await store.runsSince(30)).map(({ id }) => id)).toEqual(['now', 'bad']);
      await commit({ forgetBefore: 15 });
      expect((await store.history(0)).map(({ runId }) => runId)).toEqual(['bad', 'new']);
      expect(await store.lastCarried('account')).toBeNull();
    });
  });
}
