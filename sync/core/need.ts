/** What a plan leaves to a person, as a row beside those that it carries out (SYN-10). */
import type { Pair, Problem } from '../types';
import type { NeedRow } from '../types/runs';
import type { Action } from './action';
import { shownValue } from './change';
import type { FieldConflict } from './merge';
import { titleOf } from './pair';

const undecided: Problem = {
  code: 'conflict.undecided',
  kind: 'conflict',
  message: 'Changed on both sides. Choose a value under Conflicts after this sync.',
};

/** Fields whose value a person is to choose. */
function asked(action: Action): readonly FieldConflict[] {
  return action.type === 'settle' || action.type === 'update'
    ? action.conflicts.filter(({ kept }) => kept === null)
    : [];
}

/** What the action will put into the failure log; null where nothing. */
function problemIn(action: Action): Problem | null {
  if (action.type === 'hold' || action.type === 'update') return action.problem;
  if (action.type === 'settle' || action.type === 'unlink') return action.problem?.problem ?? null;
  return null;
}

/** The row of what this action on `pair` leaves to a person; null where it leaves nothing. */
export function needRow(action: Action, pair: Pair): NeedRow | null {
  const conflicts = asked(action);
  const problem = problemIn(action) ?? (conflicts.length > 0 ? undecided : null);
  if (problem === null) return null;
  return {
    action: 'need',
    side: null,
    kind: pair.kind,
    pairKey: pair.key,
    title: titleOf(pair),
    fields: conflicts.map(({ field, deskValue, crmValue }) => ({
      name: field.desk,
      before: shownValue(deskValue),
      after: shownValue(crmValue),
    })),
    problem,
  };
}
