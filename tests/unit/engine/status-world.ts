/** Runs, failures and settings that the status is made of. */
import type { Control, PairCounts } from '../../../sync/engine/ports';
import { createMemoryLog } from '../../../sync/storage/memory-log';
import { createStatus, type StatusPorts } from '../../../sync/engine/status';
import type { Conflict, Failure, HeldPlan, PreviewHandle, Run } from '../../../sync/types/runs';
import type { Kind, Problem, Side } from '../../../sync/types';
import type { SyncConfig } from '../../../sync/types/settings';
import { noTally } from '../../../sync/core/tally';
import { createClock, start } from './small-fakes';
import { createVault } from './vault-fake';
import { connection } from './profile-fakes';

export function run(over: Partial<Run> = {}): Run {
  return {
    id: 'r',
    type: 'incremental',
    trigger: 'alarm',
    startedAt: start - 60_000,
    endedAt: start - 50_000,
    phase: 'done',
    kind: null,
    progress: { done: 0, of: null },
    configVersion: 1,
    tally: { account: noTally, contact: noTally, product: noTally },
    credits: { desk: 3, crm: 2 },
    calls: 5,
    problem: null,
    ...over,
  };
}

export const running: Partial<Run> = { endedAt: null, phase: 'apply', kind: 'account' };

export function problem(code: string, kind: Problem['kind']): Problem {
  return { code, kind, message: code };
}

export function config(type: 'twoWay' | 'displayOnly'): SyncConfig {
  return {
    version: 1,
    syncType: { account: type, contact: type, product: 'displayOnly' },
    fields: { account: [], contact: [], product: [] },
    importFrom: 0,
    secondaryEmail: false,
    policy: 'crm',
  };
}

export async function createWorld() {
  const vault = createVault();
  await vault.saveConnection(connection);
  for (const side of ['desk', 'crm'] as const)
    await vault.saveGrant(side, {
      refreshToken: side,
      scopes: [],
      dataCentre: 'eu',
      apiDomain: '',
      grantedAt: start - 1_000_000,
    });
  const noCounts: PairCounts = { linked: 0, deskOnly: 0, crmOnly: 0, dirty: 0 };
  const stored = {
    control: { epoch: 1, paused: false, pausedAt: null, lastRunAt: start, retry: null } as Control,
    config: config('twoWay') as SyncConfig | null,
    runs: [] as Run[],
    failures: [] as Failure[],
    conflicts: [] as Conflict[],
    held: null as HeldPlan | null,
    preview: null as PreviewHandle | null,
    lost: null as Side | null,
    counts: { account: noCounts, contact: noCounts, product: noCounts } as Record<Kind, PairCounts>,
  };
  const clock = createClock();
  const ports: StatusPorts = {
    vault,
    clock,
    store: {
      atOnce: (read) => read(),
      control: async () => stored.control,
      config: async () => stored.config,
      counts: async (kind) => stored.counts[kind],
      ...createMemoryLog({
        failures: () => stored.failures,
        conflicts: () => stored.conflicts,
        runs: () => stored.runs,
      }),
      runs: async (limit) => stored.runs.slice(0, limit),
      held: async () => stored.held,
      preview: async () => stored.preview,
    },
    nextRunAt: async () => start + 60_000,
    isLost: async (side) => side === stored.lost,
    creditsLeft: (side) => (side === 'desk' ? 900 : null),
  };
  return { vault, stored, clock, status: createStatus(ports) };
}
export const retry = (attempt: number): Control['retry'] => ({ at: start + 9, attempt });

export function failed(code: string, kind: Kind): Failure {
  return {
    pairKey: code,
    kind,
    side: 'desk',
    title: 'x',
    problem: problem(code, 'conflict'),
    runId: 'c',
    at: start,
    attempts: 1,
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;
