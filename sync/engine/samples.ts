/** Records to try settings out with. */
import type { Kind } from '../types';
import type { Store } from './ports';

/** Records offered: the last ones that were carried over. */
const mostSamples = 10;
const runsLookedAt = 30;

/** Pairs by key and title, newest first; none before the first run. */
export async function samplesOf(
  store: Pick<Store, 'runs' | 'changes'>,
  kind: Kind,
): Promise<readonly { readonly key: string; readonly title: string }[]> {
  const titles = new Map<string, string>();
  for (const run of await store.runs(runsLookedAt)) {
    if (titles.size >= mostSamples) break;
    if ((run.changes ?? 0) === 0) continue;
    for (const change of await store.changes(run.id))
      if (change.kind === kind && titles.size < mostSamples && change.action !== 'delete')
        titles.set(change.pairKey, change.title);
  }
  return [...titles].map(([key, title]) => ({ key, title }));
}
