/** What the organisation's browser policy sets (`managed-schema.json`; Firefox: a native manifest). */
import { browser } from 'wxt/browser';

export interface ManagedPolicy {
  /** The text under `settings`; null where no policy is there. */
  settings(): Promise<string | null>;
}

/** `onChanged` is called when the policy changes while the worker lives. */
export function createManagedPolicy(onChanged: () => void): ManagedPolicy {
  let read: Promise<string | null> | null = null;
  browser.storage.onChanged.addListener((_changes, area) => {
    if (area !== 'managed') return;
    read = null;
    onChanged();
  });
  return {
    settings() {
      read ??= browser.storage.managed.get('settings').then(
        ({ settings }) =>
          settings === undefined ? null : typeof settings === 'string' ? settings : '',
        // Firefox rejects where there is no policy at all.
        () => null,
      );
      return read;
    },
  };
}
