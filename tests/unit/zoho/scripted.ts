/** A scripted Zoho and a hand-moved clock, for tests of the adapters alone. */
import type { Clock, Log, Random } from '../../../sync/engine/ports';
import type { Tokens } from '../../../sync/engine/connect-ports';
import { createHttp, type Fetch, type Http } from '../../../sync/zoho/http';
import type { Side } from '../../../sync/types';

/** What one call is answered with. */
export type Reply =
  | Response
  | 'drop'
  | 'hang'
  | ((url: URL, init: RequestInit) => Response | Promise<Response>);

interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: unknown;
  readonly init: RequestInit;
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
  });
}

export const empty = (status: 204 | 304): Response => new Response(null, { status });

export interface TestClock extends Clock {
  advance(ms: number): void;
  /** Every wait that was slept, in ms. */
  readonly slept: number[];
  /** Lets the timers of calls under way run out. */
  expire(): void;
}

/** Waits pass at once; timers that can be called off run out only by `expire`. */
export function testClock(start = Date.parse('2026-03-01T12:00:00Z')): TestClock {
  let now = start;
  const timers = new Set<() => void>();
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    expire: () => {
      for (const run of timers) run();
      timers.clear();
    },
    sleep: (ms, signal) => {
      if (signal === undefined) {
        slept.push(ms);
        now += ms;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        timers.add(resolve);
        signal.addEventListener('abort', () => {
          timers.delete(resolve);
          resolve();
        });
      });
    },
  };
}

export const steadyRandom: Random = { next: () => 0.5, id: () => 'id' };

export interface Logged extends Log {
  readonly lines: string[];
}

export function testLog(): Logged {
  const lines: string[] = [];
  const note = (event: string, facts: unknown): void => {
    lines.push(`${event} ${JSON.stringify(facts ?? {})}`);
  };
  return { lines, info: note, warn: note };
}

/** Tokens t1, t2 … : a new one after each refusal. */
export function testTokens(): Tokens & { refusals: number } {
  const tokens = {
    refusals: 0,
    access: () => Promise.resolve(`t${String(tokens.refusals + 1)}`),
    refused: () => {
      tokens.refusals += 1;
      return Promise.resolve();
    },
    forget: () => Promise.resolve(),
  };
  return tokens;
}

export interface Script {
  readonly fetch: Fetch;
  readonly sent: Sent[];
  /** Replies that were not asked for. */
  left(): number;
}

/** Answers in the order given; the last `repeat` reply is given for ever. */
export function script(replies: readonly Reply[], last?: () => Reply): Script {
  const queue = [...replies];
  const sent: Sent[] = [];
  return {
    sent,
    left: () => queue.length,
    fetch: async (address, init) => {
      const url = new URL(address);
      const body: unknown =
        typeof init.body === 'string' && init.body.startsWith('{')
          ? JSON.parse(init.body)
          : init.body;
      sent.push({
        method: init.method ?? 'GET',
        url,
        headers: new Headers(init.headers),
        body,
        init,
      });
      const reply = queue.shift() ?? last?.();
      if (reply === undefined)
        throw new Error(`unscripted call ${init.method ?? 'GET'} ${url.pathname}`);
      if (reply === 'drop') throw new TypeError('Failed to fetch');
      if (reply === 'hang') return new Promise<Response>(() => undefined);
      return typeof reply === 'function' ? reply(url, init) : reply;
    },
  };
}

export interface Bench {
  readonly http: Http;
  readonly script: Script;
  readonly clock: TestClock;
  readonly log: Logged;
  readonly tokens: ReturnType<typeof testTokens>;
}

export function bench(side: Side, replies: readonly Reply[], last?: () => Reply): Bench {
  const run = script(replies, last);
  const clock = testClock();
  const log = testLog();
  const tokens = testTokens();
  const http = createHttp({
    side,
    fetch: run.fetch,
    clock,
    random: steadyRandom,
    log,
    tokens,
    origin: () =>
      Promise.resolve(side === 'desk' ? 'https://desk.zoho.eu' : 'https://www.zohoapis.eu'),
    organisation: side === 'desk' ? () => Promise.resolve('8800') : undefined,
  });
  return { http, script: run, clock, log, tokens };
}
