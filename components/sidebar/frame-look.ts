import { useEffect } from 'preact/hooks';
import type { KeyStore } from '../state/key-store';
import type { ProfileStore } from '../state/profile-store';
import { useStore } from '../state/use-store';
import { widths, type ViewState } from '../state/view-store';

/**
 * Tells the page how its frame wants to stand, and the key that leads here, once that is known: a
 * key that the agent gave away is not taken in the page for even a moment.
 */
export function useFrameLook(source: ProfileStore, keys: KeyStore, view: ViewState): void {
  const { switch: switchKey } = useStore(keys.store);
  const { floating } = view;
  const width = view.collapsed ? widths.rail : view.width;
  useEffect(() => {
    let isLatest = true;
    const tell = async (): Promise<void> => {
      await keys.known;
      if (isLatest) source.resize({ width, floating, switchKey: keys.store.getState().switch });
    };
    void tell();
    return () => {
      isLatest = false;
    };
  }, [source, keys, width, floating, switchKey]);
}
