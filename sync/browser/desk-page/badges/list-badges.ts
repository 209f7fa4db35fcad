/**
 * Keeps the badges of ticket lists right: whatever the page does to a row, its badge goes before
 * the next paint unless the row still says the same ticket.
 */
import type { Theme } from '../../../protocol/host';
import type { Slugs } from '../../../core/place';
import { createPaintedRows } from './painted-rows';
import { sortChanges } from './row-changes';
import { findRows } from './ticket-rows';
import { createWords } from './words';

/** ms. A look at everything, for what no observer tells: layouts that change, words that age. */
const sweepMs = 2500;
/** ms. A look that took longer is not repeated at once; wrong badges still go at once. */
const dearMs = 8;
const restMs = 200;
/** ms. Where no list is, a look waits until the page rests, and this long at most. */
const idleMs = 100;
/** ms. A page without a list that goes on changing is being drawn: its changes are looked at together. */
const drawingMs = 400;

const watched: MutationObserverInit = {
  childList: true,
  subtree: true,
  characterData: true,
  attributes: true,
  attributeFilter: ['href', 'id', 'data-id', 'data-test-id'],
};

export interface ListBadges {
  /** The page names its tabs, and so its addresses, anew. */
  rename(slugs: Slugs): void;
  setTheme(theme: Theme | null): void;
}

/** `onPage`: after changes of the page, at most once a frame. Meant for a page that has been drawn. */
export function watchLists(onPage: () => void, signal: AbortSignal): ListBadges {
  const painted = createPaintedRows();
  const words = createWords(schedule);
  let slugs: Slugs = new Map();
  let theme: Theme = 'light';
  let due = false;
  let isList = false;
  let restsUntil = 0;

  function schedule(): void {
    if (due || signal.aborted) return;
    due = true;
    const wait = restsUntil - performance.now();
    if (wait > 0) setTimeout(look, wait);
    else if (isList) requestAnimationFrame(look);
    else requestIdleCallback(look, { timeout: idleMs });
  }

  function look(): void {
    const began = performance.now();
    if (!signal.aborted) onPage();
    // What that led to is looked at now as well.
    due = false;
    if (signal.aborted) return;
    const rows = findRows(slugs);
    isList = rows.length > 0;
    if (isList) words.want(rows.map(({ evidence }) => evidence));
    painted.paint(rows, { slugs, theme, wordOf: words.of });
    const now = performance.now();
    if (!isList) restsUntil = now + drawingMs;
    else if (now - began > dearMs) restsUntil = now + restMs;
  }

  /** In the same task as the page's change: nothing wrong is ever painted. */
  function hear(records: readonly MutationRecord[]): void {
    // Without rows no badge stands anywhere, and none of this is our doing.
    if (!isList) return schedule();
    const { changed, robbed, foreign } = sortChanges(records, painted.badgeOf);
    for (const row of robbed) painted.rob(row);
    for (const row of changed) painted.recheck(row, slugs);
    if (foreign) schedule();
  }

  function lookAtAll(): void {
    painted.loosen();
    schedule();
  }

  const observer = new MutationObserver(hear);
  observer.observe(document.documentElement, watched);
  const timer = setInterval(() => {
    if (isList && !document.hidden) lookAtAll();
  }, sweepMs);
  window.addEventListener('resize', lookAtAll, { signal });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearInterval(timer);
    painted.clear();
  });
  schedule();

  return {
    rename(next) {
      slugs = next;
      lookAtAll();
    },
    setTheme(next) {
      theme = next ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
      lookAtAll();
    },
  };
}
