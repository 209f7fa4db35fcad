import { kinds, type Kind, type Side } from '../types';
import { type Tally } from '../types/runs';

/** Numbers of a run that has done nothing. */
export const noTally: Tally = {
  linked: 0,
  createdInDesk: 0,
  createdInCrm: 0,
  updatedInDesk: 0,
  updatedInCrm: 0,
  deletedInDesk: 0,
  deletedInCrm: 0,
  conflicts: 0,
  failed: 0,
};

/** A zero for every kind. */
export function noTallies(): Record<Kind, Tally> {
  return Object.fromEntries(kinds.map((kind) => [kind, noTally])) as Record<Kind, Tally>;
}

/** The tally's name for a write of one sort on one side. */
export function countOf(write: 'created' | 'updated' | 'deleted', side: Side): keyof Tally {
  return `${write}In${side === 'desk' ? 'Desk' : 'Crm'}`;
}
