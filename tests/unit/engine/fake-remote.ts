import { SyncError } from '../../../sync/core/problem';
import { identicalFields } from '../../../sync/core/values';
import type { Remote, WriteResult } from '../../../sync/engine/remote-ports';
import type { Fields, FieldValue, Kind, Side } from '../../../sync/types';
import { createFakeRows, snapshotOf, type PeoplesWork, type Row, type World } from './fake-rows';

/** What becomes of the next create or update: the answer is lost before or after the effect, or it comes late. */
export type Fault = 'lostBefore' | 'lostAfter' | { late: number };

export interface FakeRemote extends Remote, PeoplesWork {
  /** What hangs on records; null: it cannot be counted. */
  readonly children: Map<string, number | null>;
  /** Whether winners of merges can be told. */
  tellsMerges: boolean;
  faults: (Fault | null)[];
  refuse: ((kind: Kind, fields: Fields) => SyncError | null) | null;
  /** Refuses a whole batch of updates for what is in one of them. */
  spoil: ((kind: Kind, fields: Fields) => SyncError | null) | null;
  /** What a batch of updates does with a record that was modified since. */
  staleBatch: 'whole' | 'perRecord';
  /** Sizes of the batches of updates so far. */
  batches: number[];
  /** Runs inside a write, just before it takes effect. */
  beforeWrite: ((kind: Kind, id: string | null) => void) | null;
  /** CRM's list views by id: which records are in. */
  viewRules: Map<string, (fields: Fields) => boolean>;
  /** How often views were asked. */
  viewReads: number;
  viewsEditedAt: number;
  writes: { type: 'create' | 'update' | 'delete'; kind: Kind; fields: Fields; id: string }[];
  reads: number;
}

const unknown = (): SyncError =>
  new SyncError(
    { code: 'zoho.timeout', kind: 'transient', message: 'No answer.' },
    { outcome: 'unknown' },
  );

/** One service in memory. CRM: whole seconds, guarded updates that answer without the record, batches. */
export function createFakeRemote(
  side: Side,
  world: World,
  options: {
    normalise?: (name: string, value: FieldValue) => FieldValue;
    skewMs?: number;
    pageSize?: number;
  } = {},
): FakeRemote {
  const { normalise = (_, value) => value, skewMs = 0, pageSize = 5 } = options;
  const late: { at: number; apply: () => void }[] = [];
  let heard = false;
  let calls = 0;
  const people = createFakeRows(side, world, { normalise, skewMs });
  const { rows, living, insert, normalised, clock, winners } = people;
  const call = (): void => {
    world.now += 7;
    heard = true;
    calls++;
    for (const one of late.splice(0)) {
      if (one.at <= world.now) one.apply();
      else late.push(one);
    }
  };
  const byTime = (one: Row, two: Row): number =>
    one.modifiedAt - two.modifiedAt || (one.id < two.id ? -1 : 1);
  const guard = <T>(task: () => T): T => {
    call();
    const fault = fake.faults.shift() ?? null;
    if (fault === 'lostBefore') throw unknown();
    if (fault !== null && typeof fault === 'object') {
      late.push({ at: world.now + fault.late, apply: task });
      throw unknown();
    }
    const result = task();
    if (fault === 'lostAfter') throw unknown();
    return result;
  };

  const change = (
    kind: Kind,
    id: string,
    fields: Fields,
    unmodifiedSince: number | null,
  ): WriteResult => {
    const row = rows.get(id);
    const refused = (code: string): WriteResult => ({
      ok: false,
      error: new SyncError({ code, kind: 'conflict', message: code }),
    });
    if (!row || row.trashedAt !== null) return refused('record.gone');
    const error = fake.refuse?.(kind, fields) ?? null;
    if (error) return { ok: false, error };
    if (side === 'crm' && unmodifiedSince !== null && row.modifiedAt > unmodifiedSince)
      return refused('record.changed');
    const before = { ...row.fields };
    Object.assign(row.fields, normalised(fields));
    if (!identicalFields(before, row.fields)) row.modifiedAt = clock();
    fake.writes.push({ type: 'update', kind, fields, id });
    return {
      ok: true,
      id,
      snapshot: side === 'desk' ? snapshotOf(row, Object.keys(fields)) : null,
      modifiedAt: row.modifiedAt,
    };
  };

  const fake: FakeRemote = {
    side,
    createBatch: side === 'crm' ? 5 : 1,
    faults: [],
    refuse: null,
    spoil: null,
    staleBatch: 'perRecord',
    batches: [],
    beforeWrite: null,
    viewRules: new Map(),
    viewReads: 0,
    viewsEditedAt: 0,
    writes: [],
    reads: 0,
    ...people.work,
    children: new Map(),
    tellsMerges: true,
    serverTime: () => (heard ? world.now + skewMs : null),
    spent: () => ({ calls, credits: calls }),
    fields: async () => [],
    knownFields: async () => [],
    async changes(kind, { fields, since, page }) {
      call();
      fake.reads++;
      const [at, id] = page === null ? [since ?? 0, ''] : (JSON.parse(page) as [number, string]);
      const all = living(kind).filter(
        (row) => row.modifiedAt > at || (row.modifiedAt === at && row.id > id),
      );
      const found = all.toSorted(byTime).slice(0, pageSize);
      const last = found.at(-1);
      return {
        records: found.map((row) => snapshotOf(row, fields)),
        next: last && all.length > pageSize ? JSON.stringify([last.modifiedAt, last.id]) : null,
        total: page === null ? all.length : null,
      };
    },
    async deletions(kind, { since }) {
      call();
      fake.reads++;
      const found = [...rows.values()].filter(
        (row) => row.kind === kind && row.trashedAt !== null && row.trashedAt >= (since ?? 0),
      );
      return {
        deletions: found.map((row) => ({
          id: row.id,
          deletedAt: row.trashedAt ?? 0,
          name: String(row.fields['Last_Name'] ?? row.fields['lastName'] ?? ''),
        })),
        next: null,
      };
    },
    views: async () =>
      [...fake.viewRules.keys()].map((id) => ({ id, name: id, editedAt: fake.viewsEditedAt })),
    async inViews(kind, viewIds, { since, page }) {
      call();
      fake.viewReads++;
      const rules = viewIds.map((id) => fake.viewRules.get(id));
      const all = living(kind)
        .filter((row) => row.modifiedAt >= (since ?? 0) && row.id > (page ?? ''))
        .filter((row) => rules.some((rule) => rule?.(row.fields)));
      const inside = all.slice(0, pageSize).map((row) => row.id);
      return { ids: inside, next: all.length > pageSize ? (inside.at(-1) ?? null) : null };
    },
    async get(_, wanted, fields) {
      call();
      fake.reads++;
      return wanted.map((id) => {
        const row = rows.get(id);
        if (!row) return { id, presence: 'absent' as const };
        if (row.trashedAt !== null) return { id, presence: 'trashed' as const };
        return { id, presence: 'alive' as const, snapshot: snapshotOf(row, fields) };
      });
    },
    async createdSince(kind, since, fields) {
      call();
      fake.reads++;
      return living(kind)
        .filter((row) => row.createdAt >= since)
        .toSorted((one, two) => two.createdAt - one.createdAt)
        .map((row) => snapshotOf(row, fields));
    },
    create: async (kind, drafts) =>
      guard(() => {
        fake.beforeWrite?.(kind, null);
        return drafts.map((draft): WriteResult => {
          const error = fake.refuse?.(kind, draft) ?? null;
          if (error) return { ok: false, error };
          const row = insert(kind, draft);
          fake.writes.push({ type: 'create', kind, fields: draft, id: row.id });
          return {
            ok: true,
            id: row.id,
            // Like the real adapters: the written fields only.
            snapshot: snapshotOf(row, Object.keys(draft)),
            modifiedAt: row.modifiedAt,
          };
        });
      }),
    async update(kind, id, fields, unmodifiedSince): Promise<WriteResult> {
      try {
        return guard(() => {
          fake.beforeWrite?.(kind, id);
          return change(kind, id, fields, unmodifiedSince);
        });
      } catch (error) {
        return { ok: false, error: error as SyncError };
      }
    },
    ...(side === 'crm' &&
      ({
        async updateMany(kind, updates, unmodifiedSince): Promise<readonly WriteResult[]> {
          try {
            return guard(() => {
              fake.batches.push(updates.length);
              for (const { id } of updates) fake.beforeWrite?.(kind, id);
              const stale = updates.some(
                ({ id }) => (rows.get(id)?.modifiedAt ?? 0) > (unmodifiedSince ?? Infinity),
              );
              const spoilt = updates.map(({ fields }) => fake.spoil?.(kind, fields) ?? null);
              const whole = spoilt.find((one) => one !== null) ?? null;
              if (whole ?? (stale && fake.staleBatch === 'whole')) {
                const error =
                  whole ??
                  new SyncError({ code: 'record.changed', kind: 'conflict', message: 'stale' });
                return updates.map(() => ({ ok: false, error }));
              }
              return updates.map(({ id, fields }) => change(kind, id, fields, unmodifiedSince));
            });
          } catch (error) {
            return updates.map(() => ({ ok: false, error: error as SyncError }));
          }
        },
      } satisfies Partial<Remote>)),
    async moveToBin(kind, id): Promise<WriteResult> {
      try {
        return guard((): WriteResult => {
          fake.beforeWrite?.(kind, id);
          const row = rows.get(id);
          if (!row || row.trashedAt !== null)
            return {
              ok: false,
              error: new SyncError({ code: 'record.gone', kind: 'conflict', message: 'gone' }),
            };
          fake.trash(id);
          fake.writes.push({ type: 'delete', kind, fields: {}, id });
          return { ok: true, id, snapshot: null, modifiedAt: null };
        });
      } catch (error) {
        return { ok: false, error: error as SyncError };
      }
    },
    async tookIn(_, id, since) {
      call();
      return fake.tellsMerges ? winners.some((one) => one.id === id && one.at >= since) : null;
    },
    async associates(_, id) {
      call();
      const counted = fake.children.get(id);
      return counted === undefined ? 0 : counted;
    },
  };
  return fake;
}
