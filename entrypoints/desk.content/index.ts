import { defineContentScript } from '#imports';
import { parsePlace, slugsOf } from '../../sync/core/place';
import { onMessage, sendMessage } from '../../sync/browser/messaging';
import { deskPagePatterns } from '../../sync/zoho/host-patterns';
import { hostTheme, watchTheme } from './host-theme';
import { watchLists } from './list-badges';
import { watchPlace, type Whereabouts } from './place-watch';
import { mountSidebarFrame, type SidebarFrame } from './sidebar-frame';

/**
 * On Desk pages: says where the agent is, hosts the sidebar's frame and marks the rows of ticket
 * lists. All it learns of customers is one word a ticket, so that no more can be taken from it by
 * whatever else runs in the page.
 */
export default defineContentScript({
  matches: deskPagePatterns,
  runAt: 'document_start',
  main(ctx) {
    const pass = crypto.randomUUID();
    let frame: SidebarFrame | null = null;
    const badges = watchLists(ctx.signal);
    let latest = 0;

    async function arrive({ address, tabs }: Whereabouts): Promise<void> {
      const turn = ++latest;
      badges.rename(slugsOf(tabs));
      if (parsePlace(address, slugsOf(tabs)) === null) {
        frame?.hide();
        if (frame === null) return;
      } else {
        // Shown before the background answers: the frame draws its skeleton meanwhile.
        frame ??= mountSidebarFrame(pass, hostTheme());
        frame.show();
      }
      const answer = await sendMessage('host.place', { address, pass, tabs }).catch(() => null);
      if (turn === latest && answer !== null && !(answer.ok && answer.value.show)) frame?.hide();
    }

    function followTheme(): void {
      const theme = hostTheme();
      frame?.setTheme(theme);
      badges.retheme(theme);
    }

    onMessage('host.size', ({ data }) => frame?.resize(data.width));
    watchPlace((where) => void arrive(where), ctx.signal);
    document.addEventListener(
      'DOMContentLoaded',
      () => {
        followTheme();
        watchTheme(followTheme, ctx.signal);
      },
      { signal: ctx.signal },
    );
    ctx.onInvalidated(() => frame?.remove());
  },
});
