import { describe, expect, it } from 'vitest';
import {
  cheapestReading,
  queryLimit,
  readingCost,
  type Reading,
} from '../../../sync/core/reading-cost';

const all = new Set<Reading>(['query', 'list', 'bulk']);

describe('the cheapest first reading', () => {
  it.each([
    [null, 'query'],
    [0, 'query'],
    [400, 'query'],
    [20_000, 'query'],
    // 17 calls for three credits and one for two are 53.
    [34_000, 'query'],
    [34_001, 'query'],
    [35_000, 'bulk'],
    [100_000, 'bulk'],
    [200_000, 'bulk'],
    // A second job for few more.
    [200_100, 'bulk'],
    [5_000_000, 'bulk'],
  ] as const)('of %s records is by %s', (rows, way) => {
    expect(cheapestReading(rows, all)).toBe(way);
  });

  it('is a list where COQL may not be used, and an export only beyond what lists cost', () => {
    const others = new Set<Reading>(['list', 'bulk']);
    expect(cheapestReading(10_400, others)).toBe('list');
    expect(cheapestReading(10_401, others)).toBe('bulk');
    expect(cheapestReading(1_000_000, new Set<Reading>(['list']))).toBe('list');
    expect(cheapestReading(null, others)).toBe('list');
  });

  it('costs what the calls that are made cost', () => {
    for (const rows of [0, 1, 199, 200, 1_000, 1_999, 2_000, 2_001, 99_990, 250_000]) {
      let left = rows;
      let credits = 0;
      do {
        const limit = queryLimit(left);
        credits += limit.credits;
        left -= Math.min(left, limit.rows);
      } while (left > 0);
      expect(readingCost('query', rows)).toBe(credits);
    }
    expect(readingCost('bulk', 200_001)).toBe(104);
    expect(readingCost('list', 100_000)).toBe(500);
  });
});
