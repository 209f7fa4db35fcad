import type { Locks } from '../engine/ports';

/** Web Locks: one holder in this browser profile, released by the browser when its context dies. */
export function createLocks(): Locks {
  return {
    tryRun: (name, task) =>
      navigator.locks.request(name, { ifAvailable: true }, (lock) =>
        lock === null ? 'busy' : task(),
      ),
  };
}
