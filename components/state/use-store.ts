import { useLayoutEffect, useState } from 'preact/hooks';
import type { StoreApi } from 'zustand/vanilla';

/** Draws the component again whenever the store changes. */
export function useStore<State>(store: StoreApi<State>): State {
  const [state, setState] = useState(() => store.getState());
  useLayoutEffect(() => {
    const look = (): void => setState(() => store.getState());
    look();
    return store.subscribe(look);
  }, [store]);
  return state;
}
