/** The people of both services. What they enter is never entered twice. */
import type { Kind, RecordId, Side } from '../../sync/types';
import type { StoredRecord } from '../sandbox/table';
import type { Clocks } from './clocks';
import { kindList, nameOn, simFields, tokenIn, type SimField } from './fields';
import { createHands, rawValue, type HandSetting } from './hands';

/** What people may do in a schedule, as weights. */
export interface Habits {
  readonly edit: number;
  /** The same field on both sides. */
  readonly clash: number;
  /** One field of every record of a module, at one instant. */
  readonly mass: number;
  readonly create: number;
  /** A record with the key of one on the other side. */
  readonly twin: number;
  readonly remove: number;
  readonly restore: number;
  readonly merge: number;
}

export interface Users {
  /** Acts once, if there is anything to do. Returns what was done. */
  act(): string;
  /** Records before the first run. */
  populate(): void;
  /** One edit of one field, for directed scenarios; without a value, of a fresh token. */
  edit(side: Side, kind: Kind, id: RecordId, field: string, value?: unknown, at?: number): void;
  create(side: Side, kind: Kind, more?: Readonly<Record<string, unknown>>, at?: number): RecordId;
  remove(side: Side, kind: Kind, id: RecordId, permanent?: boolean): void;
  restore(side: Side, kind: Kind, id: RecordId): void;
  merge(side: Side, kind: Kind, winner: RecordId, loser: RecordId): void;
  edits(): number;
}

export interface UserSetting extends HandSetting {
  readonly clocks: Clocks;
  readonly habits: Habits;
  /** Records of one kind a side at most. */
  readonly most: number;
}

const sides = ['desk', 'crm'] as const;

export function createUsers(setting: UserSetting): Users {
  const { services, clocks, dice } = setting;
  const hands = createHands(setting);
  const { fresh, create, remove, restore, merge } = hands;

  /** A new record with some of its fields filled. */
  function createAny(
    side: Side,
    kind: Kind,
    keys: Readonly<Record<string, unknown>> = {},
    at?: number,
  ): RecordId {
    const values: Record<string, unknown> = { ...keys };
    for (const one of simFields[kind]) {
      const name = nameOn(one, side);
      if (values[name] !== undefined || one.mandatory) continue;
      if (one.type === 'lookup') {
        const parents = services.live(side, 'account');
        if (parents.length > 0 && dice.chance(0.6))
          values[name] = rawValue(side, one, dice.pick(parents).id);
      } else if (dice.chance(one.key ? 0.75 : 0.5)) values[name] = fresh(side, one);
    }
    return create(side, kind, values, at);
  }

  const anyKind = (): Kind =>
    dice.weighted<Kind>([
      [5, 'contact'],
      [3, 'account'],
      [2, 'product'],
    ]);

  function target(): { side: Side; kind: Kind; record: StoredRecord } | null {
    const side = dice.pick(sides);
    const kind = anyKind();
    const live = services.live(side, kind);
    return live.length === 0 ? null : { side, kind, record: dice.pick(live) };
  }

  function newValue(side: Side, one: SimField): unknown {
    if (!one.mandatory && dice.chance(0.1)) return null;
    if (one.type !== 'lookup') return fresh(side, one);
    const parents = services.live(side, 'account');
    return parents.length === 0 ? null : rawValue(side, one, dice.pick(parents).id);
  }

  /** The record of the other side with the same key. */
  function twinOf(side: Side, kind: Kind, record: StoredRecord): StoredRecord | null {
    const key = simFields[kind].find((one) => one.key);
    if (key === undefined) return null;
    const other = side === 'desk' ? 'crm' : 'desk';
    const token = tokenIn(key.type, record.fields[nameOn(key, side)]);
    if (token === null) return null;
    return (
      services
        .live(other, kind)
        .find((one) => tokenIn(key.type, one.fields[nameOn(key, other)]) === token) ?? null
    );
  }

  const acts: Readonly<Record<keyof Habits, () => string>> = {
    edit() {
      const found = target();
      if (found === null) return '';
      const { side, kind, record } = found;
      const values: Record<string, unknown> = {};
      for (let count = dice.whole(1, 2); count > 0; count -= 1) {
        const one = dice.pick(simFields[kind]);
        values[nameOn(one, side)] = newValue(side, one);
      }
      hands.edit(side, kind, record.id, values);
      return `edit ${side} ${kind} ${record.id}`;
    },
    clash() {
      const found = target();
      const twin = found && twinOf(found.side, found.kind, found.record);
      if (!found || !twin) return '';
      const one = dice.pick(simFields[found.kind]);
      const other = found.side === 'desk' ? 'crm' : 'desk';
      hands.edit(found.side, found.kind, found.record.id, {
        [nameOn(one, found.side)]: newValue(found.side, one),
      });
      if (dice.chance(0.5)) clocks.advance(dice.whole(0, 2_000));
      hands.edit(other, found.kind, twin.id, { [nameOn(one, other)]: newValue(other, one) });
      return `clash ${found.kind} ${found.record.id} ${twin.id}`;
    },
    mass() {
      const side = dice.pick(sides);
      const kind = anyKind();
      const one = dice.pick(simFields[kind].filter((each) => !each.key && each.type !== 'lookup'));
      for (const record of services.live(side, kind))
        hands.edit(side, kind, record.id, { [nameOn(one, side)]: fresh(side, one) });
      return `mass ${side} ${kind}`;
    },
    create() {
      const side = dice.pick(sides);
      const kind = anyKind();
      if (services.live(side, kind).length >= setting.most) return '';
      return `create ${side} ${kind} ${createAny(side, kind)}`;
    },
    twin() {
      const found = target();
      if (!found || twinOf(found.side, found.kind, found.record)) return '';
      const { kind, record } = found;
      const other = found.side === 'desk' ? 'crm' : 'desk';
      const key = simFields[kind].find((one) => one.key);
      const value = key && record.fields[nameOn(key, found.side)];
      if (key === undefined || typeof value !== 'string') return '';
      return `twin ${other} ${kind} ${createAny(other, kind, { [nameOn(key, other)]: value })}`;
    },
    remove() {
      const found = target();
      if (found === null) return '';
      remove(found.side, found.kind, found.record.id, dice.chance(0.1));
      return `remove ${found.side} ${found.kind} ${found.record.id}`;
    },
    restore() {
      const side = dice.pick(sides);
      const kind = anyKind();
      const bin = [...services.table(side, kind).all()].filter(
        (one) => one.state === 'recycled' && one.mergedInto === null,
      );
      if (bin.length === 0) return '';
      const { id } = dice.pick(bin);
      restore(side, kind, id);
      return `restore ${side} ${kind} ${id}`;
    },
    merge() {
      const side = dice.pick(sides);
      // Desk merges nothing else.
      const kind = dice.pick(['contact', 'account'] as const);
      const live = services.live(side, kind);
      if (live.length < 2) return '';
      const winner = dice.pick(live);
      const loser = dice.pick(live.filter((one) => one !== winner));
      merge(side, kind, winner.id, loser.id);
      return `merge ${side} ${kind} ${winner.id} < ${loser.id}`;
    },
  };

  const chances = (Object.keys(setting.habits) as (keyof Habits)[]).map(
    (name) => [setting.habits[name], name] as const,
  );

  return {
    act: () => acts[dice.weighted(chances)](),
    populate() {
      for (const kind of kindList)
        for (const side of sides)
          for (let count = dice.whole(0, 3); count > 0; count -= 1) {
            const others = services.live(side === 'desk' ? 'crm' : 'desk', kind);
            const key = simFields[kind].find((one) => one.key);
            const twin = others.length > 0 && dice.chance(0.4) ? dice.pick(others) : null;
            const other = side === 'desk' ? 'crm' : 'desk';
            const value = twin && key ? twin.fields[nameOn(key, other)] : null;
            const isFree = !!twin && !twinOf(other, kind, twin) && typeof value === 'string';
            createAny(side, kind, isFree && key ? { [nameOn(key, side)]: value } : {});
          }
    },
    edit(side, kind, id, name, value, at) {
      const one = simFields[kind].find((each) => nameOn(each, side) === name);
      if (one === undefined) throw new Error(`no field ${name}`);
      const given = value === undefined ? fresh(side, one) : value;
      hands.edit(side, kind, id, { [name]: given }, at);
    },
    create,
    remove,
    restore,
    merge,
    edits: hands.edits,
  };
}
