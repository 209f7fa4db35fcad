import type { SignIn } from '../protocol';
import type { Side } from '../types';
import type { Connection, OAuthGrant, SetupState, Vault } from './connect-ports';
import { refused } from './connect-problems';
import { afterSignIn, resting, type ConnectPorts } from './connect-state';
import { examine, scopesOf } from './examination';
import type { Grants } from './grants';
import { examineAgent, type Joining } from './join';
import type { SetupLedger } from './setup-ledger';

/** The way of a new grant into its place, whoever it was given by. */
export interface Adoption {
  /**
   * Finds out where the grant leads, and puts it in place of the former one. One that must not be
   * used is given back to Zoho, and the error says why. `began`: the ledger's generation when it
   * was asked for; a deletion since then throws it away.
   */
  take(side: Side, grant: OAuthGrant, began: number): Promise<void>;
}

export function createAdoption(
  ports: ConnectPorts,
  ledger: SetupLedger,
  grants: Grants,
  joining: Joining,
): Adoption {
  const { vault, trial } = ports;

  async function take(side: Side, grant: OAuthGrant, began: number): Promise<void> {
    let isUnused = true;
    try {
      const [connection, both] = await Promise.all([vault.connection(), grants.both()]);
      const other = side === 'desk' ? both.crm : both.desk;
      const { deskOrgId, agent } = await ledger.read();
      const found =
        agent === undefined
          ? await examine(side, { grant, connection, other, deskOrgId, trial })
          : await examineAgent(side, { grant, trial, join: agent.join });
      const isNew = connection === null && agent === undefined;
      const foreign = isNew && found !== null ? await foreignIn(side, grant, found) : undefined;
      await ledger.alone(async () => {
        if (began !== ledger.generation()) throw refused('connect.deleted');
        // No CRM user: what Desk holds is shown.
        if (found === null) return joining.withoutCrm();
        isUnused = false;
        await adopt(side, grant, found, foreign);
      });
    } finally {
      if (isUnused) await grants.revoke(grant);
    }
  }

  /** Puts an examined grant in place of the former one. The connection, where there is one, stays. */
  async function adopt(
    side: Side,
    grant: OAuthGrant,
    found: SignIn,
    foreign: number | null | undefined,
  ): Promise<void> {
    await grants.replace(side, grant);
    if ((await ledger.read()).agent !== undefined) {
      await ledger.update((state) => ({
        ...afterSignIn(state, side, found),
        signingIn: null,
      }));
      return joining.complete();
    }
    const [both, connection] = await Promise.all([grants.both(), vault.connection()]);
    if (connection !== null) await renew(vault, connection, side, found, scopesOf(both));
    const whole = connection !== null && both.desk !== null && both.crm !== null;
    await ledger.update((state): SetupState => {
      const next = afterSignIn(state, side, found);
      return {
        ...next,
        dataCentre: grant.dataCentre,
        foreignCrmIds: foreign === undefined ? state.foreignCrmIds : foreign,
        signingIn: null,
        step: whole ? resting(state) : next.step,
      };
    });
    if (connection !== null) ports.notifier.changed('status');
    if (whole) ports.onReconnected();
  }

  /** A sign, not a condition (CON-6): that it cannot be read must not stop set-up. */
  async function foreignIn(
    side: Side,
    grant: OAuthGrant,
    found: SignIn,
  ): Promise<number | null | undefined> {
    if (side === 'crm') return undefined;
    return found.organisationId === null ? null : foreignCrmIds(ports, grant, found.organisationId);
  }

  return { take };
}

/** How many Desk contacts carry a CRM id; null where that cannot be read. */
export async function foreignCrmIds(
  { trial }: Pick<ConnectPorts, 'trial'>,
  grant: OAuthGrant,
  deskOrgId: string,
): Promise<number | null> {
  return trial('desk', grant, deskOrgId)
    .foreignCrmIds()
    .catch(() => null);
}

/** Same organisations, perhaps another person and other scopes; since when stays. */
async function renew(
  vault: Vault,
  connection: Connection,
  side: Side,
  found: SignIn,
  scopes: readonly string[],
): Promise<void> {
  const user = side === 'desk' ? found.user : connection.user;
  await vault.saveConnection({ ...connection, user, scopes });
}
