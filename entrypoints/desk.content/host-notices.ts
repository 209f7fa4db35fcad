/** What the background tells this page: of other passes it is not for us. */
import { onMessage } from '../../sync/browser/messaging';
import type { BoardFrame } from './frames/board-frame';
import type { FocusSwitch } from './frames/focus-switch';
import { hostTheme } from './place/host-theme';
import { hasRoom } from './place/frame-room';
import type { SidebarFrame } from './frames/sidebar-frame';

interface Host {
  look(): void;
  sidebar(): SidebarFrame | null;
  readonly focus: FocusSwitch;
  readonly board: BoardFrame;
}

export function hearNotices(pass: string, { look, sidebar, focus, board }: Host): void {
  onMessage('host.look', look);
  onMessage('host.size', ({ data }) => {
    if (data.pass !== pass) return;
    focus.key = data.switchKey;
    sidebar()?.look(data);
  });
  onMessage('host.focus', ({ data }) => {
    if (data.to === 'switch') focus.toSidebar();
    else if (data.pass === pass) focus.toPage();
  });
  onMessage('host.board', ({ data }) =>
    hasRoom() && (data.pass ?? pass) === pass ? board.act(data.act, hostTheme()) : false,
  );
}
