import { describe, expect, it } from 'vitest';
import { remainingMs, startOfDay, type Progress } from '../../../sync/core/remaining';

const first: Progress = { runId: 'r', phase: 'apply', kind: 'contact', done: 10, at: 0 };

describe('remaining time', () => {
  it('goes by the rate between two looks at one phase', () => {
    expect(remainingMs(first, { ...first, done: 110, at: 10_000 }, 900)).toBe(90_000);
    expect(remainingMs(first, { ...first, done: 110, at: 10_000 }, -1)).toBe(0);
  });

  it.each([
    ['too short a time', { at: 4_999, done: 1_000 }],
    ['no progress', { at: 60_000, done: 10 }],
    ['another run', { at: 60_000, done: 100, runId: 's' }],
    ['another phase', { at: 60_000, done: 100, phase: 'observe' }],
    ['another module', { at: 60_000, done: 100, kind: 'account' }],
  ] as const)('is unknown with %s', (_why, change) => {
    expect(remainingMs(first, { ...first, ...change }, 900)).toBeNull();
  });
});

describe('start of the day', () => {
  const now = Date.UTC(2026, 2, 12, 1, 30, 15, 250);

  it.each([
    ['UTC', Date.UTC(2026, 2, 12)],
    ['Europe/Berlin', Date.UTC(2026, 2, 11, 23)],
    ['America/Los_Angeles', Date.UTC(2026, 2, 11, 7)],
    ['Asia/Kolkata', Date.UTC(2026, 2, 11, 18, 30)],
    ['Nowhere/Land', Date.UTC(2026, 2, 12)],
    ['', Date.UTC(2026, 2, 12)],
  ])('in %s', (zone, at) => {
    expect(startOfDay(now, zone)).toBe(at);
  });
});
