/** The token, revocation and server-info addresses (contract 1.2, 1.3). */
import { createHash } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { dataCentres, placeOf } from '../datacentres';
import type { OAuthClient, World } from '../world';
import { oauthError, paramsOf, throttled } from './params';
import { accountsOf, type Code } from './state';
import { issueTokens, renewToken, revokeToken } from './tokens';

/** Adds the machine-facing addresses of the code flow to the accounts app. */
export function addToken(app: Hono, world: World): void {
  app.post('/oauth/v2/token', async (c) => {
    const params = await paramsOf(c);
    // The client is looked at first: a dummy code tells a wrong id or secret from a good client.
    const client = checkClient(world, params);
    if (typeof client === 'string') return oauthError(c, client);
    if (params.get('grant_type') === 'authorization_code')
      return exchange(world, c, client, params);
    if (params.get('grant_type') === 'refresh_token') return refresh(world, c, client, params);
    return oauthError(c, 'general_error');
  });

  app.on(['GET', 'POST'], '/oauth/v2/token/revoke', async (c) => {
    const token = (await paramsOf(c)).get('token') ?? '';
    return isHome(world, c) && revokeToken(world, token)
      ? c.json({ status: 'success' })
      : oauthError(c, 'invalid_code');
  });

  app.get('/oauth/serverinfo', (c) =>
    c.json({
      result: 'success',
      locations: Object.fromEntries(
        dataCentres.map((dc) => [dc.location, `https://${dc.accounts}`]),
      ),
    }),
  );
}

/** The client that id and secret belong to, or the error. */
export function checkClient(
  world: World,
  params: ReadonlyMap<string, string>,
): OAuthClient | 'invalid_client' | 'invalid_client_secret' {
  const client = world.clients.find((each) => each.id === params.get('client_id'));
  if (client === undefined) return 'invalid_client';
  return client.secret === params.get('client_secret') ? client : 'invalid_client_secret';
}

/** A client is known in every data centre, codes and tokens in that of their owner alone. */
export function isHome(world: World, c: Context): boolean {
  return placeOf(new URL(c.req.url).hostname)?.dc === world.dc;
}

function exchange(
  world: World,
  c: Context,
  client: OAuthClient,
  params: ReadonlyMap<string, string>,
): Response {
  const state = accountsOf(world);
  const given = params.get('code') ?? '';
  const code = isHome(world, c) ? state.codes.get(given) : undefined;
  if (
    code === undefined ||
    code.approval.clientId !== client.id ||
    code.expiresAt <= world.clock.now()
  )
    return oauthError(c, 'invalid_code');
  if (code.redirectUri !== params.get('redirect_uri')) return oauthError(c, 'invalid_redirect_uri');
  state.codes.delete(given);
  if (!verifies(code, params.get('code_verifier'))) return oauthError(c, 'invalid_code');
  const body = issueTokens(world, code.approval);
  return body === 'throttled' ? throttled() : c.json(body);
}

function refresh(
  world: World,
  c: Context,
  client: OAuthClient,
  params: ReadonlyMap<string, string>,
): Response {
  const token = accountsOf(world).refreshTokens.get(params.get('refresh_token') ?? '');
  if (token === undefined || token.approval.clientId !== client.id || !isHome(world, c))
    return oauthError(c, 'invalid_code');
  const body = renewToken(world, token);
  return body === 'throttled' ? throttled() : c.json(body);
}

function verifies(code: Code, verifier: string | undefined): boolean {
  if (code.challenge === null) return true;
  if (verifier === undefined) return false;
  const answer =
    code.challengeMethod === 'plain'
      ? verifier
      : createHash('sha256').update(verifier).digest('base64url');
  return answer === code.challenge;
}
