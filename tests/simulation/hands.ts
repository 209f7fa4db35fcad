import type { Kind, RecordId, Side } from '../../sync/types';
import * as crmRecords from '../sandbox/crm/records';
import * as deskRecords from '../sandbox/desk/records';
import type { StoredRecord } from '../sandbox/table';
import { modules, nameOn, simFields, valueOf, type SimField } from './fields';
import type { Dice } from './random';
import type { Services } from './services';

/** What a person can do to one record, by a service's own screens. */
export interface Hands {
  /** A value that nobody entered before, as a service's own screens save it. */
  fresh(side: Side, one: SimField): unknown;
  edit(
    side: Side,
    kind: Kind,
    id: RecordId,
    values: Readonly<Record<string, unknown>>,
    at?: number,
  ): void;
  /** With what is given, and all that is mandatory. */
  create(side: Side, kind: Kind, more?: Readonly<Record<string, unknown>>, at?: number): RecordId;
  remove(side: Side, kind: Kind, id: RecordId, permanent?: boolean): void;
  restore(side: Side, kind: Kind, id: RecordId): void;
  merge(side: Side, kind: Kind, winner: RecordId, loser: RecordId): void;
  /** Values and records changed so far. */
  edits(): number;
}

export interface HandSetting {
  readonly services: Services;
  readonly dice: Dice;
  /** Longest time by which a change bears an earlier time than it becomes visible, ms. */
  readonly visibilityLag: number;
}

/** A value as a service's own screens save it. */
export function rawValue(side: Side, one: SimField, value: unknown): unknown {
  if (value === null || side === 'desk') return value;
  if (one.type === 'decimal') return Number(value);
  return one.type === 'lookup' ? { id: value } : value;
}

export function createHands({ services, dice, visibilityLag }: HandSetting): Hands {
  let tokens = 0;
  let edits = 0;
  const fresh = (side: Side, one: SimField): unknown =>
    rawValue(side, one, valueOf(one, (tokens += 1)));
  const actor = (side: Side) => ({ zuid: services.admin[side], via: 'person' as const });
  const world = (side: Side) => services.sandboxes[side].world;
  /** Long transactions: what is saved now bears the time at which it began. */
  function timeOf(side: Side, record: StoredRecord | null): number | undefined {
    if (visibilityLag === 0 || !dice.chance(0.3)) return undefined;
    const now = world(side).clock.now();
    const at = now - dice.whole(0, visibilityLag);
    return record === null || at > record.modifiedAt ? at : undefined;
  }

  function edit(
    side: Side,
    kind: Kind,
    id: RecordId,
    values: Readonly<Record<string, unknown>>,
    time?: number,
  ): void {
    const at = time ?? timeOf(side, services.table(side, kind).get(id) ?? null);
    const module = modules[kind][side];
    if (side === 'desk')
      deskRecords.editRecord(world(side), services.desk, module, id, values, actor(side), at);
    else crmRecords.editRecord(world(side), services.crm, module, id, values, actor(side), at);
    edits += Object.keys(values).length;
    services.drain(null);
  }

  function create(
    side: Side,
    kind: Kind,
    more: Readonly<Record<string, unknown>> = {},
    at?: number,
  ): RecordId {
    const values: Record<string, unknown> = {};
    for (const one of simFields[kind]) {
      const name = nameOn(one, side);
      if (more[name] !== undefined) values[name] = more[name];
      else if (one.mandatory) values[name] = fresh(side, one);
    }
    const module = modules[kind][side];
    edits += 1;
    const { id } =
      side === 'desk'
        ? deskRecords.createRecord(world(side), services.desk, module, values, actor(side), at)
        : crmRecords.createRecord(world(side), services.crm, module, values, actor(side), at);
    services.drain(null);
    return id;
  }

  function remove(side: Side, kind: Kind, id: RecordId, permanent = false): void {
    const module = modules[kind][side];
    if (side === 'desk')
      deskRecords.deleteRecord(world(side), services.desk, module, id, permanent, actor(side));
    else crmRecords.deleteRecord(world(side), services.crm, module, id, permanent, actor(side));
    edits += 1;
    services.drain(null);
  }

  function restore(side: Side, kind: Kind, id: RecordId): void {
    const module = modules[kind][side];
    if (side === 'desk')
      deskRecords.restoreRecord(world(side), services.desk, module, id, actor(side));
    else crmRecords.restoreRecord(world(side), services.crm, module, id, actor(side));
    edits += 1;
    services.drain(null);
  }

  function merge(side: Side, kind: Kind, winner: RecordId, loser: RecordId): void {
    const module = modules[kind][side];
    if (side === 'desk')
      deskRecords.mergeRecords(world(side), services.desk, module, winner, [loser], actor(side));
    else crmRecords.mergeRecords(world(side), services.crm, module, winner, [loser], actor(side));
    edits += 1;
    services.drain(null);
  }

  return { fresh, edit, create, remove, restore, merge, edits: () => edits };
}
