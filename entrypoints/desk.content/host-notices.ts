/** What the background tells this page: of other passes it is not for us. */
import { hearBackground } from '../../sync/browser/page-messaging';
import type { BoardFrame } from '../../sync/browser/desk-page/frames/board-frame';
import type { FocusSwitch } from './focus-switch';
import { hostTheme } from '../../sync/browser/desk-page/place/host-theme';
import { hasRoom } from '../../sync/browser/desk-page/place/frame-room';
import type { SidebarFrame } from '../../sync/browser/desk-page/frames/sidebar-frame';

interface Host {
  look(): void;
  sidebar(): SidebarFrame | null;
  readonly focus: FocusSwitch;
  readonly board: BoardFrame;
}

export function hearNotices(pass: string, { look, sidebar, focus, board }: Host): void {
  hearBackground({
    'host.look': () => look(),
    'host.size'(data) {
      if (data.pass !== pass) return;
      focus.learn(data.switchKey);
      sidebar()?.look(data);
    },
    'host.focus'(data) {
      if (data.to === 'switch') focus.toSidebar();
      else if (data.pass === pass) focus.toPage();
    },
    'host.board': ({ act, pass: wanted }) =>
      hasRoom() && (wanted ?? pass) === pass ? board.act(act, hostTheme()) : false,
  });
}
