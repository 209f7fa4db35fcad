/** The device grant of Zoho Accounts (contract 1.7), for a client of the non-browser type. */
import * as v from 'valibot';
import type { DeviceGrants } from '../engine/access-ports';
import type { Clock } from '../engine/ports';
import {
  accountsOrigin,
  crmOrigin,
  dataCentreOfLocation,
  isAllowedAccountsServer,
} from './data-centres';
import type { Fetch } from './http';
import { failed } from './problems';
import { scopesFor } from './scopes';
import { accountsError, postForm, readTokens } from './token-call';
import type { DataCentre } from '../types';

/** ms. Codes are good for five minutes, whatever an answer claims beyond that. */
const longestLife = 300_000;
/** Zoho tells milliseconds; a number this small can only be seconds. */
const surelySeconds = 1_000;

const startShape = v.object({
  user_code: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{4,40}$/))),
  device_code: v.optional(v.string()),
  verification_url: v.optional(v.string()),
  expires_in: v.optional(v.union([v.number(), v.pipe(v.string(), v.transform(Number))])),
  error: v.optional(v.string()),
});

const pollShape = v.object({
  error: v.optional(v.string()),
  user_location: v.optional(v.string()),
});

const named = (error: string): string => (/^[A-Za-z_ ]{1,40}$/.test(error) ? error : 'unknown');

function lifeOf(expiresIn: number | undefined): number {
  if (expiresIn === undefined || !Number.isFinite(expiresIn) || expiresIn <= 0) return longestLife;
  return Math.min(expiresIn < surelySeconds ? expiresIn * 1000 : expiresIn, longestLife);
}

/** Only a page of Zoho's own is shown to anybody. */
function addressIn(given: string | undefined, dataCentre: DataCentre): string {
  const own = `${accountsOrigin(dataCentre)}/oauth/v3/device`;
  if (given === undefined || !URL.canParse(given)) return own;
  const { origin, pathname } = new URL(given);
  return isAllowedAccountsServer(origin) ? `${origin}${pathname}` : own;
}

/** The device grant for CRM, with the permissions of the sync owner. */
export function createDeviceGrants(ports: {
  readonly fetch: Fetch;
  readonly clock: Clock;
}): DeviceGrants {
  const scopes = scopesFor('crm', 'owner');
  return {
    async begin(client, dataCentre) {
      const query = new URLSearchParams({
        client_id: client.id,
        grant_type: 'device_request',
        scope: scopes.join(','),
        access_type: 'offline',
        prompt: 'consent',
      });
      const url = `${accountsOrigin(dataCentre)}/oauth/v3/device/code?${query.toString()}`;
      const parsed = v.safeParse(startShape, await postForm(ports, url, {}));
      if (!parsed.success) throw failed('defect.unreadable', { detail: 'accounts device' });
      const { user_code, device_code, verification_url, expires_in, error } = parsed.output;
      if (error !== undefined) throw accountsError(named(error), `device ${named(error)}`);
      if (user_code === undefined || device_code === undefined)
        throw failed('defect.unreadable', { detail: 'accounts device' });
      return {
        userCode: user_code,
        deviceCode: device_code,
        address: addressIn(verification_url, dataCentre),
        expiresAt: ports.clock.now() + lifeOf(expires_in),
        dataCentre,
      };
    },

    async poll(client, { deviceCode, dataCentre }) {
      const body = await postForm(ports, `${accountsOrigin(dataCentre)}/oauth/v3/device/token`, {
        client_id: client.id,
        client_secret: client.secret,
        grant_type: 'device_token',
        code: deviceCode,
      });
      const { error, user_location } = v.parse(v.fallback(pollShape, {}), body);
      if (error === 'authorization_pending' || error === 'slow_down') return { state: 'pending' };
      if (error === 'other_dc') {
        const elsewhere = dataCentreOfLocation(user_location ?? '');
        if (elsewhere === null) throw failed('oauth.unknownHost', { detail: 'user_location' });
        return { state: 'elsewhere', dataCentre: elsewhere };
      }
      if (error === 'expired') throw failed('oauth.codeExpired', { detail: 'device expired' });
      const answer = readTokens(body);
      if (answer.refreshToken === null) throw failed('oauth.noOfflineAccess');
      const grant = {
        refreshToken: answer.refreshToken,
        scopes: answer.scopes ?? scopes,
        dataCentre,
        apiDomain: answer.apiDomain ?? crmOrigin(dataCentre),
        grantedAt: ports.clock.now(),
      };
      return { state: 'granted', grant };
    },
  };
}
