/** The administrator's cap and reserve of API credits (LOG-4): read, checked and saved. */
import type { CreditMessages, CreditsView } from '../protocol/credits';
import type { CreditBudget } from '../types/settings';
import type { Side } from '../types';
import { defaultBudget, spentSince } from '../core/budget';
import { notConnected, SyncError } from '../core/problem';
import type { Clock, Log, Notifier, Store } from './ports';
import { saveConfig } from './save-config';
import { takeUnframed, type Taken } from './sender';

export interface CreditPorts {
  readonly store: Pick<Store, 'control' | 'config' | 'commit' | 'cursor'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly notifier: Notifier;
  readonly log: Log;
  creditsLeft(side: Side): number | null;
  /** Begins a run; answered before it ends. */
  run(): void;
}

/** One handler a message; none of them ever rejects. */
export type CreditHandlers = Taken<CreditMessages>;

/** Far beyond what any edition has. */
const most = 100_000_000;
const dayMs = 86_400_000;

const bySide = <T>(of: (side: Side) => T): Readonly<Record<Side, T>> => ({
  desk: of('desk'),
  crm: of('crm'),
});

const isCount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;

/** A cap that its own reserve uses up would stop the sync for good. */
const isBudget = (budget: CreditBudget | undefined): boolean =>
  isCount(budget?.reservePerDay) &&
  (budget?.capPerDay === null ||
    (isCount(budget?.capPerDay) && Number(budget?.capPerDay) > Number(budget?.reservePerDay)));

/** The handlers over these ports. */
export function createCreditHandlers(ports: CreditPorts): CreditHandlers {
  const { store, clock, notifier } = ports;
  const take = takeUnframed(ports.log);

  async function view(): Promise<CreditsView> {
    const [control, config] = await Promise.all([store.control(), store.config()]);
    if (config === null) throw new SyncError(notConnected);
    return {
      version: config.version,
      budgets: bySide((side) => config.credits?.[side] ?? defaultBudget),
      used: bySide((side) => spentSince(control.spent?.[side] ?? [], clock.now() - dayMs)),
      left: bySide(ports.creditsLeft),
    };
  }

  return {
    'credits.get': take(() => true, view),
    'credits.save': take(
      (data) =>
        Number.isInteger(data?.version) &&
        isBudget(data.budgets?.desk) &&
        isBudget(data.budgets.crm),
      async ({ version, budgets }) => {
        const credits = bySide((side) => ({
          capPerDay: budgets[side].capPerDay,
          reservePerDay: budgets[side].reservePerDay,
        }));
        await saveConfig(store, version, (config) => ({ ...config, credits }), 'sameRecords');
        notifier.changed('setup');
        notifier.changed('status');
        ports.run();
        return null;
      },
    ),
  };
}
