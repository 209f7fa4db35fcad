/** The device grant and its page (contract 1.7). */
import type { Hono } from 'hono';
import type { World } from '../world';
import { askConsent } from './authorize';
import { devicePage } from './pages';
import { oauthError, paramsOf, throttled } from './params';
import { parseScopes } from './scopes';
import { sessionPerson } from './session';
import { signInAddress } from './signin';
import { accountsOf, zohoToken, type AccountsState } from './state';
import { checkClient, isHome } from './token';
import { issueTokens } from './tokens';

/** What a polling client should wait, as Zoho says it; it polls at most every 30 s all the same. */
const statedIntervalMs = 5_000;
/** Without letters and digits that look alike. */
const codeLetters = 'BCDFGHJKLMNPQRSTVWXZ23456789';

/** Adds the device grant to the accounts app. */
export function addDevice(app: Hono, world: World): void {
  app.post('/oauth/v3/device/code', async (c) => {
    const params = await paramsOf(c);
    const client = world.clients.find((each) => each.id === params.get('client_id'));
    if (client?.type !== 'device') return oauthError(c, 'invalid_client');
    if (params.get('grant_type') !== 'device_request') return oauthError(c, 'general_error');
    const scopes = parseScopes(params.get('scope') ?? '');
    if (scopes === null) return oauthError(c, 'invalid_scope');
    const state = accountsOf(world);
    const deviceCode = zohoToken(state);
    const userCode = newUserCode(state);
    state.devices.set(deviceCode, {
      userCode,
      clientId: client.id,
      scopes,
      offline: params.get('access_type') === 'offline',
      promptConsent: params.get('prompt') === 'consent',
      expiresAt: world.clock.now() + state.limits.deviceCodeLifeMs,
      lastPoll: Number.NEGATIVE_INFINITY,
      outcome: 'pending',
    });
    const address = `https://${new URL(c.req.url).hostname}/oauth/v3/device`;
    return c.json({
      user_code: userCode,
      device_code: deviceCode,
      verification_url: address,
      verification_uri_complete: `${address}?user_code=${userCode}`,
      interval: statedIntervalMs,
      expires_in: state.limits.deviceCodeLifeMs,
    });
  });

  app.post('/oauth/v3/device/token', async (c) => {
    const params = await paramsOf(c);
    const client = checkClient(world, params);
    if (typeof client === 'string') return oauthError(c, client);
    if (params.get('grant_type') !== 'device_token') return oauthError(c, 'general_error');
    const { devices, limits } = accountsOf(world);
    const device = devices.get(params.get('code') ?? '');
    const now = world.clock.now();
    if (device === undefined || device.clientId !== client.id) return oauthError(c, 'invalid_code');
    if (device.expiresAt <= now || device.outcome === 'spent') return oauthError(c, 'expired');
    if (now - device.lastPoll < limits.devicePollMs) return oauthError(c, 'slow_down');
    if (device.outcome === 'pending' || device.outcome === 'denied') {
      device.lastPoll = now;
      return oauthError(c, device.outcome === 'denied' ? 'access_denied' : 'authorization_pending');
    }
    // Not counted as a poll: the client asks at once where it is sent.
    if (!isHome(world, c)) return oauthError(c, 'other_dc', { user_location: world.dc.location });
    const body = issueTokens(world, device.outcome);
    if (body === 'throttled') return throttled();
    device.outcome = 'spent';
    return c.json(body);
  });

  app.on(['GET', 'POST'], '/oauth/v3/device', async (c) => {
    const params = await paramsOf(c);
    const typed = (params.get('user_code') ?? '').trim();
    const here = `/oauth/v3/device${typed === '' ? '' : `?user_code=${encodeURIComponent(typed)}`}`;
    const person = sessionPerson(world, c.req.raw);
    if (person === null) return c.redirect(signInAddress(here));
    if (c.req.method === 'GET') return devicePage(person, here, typed);
    const found = [...accountsOf(world).devices].find(
      ([, each]) =>
        plainCode(each.userCode) === plainCode(typed) && each.expiresAt > world.clock.now(),
    );
    if (found === undefined || found[1].outcome !== 'pending')
      return devicePage(person, here, typed, 'This code is wrong or has expired.');
    const [deviceCode, { clientId, scopes, offline, promptConsent }] = found;
    return askConsent(
      world,
      { clientId, scopes, offline, promptConsent, answer: { kind: 'device', deviceCode } },
      person,
      here,
    );
  });
}

function newUserCode(state: AccountsState): string {
  const letters = Array.from({ length: 8 }, () =>
    codeLetters.charAt(state.pick(codeLetters.length)),
  );
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** People leave out the dash and type small letters. */
function plainCode(code: string): string {
  return code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
}
