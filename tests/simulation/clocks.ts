import type { SandboxClock } from '../sandbox/world';
import type { Instant, Side } from '../../sync/types';

/** One true time and what the clocks of this computer and of both services make of it. */
export interface Clocks {
  /** True time. Nothing in the product can see it. */
  now(): Instant;
  advance(ms: number): void;
  readonly local: { now(): Instant };
  readonly services: Readonly<Record<Side, SandboxClock>>;
  /** A service's time as true time. */
  trueTime(side: Side, at: Instant): Instant;
  /** Sets a clock anew, as time servers do. */
  setLead(whose: Side | 'local', ms: number): void;
}

const start = Date.parse('2026-06-01T08:00:00.000Z');

export function createClocks(leads: Readonly<Record<Side | 'local', number>>): Clocks {
  let now = start;
  const lead = { ...leads };
  const service = (side: Side): SandboxClock => ({
    now: () => now + lead[side],
    advance: () => {
      throw new Error('only the schedule moves time');
    },
  });
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    local: { now: () => now + lead.local },
    services: { desk: service('desk'), crm: service('crm') },
    trueTime: (side, at) => at - lead[side],
    setLead: (whose, ms) => {
      lead[whose] = ms;
    },
  };
}
