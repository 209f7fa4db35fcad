import type { ProfileStore } from '../../components/state/profile-store';
import type { ViewStore } from '../../components/state/view-store';

/**
 * ms. A customer who stands ready is here sooner than a skeleton could be drawn, which would only
 * delay them; whoever has to be asked for is waited for with the skeleton.
 */
const patienceMs = 50;

/** Resolves when there is something to draw, in the shape that the agent left, and soon in any case. */
export async function worthDrawing(store: ProfileStore['store'], view: ViewStore): Promise<void> {
  const told = new Promise<void>((resolve) => {
    const unfollow = store.subscribe(({ place, profile, problem }) => {
      if (place !== null && profile === null && problem === null) return;
      unfollow();
      resolve();
    });
  });
  const enough = new Promise<void>((resolve) => setTimeout(resolve, patienceMs));
  await Promise.race([Promise.all([told, view.restored]), enough]);
}
