/** How hard a schedule is: drawn from its seed within the bounds of a profile. */
import type { FaultKind } from '../sandbox/faults';
import type { Dice } from './random';
import type { Habits } from './users';

export type ProfileName = 'standard' | 'hostile';

export interface Traits {
  /** How far the clocks are ahead of true time, ms. */
  readonly leads: Readonly<Record<'local' | 'desk' | 'crm', number>>;
  readonly faults: readonly FaultKind[];
  readonly faultRate: number;
  readonly hang: number;
  /** Share of the runs that are killed. */
  readonly deaths: number;
  /** Chance of an act of people before each effect, and at each await of the store. */
  readonly acts: number;
  readonly edits: number;
  readonly longestWay: number;
  readonly deskIndexLag: number;
  readonly crmIndexLag: number;
  readonly visibilityLag: number;
  readonly normalising: boolean;
  readonly pauses: number;
  readonly remaps: number;
  readonly habits: Habits;
}

const everyFault: readonly FaultKind[] = [
  'latency',
  'rateLimit',
  'serverError',
  'dropBefore',
  'dropAfter',
  'applyLate',
  'truncate',
  'garbage',
  'tokenExpired',
];

/** The traits of one schedule. */
export function drawTraits(profile: ProfileName, dice: Dice): Traits {
  const isHostile = profile === 'hostile';
  const lead = (): number => dice.whole(-20_000, 20_000);
  const isCalm = !isHostile && dice.chance(0.15);
  const quick = dice.chance(0.5);
  return {
    leads: { local: lead(), desk: lead(), crm: lead() },
    faults: dice.chance(0.6) ? everyFault : [dice.pick(everyFault), dice.pick(everyFault)],
    faultRate: isCalm ? 0 : isHostile ? 0.2 : dice.pick([0.02, 0.05, 0.08]),
    hang: isCalm ? 0 : 0.004,
    deaths: isCalm ? 0 : isHostile ? 0.7 : 0.35,
    acts: isHostile ? 0.1 : 0.06,
    edits: dice.whole(40, 60),
    // Quick: many things happen within one second of the services' clocks.
    longestWay: quick ? 60 : 600,
    deskIndexLag: dice.chance(0.5) ? 0 : dice.whole(1, 240) * 1_000,
    crmIndexLag: dice.chance(0.5) ? 0 : dice.whole(1, 60) * 1_000,
    visibilityLag: dice.chance(0.6) ? 0 : dice.whole(1, 200) * 1_000,
    normalising: dice.chance(0.4),
    pauses: 0.05,
    remaps: 0.03,
    habits: {
      edit: 60,
      clash: 12,
      mass: 3,
      create: 12,
      twin: 5,
      remove: 0,
      restore: 0,
      merge: 0,
    },
  };
}

/** Nothing happens by chance: for directed scenarios. */
export const calm: Traits = {
  leads: { local: 5_000, desk: -9_000, crm: 13_000 },
  faults: [],
  faultRate: 0,
  hang: 0,
  deaths: 0,
  acts: 0,
  edits: 0,
  longestWay: 120,
  deskIndexLag: 0,
  crmIndexLag: 0,
  visibilityLag: 0,
  normalising: false,
  pauses: 0,
  remaps: 0,
  habits: { edit: 1, clash: 0, mass: 0, create: 0, twin: 0, remove: 0, restore: 0, merge: 0 },
};
