/**
 * Chromium without a debugger in its pages, driven over a pipe. Playwright attaches to every frame
 * and holds it until it has answered, which takes longer than what is measured here.
 */
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { argumentsFor } from './browser';

type Listener = (params: never) => void;

/** What a session is: a target that is looked at. Absent: the browser itself. */
export interface BareBrowser {
  /** Rejects with the browser's own words. */
  send<T>(method: string, params?: object, session?: string): Promise<T>;
  on(method: string, listener: (params: never) => void): void;
  /** Resolves when the process has ended. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(value: never): void;
  reject(reason: Error): void;
}

/** Starts it on a profile that a browser of Playwright's may have set up, and left. */
export function startBare(launch: {
  readonly profile: string;
  readonly proxyPort: number;
  readonly build: string;
}): BareBrowser {
  const executable = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const process_ = spawn(
    executable,
    [
      ...argumentsFor(launch.proxyPort, launch.build),
      '--headless',
      '--remote-debugging-pipe',
      '--window-size=1280,800',
      '--lang=en-GB',
      '--password-store=basic',
      `--user-data-dir=${launch.profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  );
  const to = process_.stdio[3] as Writable;
  const from = process_.stdio[4] as Readable;
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Listener[]>();
  let last = 0;
  let text = '';

  function hear(message: string): void {
    const { id, method, params, result, error } = JSON.parse(message) as {
      id?: number;
      method?: string;
      params?: never;
      result?: never;
      error?: { message: string };
    };
    if (method !== undefined)
      for (const listener of listeners.get(method) ?? []) listener(params as never);
    const asker = id === undefined ? undefined : waiting.get(id);
    if (id === undefined || asker === undefined) return;
    waiting.delete(id);
    if (error === undefined) asker.resolve(result as never);
    else asker.reject(new Error(error.message));
  }

  from.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const messages = text.split('\0');
    text = messages.pop() ?? '';
    messages.forEach(hear);
  });
  const ended = new Promise<void>((resolve) => process_.once('exit', () => resolve()));
  process_.once('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the browser has ended'));
  });

  function send<T>(method: string, params: object = {}, session?: string): Promise<T> {
    const id = ++last;
    return new Promise<T>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      const body = { id, method, params, ...(session !== undefined && { sessionId: session }) };
      to.write(`${JSON.stringify(body)}\0`);
    });
  }

  return {
    send,
    on(method, listener) {
      listeners.set(method, [...(listeners.get(method) ?? []), listener as Listener]);
    },
    async close() {
      await send('Browser.close').catch(() => undefined);
      await ended;
    },
  };
}
