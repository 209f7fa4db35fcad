/**
 * What reading all records of a CRM module costs, in API credits (contract 2.9 and 2.11), and the
 * way that costs least. Pure: the caller says how many there are and what may be used.
 */

/** By lists, by COQL over the id, or by a Bulk Read job. */
export type Reading = 'list' | 'query' | 'bulk';

/** Rows of one COQL call, and what it costs: by what is asked for, not by what is found. */
export interface QueryLimit {
  readonly rows: number;
  readonly credits: number;
}

const rowsPerList = 200;
/** The most rows of one COQL call. */
export const rowsPerQuery = 2000;
const queryLimits: readonly QueryLimit[] = [
  { rows: 200, credits: 1 },
  { rows: 1000, credits: 2 },
];
const largestQuery: QueryLimit = { rows: rowsPerQuery, credits: 3 };
/** A job is 50, one look at it and its download one each. */
const bulkJob = { rows: 200_000, credits: 52 };

/**
 * The cheapest COQL call for `left` rows; the largest where nobody knows how many there are. A
 * little more than they are is asked for: some may be made meanwhile, and a second call costs more.
 */
export function queryLimit(left: number | null): QueryLimit {
  const wanted = left === null ? largestQuery.rows : left + Math.ceil(left / 50);
  return queryLimits.find((limit) => wanted < limit.rows) ?? largestQuery;
}

/** Credits that reading `rows` records takes each way. */
export function readingCost(way: Reading, rows: number): number {
  switch (way) {
    case 'list':
      return Math.max(1, Math.ceil(rows / rowsPerList));
    case 'query': {
      const whole = Math.floor(rows / largestQuery.rows);
      const rest = rows - whole * largestQuery.rows;
      return (
        whole * largestQuery.credits + (rest > 0 || whole === 0 ? queryLimit(rest).credits : 0)
      );
    }
    case 'bulk':
      return Math.max(1, Math.ceil(rows / bulkJob.rows)) * bulkJob.credits;
  }
}

/**
 * The cheapest of the usable ways; of equal ones the first of query, list, bulk: an export makes
 * everybody wait. Where the number is not known, nothing is exported.
 */
export function cheapestReading(rows: number | null, usable: ReadonlySet<Reading>): Reading {
  const ways = (['query', 'list', 'bulk'] as const).filter((way) => usable.has(way));
  const [first = 'list'] = ways;
  if (rows === null) return first;
  return ways.reduce<Reading>(
    (best, way) => (readingCost(way, rows) < readingCost(best, rows) ? way : best),
    first,
  );
}
