/**
 * Where a page of Desk is, from one look at it to the next. Pure: who looks tells what is there,
 * and at what time.
 */
import type { Place, RecordId, TabName } from '../types';
import { followDrawn, nothingDrawn, type Drawn } from './drawn';
import { parsePlace, slugsOf } from './place';

/** The page's address, and the names that make it readable. */
export interface Whereabouts {
  readonly address: string;
  readonly tabs: readonly TabName[];
  /** The ticket that is drawn where the address tells of none, or still of the one before. */
  readonly drawn: RecordId | null;
}

/** Tickets whose containers stand in the page. */
export interface Standing {
  /** Those that are to be seen. */
  readonly tickets: readonly RecordId[];
  /** Whether the page's layout had to tell: it may change while every element stays. */
  readonly byLayout: boolean;
}

export interface Followed {
  readonly where: Whereabouts;
  /** False while time alone, or the page's layout, may lead to something else at the next look. */
  readonly rests: boolean;
  readonly progress: Drawn;
  /** ms of the looker's clock: since when the address has been this one. */
  readonly since: number;
}

/** Before the first look. */
export const nowhere: Followed = {
  where: { address: '', tabs: [], drawn: null },
  rests: false,
  progress: nothingDrawn,
  since: 0,
};

/** ms. Until then a page that was left may still be drawn, whatever the address says. */
const lingerMs = 1000;

/** `own`: the host that the browser says the page is on. Null where the page is of no interest. */
export function placeOf({ address, tabs, drawn }: Whereabouts, own: string): Place | null {
  if (drawn !== null) return { type: 'ticket', id: drawn };
  return parsePlace(address, slugsOf(tabs), own);
}

interface Look {
  readonly address: string;
  /** As far as they are drawn. */
  readonly tabs: readonly TabName[];
  /** ms of a clock that never goes back. */
  readonly now: number;
  readonly own: string;
}

/** What follows from a look; `standing` is asked only under an address that has stayed. */
export function followPage(
  before: Followed,
  { address, tabs: read, now, own }: Look,
  standing: (place: Place | null) => Standing,
): Followed {
  // The menu is drawn anew at times; its names stay what they were.
  const tabs = read.length > 0 ? read : before.where.tabs;
  const fresh: Whereabouts = { address, tabs, drawn: null };
  if (address !== before.where.address)
    return { where: fresh, rests: false, progress: nothingDrawn, since: now };
  const place = parsePlace(address, slugsOf(tabs), own);
  const { tickets, byLayout } = standing(place);
  const settled = now - before.since >= lingerMs;
  const progress = followDrawn(before.progress, { place, there: tickets, settled });
  const where = { ...fresh, drawn: progress.ticket };
  return { ...before, where, progress, rests: settled && !byLayout };
}
