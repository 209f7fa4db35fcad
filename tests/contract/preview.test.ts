/** A whole first sync through the real adapters: shown, weighed, carried out, remembered. */
import { describe, expect, it, vi } from 'vitest';
import { engineBench } from './engine-bench';
import { checkedBenches } from './checked';

vi.setConfig({ testTimeout: 60_000 });
const { opened } = checkedBenches();

describe('a preview of a first sync', () => {
  it('says what it will do and what that costs, and is what then happens', async () => {
    const bench = await engineBench({ contacts: 60, overlap: 0.5 }, (config) => ({
      syncType: { ...config.syncType, product: 'twoWay' },
      importFrom: 0,
    }));
    opened.push(bench);
    bench.clock.advance(600_000);
    await bench.sync.ask();
    await bench.sync.run('person');
    const handle = (await bench.store.preview())!;
    expect(bench.writes()).toBe(0);
    const before = {
      desk: bench.desk.spent().credits,
      crm: bench.crm.spent().credits,
    };
    await bench.sync.accept(handle.hash, 'all');
    const run = await bench.sync.run('person');
    if (typeof run === 'string') throw new Error(run);
    expect(run.problem).toBeNull();
    expect(run.gated).toEqual({ changed: 0, leftOut: 0 });
    for (const { kind, action, side, records } of handle.counts) {
      const tally = run.tally[kind];
      if (action === 'link') expect(tally.linked).toBe(records);
      if (action === 'create')
        expect(side === 'desk' ? tally.createdInDesk : tally.createdInCrm).toBe(records);
    }
    for (const side of ['desk', 'crm'] as const) {
      const spent = bench[side].spent().credits - before[side];
      expect(spent, `credits of ${side}`).toBeGreaterThanOrEqual(handle.credits[side]);
      // Beside the writes: reading what changed since, the lease, a few fresh looks.
      expect(spent - handle.credits[side], `beside the writes of ${side}`).toBeLessThan(70);
    }
    const history = await bench.store.changes(run.id);
    const creates = handle.counts.filter(({ action }) => action === 'create');
    expect(history.filter(({ action }) => action === 'create')).toHaveLength(
      creates.reduce((sum, { records }) => sum + records, 0),
    );
    expect(await bench.store.control()).toMatchObject({ lease: 'held' });
    await bench.run();
    const writes = bench.writes();
    await bench.run();
    expect(bench.writes()).toBe(writes);
  });
});
