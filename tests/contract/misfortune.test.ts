/** Whatever befalls a call, the adapters answer with what is right or with an error of their own. */
import { describe, expect, it, vi } from 'vitest';
import { SyncError } from '../../sync/core/problem';
import { faultKinds } from '../sandbox/faults';
import { checkedBenches } from './checked';
import { livingOf } from './sandbox-records';

vi.setConfig({ testTimeout: 60_000 });
const { open } = checkedBenches();

describe('misfortune', () => {
  it.each(faultKinds)(
    'of the kind %s gives SyncErrors or right answers, never anything else',
    async (kind) => {
      const bench = await open();
      const before = (await livingOf(bench, 'crm', 'Contacts')).length;
      await bench.control('/faults', { kinds: [kind], rate: 0.5, seed: kind });
      let made = 0;
      let unknown = 0;
      const strangers: string[] = [];
      for (let turn = 0; turn < 12; turn += 1) {
        for (const remote of [bench.desk, bench.crm]) {
          await remote
            .changes('contact', {
              fields: [remote.side === 'desk' ? 'lastName' : 'Last_Name'],
              since: null,
              page: null,
            })
            .catch((thrown: unknown) => {
              if (!(thrown instanceof SyncError)) strangers.push(String(thrown));
            });
        }
        const [result] = await bench.crm.create('contact', [{ Last_Name: `Turn ${String(turn)}` }]);
        if (result?.ok === true) made += 1;
        else if (result?.error.outcome === 'unknown') unknown += 1;
      }
      await bench.control('/faults', { kinds: [], rate: 0, seed: kind });
      bench.clock.advance(3_600_000);
      await bench.sandbox.settle();
      const after = (await livingOf(bench, 'crm', 'Contacts')).length - before;
      expect(strangers).toEqual([]);
      // Nothing is made that was called refused, and everything that was called made is there.
      expect(after).toBeGreaterThanOrEqual(made);
      expect(after).toBeLessThanOrEqual(made + unknown);
    },
  );
});
