import { describe, expect, it } from 'vitest';
import { nextAttemptAt } from '../../../sync/core/backoff';
import { conflictRows } from '../../../sync/core/conflict';
import { advanceCursor, openCursor, overlapMs, restartCursor } from '../../../sync/core/cursor';
import { newPair, titleOf } from '../../../sync/core/pair';
import { defaultConfig, standardFields } from '../../../sync/core/standard-fields';
import { kinds } from '../../../sync/types';

describe('cursor', () => {
  const opened = openCursor(null, 'crm', 'contact', 'changes', 1);

  it('keeps the time before the first page until the last one', () => {
    const first = advanceCursor(opened, 'p2', 10_000_000);
    expect(first).toMatchObject({ since: null, page: 'p2', startedAt: 10_000_000 });
    const last = advanceCursor(first, null, 99_000_000);
    expect(last).toMatchObject({ since: 10_000_000 - overlapMs, page: null, startedAt: null });
  });

  it('never moves back and never guesses', () => {
    const at = { ...opened, since: 50_000_000 };
    expect(advanceCursor(at, null, 1).since).toBe(50_000_000);
    expect(advanceCursor(opened, null, null).since).toBeNull();
    expect(restartCursor({ ...at, page: 'dead', startedAt: 7 })).toMatchObject({
      since: 50_000_000,
      page: null,
    });
  });

  it('begins anew under another mapping, but not for deletions', () => {
    const at = { ...opened, since: 5 };
    expect(openCursor(at, 'crm', 'contact', 'changes', 2).since).toBeNull();
    expect(openCursor(at, 'crm', 'contact', 'deletions', 2).since).toBe(5);
  });
});

describe('back-off', () => {
  it('doubles, is capped, and takes the service by its word', () => {
    expect(nextAttemptAt(0, 1, 1, null)).toBe(2_000);
    expect(nextAttemptAt(0, 3, 0.5, null)).toBe(4_000);
    expect(nextAttemptAt(0, 40, 1, null)).toBe(300_000);
    expect(nextAttemptAt(0, 1, 0, 60_000)).toBe(60_000);
  });
});

describe('standard fields', () => {
  it('use every name once', () => {
    for (const kind of kinds)
      for (const side of ['desk', 'crm'] as const) {
        const names = standardFields[kind].map((field) => field[side]);
        expect(new Set(names).size).toBe(names.length);
      }
  });

  it('fix the window one calendar year back, leap day or not', () => {
    expect(defaultConfig(Date.parse('2024-02-29T12:00:00Z')).importFrom).toBe(
      Date.parse('2023-03-01T12:00:00Z'),
    );
    expect(defaultConfig(Date.parse('2026-06-01T00:00:00Z')).importFrom).toBe(
      Date.parse('2025-06-01T00:00:00Z'),
    );
  });
});

describe('conflict rows', () => {
  it('have the same id for the same sight, another for another', () => {
    const config = defaultConfig(0);
    const pair = newPair(
      'contact',
      'desk',
      { id: '1', createdAt: 1, modifiedAt: 2, fields: { lastName: 'Doe', firstName: 'Jane' } },
      config,
    );
    const [field] = standardFields.contact;
    if (!field) throw new Error('no field');
    const conflict = { field, deskValue: 'a', crmValue: 'b', kept: 'crm' as const };
    const [one] = conflictRows(pair, [conflict], 'r1', 1);
    const [two] = conflictRows(pair, [conflict], 'r2', 2);
    const [other] = conflictRows(pair, [{ ...conflict, deskValue: 'c' }], 'r1', 1);
    expect(one?.id).toBe(two?.id);
    expect(one?.id).not.toBe(other?.id);
    expect(titleOf(pair)).toBe('Jane Doe');
  });
});
