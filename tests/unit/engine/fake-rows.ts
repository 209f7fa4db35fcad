/** The records of one service in memory, and what people do to them. */
import type { Fields, FieldValue, Kind, Side, Snapshot } from '../../../sync/types';

/** Time of the test's world. Every call to a service takes some. */
export interface World {
  now: number;
}

export interface Row {
  id: string;
  kind: Kind;
  createdAt: number;
  modifiedAt: number;
  fields: Record<string, FieldValue>;
  trashedAt: number | null;
}

/** A person's work, without a call. */
export interface PeoplesWork {
  rows(kind: Kind): readonly Row[];
  add(kind: Kind, fields: Record<string, FieldValue>, createdAt?: number): string;
  edit(id: string, fields: Record<string, FieldValue>): void;
  trash(id: string): void;
  restore(id: string): void;
  /** Losers go to CRM's deletion feed; in Desk they are nowhere. The winner counts as modified. */
  merge(winner: string, loser: string, fields?: Record<string, FieldValue>): void;
}

export const snapshotOf = (row: Row, names: readonly string[]): Snapshot => {
  const fields: Record<string, FieldValue> = {};
  for (const name of names) fields[name] = row.fields[name] ?? null;
  return { id: row.id, createdAt: row.createdAt, modifiedAt: row.modifiedAt, fields };
};

export function createFakeRows(
  side: Side,
  world: World,
  options: {
    readonly normalise: (name: string, value: FieldValue) => FieldValue;
    readonly skewMs: number;
  },
) {
  const { normalise, skewMs } = options;
  const rows = new Map<string, Row>();
  const winners: { id: string; at: number }[] = [];
  let ids = 0;
  const clock = (): number => {
    const now = world.now + skewMs;
    return side === 'crm' ? Math.floor(now / 1000) * 1000 : now;
  };
  const living = (kind: Kind): Row[] =>
    [...rows.values()].filter((row) => row.kind === kind && row.trashedAt === null);
  const normalised = (fields: Fields): Record<string, FieldValue> =>
    Object.fromEntries(
      Object.keys(fields).map((name) => [name, normalise(name, fields[name] ?? null)]),
    );
  const insert = (kind: Kind, fields: Fields, createdAt = clock()): Row => {
    const id = `${side[0]}${String(++ids).padStart(5, '0')}`;
    const row: Row = {
      id,
      kind,
      createdAt,
      modifiedAt: createdAt,
      fields: normalised(fields),
      trashedAt: null,
    };
    rows.set(id, row);
    return row;
  };

  const work: PeoplesWork = {
    rows: (kind) => [...rows.values()].filter((row) => row.kind === kind),
    add: (kind, fields, createdAt) => insert(kind, fields, createdAt).id,
    edit(id, fields) {
      const row = rows.get(id);
      if (!row) throw new Error(`no ${id}`);
      Object.assign(row.fields, normalised(fields));
      row.modifiedAt = Math.max(clock(), row.modifiedAt + (side === 'crm' ? 0 : 1));
    },
    trash(id) {
      const row = rows.get(id);
      if (row) row.trashedAt = clock();
    },
    restore(id) {
      const row = rows.get(id);
      if (!row) throw new Error(`no ${id}`);
      row.trashedAt = null;
      row.modifiedAt = Math.max(clock(), row.modifiedAt + (side === 'crm' ? 0 : 1));
    },
    merge(winner, loser, fields = {}) {
      winners.push({ id: winner, at: clock() });
      if (side === 'crm') work.trash(loser);
      else rows.delete(loser);
      work.edit(winner, fields);
    },
  };
  return { rows, living, insert, normalised, clock, winners, work };
}
