/** The pages and panels that screens stand in, and the keys and clicks that lead there. */
import { browser } from '#imports';
import { leavePanel, type SeatPorts } from '../../sync/engine/seats';
import { sendMessage } from '../../sync/browser/messaging';
import { createBrowserPanel, onPanelClosed, openPanel } from '../../sync/browser/panel';
import { createOwnHosts, followOwnHosts } from '../../sync/browser/own-hosts';
import type { createPlaceBoard } from '../../sync/browser/place-board';
import { hostPermissions } from '../../sync/zoho/host-patterns';
import { createNotifier } from '../../sync/browser/notifier';
import { createPreferences } from '../../sync/browser/preferences';
import { consoleLog } from '../../sync/browser/system';
import type { Engine, Shared } from './engine-door';

type Board = ReturnType<typeof createPlaceBoard>;

interface SeatParts extends Shared {
  readonly board: Board;
  engine(): Promise<Engine>;
}

export type Seats = SeatPorts & {
  readonly board: Board;
  /** False with nothing connected, or not for this agent: there is no board to open (HND-5). */
  showsBoard(): Promise<boolean>;
};

const sendTo = sendMessage as (type: string, body: unknown, to: number) => Promise<never>;

export function assembleSeats({ board, framed, engine }: SeatParts): Seats {
  const showsBoard = async (): Promise<boolean> => (await engine()).showsBoard();
  return {
    board,
    log: consoleLog,
    notifier: createNotifier((topic, subject) => {
      void framed?.tell(topic, subject).catch(() => undefined);
    }),
    keys: createPreferences('keys'),
    view: createPreferences('view'),
    mayShow: async () => (await engine()).mayShow(),
    showsBoard,
    panel: createBrowserPanel(),
    // To every frame of the tab: Desk itself may stand in one.
    tell: (tabId, name, data) => sendTo(name, data, tabId),
    async openBoard() {
      if (await showsBoard().catch(() => false))
        await browser.tabs.create({ url: browser.runtime.getURL('/board.html') });
      else await browser.runtime.openOptionsPage();
    },
  };
}

/** Registers what the browser itself tells. Synchronous: the worker may have been started for it. */
export function listenToSeats(seats: Seats): void {
  /** Over the page of Desk in this tab, else in a tab of its own. */
  async function toggleBoard(tabId: number | undefined): Promise<void> {
    const told =
      tabId !== undefined && (await seats.showsBoard().catch(() => false))
        ? seats.tell(tabId, 'host.board', { pass: null, act: 'toggle' })
        : Promise.resolve(false);
    if (!(await told.catch(() => false))) await seats.openBoard();
  }

  followOwnHosts(createOwnHosts(hostPermissions), () => seats.log.warn('ownHosts.failed'));
  onPanelClosed((windowId) => void leavePanel(seats, windowId));
  browser.tabs.onRemoved.addListener((tabId) => void seats.board.drop(tabId));
  browser.tabs.onActivated.addListener(({ tabId }) => {
    seats.notifier.changed('place', 'panel');
    // The panel may have been opened or closed while another tab was shown.
    void seats.tell(tabId, 'host.look', null).catch(() => undefined);
  });
  browser.action.onClicked.addListener(({ id }) => void toggleBoard(id));
  browser.commands.onCommand.addListener((command, tab) => {
    const tabId = tab?.id;
    if (command === 'board') void toggleBoard(tabId);
    else if (command === 'panel' && tab?.windowId !== undefined) void openPanel(tab.windowId);
    else if (command === 'switch' && tabId !== undefined)
      void seats.tell(tabId, 'host.focus', { to: 'switch' }).catch(() => undefined);
  });
}
