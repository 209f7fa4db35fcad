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

/** The draft of that name, null where nothing is being edited. It outlives its page, not the tab. */
export function useDraft<T>(
  client: Client,
  name: string,
): readonly [T | null, (next: T | null) => void] {
  const [, draw] = useState(0);
  const all = draftsOf(client);
  const set = (next: T | null): void => {
    if (next === null) all.delete(name);
    else all.set(name, next);
    draw((turn) => turn + 1);
  };
  return [(all.get(name) as T | undefined) ?? null, set];
}
