import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { idle, type AdditionsState, type AdditionsStore } from '../state/additions-store';
import { useStore } from '../state/use-store';

/** What is added and linked; null where a panel only shows, as on the permissions page. */
export const Adding = createContext<AdditionsStore | null>(null);

const noStore = { getState: () => idle, subscribe: () => () => undefined };

/** The store with its state now; the state is idle where there is no store. */
export function useAdding(): { readonly adding: AdditionsStore | null } & AdditionsState {
  const adding = useContext(Adding);
  const state = useStore((adding?.store ?? noStore) as AdditionsStore['store']);
  return { adding, ...state };
}
