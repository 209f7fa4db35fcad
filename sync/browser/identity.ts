import { browser } from 'wxt/browser';
import { ofScreens, SyncError } from '../core/problem';
import type { Identity } from '../engine/connect-ports';

/** The browser's own sign-in window. Pages never see the redirect address it ends with. */
export function createIdentity(): Identity {
  return {
    redirectAddress: () => browser.identity.getRedirectURL('zoho'),
    async authorize(url) {
      let redirected: string | undefined;
      try {
        redirected = await browser.identity.launchWebAuthFlow({ url, interactive: true });
      } catch (cause) {
        // The browsers say no more than that the flow did not end at the redirect address.
        throw closed(cause);
      }
      if (redirected === undefined) throw closed();
      return redirected;
    },
  };
}

const closed = (cause?: unknown): SyncError =>
  new SyncError(ofScreens('signIn.closed', 'configuration'), { cause });
