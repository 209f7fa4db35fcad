/**
 * The database of one connection. Every version stays declared for as long as somebody may
 * still have it; a new one is a new `.version(n)` with its upgrade and its test from old rows.
 */
import Dexie, { type EntityTable, type Table } from 'dexie';
import type {
  Change,
  Conflict,
  Cursor,
  Failure,
  HeldPlan,
  Intent,
  Kind,
  Pair,
  PreviewRow,
  Run,
  SyncConfig,
  Tombstone,
} from '../types';
import type { ProfileView } from '../protocol';
import { neverDelete } from '../core/deletion';

export const databaseName = 'tandem';

/**
 * A pair as it is stored. `desk.id` and `crm.id` are indexed where they exist: a one-sided pair
 * is left out of the other side's index, which is how both can be unique.
 */
export interface PairRow extends Pair {
  /** The kind again, only while the pair is dirty: IndexedDB cannot index booleans. */
  readonly dirtyKind?: Kind;
}

/** Single values by name: `control` and `config`. */
export interface SingletonRow {
  readonly name: string;
  readonly value: unknown;
}

/** A page of the plan that a person is shown. */
export interface PreviewPageRow {
  readonly page: number;
  readonly rows: readonly PreviewRow[];
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
  readonly failures: EntityTable<Failure, 'pairKey'>;
  readonly conflicts: EntityTable<Conflict, 'id'>;
  readonly runs: EntityTable<Run, 'id'>;
  readonly previewPages: EntityTable<PreviewPageRow, 'page'>;
  readonly changes: EntityTable<Change, 'id'>;
  readonly heldPlans: EntityTable<HeldPlan, 'hash'>;
  readonly singletons: EntityTable<SingletonRow, 'name'>;
  readonly profiles: EntityTable<ProfileRow, 'place'>;
  readonly choices: EntityTable<ChoiceRow, 'address'>;
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
  return database;
}
