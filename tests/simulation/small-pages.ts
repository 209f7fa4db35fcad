/**
 * Pages of a few rows, so that eight records fill several of them. Real sizes are constants of the
 * product; no request can ask for others without changing it.
 */
import type { Patch } from '../patches';

const size = (file: string, name: string, from: number, to: number): Patch => ({
  file,
  find: `const ${name} = ${from};`,
  replace: `const ${name} = ${to};`,
});

/** Patches that make pages, batches and commits small. */
export const smallPages: readonly Patch[] = [
  size('sync/zoho/crm-records.ts', 'rowsPerList', 200, 3),
  size('sync/core/reading-cost.ts', 'rowsPerQuery', 2000, 3),
  size('sync/zoho/crm-records.ts', 'idsPerCall', 100, 2),
  size('sync/zoho/crm-writes.ts', 'crmBatch', 100, 3),
  size('sync/zoho/desk-feeds.ts', 'rowsPerSearch', 100, 4),
  size('sync/zoho/desk-feeds.ts', 'tiedOverlap', 10, 2),
  // Pages of four that shared five would never move on.
  size('sync/zoho/desk-ahead.ts', 'aheadOverlap', 5, 1),
  size('sync/zoho/desk-feeds.ts', 'rowsPerBin', 50, 4),
  size('sync/zoho/desk-feeds.ts', 'binOverlap', 5, 2),
  size('sync/zoho/desk-records.ts', 'rowsPerDeskList', 99, 4),
  size('sync/zoho/desk-records.ts', 'overlapRows', 9, 1),
  size('sync/engine/pool.ts', 'pageSize', 500, 4),
  size('sync/engine/update-record.ts', 'idsPerRead', 100, 2),
  size('sync/engine/update-records.ts', 'fewUpdates', 4, 1),
];
