/**
 * A CRM administrator answers somebody else's request (CON-2). The grant is made for the asker's
 * client, sealed for the asker's browser, and kept nowhere here: what is stored is the sealed text.
 */
import type { ApprovalView } from '../protocol/access';
import { wrap } from '../core/envelope';
import type { ApprovalState, ApprovalText, RequestText } from './access-ports';
import type { OAuthGrant } from './connect-ports';
import { refused } from './connect-problems';
import type { ConnectPorts } from './connect-state';
import type { Grants } from './grants';
import type { SetupLedger } from './setup-ledger';

export interface ApproveAccess {
  view(): Promise<ApprovalView | null>;
  /** Puts a request up for an answer. */
  receive(request: RequestText): Promise<void>;
  /** Resolves when the sign-in window has ended. */
  approve(): Promise<void>;
  decline(): Promise<void>;
  close(): Promise<void>;
}

export function createApproveAccess(
  ports: ConnectPorts,
  ledger: SetupLedger,
  grants: Grants,
): ApproveAccess {
  const { oauth, identity, trial, clock, seal } = ports;
  let flight: Promise<void> | null = null;

  async function current(): Promise<RequestText> {
    const { approval } = await ledger.read();
    if (approval === undefined) throw refused('request.none');
    if (approval.request.expiresAt <= clock.now()) throw refused('request.expired');
    return approval.request;
  }

  async function put(approval: ApprovalState | undefined): Promise<void> {
    await ledger.update(({ approval: _before, ...state }) => ({
      ...state,
      ...(approval === undefined ? {} : { approval }),
      problem: state.problem?.at === 'access' ? null : state.problem,
    }));
  }

  async function answer(
    request: RequestText,
    grant: OAuthGrant | null,
    companyName: string | null,
  ): Promise<void> {
    const text: ApprovalText = { id: request.id, grant };
    const sealed = await seal.seal(request.publicKey, request.id, JSON.stringify(text));
    await put({ request, answer: { text: wrap('approval', sealed), companyName } });
  }

  async function throughWindow(): Promise<void> {
    const request = await current();
    const asked = {
      client: request.client,
      dataCentre: request.dataCentre,
      side: 'crm',
      use: 'owner',
      redirectAddress: identity.redirectAddress(),
    } as const;
    const { url, ...secrets } = await oauth.begin(asked);
    const redirected = await identity.authorize(url);
    const grant = await oauth.exchange({ ...asked, ...secrets, redirected });
    let isHandedOver = false;
    try {
      if (grant.dataCentre !== request.dataCentre) throw refused('connect.dataCentreMix');
      const directory = trial('crm', { ...grant, client: request.client }, null);
      const [{ administrator }, company] = await Promise.all([
        directory.crmMe(),
        directory.crmOrganisation(),
      ]);
      if (!administrator) throw refused('request.notCrmAdministrator');
      await answer(request, grant, company.name);
      isHandedOver = true;
    } finally {
      if (!isHandedOver) await grants.revoke(grant);
    }
  }

  return {
    receive: (request) => put({ request, answer: null }),
    close: () => put(undefined),
    approve() {
      flight ??= throughWindow().finally(() => {
        flight = null;
      });
      return flight;
    },
    async decline() {
      await answer(await current(), null, null);
    },
    async view() {
      const { approval } = await ledger.read();
      if (approval === undefined) return null;
      const { request, answer: given } = approval;
      const own = identity.redirectAddress();
      return {
        asker: request.asker,
        deskName: request.deskName,
        clientId: request.client.id,
        scopes: ports.scopesOf('crm', 'owner'),
        checkCode: await seal.fingerprint(`${request.id} ${request.publicKey}`),
        expiresAt: request.expiresAt,
        otherRedirect: own === request.redirectAddress ? null : own,
        answer: given,
      };
    },
  };
}
