/** Both services as the engine sees them. */
import type { Connection, OAuthGrant, Trial, Vault } from '../../sync/engine/connect-ports';
import { systemClock } from '../../sync/browser/system';
import { createSessionStore } from '../../sync/browser/session-store';
import { createCrmRemote } from '../../sync/zoho/crm';
import { createAdditionWriter } from '../../sync/zoho/crm-additions';
import { createPeopleReader } from '../../sync/zoho/crm-people';
import { createCrmLease } from '../../sync/zoho/crm-lease';
import { createCrmReader } from '../../sync/zoho/crm-reader';
import { createCrmVariables } from '../../sync/zoho/crm-variables';
import { createDeviceGrants } from '../../sync/zoho/device-grant';
import { createDeskRemote } from '../../sync/zoho/desk';
import { createDeskProfiles } from '../../sync/zoho/desk-profiles';
import { createDeskReader } from '../../sync/zoho/desk-reader';
import { createTicketReader } from '../../sync/zoho/desk-tickets';
import { createDirectory } from '../../sync/zoho/directory';
import { createOAuth } from '../../sync/zoho/oauth';
import type { Side } from '../../sync/types';
import { connectHttp, passingStore, send, world } from './clients';

export function connectZoho(vault: Vault) {
  const session = createSessionStore();
  let known: Connection | null = null;

  async function connection(): Promise<Connection | null> {
    known = await vault.connection();
    return known;
  }

  const portal = async (): Promise<string | null> =>
    (await connection())?.deskOrg.id ?? (await vault.setup())?.deskOrgId ?? null;
  const { tokens, desk, crm } = connectHttp(vault, session, portal);

  // One sign-in is looked at several times; its access token is good for all of them.
  let tried = { grant: '', session: passingStore() };
  const trial: Trial = (side, grant: OAuthGrant, deskOrgId) => {
    if (tried.grant !== grant.refreshToken)
      tried = { grant: grant.refreshToken, session: passingStore() };
    const own: Vault = { ...vault, grant: async (asked) => (asked === side ? grant : null) };
    return createDirectory(connectHttp(own, tried.session, async () => deskOrgId));
  };

  const company = () =>
    known === null
      ? null
      : {
          dataCentre: known.dataCentre,
          zgid: known.crmOrg.zgid,
          currency: known.crmOrg.currency ?? '',
        };
  const crmReader = createCrmReader(crm, { clock: systemClock, company });

  return {
    session,
    connection,
    tokens,
    trial,
    devices: createDeviceGrants({ ...world, fetch: send }),
    oauth: createOAuth({ ...world, fetch: send, crypto }),
    desk: createDeskRemote(desk, { clock: systemClock, session }),
    crm: createCrmRemote(crm, { clock: systemClock, session }),
    deskReader: createDeskReader(desk),
    deskProfiles: createDeskProfiles(desk),
    crmReader,
    additionWriter: createAdditionWriter(crm, systemClock),
    ticketReader: createTicketReader(desk),
    peopleReader: createPeopleReader(crm, {
      stages: () => crmReader.stages(),
      currency: () => company()?.currency ?? '',
    }),
    lease: createCrmLease(crm),
    variables: createCrmVariables(crm),
    creditsLeft: (side: Side) => (side === 'desk' ? desk : crm).creditsLeft(),
  };
}
