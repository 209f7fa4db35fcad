/** Signing in with the organisation's own client (contract 1.2, 1.3, 1.5): code flow with PKCE S256. */
import type { OAuth } from '../engine/connect-ports';
import type { Clock, Random } from '../engine/ports';
import { SyncError } from '../core/problem';
import {
  accountsOrigin,
  crmOrigin,
  dataCentreOfAccountsServer,
  dataCentreOfLocation,
} from './data-centres';
import type { Fetch } from './http';
import { failed } from './problems';
import { scopesFor } from './scopes';
import { accountsError, postForm, requestToken } from './token-call';
import type { DataCentre } from '../types';

/** The part of WebCrypto that PKCE needs. */
interface OAuthCrypto {
  getRandomValues(array: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>;
  readonly subtle: {
    digest(algorithm: 'SHA-256', data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  };
}

export interface OAuthPorts {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: OAuthCrypto;
}

/** 32 bytes: 43 characters, the least that PKCE allows for a verifier. */
const secretBytes = 32;

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** Equal in a time that does not depend on where they differ. */
function equal(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < left.length; index += 1) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index % Math.max(1, right.length));
  }
  return difference === 0;
}

/**
 * The data centre that the code must be exchanged in. Zoho names it twice; both must be known
 * and agree, or the code would be sent to a place of someone else's choice.
 */
function exchangeAt(parameters: URLSearchParams, begunIn: DataCentre): DataCentre {
  const location = parameters.get('location');
  const server = parameters.get('accounts-server');
  const byLocation = location === null ? null : dataCentreOfLocation(location);
  const byServer = server === null ? null : dataCentreOfAccountsServer(server);
  if (location !== null && byLocation === null)
    throw failed('oauth.unknownHost', { detail: 'location' });
  if (server !== null && byServer === null)
    throw failed('oauth.unknownHost', { detail: 'accounts-server' });
  if (byLocation !== null && byServer !== null && byLocation !== byServer) {
    throw failed('oauth.unknownHost', { detail: 'location, accounts-server' });
  }
  return byServer ?? byLocation ?? begunIn;
}

/** Zoho Accounts as the engine uses it. */
export function createOAuth(ports: OAuthPorts): OAuth {
  const secret = (): string => base64Url(ports.crypto.getRandomValues(new Uint8Array(secretBytes)));

  return {
    async checkClient(client, dataCentre) {
      try {
        await requestToken(ports, dataCentre, {
          grant_type: 'authorization_code',
          client_id: client.id,
          client_secret: client.secret,
          // Never a real one: a good client is told so by `invalid_code`.
          code: '1000.tandem.check',
        });
      } catch (thrown) {
        if (!(thrown instanceof SyncError)) throw thrown;
        // Zoho checks the client before the code and the address.
        const known = ['oauth.codeExpired', 'oauth.redirectAddress', 'oauth.failed'];
        if (!known.includes(thrown.problem.code)) throw thrown;
      }
    },

    async begin({ client, dataCentre, side, use, redirectAddress, adds }) {
      const state = secret();
      const verifier = secret();
      const digest = await ports.crypto.subtle.digest(
        'SHA-256',
        new TextEncoder().encode(verifier),
      );
      const query = new URLSearchParams({
        client_id: client.id,
        response_type: 'code',
        redirect_uri: redirectAddress,
        scope: scopesFor(side, use, adds).join(','),
        access_type: 'offline',
        // Without it Zoho returns a refresh token on the first consent only.
        prompt: 'consent',
        state,
        code_challenge: base64Url(new Uint8Array(digest)),
        code_challenge_method: 'S256',
      });
      return {
        url: `${accountsOrigin(dataCentre)}/oauth/v2/auth?${query.toString()}`,
        state,
        verifier,
      };
    },

    async exchange(request) {
      let redirected: URL;
      try {
        redirected = new URL(request.redirected);
      } catch {
        throw failed('oauth.state');
      }
      // The answer must have come to our own address.
      if (
        !`${redirected.origin}${redirected.pathname}`.startsWith(
          request.redirectAddress.replace(/\/$/, ''),
        )
      ) {
        throw failed('oauth.state');
      }
      const parameters = redirected.searchParams;
      const state = parameters.get('state');
      const error = parameters.get('error');
      // Zoho may leave the state out of a denial; any state that is there must be ours.
      const denied = error !== null && state === null;
      if (!denied && !equal(state ?? '', request.state)) throw failed('oauth.state');
      if (error !== null) {
        const name = /^[a-z_]{1,40}$/.test(error) ? error : 'unknown';
        throw accountsError(name, `redirect ${name}`);
      }
      const code = parameters.get('code');
      if (code === null || code === '') throw failed('oauth.failed', { detail: 'no code' });
      const dataCentre = exchangeAt(parameters, request.dataCentre);
      const answer = await requestToken(ports, dataCentre, {
        grant_type: 'authorization_code',
        client_id: request.client.id,
        client_secret: request.client.secret,
        redirect_uri: request.redirectAddress,
        code,
        code_verifier: request.verifier,
      });
      if (answer.refreshToken === null) throw failed('oauth.noOfflineAccess');
      return {
        refreshToken: answer.refreshToken,
        scopes: answer.scopes ?? scopesFor(request.side, request.use, request.adds),
        dataCentre,
        apiDomain: answer.apiDomain ?? crmOrigin(dataCentre),
        grantedAt: ports.clock.now(),
      };
    },

    async revoke(grant) {
      const url = `${accountsOrigin(grant.dataCentre)}/oauth/v2/token/revoke`;
      await postForm(ports, url, { token: grant.refreshToken }).catch(() => undefined);
    },
  };
}
