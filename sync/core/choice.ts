/**
 * What a person decided about a field that both sides had changed. The pair carries the decision
 * until it is carried out, so that it survives a worker that is killed; the plan writes it like any
 * other change. It is valid while each side holds what the person saw or what they chose: any
 * other value is an edit made since, and the edit stands.
 */
import type { Choice, Fields, FieldValue, Pair, Problem, Side } from '../types';
import type { Conflict } from '../types/runs';
import type { FieldPair, SyncConfig } from '../types/settings';
import { toSide, type LinkOf } from './convert';
import { allows, mayWrite } from './direction';
import { isNormalised } from './normalised';
import { otherSide } from './side';
import { sameValue } from './values';

const sides = ['desk', 'crm'] as const;

const isOf = ({ field }: Choice, of: Pick<FieldPair, 'desk' | 'crm'>): boolean =>
  field.desk === of.desk && field.crm === of.crm;

/** What the choice asks to be written; nothing where there is none, or where it is void. */
export function chosenWrites(
  chosen: readonly Choice[] | undefined,
  field: FieldPair,
  now: Readonly<Record<Side, FieldValue>>,
  open: Readonly<Record<Side, boolean>>,
): readonly { readonly side: Side; readonly value: FieldValue }[] {
  const choice = chosen?.find((one) => isOf(one, field));
  if (choice === undefined) return [];
  const { saw, value } = choice;
  const holds = (side: Side): boolean => sameValue(field.type, now[side], value[side]);
  if (!sides.every((side) => holds(side) || sameValue(field.type, now[side], saw[side]))) return [];
  return sides
    .filter((side) => open[side] && !holds(side))
    .map((side) => ({ side, value: value[side] }));
}

/** Without the choices that this observation makes void: once edited, a field is never set back. */
export function standing(
  pair: Pair,
  side: Side,
  seen: Fields,
  fields: readonly FieldPair[],
): Pick<Pair, 'chosen'> {
  if (pair.chosen === undefined) return {};
  const sent = pair.unseen?.side === side ? pair.unseen.fields : null;
  return asChosen(
    pair.chosen.flatMap((choice) => {
      const name = choice.field[side];
      const value = seen[name];
      if (value === undefined) return [choice];
      const type = fields.find((field) => isOf(choice, field))?.type ?? 'text';
      const wanted = choice.value[side];
      if (sameValue(type, value, choice.saw[side]) || sameValue(type, value, wanted))
        return [choice];
      // What the service made of our own write is no edit.
      const isOurs =
        sent !== null && Object.hasOwn(sent, name) && isNormalised(type, wanted, value);
      return isOurs ? [{ ...choice, value: { ...choice.value, [side]: value } }] : [];
    }),
  );
}

/** After a write to `side`: `now` is what that side holds. Without the choices that are carried out. */
export function afterWrite(
  pair: Pair,
  side: Side,
  sent: Fields,
  now: Fields,
): Pick<Pair, 'chosen'> {
  if (pair.chosen === undefined) return {};
  const other = otherSide(side);
  return asChosen(
    pair.chosen.flatMap((choice) => {
      const { field, value } = choice;
      if (!Object.hasOwn(sent, field[side])) return [choice];
      const isDone = sameValue('text', pair[other]?.fields[field[other]] ?? null, value[other]);
      const held = now[field[side]] ?? null;
      return isDone ? [] : [{ ...choice, value: { ...value, [side]: held } }];
    }),
  );
}

function asChosen(chosen: readonly Choice[]): Pick<Pair, 'chosen'> {
  return { chosen: chosen.length === 0 ? undefined : chosen };
}

/** The pair with a decision to carry out, the same pair where both sides hold it already, or why not. */
export type Chosen =
  | { readonly type: 'pair'; readonly pair: Pair }
  | { readonly type: 'problem'; readonly problem: Problem };

/** Takes over `side`'s value of a conflict for both sides. */
export function choose(
  pair: Pair | null,
  conflict: Conflict,
  side: Side,
  config: SyncConfig,
  linkOf: LinkOf,
): Chosen {
  const field = config.fields[conflict.kind].find(
    ({ desk, crm }) => desk === conflict.field.desk && crm === conflict.field.crm,
  );
  if (pair?.desk == null || pair.crm === null || pair.base === null)
    return problem('conflict.unlinked');
  if (field === undefined || field.direction === 'off') return problem('conflict.unmapped');
  const now = {
    desk: pair.desk.fields[field.desk] ?? null,
    crm: pair.crm.fields[field.crm] ?? null,
  };
  const both = { desk: conflict.deskValue, crm: conflict.crmValue };
  /** What a side holds if nobody touched the field since: its own value, or the other's. */
  const known = (at: Side): boolean => {
    if (sameValue(field.type, now[at], both[at])) return true;
    const taken = toSide(field, at, both[otherSide(at)], linkOf);
    return taken.type === 'value' && sameValue(field.type, now[at], taken.value);
  };
  if (!known('desk') || !known('crm')) return problem('conflict.edited');
  const target = otherSide(side);
  const converted = toSide(field, target, both[side], linkOf);
  if (converted.type === 'problem') return { type: 'problem', problem: converted.problem };
  if (converted.type === 'waits') return problem('conflict.unlinked');
  const value = { desk: both.desk, crm: both.crm, [target]: converted.value };
  const missing = sides.filter((at) => !sameValue(field.type, now[at], value[at]));
  const closed = missing.some(
    (at) => !mayWrite(config, conflict.kind, at) || !allows(field.direction, at),
  );
  if (closed) return problem('conflict.closed');
  if (missing.length === 0) return { type: 'pair', pair };
  const rest = (pair.chosen ?? []).filter((one) => !isOf(one, field));
  const choice: Choice = { field: { desk: field.desk, crm: field.crm }, saw: now, value };
  return { type: 'pair', pair: { ...pair, chosen: [...rest, choice], dirty: true } };
}

const messages = {
  'conflict.unlinked': 'The two records are no longer linked. Dismiss this conflict.',
  'conflict.unmapped':
    'The field is no longer mapped. Dismiss this conflict, or map the field again.',
  'conflict.edited':
    'The field was changed again since. Look at the record in Zoho, then dismiss this conflict.',
  'conflict.closed':
    'Your settings do not let this value be written. Change the direction of the field or the sync type first.',
} as const;

function problem(code: keyof typeof messages): Chosen {
  return { type: 'problem', problem: { code, kind: 'conflict', message: messages[code] } };
}
