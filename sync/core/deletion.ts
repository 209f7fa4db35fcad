/**
 * When a deletion takes the counterpart along (DEL-1 … DEL-4), and when it only cuts the link.
 *
 * A delete is planned on positive evidence alone, in a later run than the one that saw it, and
 * never where the counterpart differs from what both sides agreed on: an edit beats a delete.
 * Everything else cuts the link and keeps the record.
 */
import type { DeletePreference, SyncConfig } from '../types/settings';
import type { Kind, Pair, Problem, Side, Tombstone } from '../types';
import type { DeleteAction, UnlinkAction } from './action';
import { effectiveBase } from './base';
import { agrees, nameOf, type LinkOf } from './convert';
import { mayWrite } from './direction';
import { activeFields, isLinked, pairKeyOf, withKeys, type LinkedPair } from './pair';
import { isStillOurs, madeOf } from './scope';
import { quarantineMs } from './quarantine';
import { notesOf } from './sent';
import { otherSide } from './side';
import { isEmpty, sameValue } from './values';

/** What follows a deletion as the product comes: the link is cut, nothing else. */
export const neverDelete: Readonly<Record<Kind, DeletePreference>> = {
  account: { crmDeleted: 'never', deskDeleted: 'never' },
  contact: { crmDeleted: 'never', deskDeleted: 'never' },
  product: { crmDeleted: 'never', deskDeleted: 'never' },
};

/** What happens to the counterpart of a record deleted on `gone`; `never` where that side is not written to. */
export function deleteRule(
  config: SyncConfig,
  kind: Kind,
  gone: Side,
): DeletePreference['crmDeleted'] {
  if (!mayWrite(config, kind, otherSide(gone))) return 'never';
  const preference = config.deletions?.[kind] ?? neverDelete[kind];
  return gone === 'crm' ? preference.crmDeleted : preference.deskDeleted;
}

/**
 * Whether a side holds anything that its counterpart has not seen. A field without an agreed
 * value counts as edited unless it is empty or equal to the counterpart's last value; one that
 * was never read may hold anything.
 */
export function isEdited(
  pair: LinkedPair,
  side: Side,
  linkOf: LinkOf,
  config: SyncConfig,
): boolean {
  const base = effectiveBase(pair);
  return activeFields(config, pair.kind).some((field) => {
    const value = pair[side].fields[nameOf(field, side)];
    const agreed = base[side][nameOf(field, side)];
    if (value === undefined) return agreed !== undefined && !isEmpty(field.type, agreed);
    if (agreed !== undefined) return !sameValue(field.type, value, agreed);
    if (isEmpty(field.type, value)) return false;
    const [desk, crm] = [pair.desk.fields[field.desk], pair.crm.fields[field.crm]];
    return desk === undefined || crm === undefined || !agrees(field, desk, crm, linkOf);
  });
}

const kept = (code: string, message: string): Problem => ({ code, kind: 'conflict', message });

/** Why a record was kept although its counterpart is gone, where a person should know. */
export const keptProblems = {
  editKept: kept(
    'delete.editKept',
    'Its counterpart was deleted, but this record had been edited meanwhile, so it was kept and the link was cut. Delete it by hand if it is no longer wanted.',
  ),
  associatesUnknown: kept(
    'delete.associatesUnknown',
    'Its counterpart was deleted, but Desk does not tell what hangs on this record, so it was kept and the link was cut.',
  ),
  recordMerged: kept(
    'delete.merged',
    'Its counterpart was merged into another record, or may have been, so this one was kept and the link was cut. Merge the two here as well, or link this one by hand.',
  ),
  recordMissing: kept(
    'delete.missing',
    'Its counterpart no longer exists and is not in the recycle bin: it was merged into another record or deleted for good. This record was kept and the link was cut.',
  ),
} as const;

const isReported = (reason: string): reason is keyof typeof keptProblems =>
  Object.hasOwn(keptProblems, reason);

/** A cut link, of which each record that outlived it still knows when it is deleted by itself. */
export type FormerLink = Pick<Tombstone, 'partner' | 'base'>;

/**
 * Cuts the link, keeps the survivor, and remembers both so that neither is created anew and a
 * restored record finds its counterpart again. `former`: of a record that had none any more.
 */
export function unlink(
  pair: Pair,
  side: Side,
  config: SyncConfig,
  reason: string = 'recordDeleted',
  former?: FormerLink,
): UnlinkAction {
  const { kind, key: pairKey } = pair;
  const gone = pair[side];
  const other = otherSide(side);
  const survivor = pair[other];
  const isLost = !survivor || survivor.presence === 'trashed';
  const linked = isLinked(pair);
  const made = isStillOurs(pair) ? { made: true } : {};
  const known = { kind, base: pair.base, ...made };
  const tombstones = [
    ...(gone
      ? [
          {
            ...known,
            side,
            id: gone.id,
            reason: reason === 'recordMissing' ? ('merged' as const) : ('deleted' as const),
            ...(survivor && linked ? { partner: survivor.id } : {}),
            ...(former && !linked ? { ...former, alone: true } : {}),
          },
        ]
      : []),
    ...(survivor && linked
      ? [
          {
            ...known,
            side: other,
            id: survivor.id,
            reason: isLost ? ('deleted' as const) : ('unlinked' as const),
            ...(gone ? { partner: gone.id } : {}),
          },
        ]
      : []),
  ];
  const rest: Pair | null = isLost
    ? null
    : withKeys(
        {
          ...pair,
          // Named after what is left: the deleted record, restored, begins a pair of its own name.
          key: pairKeyOf(kind, other, survivor.id),
          [side]: null,
          base: null,
          unseen: null,
          ...notesOf(pair, other),
          ...madeOf(pair, other),
          removed: undefined,
          gone: null,
          linkedBy: null,
          dirty: true,
        },
        config,
        [],
      );
  const problem =
    rest && isReported(reason) ? { side: other, problem: keptProblems[reason] } : null;
  return { type: 'unlink', pairKey, kind, side, reason, pair: rest, tombstones, problem };
}

/** Whether a record went by a delete of ours whose answer is missing, so that nobody else deleted it. */
function isOurs({ removed, gone }: Pair, side: Side): boolean {
  return removed?.side === side && (gone == null || gone.at <= removed.at + quarantineMs);
}

/**
 * Our delete followed a deletion on the other side, and that record is back: both had gone, and like
 * any that is restored then it is new.
 */
function afterOurs(action: UnlinkAction): UnlinkAction {
  const tombstones = action.tombstones.map((one) => ({ ...one, reason: 'deleted' as const }));
  return { ...action, tombstones };
}

/** What follows for a linked pair of which a record is gone; `wait`: not before the next run. */
export function planGone(
  pair: LinkedPair,
  linkOf: LinkOf,
  config: SyncConfig,
  runId: string | null,
): UnlinkAction | DeleteAction | 'wait' | null {
  const trashed = (['desk', 'crm'] as const).filter((one) => pair[one].presence === 'trashed');
  const [side] = trashed;
  const { gone } = pair;
  if (side === undefined) {
    if (gone?.proof !== 'absent') return null;
    // Not there for two runs, nor in the bin: no proof of a deletion, but of no counterpart.
    return gone.runId === runId ? 'wait' : unlink(pair, gone.side, config, 'recordMissing');
  }
  if (trashed.length > 1) return unlink(pair, side, config);
  if (isOurs(pair, side)) return afterOurs(unlink(pair, side, config));
  const rule = deleteRule(config, pair.kind, side);
  const target = otherSide(side);
  if (rule === 'never' || gone?.side !== side) return unlink(pair, side, config);
  if (gone.proof !== 'deleted') return unlink(pair, side, config, 'recordMerged');
  if (pair[target].presence !== 'alive') return unlink(pair, side, config, 'outOfScope');
  if (isEdited(pair, target, linkOf, config)) return unlink(pair, side, config, 'editKept');
  if (gone.runId === runId) return 'wait';
  return {
    type: 'delete',
    pairKey: pair.key,
    kind: pair.kind,
    side: target,
    id: pair[target].id,
    ifNoAssociates: rule === 'ifNoAssociates',
    precondition: { modifiedAt: pair[target].modifiedAt },
    reason: 'recordDeleted',
  };
}
