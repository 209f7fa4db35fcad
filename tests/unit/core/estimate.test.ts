import { describe, expect, it } from 'vitest';
import { pacedMs } from '../../../sync/core/budget';
import { callMsOf, writingMs } from '../../../sync/core/estimate';

const hour = 3_600_000;

describe('how long a plan takes', () => {
  it('goes by its calls: Desk takes records one by one, CRM a hundred at a time', () => {
    const counts = [
      { action: 'create', side: 'desk', records: 100 },
      { action: 'update', side: 'desk', records: 50 },
      { action: 'create', side: 'crm', records: 1_000 },
      { action: 'link', side: null, records: 5_000 },
    ] as const;
    expect(writingMs(counts, 100)).toBe((100 + 100 + 30) * 100);
    expect(writingMs([], 100)).toBe(0);
  });

  it('is not guessed where no call was made, and not by a run that stood still', () => {
    expect(callMsOf(1_000, 0)).toBeUndefined();
    expect(writingMs([{ action: 'create', side: 'desk', records: 1 }], undefined)).toBeNull();
    expect(callMsOf(9_000, 30)).toBe(300);
    expect(callMsOf(8 * hour, 10)).toBe(2_000);
  });

  it('cannot be shorter than the hours of a cap allow', () => {
    // A quarter of what is left each hour: 250, 187, 140, …
    expect(pacedMs(250, 1_000)).toBe(0);
    expect(pacedMs(251, 1_000)).toBe(hour);
    expect(pacedMs(437, 1_000)).toBe(hour);
    expect(pacedMs(438, 1_000)).toBe(2 * hour);
    expect(pacedMs(1_000, 1_000)).toBeNull();
  });
});
