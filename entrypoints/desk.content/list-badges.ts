/**
 * Keeps the badges of ticket lists right: whatever the page does to a row, its badge goes before
 * the next paint unless the row still says the same ticket. Absent is better than wrong.
 */
import type { Slugs } from '../../sync/core/place';
import { badgeMark, createBadge, findSpot, type Badge } from './badge';
import { createWords } from './badge-words';
import type { Theme } from './host-theme';
import { evidenceOn, findRows, subjectOn, type TicketRow } from './ticket-rows';

/** ms. A look at everything, for what no observer tells: layouts that change, words that age. */
const sweepMs = 2500;
/** ms. A look that took longer is not repeated at once; wrong badges still go at once. */
const dearMs = 8;
const restMs = 200;
/** How deep inside a row a change may lie. */
const mostLevels = 16;
/** Badges that the page may take off a row before it is left alone. */
const mostRemovals = 6;

export interface ListBadges {
  /** The page names its tabs, and so its addresses, anew. */
  rename(slugs: Slugs): void;
  retheme(theme: Theme | null): void;
}

interface Painted {
  readonly badge: Badge;
  /** The evidence it was painted for. */
  readonly key: string;
  word: string;
}

/** `onPage`: after changes of the page, at most once a frame. */
export function watchLists(onPage: () => void, signal: AbortSignal): ListBadges {
  const painted = new Map<HTMLElement, Painted>();
  /** Rows where a badge made the row grow, or that the page keeps clean. */
  const refused = new WeakSet<HTMLElement>();
  const removals = new WeakMap<HTMLElement, number>();
  const touched = new Set<HTMLElement>();
  let slugs: Slugs = new Map();
  let theme: Theme = 'light';
  let frame = 0;
  let restsUntil = 0;
  const words = createWords(() => schedule());

  function schedule(): void {
    if (frame !== 0 || signal.aborted) return;
    const wait = restsUntil - performance.now();
    if (wait > 0) frame = window.setTimeout(look, wait);
    else frame = requestAnimationFrame(look);
  }

  function drop(row: HTMLElement): void {
    painted.get(row)?.badge.host.remove();
    painted.delete(row);
  }

  /** In the same task as the page's change: nothing wrong is ever painted. */
  function check(row: HTMLElement): void {
    const badge = painted.get(row);
    if (badge === undefined) return;
    if (!row.isConnected || evidenceOn(row, slugs)?.key !== badge.key) drop(row);
    else touched.add(row);
  }

  function rowAbove(node: Node): HTMLElement | null {
    let at: Node | null = node;
    for (let level = 0; level < mostLevels && at !== null; level += 1) {
      if (at instanceof HTMLElement && painted.has(at)) return at;
      at = at.parentNode;
    }
    return null;
  }

  function hear(records: readonly MutationRecord[]): void {
    const rows = new Set<HTMLElement>();
    let foreign = false;
    for (const { target, type, addedNodes, removedNodes } of records) {
      if (isOurs(target)) continue;
      if (type === 'childList' && [...addedNodes, ...removedNodes].every(isOurs)) {
        // Put there by us, or taken away by the page.
        if (removedNodes.length === 0) continue;
        const row = rowAbove(target);
        if (row === null || painted.get(row)?.badge.host.isConnected === true) continue;
        count(row);
        drop(row);
      } else {
        const row = rowAbove(target);
        if (row !== null) rows.add(row);
      }
      foreign = true;
    }
    for (const row of rows) check(row);
    if (foreign) schedule();
  }

  function count(row: HTMLElement): void {
    const times = (removals.get(row) ?? 0) + 1;
    removals.set(row, times);
    if (times >= mostRemovals) refused.add(row);
  }

  function look(): void {
    frame = 0;
    if (signal.aborted) return;
    const began = performance.now();
    onPage();
    const rows = findRows(slugs);
    const there = new Set(rows.map(({ row }) => row));
    for (const row of painted.keys()) if (!there.has(row)) drop(row);
    if (rows.length > 0) words.want(rows.map(({ evidence }) => evidence));
    paint(rows.filter(({ row }) => !refused.has(row)));
    touched.clear();
    if (performance.now() - began > dearMs) restsUntil = performance.now() + restMs;
  }

  /** All are measured before the first is changed, and once more after the last. */
  function paint(rows: readonly TicketRow[]): void {
    const due = rows.flatMap(({ row, evidence }) => {
      const word = words.of(evidence);
      const badge = painted.get(row);
      if (badge !== undefined && (word === null || badge.key !== evidence.key)) drop(row);
      if (word === null) return [];
      const isRight = badge?.word === word && badge.key === evidence.key && !touched.has(row);
      if (isRight && badge.badge.host.isConnected) return [];
      const subject = subjectOn(row, slugs);
      const spot = subject === null ? null : findSpot(row, subject);
      if (spot === null) drop(row);
      return spot === null
        ? []
        : [{ row, word, key: evidence.key, spot, height: row.offsetHeight }];
    });
    for (const { row, word, key, spot } of due) {
      const badge = painted.get(row)?.badge ?? createBadge();
      badge.show(word, spot.narrow, theme);
      spot.put(badge.host);
      if (badge.host.isConnected) painted.set(row, { badge, key, word });
      else painted.delete(row);
    }
    for (const { row, height } of due)
      if (painted.has(row) && row.offsetHeight !== height) {
        refused.add(row);
        drop(row);
      }
  }

  function lookAtAll(): void {
    for (const row of painted.keys()) touched.add(row);
    schedule();
  }

  const observer = new MutationObserver(hear);
  observer.observe(document.documentElement, {
    childList: true,
    subtree: true,
    characterData: true,
    attributes: true,
    attributeFilter: ['href', 'id', 'data-id', 'data-test-id'],
  });
  const timer = setInterval(() => {
    if (!document.hidden) lookAtAll();
  }, sweepMs);
  window.addEventListener('resize', lookAtAll, { signal });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearInterval(timer);
    for (const row of painted.keys()) drop(row);
  });
  schedule();

  return {
    rename(next) {
      slugs = next;
      lookAtAll();
    },
    retheme(next) {
      theme = next ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
      for (const badge of painted.values()) badge.word = '';
      lookAtAll();
    },
  };
}

const isOurs = (node: Node): boolean => node instanceof Element && node.hasAttribute(badgeMark);
