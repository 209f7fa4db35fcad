/**
 * What the servers' histories prove: which records are one customer, which value came of which,
 * and what was overwritten by whom. Built from the events alone.
 */
import type { Kind } from '../../sync/types';
import { nameOn, simFields, tokenIn, type SimField } from './fields';
import { nameOf, type Known, type RecordName } from './known';
import type { Event } from './services';

/** A value of one field that a program replaced. */
export interface Overwrite {
  readonly event: Event;
  readonly field: SimField;
  /** Tokens; null for nothing. */
  readonly old: number | null;
  readonly now: number | null;
  /** For `old: null`: what a person had cleared there, and when. */
  readonly cleared: { readonly event: Event; readonly old: number } | null;
  /** When the old value came there. */
  readonly since: Event;
}

export interface Ledger {
  readonly records: ReadonlyMap<RecordName, Known>;
  readonly overwrites: readonly Overwrite[];
  /** The customer a record belongs to; records of one customer share the answer. */
  customerOf(name: RecordName): string;
  /** Whether `old` is `now` or one of the values that people replaced on the way to it. */
  isAncestor(old: number, now: number): boolean;
  /** Whether a person entered this very value into that record, or a program brought it there. */
  isHome(token: number, name: RecordName): boolean;
  /** People's clearings of a field, by `{kind}/{field}`. */
  clearings(kind: Kind, field: SimField): readonly { event: Event; old: number }[];
  /** Whether the customers of two records ever had a key in common. */
  shareKey(one: RecordName, two: RecordName): boolean;
  /** Whether a record of the other side that was deleted or merged once bore a key of this one's. */
  hadLostTwin(name: RecordName): boolean;
  /** Things that no order of events excuses. */
  readonly wrongs: readonly { readonly event: Event; readonly what: string }[];
}

/** ms between the reading of a record and the writing of its copy, delays of the services included. */
const readingMs = 20 * 60_000;

/**
 * Reads the whole history once. `latest`: a record that a program has just made. What it was made of
 * says whose it is; that it shares a key with somebody else's record does not.
 */
export function createLedger(events: readonly Event[], latest?: RecordName): Ledger {
  const records = new Map<RecordName, Known>();
  const overwrites: Overwrite[] = [];
  const wrongs: { event: Event; what: string }[] = [];
  const parents = new Map<number, number>();
  /** Records into which people entered a value, and those to which a program brought it. */
  const homes = new Map<number, RecordName[]>();
  const bearers = new Map<number, RecordName[]>();
  /** Values of the key field that a record ever had. */
  const keys = new Map<RecordName, Set<number>>();
  const roots = new Map<string, string>();
  /** Last value of a field that was not nothing, and the event that set the present one. */
  const lasts = new Map<string, number>();
  const setBy = new Map<string, Event>();
  /** What stood there before the present value, and until when. */
  const replaced = new Map<string, { readonly old: number | null; readonly time: number }[]>();
  const clearedBy = new Map<string, { event: Event; old: number }>();
  const cleared = new Map<string, { event: Event; old: number }[]>();

  const rootOf = (name: string): string => {
    let root = name;
    for (let next = roots.get(root); next !== undefined; next = roots.get(root)) root = next;
    return root;
  };
  const join = (one: string, two: string): void => {
    const [first, second] = [rootOf(one), rootOf(two)];
    if (first !== second) roots.set(second, first);
  };

  function byPerson(event: Event, place: string, field: SimField, old: number | null): void {
    const now = tokenIn(field.type, event.after?.[nameOn(field, event.side)]);
    if (now === null) {
      if (old === null) return;
      clearedBy.set(place, { event, old });
      const list = `${event.kind}/${field.desk}`;
      cleared.set(list, [...(cleared.get(list) ?? []), { event, old }]);
      return;
    }
    clearedBy.delete(place);
    const before = old ?? lasts.get(place);
    if (before !== undefined && before !== now && !homes.has(now)) parents.set(now, before);
    homes.set(now, [...(homes.get(now) ?? []), nameOf(event)]);
    lasts.set(place, now);
  }

  /** Keys that any record of its customer ever had: a counterpart passes them on when one is lost. */
  function keysOf(name: RecordName): ReadonlySet<number> {
    const own = [...keys].filter(([other]) => rootOf(other) === rootOf(name));
    return new Set(own.flatMap(([, had]) => [...had]));
  }

  function shareKey(one: RecordName, two: RecordName): boolean {
    const others = keysOf(two);
    return [...keysOf(one)].some((key) => others.has(key));
  }

  /** Two records turn out to be one customer: they shared a key, and neither side has two then. */
  function mayJoin(one: RecordName, two: RecordName): boolean {
    const customers = new Set([rootOf(one), rootOf(two)]);
    const all = [...records.values()].filter(
      (each) => each.isLive && customers.has(rootOf(each.name)),
    );
    return (
      shareKey(one, two) &&
      (['desk', 'crm'] as const).every(
        (side) => all.filter((each) => each.side === side).length <= 1,
      )
    );
  }

  /**
   * Of a record that a program made: the one whose values it shows most of. A living record that
   * holds them is meant, even where people entered them into another: a copy that was restored is
   * what the new one was made of, not a namesake of long ago. What stood there, or lived, until
   * shortly before was read by the program that wrote; of two alike, the one without a counterpart
   * is meant, then the one that lives, and then the one that shows it still.
   */
  function sourceOf(event: Event): RecordName | null {
    const counts = new Map<RecordName, number>();
    const present = new Map<RecordName, number>();
    for (const field of simFields[event.kind]) {
      const token = tokenIn(field.type, event.after?.[nameOn(field, event.side)]);
      if (token === null) continue;
      const own = homes.get(token) ?? [];
      for (const record of records.values()) {
        if (record.side === event.side || record.kind !== event.kind) continue;
        const column = nameOn(field, record.side);
        const before = replaced.get(`${record.name}/${column}`) ?? [];
        const lost = record.isLive ? undefined : record.turns.at(-1);
        const stands = tokenIn(field.type, record.fields[column]) === token;
        if (stands) present.set(record.name, (present.get(record.name) ?? 0) + 1);
        const shows =
          (lost === undefined || event.time - lost.time < readingMs) &&
          (stands ||
            before.some(({ old, time }) => old === token && event.time - time < readingMs));
        // What it shows still counts for more than what was typed over since.
        const weight = (shows ? 2 : 0) + (own.includes(record.name) ? 1 : 0);
        if (weight > 0) counts.set(record.name, (counts.get(record.name) ?? 0) + weight);
      }
    }
    const isPaired = (name: RecordName): number =>
      Number(
        [...records.values()].some(
          (one) => one.side === event.side && one.isLive && rootOf(one.name) === rootOf(name),
        ),
      );
    const lives = (name: RecordName): number => Number(records.get(name)?.isLive === true);
    const [first] = [...counts].toSorted(
      (one, two) =>
        two[1] - one[1] ||
        isPaired(one[0]) - isPaired(two[0]) ||
        lives(two[0]) - lives(one[0]) ||
        (present.get(two[0]) ?? 0) - (present.get(one[0]) ?? 0),
    );
    return first?.[0] ?? null;
  }

  function byProgram(
    event: Event,
    place: string,
    field: SimField,
    old: number | null,
    source: RecordName | null,
  ): void {
    const now = tokenIn(field.type, event.after?.[nameOn(field, event.side)]);
    if (now !== null) {
      const name = nameOf(event);
      const own = homes.get(now) ?? [];
      // What was brought to a record is passed on with it: cut off, it may be matched anew.
      const all = [...own, ...(bearers.get(now) ?? [])];
      if (own.length === 0) wrongs.push({ event, what: `nobody ever entered k${now}` });
      else if (!own.some((home) => rootOf(home) === rootOf(name))) {
        const stands = source !== null && own.some((one) => rootOf(one) === rootOf(source));
        const home = stands
          ? source
          : // Made of what came from a record that is gone: its counterpart was brought back.
            event.operation === 'create' && own.length === 1
            ? own[0]
            : all.find((one) => mayJoin(one, name));
        if (home !== undefined) join(home, name);
        // Among several of one key nobody can tell which is meant.
        else if (!all.some((one) => shareKey(one, name)))
          wrongs.push({ event, what: `k${now} belongs to ${own.join()}` });
      }
      bearers.set(now, [...(bearers.get(now) ?? []), name]);
    }
    if (event.operation === 'update')
      overwrites.push({
        event,
        field,
        old,
        now,
        cleared: clearedBy.get(place) ?? null,
        since: setBy.get(place) ?? event,
      });
    clearedBy.delete(place);
    if (now !== null) lasts.set(place, now);
  }

  for (const event of events) {
    const name = nameOf(event);
    const known = records.get(name);
    if (event.operation === 'create')
      records.set(name, {
        name,
        side: event.side,
        kind: event.kind,
        id: event.id,
        madeBy: event,
        isLive: true,
        turns: [],
        fields: event.after ?? {},
      });
    else if (known) {
      if (event.operation !== 'update') {
        known.turns.push(event);
        known.isLive = event.operation === 'restore';
      }
      if (event.after) known.fields = event.after;
    }
    if (event.operation !== 'create' && event.operation !== 'update') continue;
    const isMade = event.operation === 'create' && event.via === 'api';
    const source = isMade ? sourceOf(event) : null;
    for (const field of simFields[event.kind]) {
      if (field.type === 'lookup') continue;
      const column = nameOn(field, event.side);
      const old = tokenIn(field.type, event.before?.[column]);
      if (old === tokenIn(field.type, event.after?.[column])) continue;
      const place = `${name}/${column}`;
      if (field.key) {
        const key = tokenIn(field.type, event.after?.[column]);
        if (key !== null) keys.set(name, (keys.get(name) ?? new Set<number>()).add(key));
      }
      if (event.via === 'person') byPerson(event, place, field, old);
      else byProgram(event, place, field, old, source);
      setBy.set(place, event);
      replaced.set(place, [...(replaced.get(place) ?? []), { old, time: event.time }]);
    }
  }

  // Records that were linked without a write show it by their keys alone.
  const byKey = new Map<string, Known[]>();
  for (const record of records.values()) {
    const field = simFields[record.kind].find((one) => one.key);
    const key = field && tokenIn(field.type, record.fields[nameOn(field, record.side)]);
    if (!record.isLive || record.name === latest) continue;
    if (key === null || key === undefined) continue;
    byKey.set(`${record.kind}/${key}`, [...(byKey.get(`${record.kind}/${key}`) ?? []), record]);
  }
  for (const [one, two, ...more] of byKey.values())
    if (one && two && more.length === 0 && one.side !== two.side && mayJoin(one.name, two.name))
      join(one.name, two.name);

  return {
    records,
    overwrites,
    wrongs,
    customerOf: rootOf,
    shareKey,
    isAncestor(old, now) {
      for (let at: number | undefined = now; at !== undefined; at = parents.get(at))
        if (at === old) return true;
      return false;
    },
    hadLostTwin(name) {
      const own = records.get(name);
      return [...records.values()].some(
        (one) =>
          one.kind === own?.kind &&
          one.side !== own.side &&
          one.turns.length > 0 &&
          shareKey(one.name, name),
      );
    },
    isHome: (token, name) =>
      [homes, bearers].some((known) => known.get(token)?.includes(name) === true),
    clearings: (kind, field) => cleared.get(`${kind}/${field.desk}`) ?? [],
  };
}
