/**
 * The database of one connection. Every version stays declared for as long as somebody may
 * still have it; a new one is a new `.version(n)` with its upgrade and its test from old rows.
 */
import Dexie, { type EntityTable, type Table, type Transaction } from 'dexie';
import {
  kinds,
  type Cursor,
  type Instant,
  type Intent,
  type Kind,
  type Pair,
  type Tombstone,
} from '../types';
import {
  type Change,
  type Conflict,
  type Failure,
  type HeldPlan,
  type PlannedRow,
  type Run,
} from '../types/runs';
import { type SyncConfig } from '../types/settings';
import type { Addition } from '../core/addition';
import type { ProfileView } from '../protocol/profile';
import { openConflicts } from '../core/conflict';
import { neverDelete } from '../core/deletion';
import { countedConflicts, countedFailures, noLogCounters } from './log-counters';
import {
  historyLines,
  noCounters,
  toConflictRow,
  toFailureRow,
  type ConflictRow,
  type FailureRow,
  type HistoryLineRow,
  type PairRow,
  type PairSums,
} from './derived-rows';
import { changePages } from './change-pages';
import { keysIn } from './landing-index';
import { reopening } from './reopening';
import { unobserved } from './unobserved';

export const databaseName = 'tandem';

/** Single values by name: `control`, `config`, `counters` of the pairs, `logCounters`, `landing`. */
export interface SingletonRow {
  readonly name: string;
  readonly value: unknown;
}

/** A page of the plan that a person is shown. */
export interface PreviewPageRow {
  readonly page: number;
  readonly rows: readonly PlannedRow[];
}

/** Records of a kind as a first sync has read them; see landing.ts. */
export interface LandedRow {
  readonly n: number;
  readonly kind: Kind;
  /** 0 as they came; else the part that they are sorted to. */
  readonly part: number;
  /** JSON of an array of pairs: the cheapest form to store and to read. */
  readonly pairs: string;
}

/** The numbers that the pairs of a landed row are found by; see landing-index.ts. */
export interface LandedKeysRow {
  readonly n: number;
  readonly keys: Uint32Array;
}

/** What one commit did, in the history of a run. */
export interface ChangePageRow {
  /** Id of the first of the changes. */
  readonly first: string;
  readonly runId: string;
  readonly at: Instant;
  readonly changes: readonly Change[];
}

export interface ProfileRow {
  /** `{type}/{id}` */
  readonly place: string;
  readonly profile: ProfileView;
  readonly storedAt: number;
}

export interface ChoiceRow {
  readonly address: string;
  readonly module: 'Contacts' | 'Leads';
  readonly id: string;
}

export type Database = Dexie & {
  readonly pairs: EntityTable<PairRow, 'key'>;
  readonly intents: EntityTable<Intent, 'pairKey'>;
  readonly cursors: Table<Cursor, [string, string, string]>;
  readonly tombstones: Table<Tombstone, [string, string, string]>;
  readonly failures: EntityTable<FailureRow, 'pairKey'>;
  readonly conflicts: EntityTable<ConflictRow, 'id'>;
  readonly runs: EntityTable<Run, 'id'>;
  readonly historyLines: EntityTable<HistoryLineRow, 'key'>;
  readonly previewPages: EntityTable<PreviewPageRow, 'page'>;
  readonly landed: EntityTable<LandedRow, 'n'>;
  readonly landedKeys: EntityTable<LandedKeysRow, 'n'>;
  readonly changePages: EntityTable<ChangePageRow, 'first'>;
  readonly heldPlans: EntityTable<HeldPlan, 'hash'>;
  readonly singletons: EntityTable<SingletonRow, 'name'>;
  readonly profiles: EntityTable<ProfileRow, 'place'>;
  readonly choices: EntityTable<ChoiceRow, 'address'>;
  readonly additions: EntityTable<Addition, 'key'>;
};

/** Opened on first use. Strict durability: an intent that is not on disk protects nothing. */
export function openDatabase(name: string = databaseName): Database {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' }) as Database;
  database.version(1).stores({
    pairs: 'key, &[kind+desk.id], &[kind+crm.id], [dirtyKind+key], *matchKeys',
    intents: 'pairKey',
    cursors: '[side+kind+feed]',
    tombstones: '[kind+side+id], deletedAt',
    failures: 'pairKey',
    conflicts: 'id, pairKey',
    runs: 'id, startedAt',
    singletons: 'name',
    profiles: 'place, storedAt',
    choices: 'address',
  });
  // The history of each run, and the plan to be shown. Older runs have none: nothing to upgrade.
  database.version(2).stores({ changes: 'id, runId, at', previewPages: 'page' });
  // Plans that wait for a yes, and the preferences about deletions: nobody has chosen any so far.
  database
    .version(3)
    .stores({ heldPlans: 'hash' })
    .upgrade(async (old) => {
      const singletons = old.table<SingletonRow, string>('singletons');
      const config = (await singletons.get('config'))?.value as SyncConfig | undefined;
      if (config !== undefined && config.deletions === undefined)
        await singletons.put({ name: 'config', value: { ...config, deletions: neverDelete } });
    });
  // What the administrator's pages count and list is kept ready: with very much stored, they open at once.
  database
    .version(4)
    .stores({
      failures: 'pairKey, [reason+at], [kind+reason+at], [kind+reason]',
      conflicts: 'id, pairKey, [openAs+at]',
      historyLines: 'key, at, [kind+at]',
    })
    .upgrade(deriveRows);
  // What agents type and send from the sidebar: nobody could before.
  database.version(5).stores({ additions: 'key, at' });
  // Numbers of failures and open conflicts: with very many, even their index is long to count.
  database
    .version(6)
    .stores({ failures: 'pairKey, [reason+at], [kind+reason+at]' })
    .upgrade(countLogs);
  // Settled conflicts are listed too.
  database.version(7).stores({}).upgrade(listSettled);
  // Many records to a row while a first sync reads them, and many changes while it links them.
  database
    .version(8)
    .stores({ landed: 'n, [kind+part]', changePages: 'first, runId, at', changes: null })
    .upgrade(async (old) => {
      const changes = await old.table<Change>('changes').toArray();
      await old.table<ChangePageRow>('changePages').bulkPut([...changePages(changes)]);
    });
  // What finds landed pairs, so that links can stay landed: a worker need not open all of them.
  database.version(9).stores({ landedKeys: 'n' }).upgrade(keyLanded);
  return reopening(unobserved(database));
}

/** What version 9 keeps beside the rows of a first sync that is under way. */
async function keyLanded(old: Transaction): Promise<void> {
  const numbers = await old.table<LandedRow, number>('landed').toCollection().primaryKeys();
  for (const n of numbers) {
    const row = await old.table<LandedRow, number>('landed').get(n);
    if (row === undefined) continue;
    const keys = keysIn(JSON.parse(row.pairs) as Pair[]);
    await old.table<LandedKeysRow, number>('landedKeys').put({ n, keys });
  }
}

/** What version 6 keeps beside the logs. */
async function countLogs(old: Transaction): Promise<void> {
  const failures = await old.table<FailureRow>('failures').toArray();
  const conflicts = await old.table<ConflictRow>('conflicts').toArray();
  const value = countedConflicts(countedFailures(noLogCounters, [], failures), [], conflicts);
  await old.table<SingletonRow>('singletons').put({ name: 'logCounters', value });
}

/** What version 7 makes of conflicts that were settled before it. */
async function listSettled(old: Transaction): Promise<void> {
  const settled = (await old.table<Conflict>('conflicts').toArray()).filter(
    ({ settledAt }) => settledAt != null,
  );
  await old.table<ConflictRow>('conflicts').bulkPut(settled.map(toConflictRow));
  await countLogs(old);
}

/** Everything that version 4 keeps beside what was there. */
async function deriveRows(old: Transaction): Promise<void> {
  const table = <Row>(name: string): Table<Row> => old.table<Row>(name);
  const failures = await table<Failure>('failures').toArray();
  await table<FailureRow>('failures').bulkPut(failures.map(toFailureRow));
  const open = openConflicts(await table<Conflict>('conflicts').toArray());
  await table<ConflictRow>('conflicts').bulkPut(open.map(toConflictRow));
  const runs = await table<Run>('runs').toArray();
  await table<HistoryLineRow>('historyLines').bulkPut(runs.flatMap(historyLines));
  const counters: Record<Kind, PairSums> = { ...noCounters };
  for (const kind of kinds) {
    const within = (index: string): Promise<number> =>
      table<PairRow>('pairs').where(index).between([kind, ''], [kind, '\uffff']).count();
    counters[kind] = {
      all: await table<PairRow>('pairs').where('key').startsWith(`${kind}/`).count(),
      desk: await within('[kind+desk.id]'),
      crm: await within('[kind+crm.id]'),
      dirty: await within('[dirtyKind+key]'),
    };
  }
  await table<SingletonRow>('singletons').put({ name: 'counters', value: counters });
}
