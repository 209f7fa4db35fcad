/**
 * One browser with Tandem in it: a store that survives and a worker that may die at any await.
 * Every port is wrapped; what the dead had sent may still take effect, but nothing answers them.
 */
import type { SyncPorts, Store } from '../../sync/engine/ports';
import type { Sync } from '../../sync/engine/sync';
import type { SyncConfig } from '../../sync/types/settings';
import type { Side } from '../../sync/types';
import type { Clocks } from './clocks';
import { kindList } from './fields';
import type { Dice } from './random';
import type { Engine } from './import-engine';
import type { Loop } from './loop';
import type { Services } from './services';
import { answered, type Wire } from './wire';

/** When a worker dies: at its `at`-th await, before or after the effect. */
export interface Death {
  readonly at: number;
  readonly moment: 'before' | 'after';
}

export interface Installation {
  readonly name: string;
  readonly store: Store;
  /** The present worker. */
  sync(): Sync;
  /** Starts a new worker, which will die as told. Whatever the old one had under way is cut off. */
  wake(death: Death | null): void;
  /** The present worker lives on, whatever was planned. */
  spare(): void;
  isDead(): boolean;
  /** Awaits of the present worker so far. */
  awaits(): number;
  /** Those of them that changed something durable: a commit, or a write to a service. */
  lasting(): readonly number[];
}

interface Setting {
  readonly name: string;
  readonly engine: Engine;
  readonly loop: Loop;
  readonly clocks: Clocks;
  readonly dice: Dice;
  readonly services: Services;
  readonly wire: Wire;
  readonly config: SyncConfig;
  /** Others may sync the same organisations: a lease in CRM says who does. */
  readonly hasLease: boolean;
  /** Between two awaits of the store, where people and time may act. */
  readonly pause: () => void;
  readonly onCommit: (name: string, batch: Parameters<Store['commit']>[0]) => void;
}

interface Life {
  isDead: boolean;
  awaits: number;
  readonly lasting: number[];
  death: Death | null;
}

/** Never settles. A new one each time, so that nothing gathers on it. */
const never = (): Promise<never> => new Promise<never>(() => undefined);

/**
 * What the workers remember of the fields of both services, without the time of the reading: read
 * once by the product's own adapters, since no schedule changes a field.
 */
const metadata = new Map<string, string>();

async function loadMetadata({ engine, services }: Setting): Promise<void> {
  if (metadata.size > 0) return;
  const session = {
    get: () => Promise.resolve(null),
    set(key: string, value: string) {
      const { at: _, ...rest } = JSON.parse(value) as { readonly at: number };
      metadata.set(key, JSON.stringify(rest).slice(1));
      return Promise.resolve();
    },
    remove: () => Promise.resolve(),
  };
  const clock = { now: () => 0, sleep: () => new Promise<void>(() => undefined) };
  const shared = {
    clock,
    tokens: {
      access: (side: Side) =>
        Promise.resolve(services.token(side, engine.scopesFor(side, 'owner'), 3_600_000)),
      refused: () => Promise.resolve(),
      forget: () => Promise.resolve(),
    },
    random: { next: () => 0, id: () => '' },
    log: { info: () => undefined, warn: () => undefined },
  };
  for (const side of ['desk', 'crm'] as const) {
    const http = engine.createHttp({
      ...shared,
      side,
      async fetch(url, init) {
        const answer = await services.sandboxes[side].fetch(new Request(url, init));
        return answered(answer, () => answer.text());
      },
      origin: () =>
        Promise.resolve(side === 'desk' ? 'https://desk.zoho.com' : 'https://www.zohoapis.com'),
      organisation: () => Promise.resolve(side === 'desk' ? services.desk.id : null),
    });
    const remote = (side === 'desk' ? engine.createDeskRemote : engine.createCrmRemote)(http, {
      clock,
      session,
    });
    for (const kind of kindList) await remote.fields(kind);
  }
}

export async function createInstallation(setting: Setting): Promise<Installation> {
  const { engine, loop, clocks, dice, services, wire } = setting;
  await loadMetadata(setting);
  const store = engine.createMemoryStore();
  const session = new Map<string, string>();
  for (const [key, rest] of metadata) session.set(key, `{"at":${clocks.local.now()},${rest}`);
  await store.commit({ epoch: (await store.control()).epoch, config: setting.config });
  let ids = 0;
  let life: Life = { isDead: false, awaits: 0, lasting: [], death: null };
  let sync = startWorker(life);

  /** Whether the worker dies here. Dying is final: it is asked before anything else happens. */
  function dies(of: Life, moment: Death['moment']): boolean {
    if (of.isDead) return true;
    if (moment === 'before') of.awaits += 1;
    if (of.death === null || of.death.at !== of.awaits || of.death.moment !== moment) return false;
    of.isDead = true;
    return true;
  }

  function storeOf(of: Life): Store {
    const wrapped = (name: string, method: (...given: unknown[]) => Promise<unknown>) => {
      const isCommit = name === 'commit';
      return async (...given: unknown[]): Promise<unknown> => {
        if (of.isDead) return never();
        setting.pause();
        if (dies(of, 'before')) return never();
        if (isCommit) of.lasting.push(of.awaits);
        const result = await method(...given);
        if (isCommit) setting.onCommit(setting.name, given[0] as Parameters<Store['commit']>[0]);
        return dies(of, 'after') ? never() : result;
      };
    };
    const methods = Object.entries(store).map(([name, method]) => [name, wrapped(name, method)]);
    return Object.fromEntries(methods) as Store;
  }

  function sleepOf(of: Life): SyncPorts['clock']['sleep'] {
    return (ms, signal) => {
      if (of.isDead) return never();
      // A call's time-out is no await of the engine: it only ever cuts a call short.
      const isTimer = signal !== undefined;
      if (!isTimer && dies(of, 'before')) return never();
      return new Promise<void>((resolve) => {
        const cancel = loop.add(clocks.now() + ms, () => {
          if (!of.isDead && (isTimer || !dies(of, 'after'))) resolve();
        });
        signal?.addEventListener('abort', () => {
          cancel();
          resolve();
        });
      });
    };
  }

  function startWorker(of: Life): Sync {
    const clock = { now: () => clocks.local.now(), sleep: sleepOf(of) };
    const held = new Map<Side, string>();
    const tokens = {
      access(side: Side) {
        const token =
          held.get(side) ??
          services.token(side, engine.scopesFor(side, 'owner'), dice.whole(600_000, 3_600_000));
        held.set(side, token);
        return Promise.resolve(token);
      },
      refused(side: Side) {
        held.delete(side);
        return Promise.resolve();
      },
      forget: () => Promise.resolve(held.clear()),
    };
    const shared = {
      clock,
      tokens,
      random: { next: () => dice.next(), id: () => `${setting.name}${(ids += 1)}` },
      log: { info: () => undefined, warn: () => undefined },
      elapsed: () => clocks.now(),
    };
    const fetchOf = (side: Side) =>
      wire.connect(setting.name, side, {
        isDead: () => of.isDead,
        dies: (moment) => dies(of, moment),
        acts: () => void of.lasting.push(of.awaits),
      });
    const desk = engine.createHttp({
      ...shared,
      side: 'desk',
      fetch: fetchOf('desk'),
      origin: () => Promise.resolve('https://desk.zoho.com'),
      organisation: () => Promise.resolve(services.desk.id),
    });
    const crm = engine.createHttp({
      ...shared,
      side: 'crm',
      fetch: fetchOf('crm'),
      origin: () => Promise.resolve('https://www.zohoapis.com'),
    });
    const memory = {
      get: (key: string) => Promise.resolve(session.get(key) ?? null),
      set(key: string, value: string) {
        session.set(key, value);
        return Promise.resolve();
      },
      remove: (key: string) => Promise.resolve(void session.delete(key)),
    };
    let isHeld = false;
    return engine.createSync({
      ...shared,
      desk: engine.createDeskRemote(desk, { clock, session: memory }),
      crm: engine.createCrmRemote(crm, { clock, session: memory }),
      store: storeOf(of),
      locks: {
        async tryRun(_, task) {
          if (isHeld) return 'busy';
          isHeld = true;
          try {
            return await task();
          } finally {
            isHeld = false;
          }
        },
      },
      notifier: { changed: () => undefined },
      ...(setting.hasLease && {
        lease: { board: engine.createCrmLease(crm), name: setting.name },
      }),
    });
  }

  return {
    name: setting.name,
    store,
    sync: () => sync,
    wake(death) {
      life.isDead = true;
      life = { isDead: false, awaits: 0, lasting: [], death };
      sync = startWorker(life);
    },
    spare() {
      life.death = null;
    },
    isDead: () => life.isDead,
    awaits: () => life.awaits,
    lasting: () => life.lasting,
  };
}
