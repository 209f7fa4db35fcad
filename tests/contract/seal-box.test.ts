import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from '../../sync/core/envelope';
import { createSealBox } from '../../sync/storage/seal-box';
import { openVaultDatabase } from '../../sync/storage/vault-database';

let count = 0;
const newName = (): string => `seal-${String((count += 1))}`;

describe('a sealed text', () => {
  it('is opened by the browser that made the key, and says nothing to others', async () => {
    const asker = createSealBox(newName());
    const approver = createSealBox(newName());
    const sealed = await approver.seal(await asker.renew(), 'request-1', 'a refresh token');
    expect(atob(sealed.replaceAll('-', '+').replaceAll('_', '/'))).not.toContain('refresh');
    expect(await asker.open('request-1', sealed)).toBe('a refresh token');
    expect(await approver.open('request-1', sealed)).toBeNull();
    await approver.renew();
    expect(await approver.open('request-1', sealed)).toBeNull();
  });

  it('belongs to one request', async () => {
    const box = createSealBox(newName());
    const sealed = await box.seal(await box.renew(), 'request-1', 'text');
    expect(await box.open('request-2', sealed)).toBeNull();
  });

  it('is worth nothing once a bit of it was turned', async () => {
    const box = createSealBox(newName());
    const sealed = await box.seal(await box.renew(), 'r', 'text');
    const bytes = fromBase64Url(sealed);
    for (const at of [0, 1, 64, 65, 76, 77, bytes.length - 1]) {
      const turned = Uint8Array.from(bytes);
      turned[at] = (turned[at] ?? 0) ^ 1;
      expect(await box.open('r', toBase64Url(turned))).toBeNull();
    }
    expect(await box.open('r', '')).toBeNull();
    expect(await box.open('r', '***')).toBeNull();
  });

  it('is closed for good with the next key, and when the key is forgotten', async () => {
    const box = createSealBox(newName());
    const first = await box.seal(await box.renew(), 'r', 'first');
    const second = await box.seal(await box.renew(), 'r', 'second');
    expect(await box.open('r', first)).toBeNull();
    expect(await box.open('r', second)).toBe('second');
    await box.forget();
    expect(await box.open('r', second)).toBeNull();
  });

  it('rests on a key that cannot be taken out of the browser', async () => {
    const name = newName();
    await createSealBox(name).renew();
    const [row] = await openVaultDatabase(name).keys.toArray();
    expect(row?.key.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('jwk', row!.key)).rejects.toThrow();
  });

  it('has a check number of twelve digits that any change of the request changes', async () => {
    const box = createSealBox(newName());
    const number = await box.fingerprint('request key');
    expect(number).toMatch(/^\d{4} \d{4} \d{4}$/);
    expect(await box.fingerprint('request key')).toBe(number);
    expect(await box.fingerprint('request kez')).not.toBe(number);
  });
});
