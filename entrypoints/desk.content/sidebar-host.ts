/** The sidebar that belongs to this page: made for its first place, and shown where the background says so. */
import { askBackground } from '../../sync/browser/page-messaging';
import { placeOf, type Whereabouts } from '../../sync/core/whereabouts';
import {
  mountSidebarFrame,
  type SidebarFrame,
} from '../../sync/browser/desk-page/frames/sidebar-frame';
import { hasRoom } from '../../sync/browser/desk-page/place/frame-room';
import { hostTheme } from '../../sync/browser/desk-page/place/host-theme';

/** ms. Two frames: the next customer is drawn by then, and nothing took the processor from that. */
const paintMs = 32;

export interface SidebarHost {
  /** Null until a place was of interest. */
  frame(): SidebarFrame | null;
  /**
   * The page is there. The background is asked whether the sidebar is to be seen, unless it was
   * asked the same before; `again`: even then.
   */
  arrive(where: Whereabouts, again: boolean): Promise<void>;
}

/** `pass` is what the frame's requests to the background carry. */
export function createSidebarHost(pass: string): SidebarHost {
  let frame: SidebarFrame | null = null;
  let asked = '';
  let latest = 0;

  return {
    frame: () => frame,
    async arrive(where, again) {
      const place = placeOf(where, location.hostname);
      const fits = hasRoom();
      const question = JSON.stringify([where.address, place, fits]);
      // The menu is drawn later than the page, and its names hardly ever make it another place.
      if (question === asked && !again) return;
      asked = question;
      const isNew = frame === null;
      frame?.tell(place);
      if (place === null || !fits) {
        frame?.hide();
        if (frame === null && !fits) return;
      } else if (frame === null) {
        // The background is told as well, and decides; the frame draws its skeleton meanwhile.
        frame = mountSidebarFrame(pass, hostTheme(), place);
      } else frame.show();
      const turn = ++latest;
      // It has been told, and shows what stands ready; the background's word comes after.
      if (!isNew && !again) await new Promise((resolve) => setTimeout(resolve, paintMs));
      if (turn !== latest) return;
      const told = askBackground('host.place', { ...where, pass });
      const answer = await told.catch(() => null);
      if (turn !== latest) return;
      if (answer === null) asked = '';
      else frame?.[answer.ok && answer.value.show ? 'show' : 'hide']();
    },
  };
}
