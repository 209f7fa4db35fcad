/** Records as they are planned, before either side has them. */

export type Fields = Readonly<Record<string, unknown>>;

/** Where a record is to exist. */
export type Presence = 'both' | 'desk' | 'crm';

export interface Draft {
  /** Names the draft among those of its module. */
  readonly key: string;
  readonly on: Presence;
  /** When the older of the two was created. */
  readonly at: number;
  readonly desk: Fields;
  readonly crm: Fields;
  /** Key of its account; null without one, and for what is no contact. */
  readonly account: string | null;
}

export type Quota = Record<Presence, number>;

export const day = 86_400_000;

/** How many drafts of each kind make `total` records a side with that share on both. */
export function quotaFor(total: number, overlap: number): Quota {
  const both = Math.round(total * Math.min(1, Math.max(0, overlap)));
  return { both, desk: total - both, crm: total - both };
}

/** The drafts that fit, first come first served; what they take is taken off the quota. */
export function takeFitting(drafts: readonly Draft[], quota: Quota): Draft[] {
  return drafts.filter((draft) => {
    if (quota[draft.on] === 0) return false;
    quota[draft.on] -= 1;
    return true;
  });
}

/** The rest of a quota as a list of presences. */
export function restOf(quota: Quota): Presence[] {
  return (['both', 'desk', 'crm'] as const).flatMap((on) =>
    Array.from({ length: quota[on] }, () => on),
  );
}

/** Six of ten within the last year, the others in the two years before. */
export function randomAge(random: () => number): number {
  return random() < 0.6 ? random() * 365 * day : (365 + random() * 730) * day;
}

export function pick<T>(random: () => number, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
}
