/**
 * Between the sidebar, the board, the background and the page of Desk that they stand in. A content
 * script says where it is and learns nothing about customers.
 */
import type { Answer } from '../protocol';
import type { Place, RecordId, TabName } from '../types';

/** As the page of Desk shows itself. */
export type Theme = 'light' | 'dark';

/** Where a screen stands: in a frame that knows its tab's pass, or in the browser's own side panel. */
export type Seat = { readonly pass: string } | { readonly windowId: number };

/** How the frame wants to stand in its page. */
export interface FrameLook {
  /** px. */
  readonly width: number;
  /** Over the page; otherwise beside it, where the page gives way. */
  readonly floating: boolean;
  /** The key that goes between page and sidebar, as `keyOf` writes it. */
  readonly switchKey: string;
}

/** From the content script to its sidebar, which sends the number back when the place is on the screen. */
export interface PlaceNews {
  readonly place: Place | null;
  /** Of all that this frame was told. */
  readonly turn: number;
}

/** From the sidebar's page and the board's, wherever they stand. */
export interface SeatMessages {
  /** The place shown beside the asking screen; null where the page is of no interest. */
  'place.get'(data: Seat): Answer<Place | null>;
  'host.resize'(data: FrameLook & { pass: string }): Answer<null>;
  /** The keyboard goes back to the page. */
  'host.leave'(data: { pass: string }): Answer<null>;
  /** Opens the board: over the page where `pass` is known there, else in a tab of its own. */
  'board.open'(data: { pass: string }): Answer<null>;
  /** Closes the board that stands over a page. */
  'board.close'(data: { pass: string }): Answer<null>;
  /** The agent's own keys as text; null where none was changed. */
  'keys.get'(): Answer<string | null>;
  'keys.save'(data: { keys: string }): Answer<null>;
  /** How this agent left the sidebar, as it was saved; null where never. A frame has no storage of its own. */
  'view.get'(): Answer<string | null>;
  'view.save'(data: { view: string }): Answer<null>;
}

/** From content scripts. */
export interface HostMessages {
  /**
   * The page shows this address now. `pass` is a random value the content script also put in
   * its frames' addresses; only a frame that knows it is served. `tabs`: names that the page's own
   * menu gives to its modules, as far as they are drawn. `drawn`: the ticket that the page has
   * drawn without saying so in its address.
   */
  'host.place'(data: {
    address: string;
    pass: string;
    tabs: readonly TabName[];
    drawn: RecordId | null;
  }): Answer<{ readonly show: boolean }>;
}

/** From the background to the content scripts of one tab. Those of another pass leave them alone. */
export interface HostNotices {
  /** The agent collapsed, widened or opened the sidebar. */
  'host.size'(data: FrameLook & { pass: string }): void;
  /** Ask again: the browser's own panel was opened or closed. */
  'host.look'(data: null): void;
  /** `page` from a frame of this pass; `switch` from the browser's own keys. */
  'host.focus'(data: { to: 'page'; pass: string } | { to: 'switch' }): void;
  /** True where a board stands over the page now, or stood there. `pass` null: whichever is there. */
  'host.board'(data: { pass: string | null; act: 'open' | 'close' | 'toggle' }): boolean;
}
