import { expect, it } from 'vitest';
import type { HeldView, StatusView } from '../../../sync/protocol';
import { attentionOf, badgeText } from '../../../sync/core/attention';

const held: HeldView = { hash: 'h', heldAt: 1, dismissedAt: null, counts: [], rows: [] };
const calm = { state: 'inSync', failures: 0, conflicts: 0, held: null } as const;

it.each<[string, Partial<StatusView>, number, string]>([
  ['nothing', {}, 0, 'none'],
  ['failures and conflicts', { failures: 3, conflicts: 2 }, 5, 'amber'],
  ['paused with failures', { state: 'paused', failures: 1 }, 1, 'amber'],
  ['a held plan', { held, failures: 4 }, 5, 'red'],
  ['a held plan that was said no to', { held: { ...held, dismissedAt: 2 } }, 0, 'none'],
  ['a sign-in that ended', { state: 'reconnect', conflicts: 1 }, 2, 'red'],
  ['trouble', { state: 'trouble' }, 1, 'red'],
  ['not connected', { state: 'notConnected', failures: 9 }, 0, 'none'],
])('%s', (_name, status, number, tone) => {
  expect(attentionOf({ ...calm, ...status })).toEqual({ number, tone });
});

it('fits a badge', () => {
  expect([0, 7, 999, 1000, 20_000, 5_000_000].map(badgeText)).toEqual([
    '',
    '7',
    '999',
    '1k+',
    '20k+',
    '99k+',
  ]);
});
