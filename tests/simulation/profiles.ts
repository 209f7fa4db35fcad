/** How hard a schedule is: drawn from its seed within the bounds of a profile. */
import { faultKinds, type FaultKind } from '../sandbox/faults';
import type { DeletePreference } from '../../sync/types/settings';
import type { Kind } from '../../sync/types';
import { createDice, type Dice } from './random';
import type { Habits } from './users';

/**
 * `plain`: people only edit and create, and nobody touches the settings; old seeds tell the same
 * there. `rivals`: the same with a second installation, which runs at the same moments half of the
 * time: what a lease without a conditional write can and cannot keep apart. `views`: as `standard`,
 * with contacts and accounts synced by CRM list views that records enter and leave. `references`: as
 * `rivals`, with CRM's fields for the id of the Desk record.
 */
export const profileNames = [
  'standard',
  'hostile',
  'plain',
  'rivals',
  'references',
  'views',
] as const;
export type ProfileName = (typeof profileNames)[number];

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
  /** Share of the records of a CRM batch that fail by themselves. */
  readonly failingShare: number;
  /** Chance of a run in the midst of which somebody pauses. */
  readonly pauses: number;
  /** Chance of a run in the midst of which somebody changes the settings. */
  readonly remaps: number;
  /** What follows a deletion; null: nothing does. */
  readonly deletions: Readonly<Record<Kind, DeletePreference>> | null;
  readonly habits: Habits;
  /** Contacts and accounts are synced by list view. */
  readonly views: boolean;
  /** New CRM records name their Desk record. */
  readonly references: boolean;
}

const onlyWrites: Habits = {
  edit: 60,
  clash: 12,
  mass: 3,
  create: 12,
  twin: 5,
  remove: 0,
  restore: 0,
  merge: 0,
};

type Events = Pick<Traits, 'pauses' | 'remaps' | 'deletions' | 'habits'>;

const uneventful: Events = { pauses: 0, remaps: 0, deletions: null, habits: onlyWrites };

/** What happens beside the edits. From dice of its own, so that a seed is otherwise what it was. */
function drawEvents(isHostile: boolean, dice: Dice): Events {
  const rule = (): DeletePreference => ({
    crmDeleted: dice.pick(['always', 'always', 'ifNoAssociates', 'never']),
    deskDeleted: dice.pick(['always', 'always', 'never']),
  });
  const deletions = { account: rule(), contact: rule(), product: rule() };
  const removes = isHostile || dice.chance(0.5);
  const hands = removes ? { remove: 5, restore: 3, merge: dice.chance(0.4) ? 2 : 0 } : {};
  return {
    pauses: dice.chance(0.4) ? (isHostile ? 0.2 : 0.1) : 0,
    remaps: dice.chance(0.3) ? (isHostile ? 0.2 : 0.1) : 0,
    deletions: removes ? deletions : null,
    habits: { ...onlyWrites, ...hands },
  };
}

/** From dice of its own, so that a seed is otherwise what it was. */
const drawFailingShare = (dice: Dice): number => (dice.chance(0.3) ? dice.pick([0.1, 0.3]) : 0);

/** The traits of one schedule. */
export function drawTraits(profile: ProfileName, dice: Dice, seed: string): Traits {
  const isHostile = profile === 'hostile';
  const lead = (): number => dice.whole(-20_000, 20_000);
  const isCalm = !isHostile && dice.chance(0.15);
  const quick = dice.chance(0.5);
  return {
    leads: { local: lead(), desk: lead(), crm: lead() },
    faults: dice.chance(0.6) ? faultKinds : [dice.pick(faultKinds), dice.pick(faultKinds)],
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
    failingShare: isCalm ? 0 : drawFailingShare(createDice(`${profile}/${seed}/batches`)),
    views: profile === 'views',
    references: profile === 'references',
    ...(profile === 'plain' || profile === 'rivals' || profile === 'references'
      ? uneventful
      : drawEvents(isHostile, createDice(`${profile}/${seed}/events`))),
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
  failingShare: 0,
  views: false,
  references: false,
  ...uneventful,
};
