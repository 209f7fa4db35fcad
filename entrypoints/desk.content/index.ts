import { defineContentScript } from '#imports';
import { slugsOf, type Slugs } from '../../sync/core/place';
import { placeOf, type Whereabouts } from '../../sync/core/whereabouts';
import { askBackground } from '../../sync/browser/page-messaging';
import { deskPagePatterns } from '../../sync/zoho/host-patterns';
import { createBoardFrame } from './frames/board-frame';
import { createFocusSwitch } from './frames/focus-switch';
import { hostTheme, watchTheme } from './place/host-theme';
import { hearNotices } from './host-notices';
import { watchLists, type ListBadges } from './badges/list-badges';
import { hasRoom } from './place/frame-room';
import { pollMs, watchPlace } from './place/place-watch';
import { whenSettled } from './place/when-settled';
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
  // The page need not hear that we are here.
  noScriptStartedPostMessage: true,
  main(ctx) {
    const pass = crypto.randomUUID();
    const { signal } = ctx;
    let sidebar: SidebarFrame | null = null;
    let latest = 0;
    const board = createBoardFrame(pass, signal);
    let badges: ListBadges | null = null;
    let slugs: Slugs = new Map();
    const focus = createFocusSwitch(() => sidebar, signal);

    async function arrive(where: Whereabouts): Promise<void> {
      const turn = ++latest;
      slugs = slugsOf(where.tabs);
      const place = placeOf(where, location.hostname);
      sidebar?.tell(place);
      badges?.rename(slugs);
      if (place === null || !hasRoom()) {
        sidebar?.hide();
        if (sidebar === null && !hasRoom()) return;
      } else {
        // The background is told as well, and decides; the frame draws its skeleton meanwhile.
        sidebar ??= mountSidebarFrame(pass, hostTheme(), place);
        sidebar.show();
      }
      const told = askBackground('host.place', { ...where, pass });
      const answer = await told.catch(() => null);
      if (turn !== latest || answer === null) return;
      sidebar?.[answer.ok && answer.value.show ? 'show' : 'hide']();
    }

    const watch = watchPlace((where) => void arrive(where), signal);
    // It tells the context, too, that the extension was updated or taken away.
    ctx.setInterval(() => watch.poll(badges !== null), pollMs);
    hearNotices(pass, { look: watch.lookAgain, sidebar: () => sidebar, focus, board });
    whenSettled(() => {
      badges = watchLists(watch.look, signal);
      badges.rename(slugs);
      watchTheme((theme) => {
        for (const one of [sidebar, board, badges]) one?.setTheme(theme);
      }, signal);
    }, signal);
    ctx.onInvalidated(() => sidebar?.remove());
  },
});
