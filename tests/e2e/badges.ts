/** Looks at the badges of a ticket list from inside the page, frame by frame while it scrolls. */
import type { Page } from 'playwright-core';

/** A row as it was painted: its ticket's number, its badge's word or nothing, its height. */
export interface SeenRow {
  readonly number: string;
  readonly word: string | null;
  readonly height: number;
}

/** Frames that are still looked at when every row bears its badge: it must stay so. */
const framesAfter = 4;

/**
 * Scrolls through the list and notes what every frame showed. Rests at each stop until every row
 * bears a badge, `restMs` at most.
 */
export function scrollThrough(
  page: Page,
  { step, stops, restMs }: { step: number; stops: number; restMs: number },
): Promise<SeenRow[]> {
  return page.evaluate(
    async ([by, times, rest, after]) => {
      const list = document.querySelector(
        '[role=list][aria-label="Tickets"], [role=table]',
      ) as HTMLElement;
      const seen = new Map<string, { number: string; word: string | null; height: number }>();
      /** Whether every row bore a badge. */
      const note = (): boolean => {
        let all = true;
        for (const row of list.querySelectorAll('[aria-posinset]')) {
          const number =
            /#(\d+)$/.exec(row.querySelector('input')?.getAttribute('aria-label') ?? '')?.[1] ?? '';
          const badges = row.querySelectorAll('[data-tandem-badge]');
          const word = badges[0]?.getAttribute('data-title') ?? null;
          const one = { number, word, height: (row as HTMLElement).offsetHeight };
          seen.set(JSON.stringify([one, badges.length]), one);
          if (badges.length > 1) throw new Error(`two badges on #${number}`);
          all &&= badges.length === 1;
        }
        return all;
      };
      for (let stop = 0; stop < times; stop += 1) {
        for (let part = 0; part < 4; part += 1) {
          list.scrollTop += by / 4;
          // After the frame's own callbacks, as it is about to be painted.
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          note();
        }
        const until = performance.now() + rest;
        for (let left: number = after; left > 0 && performance.now() < until;) {
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          left = note() ? left - 1 : after;
        }
      }
      return [...seen.values()];
    },
    [step, stops, restMs, framesAfter] as const,
  );
}
