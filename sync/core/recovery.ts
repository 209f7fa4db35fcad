/** Which record is the copy that a create of unknown outcome has left. */
import type { FieldPair, SyncConfig } from '../types/settings';
import type { Fields, Intent, Kind, Side, Snapshot } from '../types';
import { nameOf } from './convert';
import { allows } from './direction';
import { bareKey, emailKey, keyFields, nameKey } from './match';
import type { FieldConflict } from './merge';
import { isNormalised } from './normalised';
import { activeFields, type LinkedPair } from './pair';
import { indexKey, otherSide, plainFields } from './side';
import { isEmpty } from './values';

/** The look-up begins this long before the intent: the service's clock is carried on between answers. */
export const lookBackMs = 60_000;

/** Whether a record was not made before the intent. An unknown time of creation may be any. */
export function isYoung(
  { sentAt }: Pick<Intent, 'sentAt'>,
  { createdAt }: Pick<Snapshot, 'createdAt'>,
): boolean {
  return createdAt === null || createdAt >= sentAt - lookBackMs;
}

/** The business key, without its side, that the copy of an intent bears when nobody has edited it. */
export function copyKey({ kind, side, fields }: Intent): string | null {
  const key = firstKey(kind, side, fields);
  return key === null ? null : bareKey(indexKey(kind, side, key));
}

function firstKey(kind: Kind, side: Side, fields: Fields): string | null {
  const value = fields[keyFields[kind][side][0] ?? ''];
  if (typeof value !== 'string') return null;
  return kind === 'contact' ? emailKey(value) : nameKey(value);
}

/**
 * How far a copy's creation may lie before its intent: the services tell whole seconds, and their
 * clocks are carried on between answers.
 */
const creationSlackMs = 2_000;
/** Both times of a record that was never modified lie this close. */
const untouchedMs = 1_000;

/** A record that a create may have left. */
export interface Copy {
  readonly snapshot: Snapshot;
  /** It shows something else than what was sent: edited since, or the same customer made by hand. */
  readonly isDoubtful: boolean;
  /**
   * It shows what was sent and nothing else, and is no older than the call. Any other may be made by
   * hand, and the copy still to come: it is taken for ours only when nothing can come any more.
   */
  readonly isCertain: boolean;
}

/**
 * Whether a record with another e-mail address or name is the copy, edited by a person since: it
 * must have been modified after it was made, and still show most of what was sent. One value alone
 * proves nothing: many share a last name.
 */
function isEdited({ createdAt, modifiedAt }: Snapshot, differing: number, sent: number): boolean {
  if (createdAt !== null && modifiedAt !== null && modifiedAt - createdAt < untouchedMs)
    return false;
  return sent >= 3 && (differing === 1 || (sent >= 4 && differing * 2 <= sent));
}

/** Fields in which a record shows something that was not sent. A box without a tick shows nothing. */
function additions(
  fields: readonly FieldPair[],
  intent: Pick<Intent, 'side' | 'fields'>,
  copy: Snapshot,
): number {
  return fields.filter((field) => {
    const name = nameOf(field, intent.side);
    const value = copy.fields[name];
    const isShown = !isEmpty(field.type, value) && value !== false;
    return isShown && isEmpty(field.type, intent.fields[name]);
  }).length;
}

/**
 * The copy among records created since the intent: every sent field equal, as far as the service
 * did not rewrite it; else the only one with the same e-mail address or name; else one that shows
 * most of the rest.
 */
export function findCopy(
  intent: Intent,
  candidates: readonly Snapshot[],
  config: SyncConfig,
): Copy | null {
  const mapped = activeFields(config, intent.kind);
  const sent = mapped.filter(
    (field) => !isEmpty(field.type, intent.fields[nameOf(field, intent.side)]),
  );
  const key = firstKey(intent.kind, intent.side, intent.fields);
  const ranked = candidates
    .map((snapshot) => ({
      snapshot,
      differing: sent.filter(
        (field) => differs(field, intent, snapshot) && !isLostLookup(field, intent, snapshot),
      ).length,
      isOld: snapshot.createdAt !== null && snapshot.createdAt < intent.sentAt - creationSlackMs,
      more: additions(mapped, intent, snapshot),
    }))
    // Among equals the youngest id of the list's end is the oldest record: ours was first.
    .toSorted(
      (one, two) =>
        one.differing - two.differing ||
        Number(one.isOld) - Number(two.isOld) ||
        one.more - two.more ||
        (one.snapshot.id < two.snapshot.id ? -1 : 1),
    );
  const [first] = ranked;
  if (first?.differing === 0)
    return {
      snapshot: first.snapshot,
      isDoubtful: false,
      isCertain: !first.isOld && first.more === 0,
    };
  const doubtful = ({ snapshot }: { snapshot: Snapshot }): Copy => ({
    snapshot,
    isDoubtful: true,
    isCertain: false,
  });
  const young = ranked.filter((one) => !one.isOld);
  const alike = young.filter(
    ({ snapshot }) => key !== null && firstKey(intent.kind, intent.side, snapshot.fields) === key,
  );
  const [only] = alike;
  if (only) return alike.length === 1 ? doubtful(only) : null;
  const edited = young.find((one) => isEdited(one.snapshot, one.differing, sent.length));
  return edited ? doubtful(edited) : null;
}

/** Whether a record shows something else in a field than what was sent, as no service makes of it. */
function differs(
  field: FieldPair,
  intent: Pick<Intent, 'side' | 'fields'>,
  copy: Snapshot,
): boolean {
  const name = nameOf(field, intent.side);
  return !isNormalised(field.type, intent.fields[name] ?? null, copy.fields[name] ?? null);
}

/** Whether a reference reads as none: what it pointed at may have been deleted, which is no edit of the copy. */
function isLostLookup({ type, ...field }: FieldPair, { side }: Intent, copy: Snapshot): boolean {
  return type === 'lookup' && isEmpty(type, copy.fields[field[side]] ?? null);
}

/**
 * The pair with a copy that differs from what was sent. Whether the differing values are edits of
 * ours or those of a record made by hand nobody can tell, so none is agreed on, and the usual rule
 * for such fields follows. Where one side is empty that rule fills it in; somebody may have cleared
 * it, so that is a conflict as well, to be on record first.
 */
export function withDoubts(
  linked: LinkedPair,
  intent: Pick<Intent, 'side' | 'fields'>,
  config: SyncConfig,
): { readonly pair: LinkedPair; readonly conflicts: readonly FieldConflict[] } {
  const base = { desk: plainFields(linked.base.desk), crm: plainFields(linked.base.crm) };
  const conflicts: FieldConflict[] = [];
  const copy = linked[intent.side];
  for (const field of activeFields(config, linked.kind)) {
    if (!differs(field, intent, copy)) continue;
    delete base.desk[field.desk];
    delete base.crm[field.crm];
    const deskValue = linked.desk.fields[field.desk] ?? null;
    const crmValue = linked.crm.fields[field.crm] ?? null;
    const [isNoDesk, isNoCrm] = [isEmpty(field.type, deskValue), isEmpty(field.type, crmValue)];
    const kept = isNoDesk ? 'crm' : 'desk';
    if (isNoDesk !== isNoCrm && allows(field.direction, otherSide(kept)))
      conflicts.push({ field, deskValue, crmValue, kept });
  }
  return { pair: { ...linked, base }, conflicts };
}

/** Whether an open create may have left this record, as far as it shows. */
export function mayHaveLeft(intent: Intent, seen: Snapshot, config: SyncConfig): boolean {
  return isYoung(intent, seen) && findCopy(intent, [seen], config) !== null;
}

/** Whether a deleted record may be the copy. Without a name it may: a deletion is not undone on a guess. */
export function mayBeCopy(intent: Intent, name: string | null | undefined): boolean {
  if (name === null || name === undefined || name.trim() === '') return true;
  const folded = nameKey(name) ?? '';
  const fields =
    intent.kind === 'contact' ? ['lastName', 'Last_Name'] : keyFields[intent.kind][intent.side];
  return fields.some((field) => {
    const value = intent.fields[field];
    const own = typeof value === 'string' ? nameKey(value) : null;
    return own !== null && folded.includes(own);
  });
}
