import type { Clock, Log, Random } from '../engine/ports';

/** The machine's clock, its randomness and its console: the only places where Tandem reads them. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
};

export const systemRandom: Random = {
  next: () => crypto.getRandomValues(new Uint32Array(1))[0]! / 2 ** 32,
  id: () => crypto.randomUUID(),
};

/** Shown in the extension's own console only. Callers pass codes and counts, never values. */
export const consoleLog: Log = {
  // oxlint-disable-next-line no-console -- the one place that may
  info: (event, facts) => console.info(`[tandem] ${event}`, facts ?? {}),
  // oxlint-disable-next-line no-console -- the one place that may
  warn: (event, facts) => console.warn(`[tandem] ${event}`, facts ?? {}),
};

/** What a person tells this installation from another by: `Firefox on Linux`. */
export function installationName(): string {
  const agent = navigator.userAgent;
  const browser = /Firefox/.test(agent) ? 'Firefox' : /Edg\//.test(agent) ? 'Edge' : 'Chrome';
  const system = /Windows|Mac OS|CrOS|Linux/.exec(agent)?.[0] ?? 'another system';
  return `${browser} on ${system}`;
}
