/** What nearly every test needs of the world: a clock, ears, a way to wait. */
import { SyncError } from '../../../sync/core/problem';
import type { Clock, Log, Notifier } from '../../../sync/engine/ports';
import type { Problem } from '../../../sync/types';

export const start = Date.UTC(2026, 2, 12, 11, 0);

export function failure(code: string, kind: Problem['kind'] = 'configuration'): SyncError {
  return new SyncError({ code, kind, message: `${code} happened.` });
}

export interface TestClock extends Clock {
  advance(ms: number): void;
}

export function createClock(): TestClock {
  let now = start;
  return {
    now: () => now,
    sleep: () => Promise.resolve(),
    advance: (ms) => {
      now += ms;
    },
  };
}

export const silent: Log = { info: () => undefined, warn: () => undefined };

export function createNotifier(): Notifier & { readonly heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    changed: (topic, subject) => {
      heard.push(subject === undefined ? topic : `${topic}:${subject}`);
    },
  };
}

/** What the test decides about when something resolves. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

export function createGate(): Gate {
  let resolve: (() => void) | undefined;
  const opened = new Promise<void>((done) => {
    resolve = done;
  });
  return { opened, open: () => resolve?.() };
}

/** Lets everything that waits for nothing but promises run. */
export const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
