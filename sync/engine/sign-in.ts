import type { SetupView, SignIn } from '../protocol';
import type { Side } from '../types';
import type { Connection, OAuthGrant, SetupState, Vault } from './connect-ports';
import { refused } from './connect-problems';
import { afterSignIn, resting, type ConnectPorts } from './connect-state';
import { examine, scopesOf } from './examination';
import type { Grants } from './grants';
import type { SetupLedger } from './setup-ledger';

/** One sign-in window at a time, and what it ends with put in its place. */
export interface SignInWindow {
  /** A window is open and this worker waits for it. */
  isOpen(): boolean;
  /** Resolves when the window has ended, whatever came of it. */
  signIn(side: Side): Promise<SetupView>;
}

/** `view` is what a sign-in resolves with, however it ended. */
export function createSignInWindow(
  ports: ConnectPorts,
  ledger: SetupLedger,
  grants: Grants,
  view: () => Promise<SetupView>,
): SignInWindow {
  const { vault, oauth, identity, trial } = ports;
  let flight: { readonly side: Side; readonly done: Promise<SetupView> } | null = null;

  // Set before anything is awaited, so that no second window can slip in.
  function signIn(side: Side): Promise<SetupView> {
    if (flight !== null)
      return flight.side === side ? flight.done : Promise.reject(refused('connect.busy'));
    const done = throughWindow(side).finally(() => {
      flight = null;
    });
    flight = { side, done };
    return done;
  }

  /** From the window to the vault; what is not adopted in the end is given back to Zoho. */
  async function throughWindow(side: Side): Promise<SetupView> {
    const began = ledger.generation();
    let unused: OAuthGrant | null = null;
    await ledger.attempt(side, async () => {
      const grant = await askZoho(side);
      unused = grant;
      const [connection, both] = await Promise.all([vault.connection(), grants.both()]);
      const other = side === 'desk' ? both.crm : both.desk;
      const { deskOrgId } = await ledger.read();
      const found = await examine(side, { grant, connection, other, deskOrgId, trial });
      const foreign = connection === null ? await foreignIn(side, grant, found) : undefined;
      await ledger.alone(async () => {
        if (began !== ledger.generation()) throw refused('connect.deleted');
        unused = null;
        await adopt(side, grant, found, foreign);
      });
    });
    if (unused !== null) await grants.revoke(unused);
    await ledger.update((state) =>
      state.signingIn === null ? state : { ...state, signingIn: null },
    );
    return view();
  }

  /** Stored before the window opens: should the worker die meanwhile, the next one knows. */
  async function askZoho(side: Side): Promise<OAuthGrant> {
    const client = await vault.client();
    if (client === null) throw refused('connect.noClient');
    const { dataCentre } = await ledger.update((state) => ({
      ...state,
      signingIn: { side, startedAt: ports.clock.now() },
      problem: null,
    }));
    const adds = (await vault.permissions())?.writing;
    const redirectAddress = identity.redirectAddress();
    const request = { client, dataCentre, side, redirectAddress, adds };
    const { url, ...secrets } = await oauth.begin(request);
    const redirected = await identity.authorize(url);
    return oauth.exchange({ ...request, ...secrets, redirected });
  }

  /** Puts an examined grant in place of the former one. The connection, where there is one, stays. */
  async function adopt(
    side: Side,
    grant: OAuthGrant,
    found: SignIn,
    foreign: number | null | undefined,
  ): Promise<void> {
    await grants.replace(side, grant);
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

  return { isOpen: () => flight !== null, signIn };
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
