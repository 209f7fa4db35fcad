/**
 * Keeps a run within the credits of the day: counted durably, checked before every step. The
 * adapters are told how much is left, so that no call within the step goes beyond it either.
 */
import { kinds, type Side } from '../types';
import { type CreditBudget, type SyncConfig } from '../types/settings';
import { type Run } from '../types/runs';
import {
  allowanceOf,
  booked,
  defaultBudget,
  forecastEnd,
  paced,
  type Spending,
} from '../core/budget';
import { SyncError } from '../core/problem';
import type { Control, SyncPorts } from './ports';

const sides = ['desk', 'crm'] as const;
/** A record of a first sync costs about this much on the side that is written to. */
const creditsEach = 2;

/** The budget during one run. */
export interface RunBudget {
  /** Throws `credits.paced` when this side's share is used up; else lets its adapter use the rest. */
  check(side: Side): void;
  /** What has been spent, for every commit; nothing where this run spent nothing yet. */
  booking(): Pick<Control, 'spent'>;
  /** When it goes on, and when all that waits will be done. */
  forecast(side: Side, pending: number, run: Run): NonNullable<Run['forecast']>;
}

/** Whether a run stopped for the budget's sake, and on which side. */
export function pacedSide(error: unknown): Side | null {
  if (!(error instanceof SyncError) || error.problem.code !== 'credits.paced') return null;
  return error.problem.detail === 'desk' ? 'desk' : 'crm';
}

/** Budgets over these ports. Remembers what of the adapters' own count has been booked already. */
export function createBudgets(ports: SyncPorts) {
  const known: Record<Side, number> = {
    desk: ports.desk.spent().credits,
    crm: ports.crm.spent().credits,
  };

  return (config: SyncConfig, control: Control): RunBudget => {
    const { clock } = ports;
    const spending: Record<Side, Spending> = {
      desk: control.spent?.desk ?? [],
      crm: control.spent?.crm ?? [],
    };
    const begun = { desk: ports.desk.spent().calls, crm: ports.crm.spent().calls };
    const budgetOf = (side: Side): CreditBudget => config.credits?.[side] ?? defaultBudget;

    // From then on every commit carries the count: the one before it may have been refused.
    let isSpent = false;

    /** Books what was spent since, also by agents' clicks: it is one pot. */
    function count(side: Side): void {
      const spent = ports[side].spent().credits;
      if (spent === known[side]) return;
      spending[side] = booked(spending[side], spent - known[side], clock.now());
      known[side] = spent;
      isSpent = true;
    }

    return {
      check(side) {
        count(side);
        // What the service said before this run may be of yesterday: one call finds out.
        const isFresh = ports[side].spent().calls > begun[side];
        const left = isFresh ? (ports[side].creditsLeft?.() ?? null) : null;
        const { credits } = allowanceOf(spending[side], budgetOf(side), left, clock.now());
        if (credits <= 0) throw paced(side);
        ports[side].allow?.(credits);
      },
      booking() {
        for (const side of sides) count(side);
        return isSpent ? { spent: { ...spending } } : {};
      },
      forecast(side, pending, run) {
        const now = clock.now();
        let done = 0;
        for (const kind of kinds) {
          const { createdInDesk, createdInCrm, updatedInDesk, updatedInCrm } = run.tally[kind];
          done += createdInDesk + createdInCrm + updatedInDesk + updatedInCrm;
        }
        const each = done > 0 ? run.credits[side] / done : creditsEach;
        const { renewsAt } = allowanceOf(spending[side], budgetOf(side), null, now);
        const endsAt = forecastEnd(pending, each, budgetOf(side), now);
        return { side, resumesAt: renewsAt, endsAt };
      },
    };
  };
}
