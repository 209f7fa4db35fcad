import { beforeEach, describe, expect, it } from 'vitest';
import type { Batch, Store } from '../../sync/engine/ports';
import type { Change, Conflict, Failure, HeldPlan } from '../../sync/types/runs';
import type { Cursor, Intent } from '../../sync/types';
import { defaultConfig } from '../../sync/core/standard-fields';
import { observation, pair, run } from './store-rows';

/** What every store keeps to, beside its pairs. `create` gives an empty one each time. */
export function storeSuite(name: string, create: () => Store | Promise<Store>): void {
  describe(`store: ${name}`, () => {
    let store: Store;
    let epoch: number;
    const commit = (batch: Omit<Batch, 'epoch'>): Promise<void> =>
      store.commit({ epoch, ...batch });
    const refused = (batch: Omit<Batch, 'epoch'>, code: string): Promise<void> =>
      expect(commit(batch)).rejects.toMatchObject({ problem: { code } });

    beforeEach(async () => {
      store = await create();
      epoch = (await store.control()).epoch;
    });

    it('is empty and not paused at first', async () => {
      expect(await store.control()).toMatchObject({ paused: false, lastRunAt: null, retry: null });
      expect(await store.config()).toBeNull();
      expect(await store.pair('contact/desk/1')).toBeNull();
      expect(await store.intents()).toEqual([]);
      expect(await store.cursor('desk', 'contact', 'changes')).toBeNull();
      expect(await store.runs(5)).toEqual([]);
      expect(await store.counts('contact')).toEqual({
        linked: 0,
        deskOnly: 0,
        crmOnly: 0,
        dirty: 0,
      });
    });

    it('refuses other epochs, pauses and configurations', async () => {
      const config = defaultConfig(0);
      await commit({ config });
      await expect(store.commit({ epoch: epoch + 1 })).rejects.toMatchObject({
        problem: { code: 'sync.stale' },
      });
      await refused({ configVersion: config.version + 1 }, 'sync.configChanged');
      await commit({ configVersion: config.version, unlessPaused: true });
      await commit({ control: { paused: true, pausedAt: 5 } });
      await refused(
        { unlessPaused: true, pairs: [pair('a', { desk: observation('1') })] },
        'sync.paused',
      );
      expect(await store.pair('a')).toBeNull();
      await commit({ pairs: [pair('a', { desk: observation('1') })] });
      await commit({ control: { paused: false, pausedAt: null } });
      await commit({ unlessPaused: true });
      expect(await store.control()).toMatchObject({ epoch, paused: false });
    });

    it('keeps intents, cursors, tombstones, failures, conflicts and runs', async () => {
      const intent: Intent = {
        pairKey: 'a',
        kind: 'contact',
        side: 'crm',
        fields: { Last_Name: 'x' },
        runId: 'r',
        sentAt: 3,
      };
      const cursor: Cursor = {
        side: 'crm',
        kind: 'contact',
        feed: 'changes',
        since: 1,
        page: 'p2',
        startedAt: 2,
        configVersion: 1,
      };
      const failure: Failure = {
        pairKey: 'a',
        kind: 'contact',
        side: 'crm',
        title: 'x',
        problem: { code: 'c', kind: 'conflict', message: 'm' },
        runId: 'r',
        at: 1,
        attempts: 1,
      };
      const conflict: Conflict = {
        id: 'k',
        pairKey: 'a',
        kind: 'contact',
        field: { desk: 'lastName', crm: 'Last_Name' },
        deskValue: 'x',
        crmValue: 'y',
        kept: 'crm',
        runId: 'r',
        at: 1,
      };
      const tombstone = {
        side: 'crm',
        kind: 'contact',
        id: '1',
        deletedAt: 4,
        reason: 'deleted',
        partner: '9',
        base: { desk: { lastName: 'x' }, crm: { Last_Name: 'x' } },
      } as const;
      await commit({
        intents: [intent],
        cursors: [cursor],
        tombstones: [tombstone],
        failures: [failure],
        conflicts: [conflict],
        run: run('r1', 1),
      });
      await commit({
        run: run('r2', 2),
        cursors: [{ ...cursor, page: null }],
        conflicts: [conflict],
      });
      expect(await store.intents()).toEqual([intent]);
      expect(await store.cursor('crm', 'contact', 'changes')).toEqual({ ...cursor, page: null });
      expect(await store.cursor('crm', 'contact', 'deletions')).toBeNull();
      expect(await store.tombstones('contact', 'crm', ['1', '2'])).toEqual([tombstone]);
      expect(await store.tombstones('contact', 'desk', ['1'])).toEqual([]);
      expect(await store.failures()).toEqual([failure]);
      expect(await store.conflicts()).toEqual([conflict]);
      expect((await store.runs(5)).map((one) => one.id)).toEqual(['r2', 'r1']);
      expect(await store.runs(1)).toHaveLength(1);
      await commit({ dropIntents: ['a'], dropFailures: ['a'] });
      expect(await store.intents()).toEqual([]);
      expect(await store.failures()).toEqual([]);
    });

    it('keeps the history of each run in its order, and forgets what is old', async () => {
      const change = (id: string, at: number): Change => ({
        id,
        runId: id.split('/')[0] ?? '',
        kind: 'contact',
        side: 'crm',
        pairKey: 'a',
        title: 'x',
        action: 'update',
        fields: [{ name: 'Phone', before: null, after: '1' }],
        at,
      });
      const [late, early, other] = [
        change('r1/00010', 9),
        change('r1/00002', 4),
        change('r2/0', 9),
      ];
      await commit({
        run: { ...run('r1', 3), endedAt: 5, changes: 2 },
        changes: [late, early, other],
      });
      expect(await store.changes('r1')).toEqual([early, late]);
      expect(await store.changes('none')).toEqual([]);
      await commit({ run: run('open', 1), forgetBefore: 5 });
      expect(await store.changes('r1')).toEqual([late]);
      // A run that goes on is kept, however long ago it began.
      expect((await store.runs(9)).map((one) => one.id)).toEqual(['open']);
      await store.wipe();
      expect(await store.changes('r1')).toEqual([]);
    });

    it('keeps one plan to be shown, with its pages, until it is removed', async () => {
      const handle = { hash: 'h', configVersion: 1, at: 1, rows: 1, pages: 2, counts: [] };
      const row = {
        kind: 'contact',
        side: null,
        pairKey: 'a',
        title: 'x',
        action: 'link',
        fields: [],
        credits: 0,
        digest: 'd',
      } as const;
      expect(await store.preview()).toBeNull();
      expect(await store.previewRows(0)).toEqual([]);
      const preview = { ...handle, credits: { desk: 0, crm: 0 } };
      await commit({ preview, previewRows: [{ page: 1, rows: [row] }] });
      expect(await store.preview()).toEqual(preview);
      expect(await store.previewRows(1)).toEqual([row]);
      await commit({ preview: null });
      expect(await store.preview()).toBeNull();
      expect(await store.previewRows(1)).toEqual([]);
      await commit({ preview, previewRows: [{ page: 1, rows: [row] }] });
      await store.wipe();
      expect(await store.preview()).toBeNull();
      expect(await store.previewRows(1)).toEqual([]);
    });

    it('holds one plan that waits for a yes, until it is taken away', async () => {
      expect(await store.held()).toBeNull();
      const held: HeldPlan = {
        hash: 'h1',
        runId: 'r',
        heldAt: 5,
        reasons: ['deletes'],
        counts: [{ kind: 'contact', action: 'delete', side: 'desk', records: 2 }],
        rows: [],
        digests: ['d1', 'd2'],
        confirmedAt: null,
        dismissedAt: null,
      };
      await commit({ held, control: { held: { hash: 'h1', at: 5, records: 2 } } });
      expect(await store.held()).toEqual(held);
      expect((await store.control()).held).toEqual({ hash: 'h1', at: 5, records: 2 });
      // Another plan takes its place; commits about other things leave it.
      const other = { ...held, hash: 'h0', confirmedAt: 7 };
      await commit({ held: other });
      await commit({ control: { held: null } });
      expect(await store.held()).toEqual(other);
      expect((await store.control()).held).toBeNull();
      await commit({ held: null });
      expect(await store.held()).toBeNull();
      await commit({ held });
      await store.wipe();
      expect(await store.held()).toBeNull();
    });

    it('wipes everything and moves the epoch on', async () => {
      await commit({
        config: defaultConfig(0),
        pairs: [pair('a', { desk: observation('1'), dirty: true })],
      });
      await store.wipe();
      await expect(store.commit({ epoch })).rejects.toMatchObject({
        problem: { code: 'sync.stale' },
      });
      expect((await store.control()).epoch).toBeGreaterThan(epoch);
      expect(await store.config()).toBeNull();
      expect(await store.pair('a')).toBeNull();
      expect((await store.dirtyPairs('contact', null, 5)).pairs).toEqual([]);
      expect(await store.counts('contact')).toEqual({
        linked: 0,
        deskOnly: 0,
        crmOnly: 0,
        dirty: 0,
      });
    });
  });
}
