import type { Run } from '../types/runs';
import type { SyncConfig } from '../types/settings';
import { noTallies } from '../core/tally';
import type { Control, SyncPorts } from './ports';

/** The row of a run that begins now. */
export function newRun(
  { random, clock }: Pick<SyncPorts, 'random' | 'clock'>,
  control: Control,
  config: SyncConfig,
  trigger: Run['trigger'],
  isPreview: boolean,
): Run {
  return {
    id: random.id(),
    type: control.lastRunAt === null ? 'first' : 'incremental',
    trigger,
    startedAt: clock.now(),
    endedAt: null,
    phase: 'recover',
    kind: null,
    progress: { done: 0, of: null },
    configVersion: config.version,
    tally: noTallies(),
    credits: { desk: 0, crm: 0 },
    calls: 0,
    problem: null,
    ...(isPreview && { isPreview }),
  };
}
