/** The pair after a write succeeded: the one place where observations and base move together. */
import type { FieldPair, SyncConfig } from '../types/settings';
import type { Fields, Instant, Intent, Pair, Side, Snapshot } from '../types';
import type { UpdateAction } from './action';
import { noBase, settled, settleSent, type Base } from './base';
import { afterWrite } from './choice';
import { agrees, nameOf, toSide, type LinkOf } from './convert';
import { activeFields, withKeys } from './pair';
import { unnoted } from './sent';
import { otherSide, plainFields } from './side';

/** Both times of a new record lie this close: CRM tells whole seconds, Desk sets them one after the other. */
const creationMs = 1_000;

/** What a service answered to a write. */
export interface Written {
  readonly snapshot: Snapshot | null;
  readonly modifiedAt: Instant | null;
}

function written(fields: readonly FieldPair[], side: Side, sent: Fields): readonly FieldPair[] {
  return fields.filter((field) => Object.hasOwn(sent, nameOf(field, side)));
}

/**
 * After an update. The source's base is the value that was planned from; the target's is what its
 * answer shows, as returned, unless somebody wrote after us (a later time than our write's).
 * Fields that were not sent are observed, not agreed: an edit among them stays an edit.
 */
export function afterUpdate(
  pair: Pair,
  action: Pick<UpdateAction, 'side' | 'fields' | 'base' | 'waits'>,
  result: Written,
  config: SyncConfig,
): Pair {
  const { side, fields: sent } = action;
  const source = otherSide(side);
  const before = pair[side];
  const origin = pair[source];
  if (!before || !origin) return pair;
  const mapped = written(activeFields(config, pair.kind), side, sent);
  const origins = plainFields(action.base[source]);
  for (const field of mapped) {
    const name = nameOf(field, source);
    origins[name] = origin.fields[name] ?? null;
  }
  const agreed: Base = { ...action.base, [source]: origins };
  const { snapshot } = result;
  if (snapshot) {
    const at = result.modifiedAt ?? snapshot.modifiedAt;
    const later = at !== null && snapshot.modifiedAt !== null && snapshot.modifiedAt > at;
    const values = plainFields(agreed[side]);
    for (const field of mapped) {
      const name = nameOf(field, side);
      const value = sent[name] ?? null;
      const seen = snapshot.fields[name];
      values[name] = later ? settled(field, value, seen, false) : (seen ?? null);
    }
    // An answer may hold the written fields only: what it leaves out is as it was last seen.
    const observation = {
      ...before,
      modifiedAt: snapshot.modifiedAt ?? before.modifiedAt,
      fields: plainFields(before.fields, snapshot.fields),
    };
    const next: Pair = {
      ...pair,
      ...afterWrite(pair, side, sent, observation.fields),
      [side]: { ...observation, presence: 'alive' },
      base: { ...agreed, [side]: values },
      ...unnoted(pair, side),
      unseen: pair.unseen?.side === side ? null : pair.unseen,
    };
    return withKeys(next, config, action.waits);
  }
  const open = pair.unseen?.side === side ? pair.unseen.fields : null;
  // One slot suffices: only one service answers without the record. Were it both, what was sent
  // becomes base at once, and a rewriting by the service would travel back a single time.
  const isTaken = pair.unseen !== null && open === null;
  const next: Pair = {
    ...pair,
    ...afterWrite(pair, side, sent, sent),
    // Overlaid with what was sent: otherwise the old value would look like an edit against it.
    [side]: {
      ...before,
      fields: plainFields(before.fields, sent),
      modifiedAt: result.modifiedAt ?? before.modifiedAt,
    },
    ...unnoted(pair, side),
    base: isTaken ? { ...agreed, [side]: plainFields(agreed[side], sent) } : agreed,
    unseen: isTaken
      ? pair.unseen
      : { side, fields: plainFields(open, sent), modifiedAt: result.modifiedAt },
  };
  return withKeys(next, config, action.waits);
}

/**
 * After a create, or when the copy of one with unknown outcome was found. The base is what was
 * sent, or what the service made of it; everything else the copy holds counts as changed there
 * and travels back. The source may have been edited since the intent: then its base is the value
 * that was sent, so that the edit is still one.
 */
export function afterCreate(
  pair: Pair,
  intent: Pick<Intent, 'side' | 'fields'>,
  id: string,
  result: Written,
  linkedBy: 'create' | 'adopt',
  linkOf: LinkOf,
  config: SyncConfig,
  waits: readonly string[],
): Pair {
  const { side, fields: sent } = intent;
  const source = otherSide(side);
  const origin = pair[source];
  const mapped = activeFields(config, pair.kind);
  const origins = plainFields<Fields[string]>();
  const copies = plainFields<Fields[string]>();
  for (const field of mapped) {
    const [from, to] = [nameOf(field, source), nameOf(field, side)];
    const value = origin?.fields[from] ?? null;
    const copy = sent[to] ?? null;
    const isSame =
      side === 'desk' ? agrees(field, copy, value, linkOf) : agrees(field, value, copy, linkOf);
    const back = isSame ? null : toSide(field, source, copy, linkOf);
    // Left out of the draft although the source has it (it waits, or does not fit): no base yet.
    if (copy === null && !isSame && linkedBy === 'create') continue;
    if (back && back.type !== 'value') continue;
    origins[from] = back ? back.value : value;
    copies[to] = copy;
  }
  const base: Base = { ...noBase, [source]: origins, [side]: copies };
  const { snapshot } = result;
  const names = plainFields(copies);
  const next: Pair = {
    ...pair,
    [side]: snapshot
      ? { ...snapshot, presence: 'alive' }
      : {
          id,
          createdAt: result.modifiedAt,
          modifiedAt: result.modifiedAt,
          fields: names,
          presence: 'alive',
        },
    base: snapshot
      ? settleSent(base, side, names, snapshot.fields, isSameCopy(result), mapped)
      : base,
    unseen: snapshot ? null : { side, fields: names, modifiedAt: result.modifiedAt },
    linkedBy,
    dirty: true,
  };
  return withKeys(next, config, waits);
}

/** A copy that was never modified after the moment of its creation shows our own write only. */
function isSameCopy({ snapshot }: Written): boolean {
  if (!snapshot || snapshot.createdAt === null || snapshot.modifiedAt === null) return false;
  return snapshot.modifiedAt - snapshot.createdAt < creationMs;
}
