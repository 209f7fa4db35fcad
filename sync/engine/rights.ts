import type { Kind, Problem, Side } from '../types';

/** Refusals of one kind in a row after which it is the sign-in that lacks the right, not one record. */
const mostInARow = 3;

/**
 * Tells a record that may not be written to (a sharing rule, a territory, an owner) from a sign-in
 * that may write to none: the one is a failure of that record, the other ends the run.
 */
export interface Rights {
  /** A record was written. */
  allowed(kind: Kind, side: Side): void;
  /** Whether what a service said of one record, or of a whole batch at once, ends the run. */
  endsRun(kind: Kind, side: Side, problem: Problem, isWhole?: boolean): boolean;
}

export function createRights(): Rights {
  const inARow = new Map<string, number>();
  return {
    allowed: (kind, side) => void inARow.delete(`${side}/${kind}`),
    endsRun(kind, side, problem, isWhole = false) {
      if (problem.code !== 'zoho.noPermission' || isWhole)
        return problem.kind === 'transient' || problem.kind === 'configuration';
      const count = (inARow.get(`${side}/${kind}`) ?? 0) + 1;
      inARow.set(`${side}/${kind}`, count);
      return count >= mostInARow;
    },
  };
}
