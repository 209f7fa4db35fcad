import type { SetupView } from '../protocol';
import type { Side } from '../types';
import type { Adoption } from './adoption';
import type { OAuthGrant, Use } from './connect-ports';
import { refused } from './connect-problems';
import type { ConnectPorts } from './connect-state';
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
  adoption: Adoption,
  view: () => Promise<SetupView>,
): SignInWindow {
  const { vault, oauth, identity } = ports;
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
    await ledger.attempt(side, async () => adoption.take(side, await askZoho(side), began));
    await ledger.update((state) =>
      state.signingIn === null ? state : { ...state, signingIn: null },
    );
    return view();
  }

  /** Stored before the window opens: should the worker die meanwhile, the next one knows. */
  async function askZoho(side: Side): Promise<OAuthGrant> {
    const client = await vault.client();
    if (client === null) throw refused('connect.noClient');
    const { dataCentre, agent } = await ledger.update((state) => ({
      ...state,
      signingIn: { side, startedAt: ports.clock.now() },
      problem: null,
    }));
    const use: Use = agent === undefined ? 'owner' : 'agent';
    const adds = (await vault.permissions())?.writing;
    const redirectAddress = identity.redirectAddress();
    const request = { client, dataCentre, side, use, redirectAddress, adds };
    const { url, ...secrets } = await oauth.begin(request);
    const redirected = await identity.authorize(url);
    return oauth.exchange({ ...request, ...secrets, redirected });
  }

  return { isOpen: () => flight !== null, signIn };
}
