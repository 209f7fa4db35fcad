/**
 * How many calls of one side may be under way at a time (reliability 5.7): halved when Zoho says 429
 * and raised slowly from then on, never above half of what the edition allows, since other programs
 * of the organisation share that limit. Until Zoho has once asked for fewer, each good call allows
 * one more: a run makes few calls, and would be over before a slow increase had told it anything.
 * What a person waits for goes before the sync.
 */

/** `interactive`: a person waits for it. */
export type Lane = 'interactive' | 'sync';

export interface Limiter {
  /** Runs `task` when a slot is free. The lane decides who is next, not who is interrupted. */
  run<T>(lane: Lane, task: () => Promise<T>): Promise<T>;
  /** A call went well. */
  succeeded(): void;
  /** Zoho asked for fewer calls. */
  throttled(): void;
  /** Calls allowed at a time now. */
  limit(): number;
}

/** Calls at a time before anything is known. */
const startingLimit = 2;
/** Good calls after which one more is tried, once Zoho has asked for fewer. */
const goodCallsPerStep = 20;

/** `ceiling`: half of the edition's concurrency limit (contract 2.11, 3.12), at least 1. */
export function createLimiter(ceiling: number): Limiter {
  const highest = Math.max(1, Math.floor(ceiling));
  let allowed = Math.min(startingLimit, highest);
  let running = 0;
  let good = 0;
  let needed = 1;
  const waiting: Readonly<Record<Lane, (() => void)[]>> = { interactive: [], sync: [] };

  function startNext(): void {
    while (running < allowed) {
      const start = waiting.interactive.shift() ?? waiting.sync.shift();
      if (start === undefined) return;
      running += 1;
      start();
    }
  }

  return {
    async run(lane, task) {
      await new Promise<void>((start) => {
        waiting[lane].push(start);
        startNext();
      });
      try {
        return await task();
      } finally {
        running -= 1;
        startNext();
      }
    },
    succeeded() {
      good += 1;
      if (good < needed || allowed >= highest) return;
      good = 0;
      allowed += 1;
      startNext();
    },
    throttled() {
      needed = goodCallsPerStep;
      good = 0;
      allowed = Math.max(1, Math.floor(allowed / 2));
    },
    limit: () => allowed,
  };
}
