import type { Instant, Intent } from '../types';
import type { Run } from '../types/runs';
import { quarantineEnd } from '../core/quarantine';
import type { Control } from './ports';

/** While people work: a change on one side shows on the other within about a minute. */
const fastMs = 60_000;
/** When nothing happens: an idle poll costs about a dozen calls. */
const slowMs = 5 * 60_000;

/** After a problem that only a person can settle. */
const mendMs = 60 * 60_000;

/** What decides when the sync runs next. */
export interface Situation {
  readonly control: Control;
  readonly intents: readonly Intent[];
  readonly lastRun: Run | null;
  /** Local time less the service's, where known: intents bear the service's time. */
  readonly lead: Readonly<Record<Intent['side'], number>>;
  /** ms between two looks, where the administrator has set it. */
  readonly pollEveryMs?: number | undefined;
}

function hasWritten(run: Run): boolean {
  return Object.values(run.tally).some((tally) =>
    Object.entries(tally).some(([name, count]) => name !== 'failed' && count > 0),
  );
}

/** When the sync wants to run next, by the local clock; null while it is paused. */
export function nextWake(
  { control, intents, lastRun, lead, pollEveryMs }: Situation,
  now: Instant,
): Instant | null {
  if (control.paused) return null;
  if (control.retry) return control.retry.at;
  // Held by the brake and said yes to since.
  if (lastRun?.problem?.code === 'sync.held' && !control.held) return now;
  // Waits for a person; looks now and then whether the matter has been mended in Zoho itself.
  if (lastRun?.problem?.kind === 'configuration' && lastRun.endedAt !== null)
    return lastRun.endedAt + mendMs;
  // An interrupted or never finished run goes on at once.
  if (control.lastRunAt === null || (lastRun && lastRun.endedAt === null)) return now;
  const adaptive = lastRun && hasWritten(lastRun) ? fastMs : slowMs;
  const regular = control.lastRunAt + (pollEveryMs ?? adaptive);
  const quarantines = intents.map((intent) => quarantineEnd(intent) + lead[intent.side] + 1_000);
  return Math.min(regular, ...quarantines.map((at) => Math.max(at, now)));
}
