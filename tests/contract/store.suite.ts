import { beforeEach, describe, expect, it } from 'vitest';
import type { Batch, PairPage, Store } from '../../sync/engine/ports';
import type { Change, Conflict, Failure, HeldPlan, Run } from '../../sync/types/runs';
import type { Cursor, Intent, Observation, Pair } from '../../sync/types';
import { defaultConfig } from '../../sync/core/standard-fields';
import { noTallies } from '../../sync/core/tally';

const observation = (id: string, fields: Observation['fields'] = {}): Observation => ({
  id,
  createdAt: 1,
  modifiedAt: 2,
  fields,
  presence: 'alive',
});

const pair = (key: string, more: Partial<Pair> = {}): Pair => ({
  key,
  kind: 'contact',
  desk: null,
  crm: null,
  base: null,
  unseen: null,
  matchKeys: [],
  linkedBy: null,
  dirty: false,
  ...more,
});

const run = (id: string, startedAt: number): Run => ({
  id,
  type: 'first',
  trigger: 'setup',
  startedAt,
  endedAt: null,
  phase: 'observe',
  kind: null,
  progress: { done: 0, of: null },
  configVersion: 1,
  tally: noTallies(),
  credits: { desk: 0, crm: 0 },
  calls: 0,
  problem: null,
});

/** What every store keeps to. `create` gives an empty one each time. */
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

    it('finds pairs by key, by record and by match key', async () => {
      const one = pair('contact/desk/1', {
        desk: observation('1'),
        matchKeys: ['contact|desk|a@b.c', 'wait|desk|account:9'],
      });
      const two = pair('contact/crm/2', {
        crm: observation('2'),
        matchKeys: ['contact|crm|a@b.c'],
      });
      await commit({ pairs: [one, two] });
      expect(await store.pair(one.key)).toEqual(one);
      expect(await store.pairsById('contact', 'desk', ['7', '1'])).toEqual([null, one]);
      expect(await store.pairsById('contact', 'crm', ['1'])).toEqual([null]);
      expect(await store.pairsById('account', 'desk', ['1'])).toEqual([null]);
      expect(await store.pairsByMatchKey(['contact|crm|a@b.c', 'none'])).toEqual([two]);
      expect(await store.pairsByMatchKey(['contact|desk|a@b.c', 'wait|desk|account:9'])).toEqual([
        one,
      ]);
      expect(await store.pairsByMatchKey([])).toEqual([]);
    });

    it('forgets the old keys of a pair that changed', async () => {
      await commit({ pairs: [pair('p', { desk: observation('1'), matchKeys: ['k1'] })] });
      await commit({ pairs: [pair('p', { desk: observation('2'), matchKeys: ['k2'] })] });
      expect(await store.pairsByMatchKey(['k1'])).toEqual([]);
      expect(await store.pairsById('contact', 'desk', ['1'])).toEqual([null]);
      expect(await store.pairsById('contact', 'desk', ['2'])).toMatchObject([{ key: 'p' }]);
    });

    it('lists dirty pairs of a kind by ascending key, a page at a time', async () => {
      const keys = ['c', 'a', 'd', 'b'].map((id) => `contact/desk/${id}`);
      await commit({
        pairs: keys.map((key) => pair(key, { desk: observation(key.slice(-1)), dirty: true })),
      });
      await commit({
        pairs: [pair('account/desk/x', { kind: 'account', desk: observation('x'), dirty: true })],
      });
      await commit({ pairs: [pair('contact/desk/c', { desk: observation('c') })] });
      const all: string[] = [];
      for (let after: string | null = null; ;) {
        const { pairs, next }: PairPage = await store.pairsAfter('contact', after, 2);
        all.push(...pairs.map((one) => one.key));
        if (next === null) break;
        after = next;
      }
      expect(all.toSorted()).toEqual(['a', 'b', 'c', 'd'].map((id) => `contact/desk/${id}`));
      const page = await store.dirtyPairs('contact', null, 2);
      expect(page.pairs.map((one) => one.key)).toEqual(['contact/desk/a', 'contact/desk/b']);
      const rest = await store.dirtyPairs('contact', page.next, 9);
      expect(rest.pairs.map((one) => one.key)).toEqual(['contact/desk/d']);
      expect((await store.dirtyPairs('contact', rest.next, 9)).pairs).toEqual([]);
      expect(await store.counts('contact')).toEqual({
        linked: 0,
        deskOnly: 4,
        crmOnly: 0,
        dirty: 3,
      });
    });

    it('joins two pairs and refuses a second partner', async () => {
      const one = pair('contact/desk/1', { desk: observation('1') });
      const two = pair('contact/crm/2', { crm: observation('2') });
      await commit({ pairs: [one, two] });
      const joined = {
        ...one,
        crm: two.crm,
        base: { desk: {}, crm: {} },
        linkedBy: 'match' as const,
      };
      await refused({ pairs: [joined] }, 'link.taken');
      await commit({ pairs: [joined], dropPairs: [two.key] });
      expect(await store.pair(two.key)).toBeNull();
      expect(await store.pairsById('contact', 'crm', ['2'])).toEqual([joined]);
      expect(await store.counts('contact')).toMatchObject({ linked: 1, deskOnly: 0, crmOnly: 0 });
      await refused({ pairs: [pair('other', { desk: observation('1') })] }, 'link.taken');
      await refused(
        {
          pairs: [
            pair('m', { desk: observation('5'), crm: observation('6') }),
            pair('n', { desk: observation('5') }),
          ],
        },
        'link.taken',
      );
      // The same id of another kind is another record.
      await commit({
        pairs: [pair('account/desk/1', { kind: 'account', desk: observation('1') })],
      });
    });

    it('lets a record move between two pairs of one batch', async () => {
      await commit({
        pairs: [pair('a', { desk: observation('1') }), pair('b', { desk: observation('2') })],
      });
      await commit({
        pairs: [pair('a', { desk: observation('2') }), pair('b', { desk: observation('1') })],
      });
      expect(await store.pairsById('contact', 'desk', ['1', '2'])).toMatchObject([
        { key: 'b' },
        { key: 'a' },
      ]);
    });

    it('commits all or nothing', async () => {
      await commit({ pairs: [pair('a', { desk: observation('1') })] });
      await refused(
        {
          pairs: [pair('b', { desk: observation('9') }), pair('c', { desk: observation('1') })],
          run: run('r', 1),
        },
        'link.taken',
      );
      expect(await store.pair('b')).toBeNull();
      expect(await store.runs(1)).toEqual([]);
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

    it('lets no reference leak in or out', async () => {
      const fields = { lastName: 'x' };
      const row = pair('a', { desk: { ...observation('1'), fields } });
      await commit({ pairs: [row] });
      fields.lastName = 'changed outside';
      const read = await store.pair('a');
      expect(read?.desk?.fields['lastName']).toBe('x');
      Object.assign(read?.desk?.fields ?? {}, { lastName: 'changed again' });
      expect((await store.pair('a'))?.desk?.fields['lastName']).toBe('x');
    });

    it('holds hostile names and values as data', async () => {
      const fields = JSON.parse('{"__proto__":"p","constructor":"c"}') as Record<string, string>;
      const hostile = {
        ...observation('1'),
        fields: Object.assign(Object.create(null), fields, { t: '\ud800\0' }),
      };
      await commit({
        pairs: [pair('a', { desk: hostile as Observation, matchKeys: ['__proto__'] })],
      });
      const read = await store.pair('a');
      expect(read?.desk?.fields['constructor']).toBe('c');
      expect(read?.desk?.fields['t']).toBe('\ud800\0');
      expect(await store.pairsByMatchKey(['__proto__'])).toHaveLength(1);
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
