/**
 * The Vault port: client secret, refresh tokens and set-up state in a database of the extension's
 * own origin, which neither pages nor content scripts can open.
 *
 * Values are sealed with AES-GCM under a key that cannot be exported and lies beside them. That
 * keeps secrets out of a copied profile folder's plain text, logs and crash dumps; it does not
 * stop a program that runs as the same user. SECURITY.md says so.
 *
 * Every call to Zoho asks who it is for. So what was opened is remembered for as long as this worker
 * lives and its database stays open: no other context writes here.
 */
import type {
  Connection,
  OAuthClient,
  OAuthGrant,
  SetupState,
  Vault,
} from '../engine/connect-ports';
import type { KnownProfile } from '../engine/permissions';
import type { Side } from '../types';
import { parsePermissions } from './permissions-shape';
import { isThere, remove } from './presence';
import { openVaultDatabase, type SealedRow, vaultName } from './vault-database';

/** Bytes of a GCM nonce (NIST SP 800-38D, section 8.2). */
const ivBytes = 12;

/** A vault in the database `name`, opened on first use. */
export function createVault(name: string = vaultName): Vault {
  const database = openVaultDatabase(name);
  /** Entries as JSON; null for those that are not there. */
  const opened = new Map<string, string | null>();
  /** Grows with every change: what was read before one is not remembered after it. */
  let changes = 0;

  /** Forgets before the change and after it: a reading may have begun in its midst. */
  async function changing<T>(task: () => Promise<T>): Promise<T> {
    const forget = (): void => {
      changes += 1;
      opened.clear();
    };
    forget();
    try {
      return await task();
    } finally {
      forget();
    }
  }

  async function keyToSeal(): Promise<CryptoKey> {
    const stored = await database.keys.get('vault');
    if (stored !== undefined) return stored.key;
    const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    // `add` and read again: of two that race, the first one's key is everybody's.
    await database.keys.add({ name: 'vault', key: made }).catch(() => undefined);
    return (await database.keys.get('vault'))?.key ?? made;
  }

  async function read<T>(entry: string): Promise<T | null> {
    // A database that the browser or somebody else removes is closed first.
    const known = database.isOpen() ? opened.get(entry) : undefined;
    const begun = changes;
    const text = known === undefined ? await open(entry) : known;
    if (begun === changes) opened.set(entry, text);
    return text === null ? null : (JSON.parse(text) as T);
  }

  async function open(entry: string): Promise<string | null> {
    if (!(await isThere(database))) return null;
    // Both at one instant, and no key is made for a reader: the vault may be cleared meanwhile.
    const [row, stored] = await database.transaction('r', database.values, database.keys, () =>
      Promise.all([database.values.get(entry), database.keys.get('vault')]),
    );
    if (row === undefined || stored === undefined) return null;
    const plain = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: row.iv },
      stored.key,
      row.sealed,
    );
    return new TextDecoder().decode(plain);
  }

  const write = (entry: string, value: unknown): Promise<void> =>
    changing(async () => {
      if (value !== null) await database.values.put(await seal(await keyToSeal(), entry, value));
      else if (await isThere(database)) await database.values.delete(entry);
    });

  /** What Zoho answers to a question from before a deletion must not bring the vault back. */
  async function writeWhileConnected(entry: string, value: unknown): Promise<void> {
    if (!(await isThere(database))) return;
    const stored = await database.keys.get('vault');
    if (stored === undefined) return;
    const row = await seal(stored.key, entry, value);
    if (!(await isThere(database))) return;
    await changing(async () =>
      database.transaction('rw', database.values, async () => {
        if ((await database.values.get('connection')) !== undefined) await database.values.put(row);
      }),
    );
  }

  return {
    client: () => read<OAuthClient>('client'),
    saveClient: (client) => write('client', client),
    agentsClient: () => read<OAuthClient>('client.agents'),
    saveAgentsClient: (client) => write('client.agents', client),
    deviceClient: () => read<OAuthClient>('client.device'),
    saveDeviceClient: (client) => write('client.device', client),
    grant: (side: Side) => read<OAuthGrant>(`grant.${side}`),
    saveGrant: (side, grant) => write(`grant.${side}`, grant),
    connection: () => read<Connection>('connection'),
    saveConnection: (connection) => write('connection', connection),
    setup: () => read<SetupState>('setup'),
    saveSetup: (setup) => write('setup', setup),
    async permissions() {
      const stored = await read<unknown>('permissions');
      // What is there and cannot be read permits nobody anything.
      return stored === null ? null : (parsePermissions(stored) ?? { profiles: {} });
    },
    savePermissions: (permissions) => write('permissions', permissions),
    knownProfile: () => read<KnownProfile>('knownProfile'),
    saveKnownProfile: (profile) => writeWhileConnected('knownProfile', profile),
    clear: () => changing(() => remove(database)),
  };
}

async function seal(key: CryptoKey, name: string, value: unknown): Promise<SealedRow> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { name, iv, sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain) };
}
