/** The real engine and the real adapters over the in-process sandbox. */
import { defaultConfig } from '../../sync/core/standard-fields';
import type { Store } from '../../sync/engine/ports';
import { createSync, type Sync } from '../../sync/engine/sync';
import { createCrmLease } from '../../sync/zoho/crm-lease';
import { createMemoryStore } from '../../sync/storage/memory-store';
import type { Run } from '../../sync/types/runs';
import type { Side } from '../../sync/types';
import type { SyncConfig } from '../../sync/types/settings';
import { zohoBench, type ZohoBench } from './zoho';

export interface EngineBench extends ZohoBench {
  readonly store: Store;
  readonly sync: Sync;
  /** Lets Desk's search catch up, runs once and expects it to have ended well. */
  run(): Promise<Run>;
  /** Living records of a module, as the control API shows them. */
  living(side: Side, module: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Calls so far that change a record. */
  writes(): number;
}

/** Longer than the sandbox's search takes to know of a change. */
const lagMs = 600_000;

export async function engineBench(
  options: Parameters<typeof zohoBench>[0],
  configure: (config: SyncConfig, bench: ZohoBench) => Partial<SyncConfig> = () => ({}),
): Promise<EngineBench> {
  const bench = await zohoBench(options);
  const store = createMemoryStore();
  const standard = defaultConfig(bench.clock.now());
  let ids = 0;
  const sync = createSync({
    clock: bench.clock,
    random: { next: () => 0.5, id: () => `run${String((ids += 1))}` },
    log: { info: () => undefined, warn: () => undefined },
    desk: bench.desk,
    crm: bench.crm,
    store,
    lease: { board: createCrmLease(bench.http.crm), name: 'Bench' },
    locks: { tryRun: (_, task) => task() },
    notifier: { changed: () => undefined },
  });
  const { epoch } = await store.control();
  await store.commit({ epoch, config: { ...standard, ...configure(standard, bench) } });
  return {
    ...bench,
    store,
    sync,
    async run() {
      bench.clock.advance(lagMs);
      let outcome = await sync.run('alarm');
      while (outcome === 'slice') outcome = await sync.run('alarm');
      if (typeof outcome === 'string') throw new Error(outcome);
      if (outcome.problem) throw new Error(`${outcome.problem.code} ${outcome.problem.detail}`);
      return outcome;
    },
    async living(side, module) {
      const { records } = await bench.control(`/state?side=${side}&module=${module}`);
      return (records as Record<string, unknown>[]).filter((one) => one['_state'] === 'live');
    },
    writes: () =>
      bench.calls.filter(
        ({ method, url }) =>
          method !== 'GET' && !url.endsWith('/coql') && !url.includes('/settings/variables'),
      ).length,
  };
}
