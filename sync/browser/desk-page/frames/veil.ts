/**
 * Between two places of the page the frame is not seen: it lives in a process of its own and shows
 * the customer before until it has heard, drawn and said so, however busy the machine is.
 */
import type { Place } from '../../../types';
import type { PageFrame } from './page-frame';

/** ms. A frame that has said nothing by then is loaded anew, which shows nobody until it knows. */
const patienceMs = 6000;

export interface Veil {
  /** The page is elsewhere: unseen from this task on, until the frame shows that place. */
  cover(place: Place): void;
}

/** `isWatched`: whether anybody could see the frame; without that it draws nothing, and says nothing. */
export function createVeil(frame: PageFrame, isWatched: () => boolean): Veil {
  let patience: ReturnType<typeof setTimeout> | undefined;

  function lift(): void {
    clearTimeout(patience);
    frame.setSeen(true);
  }

  function wait(place: Place): void {
    clearTimeout(patience);
    patience = setTimeout(() => {
      if (isWatched()) frame.reload(place, lift);
      else if (frame.host.isConnected) wait(place);
    }, patienceMs);
  }

  return {
    cover(place) {
      frame.setSeen(false);
      frame.tell(place, lift);
      wait(place);
    },
  };
}
