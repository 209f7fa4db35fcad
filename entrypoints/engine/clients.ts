/** One client a service, speaking with what a vault holds. */
import type { Vault } from '../../sync/engine/connect-ports';
import { createLocks } from '../../sync/browser/locks';
import { consoleLog, systemClock, systemRandom } from '../../sync/browser/system';
import { crmOrigin, deskOrigin } from '../../sync/zoho/data-centres';
import { createHttp, type Http } from '../../sync/zoho/http';
import { createTokens, type SessionStore } from '../../sync/zoho/tokens';
import type { Side } from '../../sync/types';

/** What every client has of this computer. */
export const world = { clock: systemClock, random: systemRandom, log: consoleLog };

/** The browser's own; called as a function of its own, as it must be. */
export const send = (url: string, init: RequestInit): Promise<Response> => fetch(url, init);

/** `organisation`: id of the Desk portal that calls are for; null before one is chosen. */
export function connectHttp(
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
export function passingStore(): SessionStore {
  const entries = new Map<string, string>();
  return {
    get: async (key) => entries.get(key) ?? null,
    set: async (key, value) => void entries.set(key, value),
    remove: async (key) => void entries.delete(key),
  };
}
