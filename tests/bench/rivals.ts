/**
 * What the first sync is measured against, run in a page of the extension, which may reach the
 * services: the bare loop that stores each record as a row, the same without storing, and RxDB's
 * replication. All read what the product itself has read.
 */
import type { Page } from 'playwright-core';
import type { FeedRequest } from './service';

/** Requests with the credential of each service's calls. */
export interface Reading {
  readonly requests: readonly FeedRequest[];
  readonly token: string;
}

/** What one of them did. */
export interface RivalRun {
  readonly records: number;
  readonly ms: number;
}

/** Reads page after page; `isStored`: each record becomes a row of a bare database. */
export function floorRun(page: Page, reading: Reading, isStored: boolean): Promise<RivalRun> {
  return page.evaluate(
    async ({ requests, token, storing }) => {
      const opening = indexedDB.open('floor', 1);
      opening.addEventListener('upgradeneeded', () => {
        opening.result.createObjectStore('rows');
      });
      await new Promise((resolve, reject) => {
        opening.addEventListener('success', resolve);
        opening.addEventListener('error', reject);
      });
      const began = performance.now();
      let records = 0;
      for (const { url, method, headers, body } of requests) {
        const response = await fetch(url, {
          method,
          headers: { ...headers, Authorization: `Zoho-oauthtoken ${token}` },
          body,
        });
        const text = await response.text();
        const rows =
          text === '' ? [] : ((JSON.parse(text) as { data?: { id: string }[] }).data ?? []);
        records += rows.length;
        if (!storing || rows.length === 0) continue;
        const transaction = opening.result.transaction('rows', 'readwrite', {
          durability: 'relaxed',
        });
        const store = transaction.objectStore('rows');
        for (const row of rows) store.put(row, row.id);
        await new Promise((resolve, reject) => {
          transaction.addEventListener('complete', resolve);
          transaction.addEventListener('error', reject);
        });
      }
      return { records, ms: performance.now() - began };
    },
    { ...reading, storing: isStored },
  );
}

/** The same pages through RxDB's replication into its Dexie storage, a collection a side. */
export async function peerRun(page: Page, reading: Reading, bundle: string): Promise<RivalRun> {
  await page.evaluate(bundle);
  return page.evaluate(async ({ requests, token }) => {
    const { replicate } = (
      globalThis as unknown as {
        peer: { replicate(requests: readonly unknown[], token: string): Promise<RivalRun> };
      }
    ).peer;
    return replicate(requests, token);
  }, reading);
}
