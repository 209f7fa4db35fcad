import { isPlace } from '../../sync/core/place';
import type { Place } from '../../sync/types';
import type { PlaceNews } from '../../sync/protocol/host';

/** What the host tells in the frame's address: its pass, its place, and the theme it shows itself in. */
export function told(): URLSearchParams {
  return new URLSearchParams(location.hash.slice(1));
}

/** Where the page was when it made the frame; null where that is of no interest, or untold. */
export function toldPlace(): Place | null {
  const [type, id] = told().get('place')?.split('/') ?? [];
  const place: unknown = { type, id };
  return isPlace(place) ? place : null;
}

/**
 * Calls `onPlace` with where the page is, whenever the content script says so, and with what tells
 * it that this is on the screen. Only who knows the pass is listened to, over the line that comes
 * with it. That the frame is one of its own the background has to say.
 */
export function hearPlaces(
  pass: string,
  onPlace: (place: Place | null, tellDrawn: () => void) => void,
): void {
  addEventListener('message', ({ source, data, ports: [port] }: MessageEvent<unknown>) => {
    const { pass: given } = (data ?? {}) as { pass?: unknown };
    if (source !== parent || given !== pass || port === undefined) return;
    port.addEventListener('message', ({ data: { place, turn } }: MessageEvent<PlaceNews>) => {
      if (place === null || isPlace(place)) onPlace(place, () => port.postMessage(turn));
    });
    port.start();
  });
}

/** Follows the host's theme; outside a host, the reader's own. */
export function followTheme(): void {
  const follow = (): void => {
    const theme = told().get('theme');
    if (theme === 'dark' || theme === 'light') document.documentElement.dataset['theme'] = theme;
    else delete document.documentElement.dataset['theme'];
  };
  follow();
  addEventListener('hashchange', follow);
}
