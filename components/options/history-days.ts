import type { HistoryRowView } from '../../sync/protocol/administration';

const shownDays = 7;

export interface HistoryDay {
  /** Local midnight. */
  readonly at: number;
  readonly added: number;
  readonly updated: number;
  readonly deleted: number;
  readonly failed: number;
}

/** Local midnight of the day that `at` is in. */
export function dayOf(at: number): number {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}

/** The last days on the reader's calendar, oldest first, those without a change too. */
export function historyDays(rows: readonly HistoryRowView[], now: number): readonly HistoryDay[] {
  const today = new Date(now);
  return Array.from({ length: shownDays }, (_, index) => {
    const at = new Date(
      today.getFullYear(),
      today.getMonth(),
      today.getDate() - (shownDays - 1 - index),
    ).getTime();
    const sums = { added: 0, updated: 0, deleted: 0, failed: 0 };
    for (const row of rows) {
      if (dayOf(row.at) !== at) continue;
      sums.added += row.added;
      sums.updated += row.updated;
      sums.deleted += row.deleted;
      sums.failed += row.failed;
    }
    return { at, ...sums };
  });
}
