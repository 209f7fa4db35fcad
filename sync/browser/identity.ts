import { browser } from 'wxt/browser';
import { SyncError } from '../core/problem';
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

function closed(cause?: unknown): SyncError {
  return new SyncError(
    {
      code: 'signIn.closed',
      kind: 'configuration',
      message:
        'The sign-in window closed before Zoho answered. Sign in again. If Zoho showed an error there, compare the redirect address with the one in the API console.',
    },
    { cause },
  );
}
