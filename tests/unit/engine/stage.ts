import { defaultConfig } from '../../../sync/core/standard-fields';
import type { Remote } from '../../../sync/engine/remote-ports';
import type { Store, SyncPorts } from '../../../sync/engine/ports';
import { createSync, type Sync } from '../../../sync/engine/sync';
import { createMemoryStore } from '../../../sync/storage/memory-store';
import { kinds } from '../../../sync/types';
import { type PreviewHandle, type Run, type Ticks } from '../../../sync/types/runs';
import { type SyncConfig } from '../../../sync/types/settings';
import { createFakeRemote, type FakeRemote } from './fake-remote';
import type { World } from './fake-rows';

export const start = Date.parse('2026-06-01T08:00:00.000Z');

export interface Stage {
  readonly world: World;
  readonly desk: FakeRemote;
  readonly crm: FakeRemote;
  readonly store: Store;
  readonly ports: SyncPorts;
  readonly config: SyncConfig;
  sync: Sync;
  /** Runs once and expects it to have ended well. */
  run(): Promise<Run>;
  /** Has a plan made. Rejects with what hindered it. */
  preview(): Promise<PreviewHandle>;
  /** Says yes to a plan and carries it out. */
  apply(hash: string, ticks: Ticks): Promise<Run>;
  /** Runs until nothing is open, waiting out back-off and quarantine. */
  settle(): Promise<void>;
  writes(): number;
}

export async function createStage(
  options: Parameters<typeof createFakeRemote>[2] & {
    config?: Partial<SyncConfig>;
    deskNormalise?: NonNullable<Parameters<typeof createFakeRemote>[2]>['normalise'];
  } = {},
): Promise<Stage> {
  const world: World = { now: start };
  const { normalise, deskNormalise, config: changes, ...common } = options;
  const desk = createFakeRemote('desk', world, {
    ...common,
    skewMs: -9_000,
    ...(deskNormalise ? { normalise: deskNormalise } : {}),
  });
  const crm = createFakeRemote('crm', world, {
    ...common,
    skewMs: 13_000,
    ...(normalise ? { normalise } : {}),
  });
  const store = createMemoryStore();
  const config = { ...defaultConfig(start), ...changes };
  let ids = 0;
  let held = false;
  const ports: SyncPorts = {
    clock: {
      now: () => world.now,
      sleep: async (ms) => {
        world.now += ms;
      },
    },
    random: { next: () => 0.5, id: () => `run${++ids}` },
    log: { info: () => undefined, warn: () => undefined },
    desk,
    crm,
    store,
    locks: {
      async tryRun(_, task) {
        if (held) return 'busy';
        held = true;
        try {
          return await task();
        } finally {
          held = false;
        }
      },
    },
    notifier: { changed: () => undefined },
  };
  await store.commit({ epoch: (await store.control()).epoch, config });
  const stage: Stage = {
    world,
    desk,
    crm,
    store,
    ports,
    config,
    sync: createSync(ports),
    async run() {
      const outcome = await stage.sync.run('alarm');
      if (typeof outcome === 'string') throw new Error(outcome);
      if (outcome.problem) throw new Error(outcome.problem.code);
      return outcome;
    },
    async preview() {
      await stage.sync.ask();
      await ran(stage.sync);
      const handle = await store.preview();
      if (!handle) throw new Error('no plan was made');
      return handle;
    },
    async apply(hash, ticks) {
      await stage.sync.accept(hash, ticks);
      return ran(stage.sync);
    },
    settle: () => settle(stage.sync, store, world),
    writes: () => desk.writes.length + crm.writes.length,
  };
  return stage;
}

async function ran(sync: Sync): Promise<Run> {
  const outcome = await sync.run('person');
  if (typeof outcome === 'string') throw new Error(outcome);
  return outcome;
}

/** Lets a sync come to rest, moving the clock to when it wants to wake. */
export async function settle(sync: Sync, store: Store, world: World): Promise<void> {
  for (let round = 0; round < 24; round++) {
    const outcome = await sync.run('alarm');
    const isWell = typeof outcome !== 'string' && outcome.problem === null;
    // Writes without an answer may still take effect: their pairs wait.
    let dirty = 0;
    for (const kind of kinds) dirty += (await store.counts(kind)).dirty;
    if (isWell && dirty === 0 && (await store.intents()).length === 0) return;
    world.now = Math.max(world.now, (await sync.nextWakeAt()) ?? world.now) + 1;
  }
  throw new Error('did not come to rest');
}

/**
 * The ports of a worker that dies at its `at`-th call: before the call takes effect or after it.
 * A dead worker's calls never return, and it makes no more of them.
 */
export function mortal(
  ports: SyncPorts,
  at: number,
  moment: 'before' | 'after',
): { ports: SyncPorts; died: Promise<'died'>; calls(): number } {
  let calls = 0;
  let isDead = false;
  let die: (value: 'died') => void = () => undefined;
  const died = new Promise<'died'>((resolve) => (die = resolve));
  const never = new Promise<never>(() => undefined);
  const wrap = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          if (isDead) return never;
          if (
            ['serverTime', 'spent', 'now', 'next', 'id', 'changed', 'info', 'warn'].includes(
              String(name),
            )
          )
            return value.apply(target, given);
          const isLast = ++calls === at;
          if (!isLast)
            return (value.apply(target, given) as Promise<unknown>).then((result) =>
              isDead ? never : result,
            );
          isDead = true;
          if (moment === 'after')
            void Promise.resolve(value.apply(target, given)).catch(() => undefined);
          die('died');
          return never;
        };
      },
    });
  return {
    ports: {
      ...ports,
      clock: wrap(ports.clock),
      desk: wrap<Remote>(ports.desk),
      crm: wrap<Remote>(ports.crm),
      store: wrap(ports.store),
      locks: { tryRun: (_, task) => task() },
    },
    died,
    calls: () => calls,
  };
}
