import { expect, it } from 'vitest';
import { historyRows } from '../../../sync/core/history';
import { noTallies, noTally } from '../../../sync/core/tally';
import type { Run, Tally } from '../../../sync/types/runs';

const run = (contact: Partial<Tally>, problem: string | null = null): Run => ({
  id: 'run',
  type: 'incremental',
  trigger: 'alarm',
  startedAt: 1,
  endedAt: 2,
  phase: 'done',
  kind: null,
  progress: { done: 0, of: null },
  configVersion: 1,
  tally: { ...noTallies(), contact: { ...noTally, ...contact } },
  credits: { desk: 0, crm: 0 },
  calls: 0,
  problem: problem === null ? null : { code: problem, kind: 'transient', message: 'No.' },
});

const lines = (...of: Parameters<typeof run>) =>
  historyRows([run(...of)]).map(({ kind, to, added, updated, deleted, failed }) => [
    kind,
    to,
    added,
    updated,
    deleted,
    failed,
  ]);

it('has a line a direction, and none for a run that did nothing', () => {
  expect(lines({})).toEqual([]);
  expect(lines({ linked: 3, conflicts: 2 })).toEqual([]);
  expect(lines({ createdInDesk: 1, updatedInCrm: 2, deletedInCrm: 3 })).toEqual([
    ['contact', 'desk', 1, 0, 0, 0],
    ['contact', 'crm', 0, 2, 3, 0],
  ]);
});

it('gives failures to the one direction there was, else to none', () => {
  expect(lines({ updatedInDesk: 1, failed: 4 })).toEqual([['contact', 'desk', 0, 1, 0, 4]]);
  expect(lines({ failed: 4 })).toEqual([['contact', null, 0, 0, 0, 4]]);
  expect(lines({ updatedInDesk: 1, updatedInCrm: 1, failed: 4 }).at(-1)).toEqual([
    'contact',
    null,
    0,
    0,
    0,
    4,
  ]);
});

it('says why a run ended early, but not that it was paused', () => {
  expect(lines({}, 'zoho.unavailable')).toEqual([[null, null, 0, 0, 0, 0]]);
  expect(lines({}, 'sync.paused')).toEqual([]);
});
