/**
 * One-time sealing between two browsers. The asker's private key is made so that it cannot be
 * exported, and lies in the vault's database; whoever has only the texts can open nothing.
 */
import type { SealBox } from '../engine/access-ports';
import { fromBase64Url, toBase64Url } from '../core/envelope';
import { isThere } from './presence';
import { openVaultDatabase, vaultName } from './vault-database';

const curve = { name: 'ECDH', namedCurve: 'P-256' } as const;
/** Bytes of an uncompressed point of P-256. */
const pointBytes = 65;
/** Bytes of a GCM nonce. */
const ivBytes = 12;
const rowName = 'request';

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** AES key of the two halves; salted by the sender's public key, bound to the context. */
async function sharedKey(
  own: CryptoKey,
  other: CryptoKey,
  sender: Uint8Array<ArrayBuffer>,
  context: string,
): Promise<CryptoKey> {
  const secret = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256);
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const info = bytes(`tandem sealed approval 1 ${context}`);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt: sender, info },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

const importPoint = (point: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', point, curve, false, []);

/** A seal box in the vault's database. */
export function createSealBox(name: string = vaultName): SealBox {
  const database = openVaultDatabase(name);
  return {
    async renew() {
      const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, false, [
        'deriveBits',
      ]);
      await database.keys.put({ name: rowName, key: privateKey });
      return toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
    },

    async seal(publicKey, context, text) {
      const other = await importPoint(fromBase64Url(publicKey));
      const own = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
      const sender = new Uint8Array(await crypto.subtle.exportKey('raw', own.publicKey));
      const key = await sharedKey(own.privateKey, other, sender, context);
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
      const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, bytes(text));
      return toBase64Url(new Uint8Array([...sender, ...iv, ...new Uint8Array(sealed)]));
    },

    async open(context, sealed) {
      if (!(await isThere(database))) return null;
      const row = await database.keys.get(rowName);
      if (row === undefined) return null;
      try {
        const all = fromBase64Url(sealed);
        const sender = all.slice(0, pointBytes);
        const iv = all.slice(pointBytes, pointBytes + ivBytes);
        const key = await sharedKey(row.key, await importPoint(sender), sender, context);
        const body = all.slice(pointBytes + ivBytes);
        const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, body);
        return new TextDecoder().decode(plain);
      } catch {
        // Changed on the way, or for another key: either way nothing of it counts.
        return null;
      }
    },

    async fingerprint(text) {
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes(text)));
      // Six bytes are 281 million million; twelve digits of them.
      const number = hash.slice(0, 6).reduce((sum, byte) => sum * 256 + byte, 0) % 1e12;
      return String(number).padStart(12, '0').match(/\d{4}/g)?.join(' ') ?? '';
    },

    async forget() {
      if (await isThere(database)) await database.keys.delete(rowName);
    },
  };
}
