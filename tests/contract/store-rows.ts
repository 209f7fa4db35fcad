/** Rows as the suites of the stores commit them. */
import type { Observation, Pair } from '../../sync/types';
import type { Run } from '../../sync/types/runs';
import { noTallies } from '../../sync/core/tally';

export const observation = (id: string, fields: Observation['fields'] = {}): Observation => ({
  id,
  createdAt: 1,
  modifiedAt: 2,
  fields,
  presence: 'alive',
});

/** Of no record yet. */
export const pair = (key: string, more: Partial<Pair> = {}): Pair => ({
  key,
  kind: 'contact',
  desk: null,
  crm: null,
  base: null,
  unseen: null,
  matchKeys: [],
  linkedBy: null,
  dirty: false,
  ...more,
});

/** A first sync that has just begun. */
export const run = (id: string, startedAt: number, more: Partial<Run> = {}): Run => ({
  id,
  type: 'first',
  trigger: 'setup',
  startedAt,
  endedAt: null,
  phase: 'observe',
  kind: null,
  progress: { done: 0, of: null },
  configVersion: 1,
  tally: noTallies(),
  credits: { desk: 0, crm: 0 },
  calls: 0,
  problem: null,
  ...more,
});
