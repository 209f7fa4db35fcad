/**
 * An agent's installation (CON-8): a text from the administrator says which organisations, the
 * agent signs in as themselves, and from then on it shows what they may see. It has no settings of
 * the sync and never runs one.
 */
import type { SignIn } from '../protocol';
import type { AgentView, Join } from '../protocol/access';
import type { Side } from '../types';
import { wrap } from '../core/envelope';
import { problemOf } from '../core/problem';
import type { AgentState } from './access-ports';
import type { Connection, OAuthClient, OAuthGrant, SetupState, Trial } from './connect-ports';
import { refused } from './connect-problems';
import type { ConnectPorts } from './connect-state';
import type { Grants } from './grants';
import type { SetupLedger } from './setup-ledger';

/** The text that the administrator sends round. */
export function joinText(
  { deskOrg, crmOrg, dataCentre }: Connection,
  client: OAuthClient,
  settings: Join['settings'],
): string {
  const join: Join = {
    dataCentre,
    desk: { id: deskOrg.id, name: deskOrg.name, portal: deskOrg.portal },
    crm: {
      id: crmOrg.id,
      name: crmOrg.name,
      currency: crmOrg.currency,
      zgid: crmOrg.zgid,
      timeZone: crmOrg.timeZone,
    },
    settings,
  };
  return wrap('join', { ...join, client: { id: client.id, secret: client.secret } });
}

/** What of it a screen is shown. */
export function agentView({ join, crmUser, version, lookedAt }: AgentState): AgentView {
  return {
    deskName: join.desk.name,
    crmName: join.crm.name,
    crmUser,
    settingsOf: version,
    lookedAt,
  };
}

/**
 * Finds out whom an agent's grant speaks for. It must lead to the organisations of the text; an
 * administrator's rights are not asked for. Null: this person has no CRM user.
 */
export async function examineAgent(
  side: Side,
  {
    grant,
    trial,
    join,
  }: { readonly grant: OAuthGrant; readonly trial: Trial; readonly join: Join },
): Promise<SignIn | null> {
  if (grant.dataCentre !== join.dataCentre) throw refused('join.otherDataCentre');
  const told = { dataCentre: grant.dataCentre, administrator: false };
  if (side === 'desk') {
    const directory = trial('desk', grant, join.desk.id);
    const organisation = (await directory.deskOrganisations()).find(
      ({ id }) => id === join.desk.id,
    );
    if (organisation === undefined) throw refused('join.otherPortal');
    const { name, email } = await directory.deskMe();
    return { ...told, user: { name, email }, organisations: [], organisationId: join.desk.id };
  }
  const directory = trial('crm', grant, null);
  try {
    const [{ name, email }, { zgid }] = await Promise.all([
      directory.crmMe(),
      directory.crmOrganisation(),
    ]);
    if (zgid !== join.crm.zgid) throw refused('join.otherCompany');
    return { ...told, user: { name, email }, organisations: [], organisationId: join.crm.id };
  } catch (thrown) {
    if (withoutSeat.has(problemOf(thrown).code)) return null;
    throw thrown;
  }
}

/** How CRM refuses somebody who is no user of it (contract 1.8: not documented). */
const withoutSeat: ReadonlySet<string> = new Set(['zoho.noPermission', 'oauth.scopeMissing']);

/** The joining of one installation, step by step. */
export interface Joining {
  /** Takes the text over. Refused where an integration is connected already. */
  begin(entered: { readonly join: Join; readonly client: OAuthClient }): Promise<void>;
  /** Goes on without a CRM sign-in. Writes several entries: to be called `alone`. */
  withoutCrm(): Promise<void>;
  /** Connects once everything that is needed is there. */
  complete(): Promise<void>;
}

/** Joining over these ports; its steps are stored in the set-up state. */
export function createJoining(
  { vault, clock, notifier }: Pick<ConnectPorts, 'vault' | 'clock' | 'notifier'>,
  ledger: SetupLedger,
  grants: Grants,
): Joining {
  async function complete(): Promise<void> {
    const { agent, signIns } = await ledger.read();
    const [both, before] = await Promise.all([grants.both(), vault.connection()]);
    if (agent === undefined || signIns.desk === null || both.desk === null) return;
    if (agent.crmUser && both.crm === null) return;
    const { join } = agent;
    const plain = { type: 'production', edition: null, administrator: false } as const;
    await vault.saveConnection({
      dataCentre: join.dataCentre,
      deskOrg: { ...plain, ...join.desk, currency: null },
      crmOrg: { ...plain, ...join.crm },
      user: signIns.desk.user,
      scopes: [...new Set([...both.desk.scopes, ...(both.crm?.scopes ?? [])])],
      connectedAt: before?.connectedAt ?? clock.now(),
      crmUser: agent.crmUser,
    });
    await ledger.update((state) => ({ ...state, step: 'done', problem: null }));
    notifier.changed('status');
    notifier.changed('profile');
  }

  return {
    complete,
    async begin({ join, client }) {
      if ((await vault.connection()) !== null) throw refused('join.connected');
      await grants.drop();
      await vault.saveClient(client);
      // As the administrator had set it when the text was made; what is published since is newer.
      if (join.settings !== null) await vault.savePermissions(join.settings.permissions);
      await ledger.update((state): SetupState => {
        const agent = { join, crmUser: true, version: null, lookedAt: null };
        return {
          ...state,
          agent,
          step: 'agent',
          dataCentre: join.dataCentre,
          deskOrgId: join.desk.id,
          signIns: { desk: null, crm: null },
          foreignCrmIds: null,
          started: false,
          problem: null,
        };
      });
    },
    async withoutCrm() {
      const grant = await vault.grant('crm');
      if (grant !== null) {
        await vault.saveGrant('crm', null);
        await grants.revoke(grant);
      }
      await ledger.update((state) =>
        state.agent === undefined
          ? state
          : {
              ...state,
              agent: { ...state.agent, crmUser: false },
              signIns: { ...state.signIns, crm: null },
              problem: state.problem?.at === 'crm' ? null : state.problem,
            },
      );
      await complete();
    },
  };
}
