/**
 * Reads Desk's search ahead while a module is read whole. One page after the other, a hundred
 * records a call, a large organisation would wait for the network most of the time; so the pages
 * of a stretch are asked for at once, as many at a time as the limiter allows.
 */
import type { Instant, Kind } from '../types';
import type { DeskRow } from './desk-records';

/** Where a page of the search lies: a range of times of modification, and an offset in it. */
export interface SearchPlace {
  readonly from: Instant;
  readonly to: Instant;
  readonly offset: number;
}

/** What stands there. `times` are those of the rows; `count` is that of the whole range. */
export interface SearchPage {
  readonly rows: readonly DeskRow[];
  readonly times: readonly Instant[];
  readonly count: number | null;
}

/**
 * Records that neighbouring pages share. One that is modified meanwhile leaves its place and all
 * behind it move up: up to so many, none falls between two pages that were asked for at once.
 */
export const aheadOverlap = 5;

/** ms for which a page that was asked for ahead may still be used. */
const freshMs = 60_000;

export interface ReadAhead {
  /** The page at this place, which may have been asked for already. */
  read(kind: Kind, place: SearchPlace): Promise<SearchPage>;
}

/** `limit`: rows of a full page; `highest`: offset of the last page of a stretch. */
export function createReadAhead(
  ask: (kind: Kind, place: SearchPlace) => Promise<SearchPage>,
  now: () => number,
  { limit, highest }: { readonly limit: number; readonly highest: number },
): ReadAhead {
  const held = new Map<string, { readonly page: Promise<SearchPage>; readonly askedAt: number }>();
  const keyOf = (kind: Kind, { from, to, offset }: SearchPlace): string =>
    `${kind} ${from} ${to} ${offset}`;

  function start(kind: Kind, place: SearchPlace): Promise<SearchPage> {
    const page = ask(kind, place);
    // Whoever reads it hears of the error; nobody may.
    page.catch(() => undefined);
    held.set(keyOf(kind, place), { page, askedAt: now() });
    return page;
  }

  /** The rest of a stretch, its end first: where the next one begins is known from there. */
  function begin(kind: Kind, place: SearchPlace, count: number): void {
    const step = limit - aheadOverlap;
    const offsets: number[] = [];
    const nextStretch = ({ times }: SearchPage): void => {
      const from = (times.at(-1) ?? 0) - 1;
      if (times.length === limit && from > place.from)
        void start(kind, { from, to: place.to, offset: 0 });
    };
    for (let offset = step; offset <= highest && offset < count; offset += step)
      offsets.push(offset);
    if (offsets.at(-1) === highest) {
      offsets.pop();
      void start(kind, { ...place, offset: highest }).then(nextStretch, () => undefined);
    }
    for (const offset of offsets) void start(kind, { ...place, offset });
  }

  return {
    async read(kind, place) {
      const key = keyOf(kind, place);
      const ready = held.get(key);
      held.delete(key);
      const isFresh = ready !== undefined && now() - ready.askedAt < freshMs;
      // Somebody begins anew, or elsewhere: what is held belongs to another reading.
      if (!isFresh)
        for (const other of held.keys()) if (other.startsWith(`${kind} `)) held.delete(other);
      const page = await (isFresh ? ready.page : ask(kind, place));
      if (place.offset === 0 && page.times.length === limit) begin(kind, place, page.count ?? 0);
      return page;
    },
  };
}
