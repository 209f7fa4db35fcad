/** The days of the history on the reader's own calendar. */

/** How far back the history can be looked at. */
export const spans = [7, 30, 90] as const;
export type Span = (typeof spans)[number];

/** Local midnights of the last days, oldest first, today's included. */
export function daysBack(span: Span, now: number): readonly number[] {
  const today = new Date(now);
  return Array.from({ length: span }, (_, index) =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() - (span - 1 - index)).getTime(),
  );
}

/** Local midnight of the day after. */
export function dayAfter(midnight: number): number {
  const day = new Date(midnight);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).getTime();
}
