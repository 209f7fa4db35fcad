/** Keeps a run within the credits of the day: counted durably, checked before every call. */
import { kinds, type Side } from '../types';
import { type CreditBudget, type SyncConfig } from '../types/settings';
import { type Run } from '../types/runs';
import { allowanceOf, booked, defaultBudget, forecastEnd, type Spending } from '../core/budget';
import { SyncError } from '../core/problem';
import type { Control, SyncPorts } from './ports';

const sides = ['desk', 'crm'] as const;
/** A record of a first sync costs about this much on the side that is written to. */
const creditsEach = 2;

/** The budget during one run. */
export interface RunBudget {
  /** Throws `credits.paced` when this side's share is used up. */
  check(side: Side): void;
  /** What has been spent, for the next commit; nothing where nothing was. */
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

    /** Books what was spent since, also by agents' clicks: it is one pot. */
    function count(side: Side): boolean {
      const spent = ports[side].spent().credits;
      if (spent === known[side]) return false;
      spending[side] = booked(spending[side], spent - known[side], clock.now());
      known[side] = spent;
      return true;
    }

    return {
      check(side) {
        count(side);
        // What the service said before this run may be of yesterday: one call finds out.
        const isFresh = ports[side].spent().calls > begun[side];
        const left = isFresh ? (ports[side].creditsLeft?.() ?? null) : null;
        const now = clock.now();
        const { credits, renewsAt } = allowanceOf(spending[side], budgetOf(side), left, now);
        if (credits > 0) return;
        throw new SyncError(
          {
            code: 'credits.paced',
            kind: 'transient',
            message:
              'The sync has used its share of API credits for now. It goes on by itself when there are new ones; agents are not affected.',
            detail: side,
          },
          { retryAfterMs: renewsAt - now },
        );
      },
      booking() {
        const isNews = sides.map(count).includes(true);
        return isNews ? { spent: { desk: spending.desk, crm: spending.crm } } : {};
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
