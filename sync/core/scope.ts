/**
 * Which records the administrator wants synced (SYN-2, SYN-13): of contacts and accounts those in
 * the chosen CRM list views, of products those of the chosen Desk departments. A record outside is
 * observed all the same, as `outOfScope`: it is matched, so that nobody creates its twin, and
 * written to neither way.
 */
import type { Fields, Kind, Observation, Pair, Presence, RecordId, Side } from '../types';
import type { SyncConfig } from '../types/settings';

/** Where a Desk product says which departments it belongs to. */
export const departmentsField = 'departmentIds';

/** The departments a Desk product must belong to one of; empty where every product is synced. */
export function departmentsOf(config: SyncConfig, kind: Kind): readonly RecordId[] {
  return kind === 'product' ? (config.departments ?? []) : [];
}

/** The list views a CRM record must be in one of; empty where every record is synced. */
export function viewsOf(config: SyncConfig, kind: Kind): readonly RecordId[] {
  return kind === 'product' ? [] : (config.views?.[kind] ?? []);
}

/** Fields that a run reads for the scope's sake alone. */
export function scopeFields(config: SyncConfig, kind: Kind, side: Side): readonly string[] {
  return side === 'desk' && departmentsOf(config, kind).length > 0 ? [departmentsField] : [];
}

/**
 * The presence of a record that was just seen living. A CRM record does not tell which views it is
 * in: it stays as it was, and a new one is outside until the feed of the views has named it.
 */
export function presenceIn(
  kind: Kind,
  side: Side,
  fields: Fields,
  before: Observation | null,
  config: SyncConfig,
): Presence {
  if (side === 'crm') {
    const isFree = viewsOf(config, kind).length === 0 || before?.presence === 'alive';
    return isFree ? 'alive' : 'outOfScope';
  }
  const departments = departmentsOf(config, kind);
  const own = fields[departmentsField];
  // An answer that leaves the departments out says nothing against the record.
  if (departments.length === 0 || !Array.isArray(own)) return 'alive';
  return own.some((id: string) => departments.includes(id)) ? 'alive' : 'outOfScope';
}

/** Whether Tandem made the CRM record: the pair began with the Desk one. */
function isOurCopy(pair: Pair): boolean {
  const isMade = pair.linkedBy === 'create' || pair.linkedBy === 'adopt';
  return isMade && pair.key.startsWith(`${pair.kind}/desk/`);
}

/** Whether Tandem made the CRM record and no chosen list view has named it since. */
export function isStillOurs(pair: Pair): boolean {
  return (pair.made === true || isOurCopy(pair)) && pair.entered !== true;
}

/** What stays of that with a side's record when its counterpart leaves. */
export function madeOf(pair: Pair, side: Side): Pick<Pair, 'made' | 'entered'> {
  return { made: (side === 'crm' && isStillOurs(pair)) || undefined, entered: undefined };
}

/**
 * The pair whose CRM record changed: outside, until the feed of the views names it again. A record
 * that Tandem created stays inside until it has entered a view, for it may never fit one.
 */
export function outsideViews(pair: Pair): Pair {
  if (pair.crm?.presence !== 'alive' || isStillOurs(pair)) return pair;
  return { ...pair, crm: { ...pair.crm, presence: 'outOfScope' }, dirty: true };
}

/** The pair whose CRM record is in one of the views; null when that was known. */
export function insideViews(pair: Pair): Pair | null {
  if (!pair.crm || pair.crm.presence === 'trashed') return null;
  const isNews = isStillOurs(pair);
  if (pair.crm.presence === 'alive') return isNews ? { ...pair, entered: true } : null;
  return {
    ...pair,
    crm: { ...pair.crm, presence: 'alive' },
    ...(isNews ? { entered: true } : {}),
    dirty: true,
  };
}

/**
 * The pair with a counterpart that may as well be made by hand: found, not made by Tandem, so that
 * its service alone says whether it is inside. `known`: what was seen of it before.
 */
export function asFound(
  pair: Pair,
  side: Side,
  known: Observation | null,
  config: SyncConfig,
): Pair {
  const seen = pair[side];
  if (!seen) return pair;
  const presence = known?.presence ?? presenceIn(pair.kind, side, seen.fields, null, config);
  return { ...pair, [side]: { ...seen, presence }, linkedBy: 'match' };
}

function within(seen: Observation | null): Observation | null {
  return seen?.presence === 'outOfScope' ? { ...seen, presence: 'alive' } : seen;
}

/** A record outside as it would be inside, to be matched with. */
export function asInside(pair: Pair): Pair {
  return { ...pair, desk: within(pair.desk), crm: within(pair.crm) };
}
