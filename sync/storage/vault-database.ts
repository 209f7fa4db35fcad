/** The database that the vault and the seal box share: sealed values, and keys that cannot be exported. */
import Dexie, { type EntityTable } from 'dexie';
import { reopening } from './reopening';
import { unobserved } from './unobserved';

export const vaultName = 'tandem-vault';

/** A value of the vault: AES-GCM under the row `vault` of the keys. */
export interface SealedRow {
  readonly name: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

interface KeyRow {
  readonly name: string;
  readonly key: CryptoKey;
}

export type VaultDatabase = Dexie & {
  readonly values: EntityTable<SealedRow, 'name'>;
  readonly keys: EntityTable<KeyRow, 'name'>;
};

/** Opened on first use. */
export function openVaultDatabase(name: string): VaultDatabase {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict' }) as VaultDatabase;
  database.version(1).stores({ values: 'name', keys: 'name' });
  return reopening(unobserved(database));
}
