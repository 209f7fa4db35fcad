/**
 * Who the built extension is, for everything that must name it: the manifest, the sandbox's
 * registered redirect addresses and the browser tests.
 */

/** Public half of a throw-away key pair. It fixes the extension's id in Chromium, and so its redirect address. */
export const chromiumKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtQ2WA2m8F/zOrhjUAYIqBTZIG5ZXy31vANA3WyMeBdvLDFbycfSx4Kiker0SfmVmUeh3QtRf7FxnEwleCEwpoTje5NJzUYJ9aGD1bPXdlHR0h/cXz4TnpCDHCjzV07m85hIV8ogUTyNpHIrpR50bmbRVjR/MBvaotTv0x3sj/XTNrYQtqoiNNsQVMcJdoIZXsZThKyqAYNCpJ5g6hszprgRSIgIYOGGshM6/9dD4Hx7acsU7m7e2mKiYfP5o+72T9Nb3QHtercVXjZCMMfyO8fJWxX3Mt5QjCAFOSY8L9OvunsbKNFzcBorvl8DH5Hk8hA6VqbaojiZTPwRHXACWxQIDAQAB';
export const chromiumId = 'ffbchcnijolohncnhlcicaglkdkokffk';
export const geckoId = 'tandem@tandem-sync.org';

/** What `identity.getRedirectURL('zoho')` returns in each browser; Firefox hashes its id with SHA-1. */
export const redirectAddresses = {
  chromium: `https://${chromiumId}.chromiumapp.org/zoho`,
  firefox: 'https://b25e4f782a9876319c51bf4a10ae6f666734b34c.extensions.allizom.org/zoho',
} as const;
