import type { ProfileStore } from '../../components/state/profile-store';
import { samePlace } from '../../sync/types/place';
import type { Place } from '../../sync/types';

/** Makes a function that calls `act` when the sidebar shows this place, and nothing of an earlier call. */
export function createWhenDrawn(
  store: ProfileStore['store'],
): (place: Place | null, act: () => void) => void {
  let forget = (): void => undefined;
  return (place, act) => {
    forget();
    const look = (): void => {
      if (!samePlace(store.getState().place, place)) return;
      forget();
      // The second frame begins when the first has been handed over to be shown, if only just: what
      // follows it is told. After the first alone, three of 120 moves on a slow processor showed
      // the customer before.
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(act)));
    };
    forget = store.subscribe(look);
    look();
  };
}
