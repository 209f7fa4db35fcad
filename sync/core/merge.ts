/**
 * Three-way merge of one linked pair, field by field, against the base held per side.
 *
 * Laws: merging again after its own writes changes nothing; sides are symmetric under swapped
 * names and policy; one changed side wins; every written value stems from one of the sides. A
 * field without a base follows the first-contact rule, which is the same merge over an empty
 * base: an empty side is filled, two different values go to the policy and the conflict log.
 * "Nothing" therefore never overwrites a value on first contact, and is an edit afterwards; a
 * value that is left empty on the other side counts as nothing there.
 */
import type { Choice, Fields, FieldValue, Kind, Pair, Problem, RecordId, Side } from '../types';
import type { ConflictPolicy, FieldPair } from '../types/settings';
import type { Base } from './base';
import { agrees, nameOf, toSide, type LinkOf } from './convert';
import { chosenWrites } from './choice';
import { allows } from './direction';
import { mandatoryMissing } from './field-problem';
import { flapping, isFlapping } from './flap';
import { otherSide, plainFields } from './side';
import { isEmpty, sameValue } from './values';

/** One field changed on both sides. `kept: null` waits for a person. */
export interface FieldConflict {
  readonly field: FieldPair;
  readonly deskValue: FieldValue;
  readonly crmValue: FieldValue;
  readonly kept: Side | null;
}

/** What is to be merged. `base` includes what was sent and not yet seen. */
export interface MergeInput {
  readonly fields: readonly FieldPair[];
  readonly base: Base;
  readonly desk: Fields;
  readonly crm: Fields;
  readonly policy: ConflictPolicy;
  /** What a person decided; carried out before anything is compared. */
  readonly chosen?: readonly Choice[] | undefined;
  /** Sides that may be written to at all. */
  readonly writable: Readonly<Record<Side, boolean>>;
  readonly linkOf: LinkOf;
  /** What was lately written to this pair's fields. */
  readonly writes?: Pair['writes'];
}

export interface Merge {
  /** The base with every field that both sides agree on now. */
  readonly base: Base;
  readonly writes: Readonly<Record<Side, Fields>>;
  readonly conflicts: readonly FieldConflict[];
  /** Records that must be linked before a lookup can be taken over. */
  readonly waits: readonly { readonly kind: Kind; readonly side: Side; readonly id: RecordId }[];
  /** Fields that could not be taken over, by the side that was to be written. */
  readonly problems: readonly { readonly side: Side; readonly problem: Problem }[];
}

function hasChanged(field: FieldPair, value: FieldValue, agreed: FieldValue | undefined): boolean {
  return agreed === undefined ? !isEmpty(field.type, value) : !sameValue(field.type, value, agreed);
}

/**
 * Whether a reference reads as none because what it pointed at is going: a service empties it when
 * that record is deleted, and shows it again when it is restored. Nobody edited it.
 */
function isOrphan(
  field: FieldPair,
  side: Side,
  value: FieldValue,
  agreed: FieldValue | undefined,
  linkOf: LinkOf,
): boolean {
  if (field.lookup === undefined || typeof agreed !== 'string' || !isEmpty(field.type, value))
    return false;
  return linkOf(field.lookup, side, agreed) === null;
}

/** Which side's value stands; null while a person must choose. */
function winner(
  field: FieldPair,
  policy: ConflictPolicy,
  open: Readonly<Record<Side, boolean>>,
): Side | null {
  // Where values travel one way only, their source decides.
  if (!open.crm) return 'crm';
  if (!open.desk) return 'desk';
  const rule = field.policy ?? policy;
  return rule === 'ask' ? null : rule;
}

/** The base without fields that are no longer mapped: mapped again, they begin anew. */
function mapped(input: MergeInput, side: Side): Record<string, FieldValue> {
  const fields = plainFields<FieldValue>();
  for (const field of input.fields) {
    const name = nameOf(field, side);
    const agreed = input.base[side][name];
    if (agreed !== undefined) fields[name] = agreed;
  }
  return fields;
}

/** Merges every mapped field that was read on both sides. */
export function mergeFields(input: MergeInput): Merge {
  const base = { desk: mapped(input, 'desk'), crm: mapped(input, 'crm') };
  const writes = { desk: plainFields<FieldValue>(), crm: plainFields<FieldValue>() };
  const conflicts: FieldConflict[] = [];
  const waits: Merge['waits'][number][] = [];
  const problems: Merge['problems'][number][] = [];
  for (const field of input.fields) {
    if (field.direction === 'off') continue;
    const desk = input.desk[field.desk];
    const crm = input.crm[field.crm];
    // Not read under this mapping yet: says nothing, least of all that it is empty.
    if (desk === undefined || crm === undefined) continue;
    const open = {
      desk: input.writable.desk && allows(field.direction, 'desk'),
      crm: input.writable.crm && allows(field.direction, 'crm'),
    };
    const wanted = chosenWrites(input.chosen, field, { desk, crm }, open);
    if (wanted.length > 0) {
      for (const { side, value } of wanted) writes[side][nameOf(field, side)] = value;
      continue;
    }
    if (agrees(field, desk, crm, input.linkOf)) {
      base.desk[field.desk] = desk;
      base.crm[field.crm] = crm;
      continue;
    }
    const agreedDesk = base.desk[field.desk];
    const agreedCrm = base.crm[field.crm];
    const known = agreedDesk !== undefined && agreedCrm !== undefined;
    const orphan = {
      desk: isOrphan(field, 'desk', desk, agreedDesk, input.linkOf),
      crm: isOrphan(field, 'crm', crm, agreedCrm, input.linkOf),
    };
    // Beside an orphan nothing is agreed on any more: what the other side refers to may have, or
    // get, another counterpart.
    const changed = {
      desk: orphan.crm
        ? !isEmpty(field.type, desk)
        : hasChanged(field, desk, known ? agreedDesk : undefined) && !orphan.desk,
      crm: orphan.desk
        ? !isEmpty(field.type, crm)
        : hasChanged(field, crm, known ? agreedCrm : undefined) && !orphan.crm,
    };
    if (!changed.desk && !changed.crm) continue;
    if (!open.desk && !open.crm) continue;
    const both = changed.desk && changed.crm;
    const source = both ? winner(field, input.policy, open) : changed.desk ? 'desk' : 'crm';
    if (source === null) {
      conflicts.push({ field, deskValue: desk, crmValue: crm, kept: null });
      continue;
    }
    const target = otherSide(source);
    if (!open[target]) continue;
    const converted = toSide(field, target, source === 'desk' ? desk : crm, input.linkOf);
    if (converted.type === 'waits') {
      waits.push({ kind: converted.kind, side: converted.side, id: converted.id });
    } else if (converted.type === 'problem') {
      problems.push({ side: target, problem: converted.problem });
    } else if (!known && isEmpty(field.type, converted.value)) {
      // First contact: what the target does not take leaves alone what it has.
      continue;
    } else if (converted.value === null && field.mandatory?.includes(target)) {
      problems.push({ side: target, problem: mandatoryMissing(field, target) });
    } else if (isFlapping(input.writes, field, target, converted.value)) {
      problems.push({ side: target, problem: flapping(field) });
    } else {
      writes[target][nameOf(field, target)] = converted.value;
      // A person may have emptied what reads as an orphan.
      if (both || orphan[target])
        conflicts.push({ field, deskValue: desk, crmValue: crm, kept: source });
    }
  }
  return { base, writes, conflicts, waits, problems };
}
