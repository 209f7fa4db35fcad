/**
 * Connecting as a state machine that outlives its worker: every step is stored before the next
 * begins, so that a page that is opened later shows where set-up stands and what it failed on.
 *
 *   client → connect (sign in twice) → company → done
 *
 * A connected installation goes back to *connect* to sign in again; the connection itself stays.
 */
import type { DataCentre, SetupStep, SetupView, SignIn } from '../protocol';
import type { Problem, Side } from '../types';
import type {
  Connection,
  Identity,
  OAuth,
  OAuthClient,
  OAuthGrant,
  SetupState,
  Tokens,
  Trial,
  Vault,
} from './connect-ports';
import { connectProblem, explain, refused } from './connect-problems';
import type { Clock, Log, Notifier } from './ports';
import { createSetupLedger } from './setup-ledger';
import { bind, examine, scopesOf } from './sign-in';

export interface ConnectPorts {
  readonly vault: Vault;
  readonly identity: Identity;
  readonly oauth: OAuth;
  readonly tokens: Tokens;
  readonly trial: Trial;
  readonly clock: Clock;
  readonly notifier: Notifier;
  readonly log: Log;
  /** The address to give as the client's home page in Zoho's console. */
  readonly homepage: string;
  /** Stores what the connection starts with. Called again after a crash: must bear repetition. */
  onAuthorized(connection: Connection, displayOnly: boolean): Promise<void>;
  /** Empties stores and caches and clears alarms. Called again after a crash likewise. */
  onDeleted(): Promise<void>;
}

type ProblemPlace = NonNullable<SetupView['problem']>['at'];

export interface Connect {
  view(): Promise<SetupView>;
  saveClient(client: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly dataCentre: DataCentre;
  }): Promise<SetupView>;
  /** Resolves when the window has ended, whatever came of it. One window at a time. */
  signIn(side: Side): Promise<SetupView>;
  chooseDesk(organisationId: string): Promise<SetupView>;
  /** Steps that cannot be reached yet are not gone to. */
  goTo(step: SetupStep): Promise<SetupView>;
  authorize(choice: { readonly displayOnly: boolean }): Promise<SetupView>;
  /** Deletes the integration (REM-1): no sync from the first line on, then everything is removed. */
  disconnect(): Promise<void>;
  /** Finishes what a killed worker left half done. For the start of the background. */
  resume(): Promise<void>;
}

export function createConnect(ports: ConnectPorts): Connect {
  const { vault, oauth, clock, log } = ports;
  const ledger = createSetupLedger(vault, ports.notifier);
  /** The sign-in this worker waits for. A stored one without it belongs to a worker that died. */
  let flight: { readonly side: Side; readonly done: Promise<SetupView> } | null = null;
  let deletion: Promise<void> | null = null;
  /** Grows with each deletion; a sign-in that began before one must store nothing after it. */
  let generation = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function view(): Promise<SetupView> {
    await resume();
    const [client, state] = await Promise.all([vault.client(), ledger.read()]);
    return {
      step: client === null ? 'client' : state.step,
      redirectAddress: ports.identity.redirectAddress(),
      homepage: ports.homepage,
      clientId: client?.id ?? null,
      dataCentre: state.dataCentre,
      desk: state.signIns.desk,
      crm: state.signIns.crm,
      foreignCrmIds: state.foreignCrmIds,
      signingIn: state.signingIn?.side ?? null,
      problem: state.problem,
    };
  }

  async function resume(): Promise<void> {
    const state = await ledger.read();
    if (state.deleting) await disconnect();
    else if (state.signingIn !== null && flight === null) {
      const { side } = state.signingIn;
      await ledger.update((now) =>
        now.signingIn === null || flight !== null
          ? now
          : { ...now, signingIn: null, problem: at(side, connectProblem('connect.interrupted')) },
      );
    }
  }

  /** What writes several entries of the vault does so alone; a deletion never falls in between. */
  function alone<T>(task: () => Promise<T>): Promise<T> {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  }

  /** Runs one step; what it throws becomes the problem that the screen shows. */
  async function step(place: ProblemPlace, task: () => Promise<void>): Promise<SetupView> {
    const began = generation;
    try {
      await task();
    } catch (thrown) {
      if (began !== generation) return view();
      const problem = explain(thrown, place);
      log.warn('setup.failed', { at: place, code: problem.code });
      await ledger.update((state) => ({ ...state, problem: at(place, problem) }));
    }
    return view();
  }

  function saveClient(entered: Parameters<Connect['saveClient']>[0]): Promise<SetupView> {
    return step('client', async () => {
      const client = { id: entered.clientId.trim(), secret: entered.clientSecret.trim() };
      if (client.id === '' || client.secret === '') throw refused('connect.clientIncomplete');
      await oauth.checkClient(client, entered.dataCentre);
      await alone(() => keepClient(client, entered.dataCentre));
    });
  }

  async function keepClient(client: OAuthClient, dataCentre: DataCentre): Promise<void> {
    const before = await vault.client();
    await vault.saveClient(client);
    // A refresh token works with the client it was given to and no other.
    const replaced = before !== null && before.id !== client.id;
    if (replaced) await dropGrants();
    const connection = await vault.connection();
    const whole = connection !== null && (await bothGrants());
    await ledger.update((state) => {
      const next: SetupState = {
        ...state,
        dataCentre: connection?.dataCentre ?? dataCentre,
        signIns: replaced ? { desk: null, crm: null } : state.signIns,
        problem: null,
      };
      return { ...next, step: whole ? 'done' : furthest(next) };
    });
  }

  function signIn(side: Side): Promise<SetupView> {
    if (flight !== null)
      return flight.side === side ? flight.done : Promise.reject(refused('connect.busy'));
    const done = throughWindow(side).finally(() => {
      flight = null;
    });
    flight = { side, done };
    return done;
  }

  async function throughWindow(side: Side): Promise<SetupView> {
    const began = generation;
    let unused: OAuthGrant | null = null;
    const shown = step(side, async () => {
      const client = await vault.client();
      if (client === null) throw refused('connect.noClient');
      const state = await ledger.update((now) => ({
        ...now,
        signingIn: { side, startedAt: clock.now() },
        problem: null,
      }));
      const redirectAddress = ports.identity.redirectAddress();
      const { dataCentre } = state;
      const request = { client, dataCentre, side, redirectAddress };
      const { url, ...secrets } = await oauth.begin(request);
      const redirected = await ports.identity.authorize(url);
      const grant = await oauth.exchange({ ...request, ...secrets, redirected });
      unused = grant;
      const [connection, other] = await Promise.all([
        vault.connection(),
        vault.grant(side === 'desk' ? 'crm' : 'desk'),
      ]);
      const { deskOrgId } = await ledger.read();
      const found = await examine(side, {
        grant,
        connection,
        other,
        deskOrgId,
        trial: ports.trial,
      });
      await alone(async () => {
        if (began !== generation) throw refused('connect.deleted');
        await adopt(side, grant, found, connection);
        unused = null;
      });
    });
    await shown;
    if (unused !== null) await revoke(unused);
    await ledger.update((state) =>
      state.signingIn === null ? state : { ...state, signingIn: null },
    );
    return view();
  }

  /** Puts an examined grant in place of the former one. The connection, where there is one, stays. */
  async function adopt(
    side: Side,
    grant: OAuthGrant,
    found: SignIn,
    connection: Connection | null,
  ): Promise<void> {
    const former = await vault.grant(side);
    await vault.saveGrant(side, grant);
    await ports.tokens.forget();
    const [desk, crm] = await Promise.all([vault.grant('desk'), vault.grant('crm')]);
    if (connection !== null) {
      const user = side === 'desk' ? found.user : connection.user;
      await vault.saveConnection({ ...connection, user, scopes: scopesOf(desk, crm) });
      ports.notifier.changed('status');
    }
    const deskOrgId = side === 'desk' ? found.organisationId : (await ledger.read()).deskOrgId;
    const foreign =
      side === 'desk' && connection === null ? await foreignCrmIds(grant, deskOrgId) : undefined;
    await ledger.update((state) => {
      const next: SetupState = {
        ...state,
        dataCentre: grant.dataCentre,
        deskOrgId,
        signIns: { ...state.signIns, [side]: found },
        foreignCrmIds: foreign === undefined ? state.foreignCrmIds : foreign,
        signingIn: null,
        problem: withoutRights(side, found),
      };
      const whole = connection !== null && desk !== null && crm !== null;
      return { ...next, step: whole ? 'done' : furthest(next) };
    });
    if (former !== null && former.refreshToken !== grant.refreshToken) await revoke(former);
  }

  function chooseDesk(organisationId: string): Promise<SetupView> {
    return step('desk', async () => {
      const [grant, connection] = await Promise.all([vault.grant('desk'), vault.connection()]);
      const { signIns } = await ledger.read();
      const organisation = signIns.desk?.organisations.find(({ id }) => id === organisationId);
      if (grant === null || signIns.desk === null) throw refused('connect.incomplete');
      if (
        organisation === undefined ||
        (connection?.deskOrg.id ?? organisationId) !== organisationId
      )
        throw refused('connect.otherPortal');
      const me = await ports.trial('desk', grant, organisationId).deskMe();
      const administrator = me.administrator || organisation.administrator;
      const found: SignIn = { ...signIns.desk, administrator, organisationId };
      const foreign = await foreignCrmIds(grant, organisationId);
      await ledger.update((state) => {
        const next: SetupState = {
          ...state,
          deskOrgId: organisationId,
          signIns: { ...state.signIns, desk: found },
          foreignCrmIds: foreign,
          problem: withoutRights('desk', found),
        };
        return { ...next, step: connection === null ? furthest(next) : next.step };
      });
    });
  }

  async function goTo(wanted: SetupStep): Promise<SetupView> {
    const [client, connection] = await Promise.all([vault.client(), vault.connection()]);
    await ledger.update((state) => {
      const reachable: Readonly<Record<SetupStep, boolean>> = {
        client: true,
        connect: client !== null,
        company: client !== null && furthest(state) === 'company',
        done: connection !== null,
      };
      return reachable[wanted] ? { ...state, step: wanted } : state;
    });
    return view();
  }

  function authorize({ displayOnly }: { readonly displayOnly: boolean }): Promise<SetupView> {
    const began = generation;
    return step('company', async () => {
      const [desk, crm, state] = await Promise.all([
        vault.grant('desk'),
        vault.grant('crm'),
        ledger.read(),
      ]);
      const crmOrgId = state.signIns.crm?.organisationId ?? null;
      if (desk === null || crm === null || state.deskOrgId === null || crmOrgId === null)
        throw refused('connect.incomplete');
      const { deskOrgId } = state;
      const bound = await bind({ desk, crm, deskOrgId, crmOrgId, trial: ports.trial });
      await alone(async () => {
        if (began !== generation) throw refused('connect.deleted');
        const before = await vault.connection();
        if (before !== null && before.deskOrg.id !== deskOrgId)
          throw refused('connect.otherPortal');
        if (before !== null && before.crmOrg.zgid !== bound.crmOrg.zgid)
          throw refused('connect.otherCompany');
        const connection = { ...bound, connectedAt: before?.connectedAt ?? clock.now() };
        await vault.saveConnection(connection);
        // The step moves last: killed in between, the page still offers Authorize.
        await ports.onAuthorized(connection, displayOnly);
        await ledger.update((now) => ({ ...now, step: 'done', problem: null }));
      });
      ports.notifier.changed('status');
    });
  }

  function disconnect(): Promise<void> {
    deletion ??= erase().finally(() => {
      deletion = null;
    });
    return deletion;
  }

  /** The mark comes first and goes last, with the vault: whoever finds it starts over. */
  function erase(): Promise<void> {
    generation += 1;
    return alone(async () => {
      await ledger.update((state) => ({ ...state, deleting: true, step: 'client', problem: null }));
      await vault.saveConnection(null);
      await ports.onDeleted();
      await dropGrants();
      await ledger.erase();
      ports.notifier.changed('status');
    });
  }

  async function bothGrants(): Promise<boolean> {
    const [desk, crm] = await Promise.all([vault.grant('desk'), vault.grant('crm')]);
    return desk !== null && crm !== null;
  }

  async function dropGrants(): Promise<void> {
    for (const side of ['desk', 'crm'] as const) {
      const grant = await vault.grant(side);
      await vault.saveGrant(side, null);
      if (grant !== null) await revoke(grant);
    }
    await ports.tokens.forget();
  }

  async function revoke(grant: OAuthGrant): Promise<void> {
    await oauth.revoke(grant).catch(() => log.warn('setup.revokeFailed'));
  }

  /** A sign, not a condition (CON-6): that it cannot be read must not stop set-up. */
  async function foreignCrmIds(
    grant: OAuthGrant,
    deskOrgId: string | null,
  ): Promise<number | null> {
    if (deskOrgId === null) return null;
    return ports
      .trial('desk', grant, deskOrgId)
      .foreignCrmIds()
      .catch(() => null);
  }

  return { view, saveClient, signIn, chooseDesk, goTo, authorize, disconnect, resume };
}

const at = (place: ProblemPlace, problem: Problem): NonNullable<SetupState['problem']> => ({
  at: place,
  problem,
});

/** The furthest step that two sign-ins allow: companies are shown to administrators of both. */
function furthest({ signIns: { desk, crm } }: SetupState): SetupStep {
  return desk?.administrator === true && crm?.administrator === true ? 'company' : 'connect';
}

/** Why a sign-in that worked does not help. */
function withoutRights(side: Side, { administrator }: SignIn): SetupState['problem'] {
  if (administrator) return null;
  return at(
    side,
    connectProblem(
      side === 'desk' ? 'connect.notDeskAdministrator' : 'connect.notCrmAdministrator',
    ),
  );
}
