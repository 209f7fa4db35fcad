import { defineContentScript } from '#imports';
import { parsePlace, slugsOf } from '../../sync/core/place';
import { sendMessage } from '../../sync/browser/messaging';
import { deskPagePatterns } from '../../sync/zoho/host-patterns';
import { createBoardFrame } from './frames/board-frame';
import { createFocusSwitch } from './frames/focus-switch';
import { hostTheme, watchTheme } from './place/host-theme';
import { hearNotices } from './host-notices';
import { watchLists } from './badges/list-badges';
import { hasRoom } from './place/frame-room';
import { watchPlace, type PlaceWatch, type Whereabouts } from './place/place-watch';
import { mountSidebarFrame, type SidebarFrame } from './frames/sidebar-frame';

/**
 * On Desk pages: says where the agent is, hosts the sidebar's frame and the board's, and marks the
 * rows of ticket lists. All it learns of customers is one word a ticket, so that no more can be
 * taken from it by whatever else runs in the page.
 */
export default defineContentScript({
  matches: deskPagePatterns,
  runAt: 'document_start',
  allFrames: true,
  main(ctx) {
    const pass = crypto.randomUUID();
    const { signal } = ctx;
    let sidebar: SidebarFrame | null = null;
    let watch: PlaceWatch | null = null;
    let latest = 0;
    const board = createBoardFrame(pass, signal);
    const badges = watchLists(() => watch?.look(), signal);
    const focus = createFocusSwitch(() => sidebar, signal);

    async function arrive({ address, tabs, drawn }: Whereabouts): Promise<void> {
      const turn = ++latest;
      badges.rename(slugsOf(tabs));
      const isPlace = drawn !== null || parsePlace(address, slugsOf(tabs), location.hostname);
      if (isPlace === null || !hasRoom()) {
        sidebar?.hide();
        if (sidebar === null && !hasRoom()) return;
      } else {
        // Shown before the background answers: the frame draws its skeleton meanwhile.
        sidebar ??= mountSidebarFrame(pass, hostTheme());
        sidebar.show();
      }
      const told = { address, pass, tabs, drawn };
      const answer = await sendMessage('host.place', told).catch(() => null);
      if (turn !== latest || answer === null) return;
      if (answer.ok && answer.value.show) sidebar?.show();
      else sidebar?.hide();
    }

    function followTheme(): void {
      const theme = hostTheme();
      sidebar?.setTheme(theme);
      board.setTheme(theme);
      badges.retheme(theme);
    }

    watch = watchPlace((where) => void arrive(where), signal);
    hearNotices(pass, { look: watch.lookAgain, sidebar: () => sidebar, focus, board });
    document.addEventListener(
      'DOMContentLoaded',
      () => {
        followTheme();
        watchTheme(followTheme, signal);
      },
      { signal },
    );
    ctx.onInvalidated(() => sidebar?.remove());
  },
});
