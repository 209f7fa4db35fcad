/** Looks at the badges of a ticket list from inside the page, frame by frame while it scrolls. */
import type { Page } from 'playwright-core';

/** A row as it was painted: its ticket's number, its badge's word or nothing, its height. */
export interface SeenRow {
  readonly number: string;
  readonly word: string | null;
  readonly height: number;
}

/** Scrolls through the list and notes what every frame showed. Rests at each stop until badges can be there. */
export function scrollThrough(
  page: Page,
  { step, stops, restMs }: { step: number; stops: number; restMs: number },
): Promise<SeenRow[]> {
  return page.evaluate(
    async ([by, times, rest]) => {
      const list = document.querySelector(
        '[role=list][aria-label="Tickets"], [role=table]',
      ) as HTMLElement;
      const seen = new Map<string, { number: string; word: string | null; height: number }>();
      const note = (): void => {
        for (const row of list.querySelectorAll('[aria-posinset]')) {
          const number =
            /#(\d+)$/.exec(row.querySelector('input')?.getAttribute('aria-label') ?? '')?.[1] ?? '';
          const badges = row.querySelectorAll('[data-tandem-badge]');
          const word = badges[0]?.getAttribute('data-title') ?? null;
          const one = { number, word, height: (row as HTMLElement).offsetHeight };
          seen.set(JSON.stringify([one, badges.length]), one);
          if (badges.length > 1) throw new Error(`two badges on #${number}`);
        }
      };
      for (let stop = 0; stop < times; stop += 1) {
        for (let part = 0; part < 4; part += 1) {
          list.scrollTop += by / 4;
          // After the frame's own callbacks, as it is about to be painted.
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          note();
        }
        const until = performance.now() + rest;
        while (performance.now() < until) {
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          note();
        }
      }
      return [...seen.values()];
    },
    [step, stops, restMs] as const,
  );
}
