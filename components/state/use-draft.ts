/** What is being edited and not saved yet: kept while other pages are looked at, and guarded. */
import { useState } from 'preact/hooks';
import type { Client } from './client';

const drafts = new WeakMap<Client, Map<string, unknown>>();

/** All drafts of a tab. Whoever closes it while there are some is asked first. */
function draftsOf(client: Client): Map<string, unknown> {
  const known = drafts.get(client);
  if (known !== undefined) return known;
  const made = new Map<string, unknown>();
  drafts.set(client, made);
  addEventListener('beforeunload', (event) => {
    if (made.size > 0) event.preventDefault();
  });
  return made;
}

export interface KeptDraft<T> {
  /** Null where nothing is being edited. */
  readonly value: T | null;
  set(next: T | null): void;
  /**
   * `sent` is stored: its draft ends when `shown` says that the screen has what is stored, so nobody
   * sees the values before it once more. What was edited meanwhile goes on, as `onward` makes of it.
   */
  end(sent: T | null, shown: () => Promise<unknown>, onward: (since: T) => T): Promise<void>;
}

/** The draft of that name. It outlives its page, not the tab. */
export function useDraft<T>(client: Client, name: string): KeptDraft<T> {
  const [, draw] = useState(0);
  const all = draftsOf(client);
  const latest = (): T | null => (all.get(name) as T | undefined) ?? null;
  const set = (next: T | null): void => {
    if (next === null) all.delete(name);
    else all.set(name, next);
    draw((turn) => turn + 1);
  };
  return {
    value: latest(),
    set,
    async end(sent, shown, onward) {
      const carry = (): void => {
        const since = latest();
        if (since !== null && since !== sent) set(onward(since));
      };
      carry();
      await shown();
      if (latest() === sent) set(null);
      else carry();
    },
  };
}
