import type { Side } from '../types';
import type { OAuth, OAuthGrant, Tokens, Vault } from './connect-ports';
import type { Log } from './ports';

/** The stored grants of both products. A grant that leaves our hands is revoked, best effort. */
export interface Grants {
  both(): Promise<Readonly<Record<Side, OAuthGrant | null>>>;
  /** The former grant is revoked once the new one is stored. */
  replace(side: Side, grant: OAuthGrant): Promise<void>;
  /** Both, for good. */
  drop(): Promise<void>;
  revoke(grant: OAuthGrant): Promise<void>;
}

/** Grants kept in this vault. */
export function createGrants(vault: Vault, oauth: OAuth, tokens: Tokens, log: Log): Grants {
  async function revoke(grant: OAuthGrant): Promise<void> {
    await oauth.revoke(grant).catch(() => log.warn('setup.revokeFailed'));
  }

  return {
    revoke,
    async both() {
      const [desk, crm] = await Promise.all([vault.grant('desk'), vault.grant('crm')]);
      return { desk, crm };
    },
    async replace(side, grant) {
      const former = await vault.grant(side);
      await vault.saveGrant(side, grant);
      // Access tokens of the former grant may speak for somebody else.
      await tokens.forget();
      if (former !== null && former.refreshToken !== grant.refreshToken) await revoke(former);
    },
    async drop() {
      for (const side of ['desk', 'crm'] as const) {
        const grant = await vault.grant(side);
        if (grant === null) continue;
        // Revoked first: killed in between, it is revoked once more, and never left alive unseen.
        await revoke(grant);
        await vault.saveGrant(side, null);
      }
      await tokens.forget();
    },
  };
}
