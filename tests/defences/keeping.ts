import { without, type Defence } from './defence';

/** Who sees what. */
export const rights: readonly Defence[] = [
  without(
    'a profile that nobody named sees everything',
    'sync/core/permissions.ts',
    'if (set === undefined || !set.visible) return nothingAllowed;',
    'if (set === undefined) return allAllowed;\n  if (!set.visible) return nothingAllowed;',
    'unit/core/permissions',
  ),
  without(
    'settings that cannot be read permit everything',
    'sync/storage/vault.ts',
    'stored === null ? null : (parsePermissions(stored) ?? { profiles: {} })',
    'stored === null ? null : parsePermissions(stored)',
    'contract/vault',
  ),
  without(
    'what was read stays on the shelf while rights are withdrawn',
    'sync/engine/shelved-profiles.ts',
    'if (before === withdrawals && lasting.has(view.result.state))',
    'if (lasting.has(view.result.state))',
    'unit/engine/shelved-profiles',
  ),
  without(
    'new rules are stored before the shelf is empty',
    'sync/engine/permissions.ts',
    'await ports.withhold();\n    await vault.savePermissions(next);',
    'await vault.savePermissions(next);',
    'unit/engine/permissions',
  ),
  without(
    'deals that are hidden come from the cache',
    'sync/engine/access.ts',
    'potentials: access.potentials ? customer.potentials : hidden,',
    'potentials: customer.potentials,',
    'unit/engine/profile-access',
  ),
  without(
    'a hidden type tells of deals',
    'sync/engine/access.ts',
    'type: access.potentials ? customer.type : withoutDeals(customer.type),',
    'type: customer.type,',
    'unit/engine/profile-access',
  ),
];

/** What is kept. */
export const kept: readonly Defence[] = [
  without(
    'a run goes on after Delete integration',
    'sync/storage/dexie-store.ts',
    'if (control.epoch !== batch.epoch)',
    'if (control.epoch < 0)',
    'contract/dexie-store',
  ),
  without(
    'an empty database is made by whoever asks after Delete integration',
    'sync/storage/presence.ts',
    'if (database.isOpen()) return true;',
    'if (database.name !== "") return true;',
    'contract/dexie-store',
    'contract/vault',
  ),
  without(
    'the customers’ rows stay after Delete integration',
    'sync/storage/dexie-store.ts',
    'remove(database).finally(forget)',
    'Promise.resolve()',
    'contract/dexie-store',
  ),
  without(
    'secrets lie readable on the disk',
    'sync/storage/vault.ts',
    "sealed: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain) };",
    'sealed: plain.buffer };',
    'contract/vault',
  ),
  without(
    'the key of the vault can be exported',
    'sync/storage/vault.ts',
    "crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [",
    "crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, [",
    'contract/vault',
  ),
  without(
    'the client and the key stay after Delete integration',
    'sync/storage/vault.ts',
    'clear: () => changing(() => remove(database)),',
    'clear: () => changing(() => database.values.clear()),',
    'contract/vault',
  ),
  without(
    'suspiciously many deletions are carried out',
    'sync/core/brake.ts',
    'deletes: { least: 10,',
    'deletes: { least: 10_000,',
    'unit/engine/brake',
  ),
];
