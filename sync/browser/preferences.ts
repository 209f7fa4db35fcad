import { browser } from 'wxt/browser';

/** How this person likes the screens. Nothing of it is secret: content scripts could read it. */
export interface Preferences {
  get(): Promise<string | null>;
  set(text: string): Promise<void>;
  clear(): Promise<void>;
}

/** `view`: how the sidebar was left. `keys`: the agent's own keys. */
export function createPreferences(key: 'view' | 'keys'): Preferences {
  const area = browser.storage.local;
  return {
    async get() {
      const value = (await area.get(key))[key];
      return typeof value === 'string' ? value : null;
    },
    set: (text) => area.set({ [key]: text }),
    clear: () => area.remove(key),
  };
}
