/** Changes to stored pairs that a person asks for, between two runs. */
import { ofScreens, SyncError } from '../core/problem';
import type { Clock, Locks } from './ports';

/** One writer of pairs per browser profile: a run, or a person's change. */
export const syncLock = 'sync';

/** ms. An incremental run is over by then, and so is the slice of a long one. */
const patienceMs = 30_000;
const stepMs = 100;

/**
 * Runs `task` while no run goes on. A run keeps rows in memory between reading and writing them,
 * so a row changed under it would be lost. Waits for one that is about to end.
 */
export async function betweenRuns<T>(
  { locks, clock }: { readonly locks: Locks; readonly clock: Clock },
  task: () => Promise<T>,
): Promise<T> {
  const until = clock.now() + patienceMs;
  for (;;) {
    let result: { readonly value: T } | null = null;
    const outcome = await locks.tryRun(syncLock, async () => {
      result = { value: await task() };
      return 'done' as const;
    });
    if (outcome === 'done') return (result as unknown as { readonly value: T }).value;
    if (clock.now() >= until) throw new SyncError(busy);
    await clock.sleep(stepMs);
  }
}

const busy = ofScreens('sync.busy', 'transient');
