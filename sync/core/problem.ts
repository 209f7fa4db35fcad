import type { Problem } from '../types';

/** The same symbol in every script of a worker. */
const mark = Symbol.for('tandem.SyncError');

/**
 * The one error class that crosses port boundaries. Anything else that is thrown is a defect.
 *
 * Each script of the worker is a bundle with a copy of this class, and errors go from one to the
 * other: what the engine's store throws is caught in the administration. So an instance is known
 * by its mark, not by its prototype. No message can carry a symbol.
 */
export class SyncError extends Error {
  readonly [mark] = true;
  readonly problem: Problem;
  /**
   * Of a write: `refused` means the service answered that it did nothing; `unknown` means it
   * may have been carried out, now or later. Reads are always `refused`.
   */
  readonly outcome: 'refused' | 'unknown';
  /** Earliest retry in ms from now, where the service said so (Retry-After). */
  readonly retryAfterMs: number | null;

  constructor(
    problem: Problem,
    options: {
      outcome?: 'refused' | 'unknown' | undefined;
      retryAfterMs?: number | null | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(`${problem.code}: ${problem.message}`, { cause: options.cause });
    this.name = 'SyncError';
    this.problem = problem;
    this.outcome = options.outcome ?? 'refused';
    this.retryAfterMs = options.retryAfterMs ?? null;
  }

  /** What `instanceof` asks. */
  static override [Symbol.hasInstance](thrown: unknown): thrown is SyncError {
    return thrown instanceof Error && mark in thrown;
  }
}

/**
 * A problem that nothing but screens tells of. Its sentence, with the way out, is in their languages
 * (`said.*`) and nowhere else: the code stands for it in a log.
 */
export const ofScreens = (code: string, kind: Problem['kind']): Problem => ({
  code,
  kind,
  message: code,
});

/** The plan that waits for a yes is another one than the page showed. */
export const heldChanged = ofScreens('held.changed', 'conflict');

/** What a run ends with that was asked for, so that no history tells of it. */
export const stale = ofScreens('sync.stale', 'transient');
export const paused = ofScreens('sync.paused', 'transient');
export const configChanged = ofScreens('sync.configChanged', 'transient');

/** No run can have any settings yet. */
export const notConnected = ofScreens('config.none', 'configuration');

/** A grant is missing, or Zoho takes it no more. */
export const signInAgain = {
  code: 'oauth.reconnect',
  kind: 'configuration',
  message:
    'Zoho no longer accepts the sign-in. Choose Reconnect and sign in again; nothing is lost.',
} as const satisfies Problem;

/** A problem whose sentence has `{name}` where one of the values stands. */
export function withValues(problem: Problem, values: NonNullable<Problem['values']>): Problem {
  const message = problem.message.replace(/\{(\w+)\}/g, (_, name: string) => `${values[name]}`);
  return { ...problem, message, values };
}

/** The problem of anything that was thrown; an unforeseen error becomes a defect without its text. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof SyncError) return thrown.problem;
  return {
    code: 'defect.unforeseen',
    kind: 'defect',
    message: 'Tandem met an error it did not expect. Nothing was lost; the next run tries again.',
    detail: thrown instanceof Error ? thrown.name : typeof thrown,
  };
}
