/**
 * Who the built extension is, for everything that must name it: the manifest, the sandbox's
 * registered redirect addresses and the browser tests.
 */

/** From the public key in the manifest, which a test compares. */
export const chromiumId = 'ffbchcnijolohncnhlcicaglkdkokffk';

/** What `identity.getRedirectURL('zoho')` returns in each browser; Firefox hashes its id with SHA-1. */
export const redirectAddresses = {
  chromium: `https://${chromiumId}.chromiumapp.org/zoho`,
  firefox: 'https://b25e4f782a9876319c51bf4a10ae6f666734b34c.extensions.allizom.org/zoho',
} as const;
