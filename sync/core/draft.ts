/** What becomes of an unlinked pair: a draft of its counterpart, or one pair together with it. */
import type { Pair, Problem, Side } from '../types';
import type { SyncConfig } from '../types/settings';
import type { CreateAction } from './action';
import { noBase } from './base';
import { nameOf, toSide, type LinkOf } from './convert';
import { allows } from './direction';
import { mandatoryMissing } from './field-problem';
import { waitKey } from './match';
import type { Merge } from './merge';
import { activeFields, withKeys, type LinkedPair } from './pair';
import { departmentsField, departmentsOf, madeOf } from './scope';
import { notesOf } from './sent';
import { otherSide, plainFields } from './side';

/** The index keys of the records that a pair waits for. */
export function waitKeys(waits: Merge['waits']): readonly string[] {
  return [...new Set(waits.map((wait) => waitKey(wait.kind, wait.side, wait.id)))];
}

/** Two pairs as one, keyed by the Desk record. Fields that are equal become base at the merge. */
export function joined(
  one: Pair,
  two: Pair,
  by: 'first' | 'second',
  config: SyncConfig,
): LinkedPair {
  const desk = one.desk ? one : two;
  const crm = one.desk ? two : one;
  if (!desk.desk || !crm.crm) throw new Error('A link needs one record of each side.');
  // Matched by a secondary address: CRM's primary address stands in Desk (SYN-3). With Desk's
  // old address as base, CRM's is the only change.
  const email =
    by === 'second' && desk.kind === 'contact'
      ? {
          desk: plainFields({ email: desk.desk.fields['email'] ?? null }),
          crm: plainFields({ Email: null }),
        }
      : noBase;
  const notes = { ...notesOf(desk, 'desk').sent, ...notesOf(crm, 'crm').sent };
  const pair: Pair = {
    ...desk,
    crm: crm.crm,
    base: email,
    sent: Object.keys(notes).length > 0 ? notes : undefined,
    linkedBy: 'match',
    ...madeOf(crm, 'crm'),
    dirty: true,
  };
  return withKeys(pair, config, []) as LinkedPair;
}

/** What is left of a cut link: the counterpart, and what both had agreed on. */
export interface Returned {
  readonly pair: Pair;
  readonly base: Pair['base'];
  /** Tandem had made the CRM record, and it had been in no chosen list view. */
  readonly made: boolean;
}

/** A record that came back from the bin, with its counterpart and as they stood when it went. */
export function rejoined(pair: Pair, back: Returned, config: SyncConfig): LinkedPair {
  const one = joined(pair, back.pair, 'first', config);
  return {
    ...one,
    base: back.base ?? one.base,
    ...(back.made ? { linkedBy: 'create', crm: { ...one.crm, presence: 'alive' } } : {}),
  };
}

/** The create of a record's counterpart, or why it cannot be made. */
export function draft(
  pair: Pair,
  source: Side,
  linkOf: LinkOf,
  config: SyncConfig,
): { action: CreateAction } | { problem: Problem } {
  const target = otherSide(source);
  const from = pair[source]?.fields ?? plainFields();
  const fields = plainFields<CreateAction['fields'][string]>();
  const waits: Merge['waits'][number][] = [];
  for (const field of activeFields(config, pair.kind)) {
    if (!allows(field.direction, target)) continue;
    const mandatory = field.mandatory?.includes(target) ?? false;
    const converted = toSide(field, target, from[nameOf(field, source)], linkOf);
    if (converted.type === 'value' && converted.value !== null) {
      fields[nameOf(field, target)] = converted.value;
    } else if (converted.type === 'waits') {
      waits.push({ kind: converted.kind, side: converted.side, id: converted.id });
    } else if (mandatory) {
      return {
        problem: converted.type === 'problem' ? converted.problem : mandatoryMissing(field, target),
      };
    }
    // Any other field that does not fit is left out here; the merge that follows reports it.
  }
  const departments = departmentsOf(config, pair.kind);
  if (target === 'desk' && departments.length > 0) fields[departmentsField] = departments;
  return {
    action: {
      type: 'create',
      pairKey: pair.key,
      kind: pair.kind,
      side: target,
      fields,
      waits: waitKeys(waits),
      reason: 'noCounterpart',
    },
  };
}
