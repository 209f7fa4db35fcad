import type { TestBrowser } from './browser';

/** Everything in a database of the extension and in its session memory, as text. */
export async function keptIn(browser: TestBrowser, name: string): Promise<string> {
  const page = await browser.options();
  return page.evaluate(async (wanted) => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(wanted);
      opening.addEventListener('success', () => resolve(opening.result));
      opening.addEventListener('error', () => reject(opening.error));
    });
    const rows = await Promise.all(
      [...database.objectStoreNames].map(
        (store) =>
          new Promise<unknown[]>((resolve, reject) => {
            const reading = database.transaction(store).objectStore(store).getAll();
            reading.addEventListener('success', () => resolve(reading.result));
            reading.addEventListener('error', () => reject(reading.error));
          }),
      ),
    );
    database.close();
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { session: { get(): Promise<unknown> } } };
    };
    return JSON.stringify([rows, await chrome.storage.session.get()]);
  }, name);
}
