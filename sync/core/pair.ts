import type { FieldPair, SyncConfig } from '../types/settings';
import type { Fields, Kind, Observation, Pair, Presence, RecordId, Side, Snapshot } from '../types';
import { isSameWrite, settleSent, withClearings } from './base';
import { standing } from './choice';
import { nameOf } from './convert';
import { bareKey, keyFields, matchKeysOf, waitKey } from './match';
import { isStillOurs, presenceIn, scopeFields } from './scope';
import { recognised } from './sent';
import { plainFields } from './side';
import { identicalFields, storable } from './values';

/** The stable key of a pair that begins with this record. */
export function pairKeyOf(kind: Kind, side: Side, id: RecordId): string {
  return `${kind}/${side}/${id}`;
}

/** A pair whose two records belong together. */
export type LinkedPair = Pair & {
  readonly desk: Observation;
  readonly crm: Observation;
  readonly base: NonNullable<Pair['base']>;
};

/** Whether a pair has both records and an agreed base. */
export function isLinked(pair: Pair): pair is LinkedPair {
  return pair.desk !== null && pair.crm !== null && pair.base !== null;
}

/** By configuration, which never changes in place: every page and every record asks. */
const fieldsRead = new WeakMap<SyncConfig, Record<string, readonly string[]>>();

/** The fields of a side that a run reads: the mapped ones and those that identify a record. */
export function readFields(config: SyncConfig, kind: Kind, side: Side): readonly string[] {
  const known = fieldsRead.get(config) ?? {};
  fieldsRead.set(config, known);
  return (known[kind + side] ??= [
    ...new Set([
      ...keyFields[kind][side],
      ...activeFields(config, kind).map((field) => nameOf(field, side)),
      ...scopeFields(config, kind, side),
      ...(side === 'crm' ? [config.references?.[kind] ?? []].flat() : []),
    ]),
  ]);
}

/** A snapshot with every field that was asked for: what a service leaves out is empty. */
export function complete(snapshot: Snapshot, names: readonly string[]): Snapshot {
  const fields = plainFields<Fields[string]>();
  for (const name of names) {
    const value = Object.hasOwn(snapshot.fields, name) ? snapshot.fields[name] : null;
    fields[name] = value ?? null;
  }
  return { ...snapshot, fields };
}

/**
 * The pair with match keys renewed from its observations, and what it waits for. What was sent to a
 * record without an answer may stand there, even if its link was cut since: nobody else is given
 * that key meanwhile.
 */
export function withKeys(pair: Pair, config: SyncConfig, waits: readonly string[]): Pair {
  const own = (['desk', 'crm'] as const).flatMap((side) => {
    const seen = pair[side];
    const sent = pair.sent?.[side]?.fields;
    const coming = seen && sent ? { ...seen, fields: { ...seen.fields, ...sent } } : null;
    return [seen, coming].flatMap((one) => matchKeysOf(pair.kind, side, one, config));
  });
  return { ...pair, matchKeys: [...new Set([...own, ...waits])] };
}

/** What a pair waits for, out of its keys. */
export function waitsOf(pair: Pair): readonly string[] {
  return pair.matchKeys.filter((key) => bareKey(key) === null);
}

/** A pair of one record that was never seen before. */
export function newPair(kind: Kind, side: Side, snapshot: Snapshot, config: SyncConfig): Pair {
  const presence = presenceIn(kind, side, snapshot.fields, null, config);
  const observation: Observation = { ...snapshot, presence };
  const pair: Pair = {
    key: pairKeyOf(kind, side, snapshot.id),
    kind,
    desk: side === 'desk' ? observation : null,
    crm: side === 'crm' ? observation : null,
    base: null,
    unseen: null,
    matchKeys: [],
    linkedBy: null,
    dirty: true,
  };
  return withKeys(pair, config, []);
}

/**
 * The pair after a record was seen; null when that told nothing new. A snapshot older than the
 * last one, by its own side's clock, is a late answer of an index and is ignored.
 */
export function observed(
  pair: Pair,
  side: Side,
  snapshot: Snapshot,
  config: SyncConfig,
): Pair | null {
  const before = pair[side];
  const isOlder =
    before !== null &&
    before.modifiedAt !== null &&
    snapshot.modifiedAt !== null &&
    snapshot.modifiedAt < before.modifiedAt;
  if (isOlder) return null;
  const sent = pair.unseen?.side === side ? pair.unseen : null;
  // Our own copy, restored, is as little in a view as it was before it went.
  const presence =
    side === 'crm' && isStillOurs(pair)
      ? 'alive'
      : presenceIn(pair.kind, side, snapshot.fields, before, config);
  const changed =
    before === null ||
    pair.gone?.side === side ||
    before.presence !== presence ||
    !identicalFields(before.fields, snapshot.fields) ||
    // Of a record without a counterpart any change may be news: it may have taken another in.
    (!isLinked(pair) && before.modifiedAt !== snapshot.modifiedAt);
  if (!changed && !sent && before.modifiedAt === snapshot.modifiedAt) return null;
  const mapped = config.fields[pair.kind];
  const settled =
    sent && pair.base
      ? settleSent(
          pair.base,
          side,
          sent.fields,
          snapshot.fields,
          isSameWrite(sent.modifiedAt, snapshot.modifiedAt),
          mapped,
        )
      : pair.base;
  const base =
    settled && before
      ? withClearings(settled, side, before.fields, snapshot.fields, mapped)
      : settled;
  const createdAt = snapshot.createdAt ?? before?.createdAt ?? null;
  const known = recognised({ ...pair, base }, side, snapshot.fields, mapped);
  const next: Pair = {
    ...known,
    [side]: { ...snapshot, createdAt, presence },
    unseen: sent ? null : known.unseen,
    ...standing(pair, side, snapshot.fields, mapped),
    dirty: pair.dirty || changed,
    // Seen living: whatever said that it was gone is no longer so.
    ...(pair.gone?.side === side ? { gone: null } : {}),
  };
  return withKeys(next, config, waitsOf(pair));
}

/** The pair after its record on a side was found in another state than alive. */
export function withPresence(
  pair: Pair,
  side: Side,
  presence: Presence,
  config: SyncConfig,
): Pair | null {
  const before = pair[side];
  if (!before || before.presence === presence) return null;
  const next: Pair = { ...pair, [side]: { ...before, presence }, dirty: true };
  return withKeys(next, config, waitsOf(pair));
}

/** What a person knows a record by. */
export function titleOf(pair: Pair): string {
  for (const side of ['desk', 'crm'] as const) {
    const fields = pair[side]?.fields;
    if (!fields) continue;
    const names =
      pair.kind === 'contact'
        ? side === 'desk'
          ? ['firstName', 'lastName']
          : ['First_Name', 'Last_Name']
        : keyFields[pair.kind][side];
    const title = names
      .map((name) => fields[name])
      .filter((value) => typeof value === 'string')
      .join(' ');
    const text =
      storable(title).trim() || storable(String(fields[keyFields[pair.kind][side][0] ?? ''] ?? ''));
    if (text.trim() !== '') return text.trim().slice(0, 200);
  }
  return pair.desk?.id ?? pair.crm?.id ?? pair.key;
}

/** By all mappings of a kind, which never change in place. */
const active = new WeakMap<readonly FieldPair[], readonly FieldPair[]>();

/** The field mappings of a kind that a run uses. */
export function activeFields(config: SyncConfig, kind: Kind): readonly FieldPair[] {
  const all = config.fields[kind];
  let found = active.get(all);
  if (found === undefined)
    active.set(all, (found = all.filter((field) => field.direction !== 'off')));
  return found;
}

/**
 * The pair, set aside after a service refused it. What it refers to may be the reason, so it is
 * planned anew when one of those records is linked or loses its link.
 */
export function parked(pair: Pair, config: SyncConfig): Pair {
  const parents = activeFields(config, pair.kind).flatMap((field) =>
    (['desk', 'crm'] as const).flatMap((side) => {
      const id = pair[side]?.fields[nameOf(field, side)];
      return field.lookup && typeof id === 'string' ? [waitKey(field.lookup, side, id)] : [];
    }),
  );
  return { ...withKeys(pair, config, [...waitsOf(pair), ...parents]), dirty: false };
}

/** The pair to be planned anew. */
export function asDirty(pair: Pair): Pair {
  return { ...pair, dirty: true };
}
