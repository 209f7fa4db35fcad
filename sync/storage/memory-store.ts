import type { Change, HeldPlan, PlannedRow, PreviewHandle } from '../types/runs';
import type { Cursor, Kind, Pair, RecordId, Side, Tombstone } from '../types';
import { linkTaken } from '../core/plan';
import { configChanged, paused, stale, SyncError } from '../core/problem';
import type { Batch, Control, PairCounts, PairPage, Store } from '../engine/ports';
import { createMemoryLog } from './memory-log';

const noControl: Control = {
  epoch: 1,
  paused: false,
  pausedAt: null,
  lastRunAt: null,
  retry: null,
};

const cursorKey = (cursor: Pick<Cursor, 'side' | 'kind' | 'feed'>): string =>
  `${cursor.side}/${cursor.kind}/${cursor.feed}`;
const tombstoneKey = (one: Pick<Tombstone, 'kind' | 'side' | 'id'>): string =>
  `${one.kind}/${one.side}/${one.id}`;
const recordKey = (kind: Kind, side: Side, id: RecordId): string => `${kind}/${side}/${id}`;

/** A copy for the reader. */
const read = async <T>(value: T): Promise<T> => structuredClone(value);

const pageOf = (pairs: readonly Pair[], least = 1): Promise<PairPage> =>
  read({ pairs, next: pairs.length < least ? null : (pairs.at(-1)?.key ?? null) });

/** A sorted list of keys that is sorted when read, not when written. */
function createKeyList(): {
  add(key: string): void;
  remove(key: string): void;
  after(key: string | null, limit: number): readonly string[];
  size(): number;
} {
  const keys = new Set<string>();
  let sorted: string[] | null = null;
  return {
    add(key) {
      if (keys.has(key)) return;
      keys.add(key);
      sorted = null;
    },
    // A removed key may linger in the sorted list; `after` skips it.
    remove: (key) => void keys.delete(key),
    after(key, limit) {
      sorted ??= [...keys].toSorted();
      let low = 0;
      let high = sorted.length;
      const from = key ?? '';
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((sorted[middle] as string) <= from) low = middle + 1;
        else high = middle;
      }
      const found: string[] = [];
      for (let index = low; index < sorted.length && found.length < limit; index++) {
        const next = sorted[index] as string;
        if (keys.has(next)) found.push(next);
      }
      return found;
    },
    size: () => keys.size,
  };
}

/**
 * The whole store in memory, for simulation and tests. Rows are copied on the way in and out, so
 * that nothing outside can change what was committed.
 */
export function createMemoryStore(): Store {
  let control = noControl;
  let config: Batch['config'] | null = null;
  const pairs = new Map<string, Pair>();
  const byRecord = new Map<string, string>();
  const byMatchKey = new Map<string, Set<string>>();
  const dirty: Record<Kind, ReturnType<typeof createKeyList>> = {
    account: createKeyList(),
    contact: createKeyList(),
    product: createKeyList(),
  };
  const intents = new Map<string, NonNullable<Batch['intents']>[number]>();
  const cursors = new Map<string, Cursor>();
  const tombstones = new Map<string, Tombstone>();
  const failures = new Map<string, NonNullable<Batch['failures']>[number]>();
  const conflicts = new Map<string, NonNullable<Batch['conflicts']>[number]>();
  const runs = new Map<string, NonNullable<Batch['run']>>();
  const changes = new Map<string, Change>();
  const previewPages = new Map<number, readonly PlannedRow[]>();
  let preview: PreviewHandle | null = null;
  let held: HeldPlan | null = null;

  const remove = (key: string): void => {
    const pair = pairs.get(key);
    if (!pair) return;
    pairs.delete(key);
    dirty[pair.kind].remove(key);
    for (const side of ['desk', 'crm'] as const) {
      const id = pair[side]?.id;
      const record = id === undefined ? null : recordKey(pair.kind, side, id);
      if (record !== null && byRecord.get(record) === key) byRecord.delete(record);
    }
    for (const matchKey of pair.matchKeys) {
      const holders = byMatchKey.get(matchKey);
      holders?.delete(key);
      if (holders?.size === 0) byMatchKey.delete(matchKey);
    }
  };

  const put = (pair: Pair): void => {
    remove(pair.key);
    const row = structuredClone(pair);
    pairs.set(row.key, row);
    if (row.dirty) dirty[row.kind].add(row.key);
    for (const side of ['desk', 'crm'] as const) {
      const id = row[side]?.id;
      if (id !== undefined) byRecord.set(recordKey(row.kind, side, id), row.key);
    }
    for (const matchKey of row.matchKeys) {
      const holders = byMatchKey.get(matchKey);
      if (holders) holders.add(row.key);
      else byMatchKey.set(matchKey, new Set([row.key]));
    }
  };

  /** A record may belong to one pair only, counting what this batch drops and moves. */
  const isTaken = (batch: Batch): boolean => {
    if (batch.pairs === undefined || batch.pairs.length === 0) return false;
    const replaced = new Set([
      ...(batch.dropPairs ?? []),
      ...(batch.pairs ?? []).map((one) => one.key),
    ]);
    const claims = new Map<string, string>();
    for (const pair of batch.pairs ?? [])
      for (const side of ['desk', 'crm'] as const) {
        const id = pair[side]?.id;
        if (id === undefined) continue;
        const record = recordKey(pair.kind, side, id);
        const owner = byRecord.get(record);
        if (owner !== undefined && owner !== pair.key && !replaced.has(owner)) return true;
        const claimant = claims.get(record);
        if (claimant !== undefined && claimant !== pair.key) return true;
        claims.set(record, pair.key);
      }
    return false;
  };

  return {
    atOnce: (reads) => reads(),
    control: () => read(control),
    config: () => read(config ?? null),
    pair: (key) => read(pairs.get(key) ?? null),
    pairsById: (kind, side, ids) =>
      read(ids.map((id) => pairs.get(byRecord.get(recordKey(kind, side, id)) ?? '') ?? null)),
    pairsByMatchKey(keys) {
      const found = new Set(keys.flatMap((key) => [...(byMatchKey.get(key) ?? [])]));
      return read([...found].toSorted().map((key) => pairs.get(key) as Pair));
    },
    dirtyPairs: (kind, after, limit) =>
      pageOf(dirty[kind].after(after, limit).map((key) => pairs.get(key) as Pair)),
    pairsAfter: (kind, after, limit) =>
      pageOf(
        [...pairs.values()]
          .filter((pair) => pair.kind === kind && pair.key > (after ?? ''))
          .toSorted((one, two) => (one.key < two.key ? -1 : 1))
          .slice(0, limit),
        limit,
      ),
    counts(kind) {
      const counts = { linked: 0, deskOnly: 0, crmOnly: 0 };
      for (const pair of pairs.values()) {
        if (pair.kind !== kind) continue;
        if (pair.desk && pair.crm) counts.linked++;
        else if (pair.desk) counts.deskOnly++;
        else counts.crmOnly++;
      }
      const total: PairCounts = { ...counts, dirty: dirty[kind].size() };
      return read(total);
    },
    intents: () => read([...intents.values()]),
    cursor: (side, kind, feed) => read(cursors.get(cursorKey({ side, kind, feed })) ?? null),
    tombstones: (kind, side, ids) =>
      read(
        ids
          .map((id) => tombstones.get(tombstoneKey({ kind, side, id })))
          .filter((one) => one !== undefined),
      ),
    failures: () => read([...failures.values()]),
    conflicts: () => read([...conflicts.values()]),
    ...createMemoryLog({
      failures: () => [...failures.values()],
      conflicts: () => [...conflicts.values()],
      runs: () => [...runs.values()],
    }),
    runs: (limit) =>
      read(
        [...runs.values()].toSorted((one, two) => two.startedAt - one.startedAt).slice(0, limit),
      ),

    held: () => read(held),
    preview: () => read(preview),
    previewRows: (page) => read(previewPages.get(page) ?? []),
    changes: (runId) =>
      read(
        [...changes.values()]
          .filter((one) => one.runId === runId)
          .toSorted((one, two) => (one.id < two.id ? -1 : 1)),
      ),

    async commit(given) {
      const batch = structuredClone(given);
      if (batch.epoch !== control.epoch) throw new SyncError(stale);
      if (batch.unlessPaused && control.paused) throw new SyncError(paused);
      if (batch.configVersion !== undefined && batch.configVersion !== config?.version)
        throw new SyncError(configChanged);
      if (isTaken(batch)) throw new SyncError(linkTaken);
      // Everything is checked above: from here on nothing can fail, so the batch is whole.
      for (const key of batch.dropPairs ?? []) remove(key);
      // All old rows go before any new one comes: a record may move between two pairs of a batch.
      for (const pair of batch.pairs ?? []) remove(pair.key);
      for (const pair of batch.pairs ?? []) put(pair);
      for (const key of batch.dropIntents ?? []) intents.delete(key);
      for (const intent of batch.intents ?? []) intents.set(intent.pairKey, intent);
      for (const cursor of batch.cursors ?? []) cursors.set(cursorKey(cursor), cursor);
      for (const one of batch.tombstones ?? []) tombstones.set(tombstoneKey(one), one);
      for (const key of batch.dropFailures ?? []) failures.delete(key);
      for (const failure of batch.failures ?? []) failures.set(failure.pairKey, failure);
      for (const conflict of batch.conflicts ?? []) conflicts.set(conflict.id, conflict);
      if (batch.run) runs.set(batch.run.id, batch.run);
      for (const change of batch.changes ?? []) changes.set(change.id, change);
      if (batch.held !== undefined) held = batch.held;
      if (batch.preview === null) previewPages.clear();
      if (batch.preview !== undefined) preview = batch.preview;
      for (const { page, rows } of batch.previewRows ?? []) previewPages.set(page, rows);
      const { forgetBefore } = batch;
      if (forgetBefore !== undefined) {
        for (const { id, at } of changes.values()) if (at < forgetBefore) changes.delete(id);
        for (const { id, startedAt, endedAt } of runs.values())
          if (endedAt !== null && startedAt < forgetBefore) runs.delete(id);
      }
      if (batch.control) control = { ...control, ...batch.control };
      if (batch.config) config = batch.config;
    },

    async wipe() {
      for (const rows of [
        pairs,
        byRecord,
        byMatchKey,
        intents,
        cursors,
        tombstones,
        failures,
        conflicts,
        runs,
        changes,
        previewPages,
      ])
        rows.clear();
      dirty.account = createKeyList();
      dirty.contact = createKeyList();
      dirty.product = createKeyList();
      config = null;
      preview = null;
      held = null;
      control = { ...noControl, epoch: control.epoch + 1 };
    },
  };
}
