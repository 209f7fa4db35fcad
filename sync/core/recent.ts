/** What a run did last, for whoever watches it: of a long one the history keeps the beginning only. */
import type { Failure, Recent } from '../types/runs';
import type { Instant } from '../types';
import type { ChangeDraft } from './change';
import { reasonOf } from './failure-reason';

/** Records listed. */
const mostRecent = 5;

/** The newest first: what a commit adds, then what was there before. */
export function recentOf(
  changes: readonly ChangeDraft[],
  failures: readonly Failure[],
  at: Instant,
  before: readonly Recent[],
): readonly Recent[] {
  const done = changes.slice(-mostRecent).map(({ kind, side, title, action, fields }): Recent => ({
    at,
    kind,
    side,
    title,
    action,
    fields: fields.length,
  }));
  const failed = failures.slice(-mostRecent).map(({ kind, side, title, problem }): Recent => ({
    at,
    kind,
    side,
    title,
    action: 'fail',
    fields: 0,
    failed: { reason: reasonOf(problem), problem },
  }));
  return [...failed, ...done.toReversed(), ...before].slice(0, mostRecent);
}
