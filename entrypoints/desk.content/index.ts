import { defineContentScript } from '#imports';
import { slugsOf, type Slugs } from '../../sync/core/place';
import type { Whereabouts } from '../../sync/core/whereabouts';
import { deskPagePatterns } from '../../sync/zoho/host-patterns';
import { createBoardFrame } from '../../sync/browser/desk-page/frames/board-frame';
import { createFocusSwitch } from './focus-switch';
import { watchTheme } from '../../sync/browser/desk-page/place/host-theme';
import { hearNotices } from './host-notices';
import { beginLifetime } from './lifetime';
import { watchLists, type ListBadges } from '../../sync/browser/desk-page/badges/list-badges';
import { createSidebarHost } from './sidebar-host';
import { pollMs, watchPlace } from '../../sync/browser/desk-page/place/place-watch';
import { whenSettled } from '../../sync/browser/desk-page/place/when-settled';

/**
 * On Desk pages: says where the agent is, hosts the sidebar's frame and the board's, and marks the
 * rows of ticket lists. All it learns of customers is one word a ticket, so that no more can be
 * taken from it by whatever else runs in the page.
 */
export default defineContentScript({
  matches: deskPagePatterns,
  runAt: 'document_start',
  allFrames: true,
  main() {
    const pass = crypto.randomUUID();
    const { signal, goesOn } = beginLifetime();
    const sidebar = createSidebarHost(pass);
    const board = createBoardFrame(pass, signal);
    let badges: ListBadges | null = null;
    let slugs: Slugs = new Map();
    const focus = createFocusSwitch(sidebar.frame, signal);

    function arrive(where: Whereabouts, again: boolean): void {
      slugs = slugsOf(where.tabs);
      // First of all: a frame is on its way to the customer of the page before.
      void sidebar.arrive(where, again);
      badges?.rename(slugs);
    }

    const watch = watchPlace(arrive, signal);
    const timer = setInterval(() => goesOn() && watch.poll(badges !== null), pollMs);
    hearNotices(pass, { look: watch.lookAgain, sidebar: sidebar.frame, focus, board });
    whenSettled(() => {
      badges = watchLists(watch.look, signal);
      badges.rename(slugs);
      watchTheme((theme) => {
        for (const one of [sidebar.frame(), board, badges]) one?.setTheme(theme);
      }, signal);
    }, signal);
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      sidebar.frame()?.remove();
    });
  },
});
