import { beforeEach, describe, expect, it } from 'vitest';
import type { Batch, PairPage, Store } from '../../sync/engine/ports';
import type { Observation } from '../../sync/types';
import { observation, pair, run } from './store-rows';

/** What every store keeps to with pairs of records. `create` gives an empty one each time. */
export function pairsSuite(name: string, create: () => Store | Promise<Store>): void {
  describe(`pairs: ${name}`, () => {
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
  });
}
