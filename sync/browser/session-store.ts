import { browser } from 'wxt/browser';

/** Memory that outlives the worker and dies with the browser; content scripts cannot read it. */
export interface SessionStore {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
  /** Everything but entries whose key begins with `kept`. */
  clear(kept: string): Promise<void>;
  /** How often it was cleared: what somebody remembers beside it is void after that. */
  epoch(): number;
}

export function createSessionStore(): SessionStore {
  const area = browser.storage.session;
  let epoch = 0;
  return {
    async get(key) {
      const value = (await area.get(key))[key];
      return typeof value === 'string' ? value : null;
    },
    set: (key, value) => area.set({ [key]: value }),
    remove: (key) => area.remove(key),
    async clear(kept) {
      epoch += 1;
      const all = Object.keys(await area.get(null));
      await area.remove(all.filter((key) => !key.startsWith(kept)));
    },
    epoch: () => epoch,
  };
}
