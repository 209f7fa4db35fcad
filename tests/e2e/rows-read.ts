/** What a screen costs that no other program on the machine can change: messages, bytes, and rows of the database. */
import type { Page } from 'playwright-core';
import { chromiumId } from '../extension';
import type { TestBrowser } from './browser';

interface Meter {
  rowsRead: number;
}

/** Counts the rows that the running worker's requests to IndexedDB return, step over or count. */
export async function meterWorker({ context }: TestBrowser): Promise<() => Promise<number>> {
  const worker = context
    .serviceWorkers()
    .findLast((each) => each.url().startsWith(`chrome-extension://${chromiumId}/`));
  if (worker === undefined) throw new Error('no worker');
  await worker.evaluate(() => {
    const meter = globalThis as unknown as Meter;
    if (meter.rowsRead !== undefined) return;
    meter.rowsRead = 0;
    const reads = ['get', 'getAll', 'getAllKeys', 'count', 'openCursor', 'openKeyCursor', 'getKey'];
    for (const type of [IDBObjectStore, IDBIndex])
      for (const name of reads) {
        const of = type.prototype as unknown as Record<string, (...data: unknown[]) => IDBRequest>;
        const read = of[name];
        if (read === undefined) continue;
        of[name] = function (this: unknown, ...data: unknown[]) {
          const request = read.apply(this, data);
          request.addEventListener('success', () => {
            const result: unknown = request.result;
            if (name === 'count') meter.rowsRead += Number(result);
            else if (Array.isArray(result)) meter.rowsRead += result.length;
            else if (result !== undefined && result !== null) meter.rowsRead += 1;
          });
          return request;
        };
      }
    const advance = IDBCursor.prototype.advance;
    IDBCursor.prototype.advance = function (by) {
      meter.rowsRead += by;
      return advance.call(this, by);
    };
  });
  return () =>
    worker.evaluate(() => {
      const meter = globalThis as unknown as Meter;
      const { rowsRead } = meter;
      meter.rowsRead = 0;
      return rowsRead;
    });
}

export interface Traffic {
  /** Names of the questions asked, in their order. */
  readonly asked: readonly string[];
  readonly answered: number;
  /** Characters of the answers, as JSON. */
  readonly characters: number;
}

interface Told {
  traffic: { asked: string[]; answered: number; characters: number };
}

/** Listens to what this page will ask. Before it is opened. */
export async function meterPage(page: Page): Promise<() => Promise<Traffic>> {
  await page.addInitScript(() => {
    const told = globalThis as unknown as Told;
    told.traffic = { asked: [], answered: 0, characters: 0 };
    const { runtime } = (
      globalThis as unknown as {
        chrome: { runtime: { sendMessage(...data: unknown[]): unknown } };
      }
    ).chrome;
    const send = runtime.sendMessage.bind(runtime);
    runtime.sendMessage = (...data: unknown[]) => {
      told.traffic.asked.push(String((data[0] as { type?: unknown }).type));
      const note = (answer: unknown): unknown => {
        told.traffic.answered += 1;
        told.traffic.characters += JSON.stringify(answer ?? null).length;
        return answer;
      };
      const last = data.at(-1);
      if (typeof last !== 'function') return (send(...data) as Promise<unknown>).then(note);
      return send(...data.slice(0, -1), (answer: unknown) => last(note(answer)));
    };
  });
  return () => page.evaluate(() => (globalThis as unknown as Told).traffic);
}

/** Waits until everything that a metered page asked has its answer, `last` included. */
export async function allAnswered(page: Page, last: string): Promise<void> {
  await page.waitForFunction(
    (name) => {
      const { asked, answered } = (globalThis as unknown as Told).traffic;
      return asked.includes(name) && asked.length === answered;
    },
    last,
    { timeout: 60_000 },
  );
}
