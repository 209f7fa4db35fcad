/**
 * The brake (SYN-11): what is so much at once that a person must say yes first. Limits grow with
 * the number of links, and have a floor under which a few records never need anybody.
 */
import type { BrakeReason, HeldPlan, PreviewRow } from '../types/runs';
import type { Fields, FieldValue, Instant } from '../types';
import type { Action } from './action';
import { digest } from './digest';
import { canon, isEmpty } from './values';

/** More than `least` and more than `share` of the links. */
export const brakeLimits = {
  deletes: { least: 10, share: 0.02 },
  creates: { least: 200, share: 0.2 },
  /** Records of one kind in which one field would be overwritten with one and the same value. */
  overwrites: { least: 25, share: 0.1 },
} as const;
/** Deletes of a day that need no yes; deleting little by little ends here. */
export const deletesPerDay = 50;
/** How long a yes holds. */
export const confirmedMs = 60 * 60_000;
/** Rows that are kept to be shown: more than anybody reads. The hash covers all of them. */
const mostRows = 5_000;

/** One write of a plan, as far as the brake looks at it. */
export interface BrakeRow {
  readonly row: PreviewRow;
  /** Fields that hold something else now: `{name}={value}`. Filling an empty field overwrites nothing. */
  readonly overwrites: readonly string[];
}

const valueOf = (fields: Fields, name: string): FieldValue => fields[name] ?? null;

/** What of a row's fields is overwritten. */
export function overwritesOf(action: Action, now: Fields): readonly string[] {
  if (action.type !== 'update') return [];
  return Object.keys(action.fields)
    .filter((name) => !isEmpty('text', valueOf(now, name)))
    .map((name) => `${name}=${JSON.stringify(canon('text', valueOf(action.fields, name)))}`);
}

export interface BrakeSituation {
  readonly rows: readonly BrakeRow[];
  /** Links of all kinds that are synced. */
  readonly links: number;
  /** Records deleted in the last 24 hours. */
  readonly deletedToday: number;
}

interface Limit {
  readonly least: number;
  readonly share: number;
}

const isBeyond = (count: number, { least, share }: Limit, links: number): boolean =>
  count > Math.max(least, share * links);

/** Deletes of one run that need no yes, on a day without others; `links` of kinds that are synced. */
export function deletesUnasked(links: number): number {
  const { least, share } = brakeLimits.deletes;
  return Math.min(deletesPerDay, Math.max(least, Math.floor(share * links)));
}

const countOf = (rows: readonly BrakeRow[], action: PreviewRow['action']): number =>
  rows.filter(({ row }) => row.action === action).length;

/** The most records in which one field would become the same. */
function mostAlike(rows: readonly BrakeRow[]): number {
  const counts = new Map<string, number>();
  let most = 0;
  for (const { row, overwrites } of rows)
    for (const one of overwrites) {
      const name = `${row.kind}/${row.side ?? ''}/${one}`;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      most = Math.max(most, count);
    }
  return most;
}

/** Which limits a plan passes; none: it may be carried out. */
export function brakeReasons({
  rows,
  links,
  deletedToday,
}: BrakeSituation): readonly BrakeReason[] {
  const deletes = countOf(rows, 'delete');
  const reasons: BrakeReason[] = [];
  const isMany = isBeyond(deletes, brakeLimits.deletes, links);
  if (isMany || (deletes > 0 && deletes + deletedToday > deletesPerDay)) reasons.push('deletes');
  if (isBeyond(countOf(rows, 'create'), brakeLimits.creates, links)) reasons.push('creates');
  if (isBeyond(mostAlike(rows), brakeLimits.overwrites, links)) reasons.push('overwrites');
  return reasons;
}

const reasonsOf: Readonly<Record<BrakeReason, PreviewRow['action']>> = {
  deletes: 'delete',
  creates: 'create',
  overwrites: 'update',
};

/** The plan as it is held: the rows of the sorts that pass a limit, bound by a hash over all of them. */
export function heldPlan(
  reasons: readonly BrakeReason[],
  rows: readonly BrakeRow[],
  run: { readonly id: string; readonly configVersion: number; readonly epoch: number },
  now: Instant,
): HeldPlan {
  const sorts = new Set(reasons.map((reason) => reasonsOf[reason]));
  const risky = rows.map(({ row }) => row).filter((row) => sorts.has(row.action));
  const digests = risky.map((row) => row.digest).toSorted();
  const bound = JSON.stringify([run.epoch, run.configVersion, reasons, digests]);
  const counts = new Map<string, HeldPlan['counts'][number]>();
  for (const { kind, action, side } of risky) {
    const name = `${kind}/${action}/${side ?? ''}`;
    counts.set(name, { kind, action, side, records: (counts.get(name)?.records ?? 0) + 1 });
  }
  return {
    // Twice the width of one digest: a person's yes rests on it.
    hash: `${digest(bound)}${digest(`${bound}.`)}`,
    runId: run.id,
    heldAt: now,
    reasons,
    counts: [...counts.values()],
    rows: risky.slice(0, mostRows),
    digests,
    confirmedAt: null,
    dismissedAt: null,
  };
}

/** The actions a person has said yes to, while the yes holds. Whatever else is planned needs its own. */
export function confirmedDigests(held: HeldPlan | null, now: Instant): ReadonlySet<string> {
  const { confirmedAt = null } = held ?? {};
  const isValid = confirmedAt !== null && now >= confirmedAt && now < confirmedAt + confirmedMs;
  return new Set(isValid ? held?.digests : []);
}
