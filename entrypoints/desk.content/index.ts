import { defineContentScript } from '#imports';
import { parsePlace, slugsOf } from '../../sync/core/place';
import { onMessage, sendMessage } from '../../sync/browser/messaging';
import { deskPagePatterns } from '../../sync/zoho/host-patterns';
import { hostTheme, watchTheme } from './host-theme';
import { watchPlace, type Whereabouts } from './place-watch';
import { mountSidebarFrame, type SidebarFrame } from './sidebar-frame';

/**
 * On Desk pages: says where the agent is and hosts the sidebar's frame. It learns nothing about
 * customers, so that nothing can be taken from it by whatever else runs in the page.
 */
export default defineContentScript({
  matches: deskPagePatterns,
  runAt: 'document_start',
  main(ctx) {
    const pass = crypto.randomUUID();
    let frame: SidebarFrame | null = null;
    let latest = 0;

    async function arrive({ address, tabs }: Whereabouts): Promise<void> {
      const turn = ++latest;
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

    onMessage('host.size', ({ data }) => frame?.resize(data.width));
    watchPlace((where) => void arrive(where), ctx.signal);
    document.addEventListener(
      'DOMContentLoaded',
      () => {
        frame?.setTheme(hostTheme());
        watchTheme(() => frame?.setTheme(hostTheme()), ctx.signal);
      },
      { signal: ctx.signal },
    );
    ctx.onInvalidated(() => frame?.remove());
  },
});
