import { browser } from 'wxt/browser';

/** Memory that outlives the worker and dies with the browser; content scripts cannot read it. */
export interface SessionStore {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
}

export function createSessionStore(): SessionStore {
  const area = browser.storage.session;
  return {
    async get(key) {
      const value = (await area.get(key))[key];
      return typeof value === 'string' ? value : null;
    },
    set: (key, value) => area.set({ [key]: value }),
    remove: (key) => area.remove(key),
  };
}
