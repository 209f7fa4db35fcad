/**
 * Where the screens stand: frames in pages of Desk, and the browser's own panel. The host page's
 * renderer is not trusted to say more than where it is (T2).
 */
import type { Answer, Topic } from '../protocol';
import type { Place, TabName } from '../types';
import type { FrameLook, HostMessages, HostNotices, Seat, SeatMessages } from '../protocol/host';
import { isDeskAddress, parsePlace, slugsOf } from '../core/place';
import { problemOf, SyncError } from '../core/problem';
import type { Log } from './ports';
import { isShownUnframed, malformedProblem, refusedProblem, type SenderFacts } from './sender';

/** The place each tab shows. Outlives the worker and dies with the browser. */
export interface PlaceBoard {
  set(tabId: number, pass: string, address: string, place: Place | null): Promise<void>;
  /** Null for a pass that is not the one this tab's content script gave. */
  get(tabId: number, pass: string): Promise<Place | null>;
  /** Whether this is the pass that the tab's content script gave. */
  knows(tabId: number, pass: string): Promise<boolean>;
  /** For the browser's own panel, which no page can reach; null where the tab told none. */
  shown(tabId: number): Promise<Place | null>;
}

/** The browser's own side panel. */
export interface BrowserPanel {
  /** Whether it is open in the window of this tab. */
  isBeside(tabId: number): Promise<boolean>;
  /** The tab that a window shows; null where it shows none. */
  activeTab(windowId: number): Promise<number | null>;
  /** It is being closed there, although the browser may not say so yet. */
  left(windowId: number): void;
  /** It is there, although it was being closed. */
  came(windowId: number): void;
}

/** Text that a screen keeps. */
interface Taste {
  get(): Promise<string | null>;
  set(text: string): Promise<void>;
}

export interface SeatPorts {
  readonly board: PlaceBoard;
  readonly panel: BrowserPanel;
  readonly notifier: { changed(topic: Topic, subject?: string): void };
  readonly log: Log;
  readonly keys: Taste;
  /** How the person at this browser likes the sidebar. */
  readonly view: Taste;
  /** Whether the sidebar is to be there at all (PER-1). */
  mayShow(): Promise<boolean>;
  /** To the content scripts of a tab. Rejects where there is none. */
  tell<Name extends keyof HostNotices>(
    tabId: number,
    name: Name,
    data: Parameters<HostNotices[Name]>[0],
  ): Promise<ReturnType<HostNotices[Name]>>;
  /** The board in a tab of its own, or what leads to having one. */
  openBoard(): Promise<void>;
}

type Messages = SeatMessages & HostMessages;

/** One handler a message; none of them ever rejects. */
export type SeatHandlers = {
  readonly [Name in keyof Messages]: (
    data: Parameters<Messages[Name]>[0],
    sender: SenderFacts,
  ) => Promise<ReturnType<Messages[Name]>>;
};

/** px. The narrowest is the rail. */
const widths = { least: 40, most: 640 } as const;
/** Tabs whose last address is remembered, to leave repeated messages without effect. */
const mostTabs = 200;

/** The handlers over these ports. */
export function createSeatHandlers(ports: SeatPorts): SeatHandlers {
  const { board, panel, notifier, log } = ports;
  const lastPlaces = new Map<number, string>();

  async function answer<T>(
    mayAsk: boolean | Promise<boolean>,
    isShaped: boolean,
    task: () => Promise<T>,
  ): Promise<Answer<T>> {
    try {
      if (!(await mayAsk)) throw new SyncError(refusedProblem);
      if (!isShaped) throw new SyncError(malformedProblem);
      return { ok: true, value: await task() };
    } catch (thrown) {
      const problem = problemOf(thrown);
      log.warn('message.failed', { code: problem.code, rank: 'seat' });
      return { ok: false, problem };
    }
  }

  /** For a frame of ours that knows the pass of its tab; hands its task that tab. */
  function forFrame<D extends { readonly pass: string }>(
    isShaped: (data: D) => boolean,
    task: (tabId: number, data: D) => Promise<void>,
  ): (data: D, sender: SenderFacts) => Promise<Answer<null>> {
    return (data, { isExtensionPage, tabId }) => {
      const shaped = isText(data?.pass) && isShaped(data);
      return answer(isExtensionPage, shaped, async () => {
        if (tabId === null || !(await board.knows(tabId, data.pass)))
          throw new SyncError(refusedProblem);
        await task(tabId, data);
        return null;
      });
    };
  }

  async function panelPlace(windowId: number): Promise<Place | null> {
    panel.came(windowId);
    const tabId = await panel.activeTab(windowId);
    if (tabId === null) return null;
    // A frame of the same page steps back while the panel is there.
    void ports.tell(tabId, 'host.look', null).catch(() => undefined);
    return board.shown(tabId);
  }

  function seatPlace(seat: Seat, { tabId }: SenderFacts): Promise<Place | null> {
    if ('windowId' in seat) return panelPlace(seat.windowId);
    return tabId === null ? Promise.resolve(null) : board.get(tabId, seat.pass);
  }

  /** A host page may send as often as it likes; only a new address costs anything. */
  async function hostPlace(
    { address, pass, tabs, drawn }: Parameters<HostMessages['host.place']>[0],
    { tabId, host }: SenderFacts,
  ): Promise<{ readonly show: boolean }> {
    const own = host ?? undefined;
    const place: Place | null =
      drawn !== null && isDeskAddress(address, own)
        ? { type: 'ticket', id: drawn }
        : parsePlace(address, slugsOf(tabs), own);
    const told = JSON.stringify([pass, address, place]);
    if (tabId !== null && lastPlaces.get(tabId) !== told) {
      if (lastPlaces.size >= mostTabs) lastPlaces.clear();
      lastPlaces.set(tabId, told);
      // Begun before anything is awaited: of two addresses the later one stays.
      await board.set(tabId, pass, address, place).catch((thrown: unknown) => {
        lastPlaces.delete(tabId);
        throw thrown;
      });
      notifier.changed('place', pass);
      notifier.changed('place', 'panel');
    }
    if (place === null || tabId === null) return { show: false };
    const [mayShow, isInPanel] = await Promise.all([
      ports.mayShow(),
      panel.isBeside(tabId).catch(() => false),
    ]);
    return { show: mayShow && !isInPanel };
  }

  return {
    'place.get': (data, sender) => {
      const isPanel = isWindow(data);
      const mayAsk = sender.isExtensionPage && (!isPanel || isShownUnframed(sender));
      return answer(mayAsk, isPanel || hasPass(data), () => seatPlace(data, sender));
    },
    'host.resize': forFrame<FrameLook & { readonly pass: string }>(
      isLook,
      (tabId, { pass, width, floating, switchKey }) => {
        const fitting = Math.min(widths.most, Math.max(widths.least, Math.round(width)));
        return ports.tell(tabId, 'host.size', { pass, width: fitting, floating, switchKey });
      },
    ),
    'host.leave': forFrame(always, (tabId, { pass }) =>
      ports.tell(tabId, 'host.focus', { to: 'page', pass }),
    ),
    'board.close': forFrame(always, async (tabId, { pass }) => {
      await ports.tell(tabId, 'host.board', { pass, act: 'close' });
    }),
    'board.open': (data, { isExtensionPage, tabId }) =>
      answer(isExtensionPage, isText(data?.pass), async () => {
        const isOver =
          tabId !== null &&
          (await board.knows(tabId, data.pass)) &&
          (await ports.tell(tabId, 'host.board', { pass: data.pass, act: 'open' }));
        if (!isOver) await ports.openBoard();
        return null;
      }),
    'keys.get': (_data, { isExtensionPage }) => answer(isExtensionPage, true, ports.keys.get),
    'keys.save': (data, { isExtensionPage }) =>
      answer(isExtensionPage, isText(data?.keys), async () => {
        await ports.keys.set(data.keys);
        notifier.changed('keys');
        return null;
      }),
    'view.get': (_data, { isExtensionPage }) => answer(isExtensionPage, true, ports.view.get),
    'view.save': (data, { isExtensionPage }) =>
      answer(isExtensionPage, isText(data?.view), async () => {
        await ports.view.set(data.view);
        return null;
      }),
    'host.place': (data, sender) => {
      const { isExtensionPage, tabId } = sender;
      const shaped =
        isText(data?.address) &&
        isText(data.pass) &&
        isTabs(data.tabs) &&
        (data.drawn === null || isId(data.drawn));
      return answer(!isExtensionPage && tabId !== null, shaped, () => hostPlace(data, sender));
    },
  };
}

/** The browser's panel was closed: the frames of its window may come back. Never rejects. */
export async function leavePanel(
  { panel, tell }: Pick<SeatPorts, 'panel' | 'tell'>,
  windowId: number,
): Promise<void> {
  panel.left(windowId);
  const tabId = await panel.activeTab(windowId).catch(() => null);
  if (tabId !== null) await tell(tabId, 'host.look', null).catch(() => undefined);
}

/** Characters. Nothing that a message carries is longer, an address of Desk included. */
const longestText = 8192;
const longestKey = 40;

const always = (): boolean => true;

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= longestText;

/** As `parsePlace` lets them through. */
const isId = (value: unknown): boolean => typeof value === 'string' && /^\d{8,20}$/.test(value);

const hasPass = (data: unknown): boolean =>
  typeof data === 'object' && data !== null && 'pass' in data && isText(data.pass);

const isWindow = (data: unknown): data is { windowId: number } =>
  typeof data === 'object' &&
  data !== null &&
  'windowId' in data &&
  Number.isSafeInteger(data.windowId);

const isLook = ({ width, floating, switchKey }: FrameLook): boolean =>
  Number.isFinite(width) &&
  typeof floating === 'boolean' &&
  isText(switchKey) &&
  switchKey.length <= longestKey;

/** More than there are modules, for a menu may show one twice. */
const mostTabNames = 12;
const placeTypes: readonly unknown[] = ['ticket', 'contact', 'account'];

const isTabs = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length <= mostTabNames &&
  value.every(
    (tab: Partial<TabName> | null) =>
      placeTypes.includes(tab?.type) && isText(tab?.slug) && tab.slug !== '',
  );
