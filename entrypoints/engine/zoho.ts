/** Both services as the engine sees them. */
import type { Connection, OAuthGrant, Trial, Vault } from '../../sync/engine/connect-ports';
import { consoleLog, systemClock, systemRandom } from '../../sync/browser/system';
import { createLocks } from '../../sync/browser/locks';
import { createSessionStore } from '../../sync/browser/session-store';
import { createCrmRemote } from '../../sync/zoho/crm';
import { createAdditionWriter } from '../../sync/zoho/crm-additions';
import { createPeopleReader } from '../../sync/zoho/crm-people';
import { createCrmLease } from '../../sync/zoho/crm-lease';
import { createCrmReader } from '../../sync/zoho/crm-reader';
import { createCrmVariables } from '../../sync/zoho/crm-variables';
import { crmOrigin, deskOrigin } from '../../sync/zoho/data-centres';
import { createDeviceGrants } from '../../sync/zoho/device-grant';
import { createDeskRemote } from '../../sync/zoho/desk';
import { createDeskProfiles } from '../../sync/zoho/desk-profiles';
import { createDeskReader } from '../../sync/zoho/desk-reader';
import { createTicketReader } from '../../sync/zoho/desk-tickets';
import { createDirectory } from '../../sync/zoho/directory';
import { createHttp, type Http } from '../../sync/zoho/http';
import { createOAuth } from '../../sync/zoho/oauth';
import { createTokens, type SessionStore } from '../../sync/zoho/tokens';
import type { Side } from '../../sync/types';

const world = { clock: systemClock, random: systemRandom, log: consoleLog };
const send = (url: string, init: RequestInit): Promise<Response> => fetch(url, init);

/** One client a side, speaking with what `vault` holds. */
function connectHttp(
  vault: Vault,
  session: SessionStore,
  organisation: () => Promise<string | null>,
) {
  const tokens = createTokens({ ...world, fetch: send, vault, session, locks: createLocks() });
  const origin = async (side: Side): Promise<string> => {
    const grant = await vault.grant(side);
    const dataCentre = grant?.dataCentre ?? (await vault.setup())?.dataCentre ?? 'us';
    return side === 'desk' ? deskOrigin(dataCentre) : (grant?.apiDomain ?? crmOrigin(dataCentre));
  };
  const http = (side: Side): Http =>
    createHttp({
      ...world,
      side,
      fetch: send,
      tokens,
      origin: () => origin(side),
      organisation: side === 'desk' ? organisation : undefined,
      elapsed: () => performance.now(),
    });
  return { tokens, desk: http('desk'), crm: http('crm') };
}

/** Memory that lives as long as one trial. */
function passingStore(): SessionStore {
  const entries = new Map<string, string>();
  return {
    get: async (key) => entries.get(key) ?? null,
    set: async (key, value) => void entries.set(key, value),
    remove: async (key) => void entries.delete(key),
  };
}

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
