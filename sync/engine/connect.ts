/**
 * Connecting as a state machine that outlives its worker: every step is stored before the next
 * begins, so that a page that is opened later shows where set-up stands and what it failed on.
 *
 *   client → connect (sign in twice) → company → preferences → mapping → preview → done → products → done
 *
 * A connected installation goes back to *connect* to sign in again; the connection itself stays.
 */
import type { SetupStep, SetupView, SignIn } from '../protocol';
import type { Side, DataCentre } from '../types';
import { problemOf } from '../core/problem';
import type { Connection, OAuthClient, SetupState } from './connect-ports';
import { createAdoption, foreignCrmIds } from './adoption';
import { connectProblem, refused } from './connect-problems';
import {
  afterSignIn,
  furthest,
  isStarted,
  productsOf,
  resting,
  type ConnectPorts,
} from './connect-state';
import { createCorrespondence, type Correspondence } from './correspondence';
import { bind } from './examination';
import { createGrants } from './grants';
import { createJoining } from './join';
import { createSetupLedger, type ProblemPlace } from './setup-ledger';
import { createSignInWindow } from './sign-in';

/** What the set-up pages may ask for. Failures are part of the view, so that a reload shows them too. */
export interface Connect {
  view(): Promise<SetupView>;
  /** Stores the organisation's client once Zoho knows it (CON-4). */
  saveClient(client: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly dataCentre: DataCentre;
  }): Promise<SetupView>;
  /** Resolves when the window has ended, whatever came of it. One window at a time (`connect.busy`). */
  signIn(side: Side): Promise<SetupView>;
  /** Settles which of several Desk portals is meant. */
  chooseDesk(organisationId: string): Promise<SetupView>;
  /** Steps that cannot be reached yet are not gone to. */
  goTo(step: SetupStep): Promise<SetupView>;
  /** Binds the two organisations and hands over to `onAuthorized`. */
  authorize(choice: { readonly displayOnly: boolean }): Promise<SetupView>;
  /** Lets the sync run. Before a connection it does nothing. */
  start(): Promise<SetupView>;
  /** Deletes the integration (REM-1): no sync from the first line on, then everything is removed. */
  disconnect(): Promise<void>;
  /** Joining as an agent, and asking for access. Its views are part of `view`. */
  readonly correspondence: Correspondence;
  /** Finishes what a killed worker left half done. For the start of the background. */
  resume(): Promise<void>;
}

/** Connecting over these ports; one for the life of the worker. */
export function createConnect(ports: ConnectPorts): Connect {
  const { vault, oauth, clock } = ports;
  const ledger = createSetupLedger(vault, ports.notifier, ports.log);
  const grants = createGrants(vault, oauth, ports.tokens, ports.log);
  const joining = createJoining(ports, ledger, grants);
  const adoption = createAdoption(ports, ledger, grants, joining);
  const window = createSignInWindow(ports, ledger, adoption, view);
  const correspondence = createCorrespondence(ports, {
    ledger,
    grants,
    adoption,
    joining,
    disconnect,
  });
  let deletion: Promise<void> | null = null;

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
      products: productsOf(state),
      signingIn: state.signingIn?.side ?? null,
      problem: state.problem,
      access: await correspondence.view(),
    };
  }

  async function resume(): Promise<void> {
    const state = await ledger.read();
    if (state.deleting) await disconnect();
    else if (state.signingIn !== null && !window.isOpen())
      await ledger.update((now) => {
        if (now.signingIn === null || window.isOpen()) return now;
        const problem = connectProblem('connect.interrupted');
        return { ...now, signingIn: null, problem: { at: now.signingIn.side, problem } };
      });
  }

  /** One command: what it fails on is stored, and its answer is where set-up stands then. */
  async function step(at: ProblemPlace, task: () => Promise<void>): Promise<SetupView> {
    await ledger.attempt(at, task);
    return view();
  }

  function saveClient(entered: Parameters<Connect['saveClient']>[0]): Promise<SetupView> {
    return step('client', async () => {
      if ((await ledger.read()).agent !== undefined) throw refused('join.agent');
      const client = { id: entered.clientId.trim(), secret: entered.clientSecret.trim() };
      if (client.id === '' || client.secret === '') throw refused('connect.clientIncomplete');
      await oauth.checkClient(client, entered.dataCentre);
      await ledger.alone(() => keepClient(client, entered.dataCentre));
    });
  }

  /** Replaces the client. Grants of another client die with it; the connection does not. */
  async function keepClient(client: OAuthClient, dataCentre: DataCentre): Promise<void> {
    const before = await vault.client();
    await vault.saveClient(client);
    const connection = await vault.connection();
    const had = await grants.both();
    const held = had.desk ?? had.crm;
    const elsewhere = held !== null && held.dataCentre !== dataCentre;
    // A refresh token works with the client it was given to and no other. Choosing another data
    // centre is the way out for somebody who signed in twice in the wrong one.
    const replaced =
      (before !== null && before.id !== client.id) || (connection === null && elsewhere);
    if (replaced) await grants.drop();
    const { desk, crm } = await grants.both();
    const whole = connection !== null && desk !== null && crm !== null;
    await ledger.update((state) => {
      const next: SetupState = {
        ...state,
        dataCentre: connection?.dataCentre ?? dataCentre,
        signIns: replaced ? { desk: null, crm: null } : state.signIns,
        problem: null,
      };
      return { ...next, step: whole ? resting(next) : furthest(next) };
    });
  }

  /** Rights differ by portal, so the person is looked up in the chosen one. */
  function chooseDesk(organisationId: string): Promise<SetupView> {
    return step('desk', async () => {
      const [grant, connection] = await Promise.all([vault.grant('desk'), vault.connection()]);
      const { desk } = (await ledger.read()).signIns;
      if (grant === null || desk === null) throw refused('connect.incomplete');
      const organisation = desk.organisations.find(({ id }) => id === organisationId);
      const bound = connection?.deskOrg.id ?? organisationId;
      if (organisation === undefined || bound !== organisationId)
        throw refused('connect.otherPortal');
      const inPortal = ports.trial('desk', grant, organisationId);
      const [me, lacks, foreign] = await Promise.all([
        inPortal.deskMe(),
        inPortal.lacks('desk'),
        foreignCrmIds(ports, grant, organisationId),
      ]);
      const administrator = me.administrator || organisation.administrator;
      const found: SignIn = { ...desk, administrator, organisationId, lacks };
      await ledger.update((state) => {
        const next = afterSignIn(state, 'desk', found);
        return {
          ...next,
          foreignCrmIds: foreign,
          step: connection === null ? next.step : state.step,
        };
      });
    });
  }

  async function goTo(wanted: SetupStep): Promise<SetupView> {
    const [client, connection] = await Promise.all([vault.client(), vault.connection()]);
    const dead =
      (wanted === 'connect' || wanted === 'agent') && connection !== null
        ? await deadSides(connection)
        : [];
    for (const side of dead) await vault.saveGrant(side, null);
    await ledger.update((before): SetupState => {
      const signIns = { ...before.signIns };
      for (const side of dead) signIns[side] = null;
      const state = { ...before, signIns };
      if (state.agent !== undefined)
        return { ...state, step: wanted === 'done' && connection !== null ? 'done' : 'agent' };
      const reachable: Readonly<Record<SetupStep, boolean>> = {
        client: true,
        agent: false,
        connect: client !== null,
        company: client !== null && furthest(state) === 'company',
        // What the sync does is settled on pages of its own once it runs.
        preferences: connection !== null && !isStarted(state),
        mapping: connection !== null && !isStarted(state),
        preview: connection !== null && !isStarted(state),
        products: connection !== null && isStarted(state),
        done: connection !== null && isStarted(state),
      };
      if (!reachable[wanted]) return state;
      const productsSettled = state.productsSettled === true || state.step === 'products';
      return { ...state, step: wanted, productsSettled };
    });
    return view();
  }

  /** Sign-ins that Zoho no longer accepts: the page then asks for just these (CON-7). */
  async function deadSides(connection: Connection): Promise<Side[]> {
    const held = await grants.both();
    const dead: Side[] = [];
    for (const side of ['desk', 'crm'] as const) {
      const grant = held[side];
      if (grant === null) continue;
      const directory = ports.trial(side, grant, connection.deskOrg.id);
      try {
        await (side === 'desk' ? directory.deskMe() : directory.crmMe());
      } catch (thrown) {
        if (problemOf(thrown).code === 'oauth.reconnect') dead.push(side);
      }
    }
    return dead;
  }

  /** Binds what the person saw, after looking whether it is still so. */
  function authorize({ displayOnly }: { readonly displayOnly: boolean }): Promise<SetupView> {
    const began = ledger.generation();
    return step('company', async () => {
      const [{ desk, crm }, state] = await Promise.all([grants.both(), ledger.read()]);
      const { deskOrgId } = state;
      const crmOrgId = state.signIns.crm?.organisationId ?? null;
      if (desk === null || crm === null || deskOrgId === null || crmOrgId === null)
        throw refused('connect.incomplete');
      const bound = await bind({ desk, crm, deskOrgId, crmOrgId, trial: ports.trial });
      await ledger.alone(async () => {
        if (began !== ledger.generation()) throw refused('connect.deleted');
        const before = await vault.connection();
        if (before !== null && before.deskOrg.id !== deskOrgId)
          throw refused('connect.otherPortal');
        if (before !== null && before.crmOrg.zgid !== bound.crmOrg.zgid)
          throw refused('connect.otherCompany');
        const connection = { ...bound, connectedAt: before?.connectedAt ?? clock.now() };
        await vault.saveConnection(connection);
        // The step moves last: killed in between, the page still offers Authorize.
        await ports.onAuthorized(connection, displayOnly);
        await ledger.update((now) => {
          const started = displayOnly || isStarted(now);
          return { ...now, step: started ? 'done' : 'preferences', started, problem: null };
        });
        ports.notifier.changed('status');
      });
    });
  }

  async function start(): Promise<SetupView> {
    const before = await ledger.read();
    if ((await vault.connection()) === null || before.agent !== undefined) return view();
    const isFirst = !isStarted(before);
    // Killed in between, the page still offers it; the other way round nothing would ever begin.
    if (isFirst) await ports.releaseSync();
    await ledger.update((now) => ({ ...now, step: 'done', started: true, problem: null }));
    if (isFirst) ports.onStarted();
    return view();
  }

  function disconnect(): Promise<void> {
    deletion ??= erase().finally(() => {
      deletion = null;
    });
    return deletion;
  }

  /** The mark comes first and goes last, with the vault: whoever finds it starts over. */
  async function erase(): Promise<void> {
    await ledger.beginErasure();
    await ledger.alone(async () => {
      await vault.saveConnection(null);
      await ports.onDeleted();
      await grants.drop();
      await ledger.erase();
      ports.notifier.changed('status');
    });
  }

  return {
    view,
    saveClient,
    signIn: window.signIn,
    chooseDesk,
    goTo,
    authorize,
    start,
    disconnect,
    resume,
    correspondence,
  };
}
