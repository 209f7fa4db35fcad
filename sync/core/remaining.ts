import type { Instant, Kind } from '../types';
import type { RunPhase } from '../types/runs';

/** How far a run was at one instant. */
export interface Progress {
  readonly runId: string;
  readonly phase: RunPhase;
  readonly kind: Kind | null;
  readonly done: number;
  readonly at: Instant;
}

/** ms. A rate measured over less says nothing: writes come in batches. */
const shortestSpan = 5_000;

/**
 * ms that `left` records take at the rate between two looks at the same phase of the same run;
 * null while no rate can be told.
 */
export function remainingMs(first: Progress, latest: Progress, left: number): number | null {
  const samePhase =
    first.runId === latest.runId && first.phase === latest.phase && first.kind === latest.kind;
  const span = latest.at - first.at;
  const done = latest.done - first.done;
  if (!samePhase || span < shortestSpan || done <= 0) return null;
  return Math.round((span / done) * Math.max(0, left));
}

/** Start of the calendar day that `now` falls in, in a zone such as `Europe/Berlin`; UTC where the zone is unknown. */
export function startOfDay(now: Instant, timeZone: string): Instant {
  const { hour, minute, second } = clockIn(now, timeZone);
  return Math.floor(now / 1000) * 1000 - ((hour * 60 + minute) * 60 + second) * 1000;
}

function clockIn(now: Instant, timeZone: string): { hour: number; minute: number; second: number } {
  const parts = formatFor(timeZone).formatToParts(now);
  const read = (type: string): number =>
    Number(parts.find((part) => part.type === type)?.value ?? '0');
  return { hour: read('hour'), minute: read('minute'), second: read('second') };
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const options = {
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  } as const;
  try {
    return new Intl.DateTimeFormat('en', { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' });
  }
}
