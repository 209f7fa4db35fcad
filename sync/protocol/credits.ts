/** What the sync may spend of the organisation's API credits (LOG-4), as the administrator sets it. */
import type { Answer } from '../protocol';
import type { CreditBudget } from '../types/settings';
import type { Side } from '../types';

export interface CreditsView {
  /** Goes with what is saved: refused where the settings were changed meanwhile. */
  readonly version: number;
  readonly budgets: Readonly<Record<Side, CreditBudget>>;
  /** Spent by this installation in the last 24 hours, agents' clicks included. */
  readonly used: Readonly<Record<Side, number>>;
  /** Left today as the service last said; null where it did not say. */
  readonly left: Readonly<Record<Side, number | null>>;
}

/** Sent by the options page only. */
export interface CreditMessages {
  'credits.get'(): Answer<CreditsView>;
  /** A run under way stops and goes on within the new budget. Nothing is read anew for it. */
  'credits.save'(data: {
    version: number;
    budgets: Readonly<Record<Side, CreditBudget>>;
  }): Answer<null>;
}
