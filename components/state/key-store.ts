/** The agent's own keys, kept by the background and the same in every screen. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { ask, type Client } from './client';
import { readKeys, usualKeys, writeKeys, type KeyAction, type KeyMap } from './keys';

export interface KeyStore {
  readonly store: StoreApi<KeyMap>;
  start(): () => void;
  bind(action: KeyAction, key: string): void;
  reset(): void;
}

export function createKeyStore(client: Client): KeyStore {
  const store = createStore<KeyMap>(() => usualKeys);

  async function read(): Promise<void> {
    const answer = await ask(client, 'keys.get', undefined);
    if (answer.ok) store.setState(readKeys(answer.value));
  }

  function save(map: KeyMap): void {
    store.setState(map);
    void ask(client, 'keys.save', { keys: writeKeys(map) });
  }

  return {
    store,
    start() {
      void read();
      return client.listen(({ topic }) => {
        if (topic === 'keys') void read();
      });
    },
    bind: (action, key) => save({ ...store.getState(), [action]: key }),
    reset: () => save(usualKeys),
  };
}
