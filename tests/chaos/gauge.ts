/** How much of the machine the extension takes: memory of its worker and its page, rows and bytes of its database. */
import { attachTarget, type Target } from '../e2e/target';
import { chromiumId } from '../extension';
import type { Machine } from './machine';

export interface Reading {
  /** MB of the worker's heap after a collection. */
  readonly workerMb: number;
  /** MB of the open page's heap after a collection. */
  readonly pageMb: number;
  /** MB of everything the extension stores, as the browser counts it. */
  readonly storedMb: number;
  /** Rows by object store; of what is landed, the pairs in its rows. */
  readonly rows: Readonly<Record<string, number>>;
}

const inMb = (bytes: number): number => Math.round((bytes / 2 ** 20) * 100) / 100;

async function heapOf(target: Pick<Target, 'send'>): Promise<number> {
  await target.send('HeapProfiler.collectGarbage');
  return inMb((await target.send<{ usedSize: number }>('Runtime.getHeapUsage')).usedSize);
}

/** Reads the machine's gauges; its worker is running, because its page is open. */
export async function readGauges(machine: Machine): Promise<Reading> {
  const page = await machine.page();
  const context = page.context();
  await machine.ask('status.get');
  const worker = await attachTarget(
    { context },
    'service_worker',
    `chrome-extension://${chromiumId}`,
  );
  const workerMb = await heapOf(worker);
  await worker.end();
  const session = await context.newCDPSession(page);
  const pageMb = await heapOf({ send: (method) => session.send(method as never) as never });
  await session.detach();
  const { bytes, rows } = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('tandem');
      opening.addEventListener('success', () => resolve(opening.result));
      opening.addEventListener('error', () => reject(opening.error));
    });
    const counted: Record<string, number> = {};
    for (const name of database.objectStoreNames)
      counted[name] = await new Promise<number>((resolve, reject) => {
        const counting = database.transaction(name).objectStore(name).count();
        counting.addEventListener('success', () => resolve(counting.result));
        counting.addEventListener('error', () => reject(counting.error));
      });
    counted['landed'] = await new Promise<number>((resolve, reject) => {
      const listing = database.transaction('landed').objectStore('landed').getAll();
      listing.addEventListener('error', () => reject(listing.error));
      listing.addEventListener('success', () => {
        const held = (listing.result as { pairs: string }[]).map(
          ({ pairs }) => (JSON.parse(pairs) as unknown[]).length,
        );
        resolve(held.reduce((all, size) => all + size, 0));
      });
    });
    database.close();
    return { bytes: (await navigator.storage.estimate()).usage ?? 0, rows: counted };
  });
  return { workerMb, pageMb, storedMb: inMb(bytes), rows };
}
