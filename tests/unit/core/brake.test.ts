import { describe, expect, it } from 'vitest';
import {
  brakeReasons,
  confirmedDigests,
  confirmedMs,
  heldPlan,
  overwritesOf,
  type BrakeRow,
} from '../../../sync/core/brake';
import type { PreviewRow } from '../../../sync/types/runs';

const row = (action: PreviewRow['action'], n: number, overwrites: string[] = []): BrakeRow => ({
  row: {
    kind: 'contact',
    side: 'desk',
    pairKey: `contact/desk/${n}`,
    title: `N${n}`,
    action,
    fields: [],
    credits: 1,
    digest: `${action}${n}`,
  },
  overwrites,
});
const rows = (count: number, action: PreviewRow['action'], overwrites?: string[]): BrakeRow[] =>
  Array.from({ length: count }, (_, n) => row(action, n, overwrites));
const reasons = (list: readonly BrakeRow[], links: number, deletedToday = 0): readonly string[] =>
  brakeReasons({ rows: list, links, deletedToday });

describe('the brake', () => {
  it.each([
    [10, 100, 0, []],
    [11, 100, 0, ['deletes']],
    [20, 1_000, 0, []],
    [21, 1_000, 0, ['deletes']],
    // A day's worth, little by little.
    [1, 1_000, 49, []],
    [1, 1_000, 50, ['deletes']],
    [0, 1_000, 500, []],
    [51, 10_000, 0, ['deletes']],
  ])('%i deletes of %i links after %i today: %j', (count, links, today, expected) => {
    expect(reasons(rows(count, 'delete'), links, today)).toEqual(expected);
  });

  it.each([
    [200, 100, []],
    [201, 100, ['creates']],
    [400, 2_000, []],
    [401, 2_000, ['creates']],
  ])('%i creates beside %i links: %j', (count, links, expected) => {
    expect(reasons(rows(count, 'create'), links)).toEqual(expected);
  });

  it.each([
    [25, 100, []],
    [26, 100, ['overwrites']],
    [100, 1_000, []],
    [101, 1_000, ['overwrites']],
  ])('%i times the same value over %i links: %j', (count, links, expected) => {
    expect(reasons(rows(count, 'update', ['title="x"']), links)).toEqual(expected);
    // As many different values are people at work.
    const different = Array.from({ length: count }, (_, n) => row('update', n, [`title="${n}"`]));
    expect(reasons(different, links)).toEqual([]);
  });

  it('counts what is overwritten, clearing too, and not what is filled', () => {
    const action = {
      type: 'update',
      fields: { title: 'x', phone: null, city: 'Rome' },
    } as unknown as Parameters<typeof overwritesOf>[0];
    expect(overwritesOf(action, { title: 'old', phone: '1', city: null })).toEqual([
      'title="x"',
      'phone=null',
    ]);
  });

  it('holds only the sorts that pass a limit, bound by one hash over all of them', () => {
    const run = { id: 'r', configVersion: 1, epoch: 1 };
    const list = [...rows(600, 'delete'), ...rows(3, 'create')];
    const held = heldPlan(['deletes'], list, run, 5);
    expect(held.digests).toHaveLength(600);
    expect(held.rows).toHaveLength(600);
    expect(held.counts).toEqual([
      { kind: 'contact', action: 'delete', side: 'desk', records: 600 },
    ]);
    expect(heldPlan(['deletes'], list.toReversed(), run, 9).hash).toBe(held.hash);
    const others = [
      heldPlan(['deletes'], list.slice(1), run, 5),
      heldPlan(['deletes'], [...list, row('delete', 700)], run, 5),
      heldPlan(['deletes'], list, { ...run, epoch: 2 }, 5),
      heldPlan(['deletes'], list, { ...run, configVersion: 2 }, 5),
    ];
    expect(new Set([held.hash, ...others.map((one) => one.hash)]).size).toBe(5);
  });

  it('takes a yes for an hour, and for nothing else', () => {
    const held = heldPlan(
      ['deletes'],
      rows(2, 'delete'),
      { id: 'r', configVersion: 1, epoch: 1 },
      5,
    );
    expect(confirmedDigests(null, 5).size).toBe(0);
    expect(confirmedDigests(held, 5).size).toBe(0);
    const yes = { ...held, confirmedAt: 1_000 };
    expect([...confirmedDigests(yes, 1_000)]).toEqual(['delete0', 'delete1']);
    expect(confirmedDigests(yes, 999 + confirmedMs).size).toBe(2);
    expect(confirmedDigests(yes, 1_000 + confirmedMs).size).toBe(0);
    // A clock that was set back gives no longer yes.
    expect(confirmedDigests(yes, 999).size).toBe(0);
  });
});
