/** The agent's own keys, kept by the background and the same in every screen. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ask, type Client } from './client';
import { readKeys, usualKeys, writeKeys, type KeyAction, type KeyMap } from './keys';

export interface KeyStore {
  /** The usual ones until the agent's own are known. */
  readonly store: StoreApi<KeyMap>;
  /** Resolves when the store holds the agent's own keys, or they cannot be told. */
  readonly known: Promise<void>;
  start(): () => void;
  bind(action: KeyAction, key: string): void;
  reset(): void;
}

export function createKeyStore(client: Client): KeyStore {
  const store = createStore<KeyMap>(() => usualKeys);

  let learned = (): void => undefined;
  const known = new Promise<void>((resolve) => {
    learned = resolve;
  });
  let saves = 0;
  let underWay = 0;

  /** An answer from before a change made here, or from amid one, would take it back for a moment. */
  async function read(): Promise<void> {
    const asked = underWay === 0 ? saves : null;
    const answer = await ask(client, 'keys.get', undefined);
    if (answer.ok && asked === saves) store.setState(readKeys(answer.value));
    learned();
  }

  async function save(map: KeyMap): Promise<void> {
    saves += 1;
    underWay += 1;
    store.setState(map);
    await ask(client, 'keys.save', { keys: writeKeys(map) });
    underWay -= 1;
    // News that came meanwhile was not read.
    if (underWay === 0) void read();
  }

  return {
    store,
    known,
    start() {
      void read();
      return client.listen(({ topic }) => {
        if (topic === 'keys') void read();
      });
    },
    bind: (action, key) => void save({ ...store.getState(), [action]: key }),
    reset: () => void save(usualKeys),
  };
}
