/**
 * The least a sync can cost in API credits while it keeps DESIGN section 3, from the prices of the
 * contract (2.7, 2.11, 3.12). Computed from what the services hold before and after, not from what
 * the engine says it did: a record written twice, or one read that nobody needed, shows.
 */
import type { Kind, Side } from '../../sync/types';

/** What a sync had to do for one kind. */
export interface Work {
  /** Records that a side holds and that had to be read. */
  readonly read: Readonly<Record<Side, number>>;
  readonly created: Readonly<Record<Side, number>>;
  readonly updated: Readonly<Record<Side, number>>;
}

const upTo = (rows: number, size: number): number => Math.ceil(rows / size);

/** CRM rows by the cheapest of lists, COQL and Bulk Read. */
function crmReading(rows: number): number {
  const lists = Math.max(1, upTo(rows, 200));
  const rest = rows % 2000;
  const last = rest === 0 ? 0 : rest <= 200 ? 1 : rest <= 1000 ? 2 : 3;
  const coql = Math.max(1, Math.floor(rows / 2000) * 3 + last);
  const bulk = Math.max(1, upTo(rows, 200_000)) * 52;
  return Math.min(lists, coql, bulk);
}

/** Desk's search: 3 a page of 100, as long as windows keep offsets low. */
const deskReading = (rows: number): number => Math.max(1, upTo(rows, 100)) * 3;

/** Guarded one by one, or read again by ids (fifty fit into a call) and sent by the hundred. */
const crmUpdating = (records: number): number =>
  Math.min(records, upTo(records, 10) + upTo(records, 50));

/** What a poll costs that reads these kinds: both feeds of changes, CRM's deletions, Desk's bin. */
export function minimumCredits(work: Readonly<Partial<Record<Kind, Work>>>): number {
  let credits = 0;
  for (const { read, created, updated } of Object.values(work)) {
    credits += crmReading(read.crm) + deskReading(read.desk);
    // CRM's deleted records; the contract says `2?`, the sandbox charges that.
    credits += 2;
    credits += upTo(created.crm, 10) + created.desk;
    // A Desk record is read just before it is written.
    credits += crmUpdating(updated.crm) + 2 * updated.desk;
  }
  return credits + 3;
}
