/** The vault over IndexedDB: what is sealed, and what is left of it. */
import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { createSealBox } from '../../sync/storage/seal-box';
import { createVault } from '../../sync/storage/vault';
import { openVaultDatabase } from '../../sync/storage/vault-database';

const client = { id: '1000.CLIENT', secret: 'a-client-secret' };
const names = async (): Promise<(string | undefined)[]> =>
  (await indexedDB.databases()).map(({ name }) => name);

describe('the vault', () => {
  it('keeps values sealed, under a key that cannot be taken out of the browser', async () => {
    const vault = createVault('sealed');
    await vault.saveClient(client);
    expect(await vault.client()).toEqual(client);
    const database = openVaultDatabase('sealed');
    const [row] = await database.values.toArray();
    const plain = new TextDecoder('latin1').decode(row!.sealed);
    expect(plain).not.toContain('secret');
    const [stored] = await database.keys.toArray();
    expect(stored!.key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('raw', stored!.key)).rejects.toThrow();
    database.close();
  });

  it('permits nothing by permissions that cannot be read', async () => {
    const vault = createVault('odd');
    expect(await vault.permissions()).toBeNull();
    await vault.savePermissions({ profiles: { 1: { visible: 'yes' } } } as never);
    expect(await vault.permissions()).toEqual({ profiles: {} });
  });

  it('is not made by reading, and gone when it was cleared', async () => {
    const vault = createVault('cleared');
    const box = createSealBox('cleared');
    expect([await vault.client(), await vault.setup(), await box.open('a', 'b')]).toEqual([
      null,
      null,
      null,
    ]);
    await vault.saveConnection(null);
    await box.forget();
    expect(await names()).not.toContain('cleared');
    await vault.saveClient(client);
    await box.renew();
    await vault.clear();
    expect(await names()).not.toContain('cleared');
    expect(await vault.client()).toBeNull();
    await vault.saveClient(client);
    expect(await vault.client()).toEqual(client);
  });

  it('opens an entry once, and anew after every change, also one that it was read during', async () => {
    const vault = createVault('remembered');
    await vault.saveClient(client);
    const reads = vi.spyOn(IDBObjectStore.prototype, 'get');
    expect([await vault.client(), await vault.client()]).toEqual([client, client]);
    const once = reads.mock.calls.length;
    expect(await vault.client()).toEqual(client);
    expect(reads.mock.calls).toHaveLength(once);
    reads.mockRestore();
    const other = { ...client, secret: 'another secret' };
    await vault.saveClient(client);
    const decrypt = crypto.subtle.decrypt.bind(crypto.subtle);
    let go = (): void => undefined;
    const written = new Promise<void>((resolve) => (go = resolve));
    const slow = vi.spyOn(crypto.subtle, 'decrypt').mockImplementationOnce(async (...given) => {
      await written;
      return decrypt(...given);
    });
    const reading = vault.client();
    await vi.waitFor(() => expect(slow).toHaveBeenCalled());
    await vault.saveClient(other);
    go();
    await reading;
    slow.mockRestore();
    expect(await vault.client()).toEqual(other);
  });

  it('forgets what it opened when the database is removed behind its back', async () => {
    const vault = createVault('behind');
    await vault.saveClient(client);
    expect(await vault.client()).toEqual(client);
    await openVaultDatabase('behind').delete();
    expect(await vault.client()).toBeNull();
  });

  it('is not brought back by who was reading or asking while it was cleared', async () => {
    const vault = createVault('raced');
    const rounds = Array.from({ length: 12 }, (_, at) => at);
    const profile = { profile: { id: '1' }, readAt: 0, of: 'me', applied: {} } as never;
    for (const turns of rounds) {
      await vault.saveConnection({ user: 'me' } as never);
      const readings = [vault.connection(), vault.client(), vault.saveKnownProfile(profile)];
      for (let at = 0; at < turns; at += 1) await Promise.resolve();
      const cleared = vault.clear();
      await Promise.all([
        ...readings,
        cleared,
        vault.connection(),
        vault.saveKnownProfile(profile),
      ]);
      const database = openVaultDatabase('raced');
      expect([await database.keys.count(), await database.values.count()]).toEqual([0, 0]);
      database.close();
    }
    await vault.saveConnection({ user: 'me' } as never);
    await vault.saveKnownProfile(profile);
    expect(await vault.knownProfile()).toEqual(profile);
  });
});
