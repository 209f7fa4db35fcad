/** While something is wrong that passes by itself, the sidebar looks again: soon, then ever less often. */
import type { ProfileStore } from './profile-store';

/** ms. By then the background asks Zoho again (`retryAfter` in `engine/profile.ts`). */
const firstMs = 6000;
/** ms. Longer than this nobody who looks at it waits, however long it has been wrong. */
const mostMs = 300_000;

/** Whether waiting may help; what needs a person is looked at again when they have acted. */
function passes(state: ReturnType<ProfileStore['store']['getState']>): boolean {
  const { profile, problem } = state;
  const failed = profile?.result.state === 'failed' ? profile.result.problem : null;
  const kinds = [problem, profile?.problem, failed].map((one) => one?.kind);
  return profile?.offline === true || kinds.includes('transient');
}

/** Looks while the page can be seen, and at once when the network comes back. Ends when called. */
export function followTrouble({ store, reread }: ProfileStore): () => void {
  const end = new AbortController();
  const { signal } = end;
  let looks = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The wait ended while nobody could see it. */
  let due = false;

  function look(): void {
    clearTimeout(timer);
    due = document.hidden;
    if (!due) reread();
  }

  const unfollow = store.subscribe((state) => {
    // How that ends is told as well.
    if (state.profile?.refreshing === true) return;
    clearTimeout(timer);
    due = false;
    looks = passes(state) ? looks + 1 : 0;
    if (looks > 0) timer = setTimeout(look, Math.min(mostMs, firstMs * 2 ** (looks - 1)));
  });
  addEventListener('online', () => looks > 0 && look(), { signal });
  document.addEventListener('visibilitychange', () => due && look(), { signal });
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    unfollow();
  });
  return () => end.abort();
}
