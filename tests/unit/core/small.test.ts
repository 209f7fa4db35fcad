import { describe, expect, it } from 'vitest';
import { nextAttemptAt } from '../../../sync/core/backoff';
import { conflictRows } from '../../../sync/core/conflict';
import { advanceCursor, openCursor, overlapMs, restartCursor } from '../../../sync/core/cursor';
import { newPair, titleOf } from '../../../sync/core/pair';
import { findCopy, mayBeCopy } from '../../../sync/core/recovery';
import { defaultConfig, standardFields } from '../../../sync/core/standard-fields';
import { kinds, type Intent } from '../../../sync/types';

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

describe('finding a copy', () => {
  const config = defaultConfig(0);
  const intent: Intent = {
    pairKey: 'p',
    kind: 'contact',
    side: 'crm',
    fields: { Last_Name: 'Doe', First_Name: 'Jane', Phone: '1' },
    runId: 'r',
    sentAt: 0,
  };
  const copy = (id: string, fields: Record<string, string>, modifiedAt = 60_000) => ({
    id,
    createdAt: 1,
    modifiedAt,
    fields,
  });

  it('prefers the equal one, and bears one edit', () => {
    const edited = copy('1', { Last_Name: 'Doe', First_Name: 'Jane', Phone: '2' });
    const equal = copy('2', { Last_Name: 'Doe', First_Name: 'Jane', Phone: '1' });
    expect(findCopy(intent, [edited, equal], config)?.id).toBe('2');
    expect(findCopy(intent, [edited], config)?.id).toBe('1');
    expect(
      findCopy(intent, [copy('3', { Last_Name: 'Doe', First_Name: 'John' })], config),
    ).toBeNull();
  });

  it('knows it by its address while most of the rest is as sent', () => {
    const mailed = { ...intent, fields: { ...intent.fields, Email: 'a@b.c' } };
    const found = (fields: Record<string, string>): string | undefined =>
      findCopy(mailed, [copy('1', { Email: 'A@b.c', ...fields })], config)?.id;
    expect(found({ Last_Name: 'Doe', First_Name: 'J.', Phone: '2' })).toBe('1');
    expect(found({ Last_Name: 'Other', First_Name: 'J.', Phone: '2' })).toBeUndefined();
  });

  it('does not take what somebody made by hand for an edited copy', () => {
    const mailed = { ...intent, fields: { Last_Name: 'Doe', Email: 'a@b.c' } };
    const byHand = { Last_Name: 'Doe by hand', Email: 'a@b.c' };
    // Never modified: what was sent would still be there.
    expect(findCopy(mailed, [copy('1', byHand, 1)], config)).toBeNull();
    // Made before the copy could have been.
    const late = { ...mailed, sentAt: 30_000 };
    expect(findCopy(late, [copy('1', byHand)], config)).toBeNull();
    // The service's own spelling is no edit.
    const spelt = { Last_Name: 'DOE', Email: 'a@b.c' };
    expect(findCopy(mailed, [copy('1', spelt, 1)], config)?.id).toBe('1');
  });

  it('takes a deleted record for it by name, or without one', () => {
    expect(mayBeCopy(intent, 'Jane Doe')).toBe(true);
    expect(mayBeCopy(intent, 'Somebody Else')).toBe(false);
    expect(mayBeCopy(intent, null)).toBe(true);
  });
});
