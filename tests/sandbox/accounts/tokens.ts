/** Making, renewing and ending tokens (contract 1.3, 1.4). */
import type { World } from '../world';
import { countWithin } from './limits';
import { accountsOf, zohoToken, type Approval, type RefreshToken } from './state';

/** The body of a token answer. */
export interface TokenBody {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly scope: string;
  readonly api_domain: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

/** Tokens for what somebody approved; `throttled` when refresh tokens are asked for too fast. */
export function issueTokens(world: World, approval: Approval): TokenBody | 'throttled' {
  if (!approval.withRefreshToken) return tokenBody(world, approval, null);
  const state = accountsOf(world);
  const now = world.clock.now();
  const holder = holderOf(approval);
  const times = state.refreshTimes.get(holder) ?? [];
  state.refreshTimes.set(holder, times);
  if (countWithin(times, now, 60_000) >= state.limits.refreshTokensPerMinute) return 'throttled';
  times.push(now);
  return tokenBody(world, approval, createRefreshToken(world, approval));
}

/** A refresh token outside of every rate, as the control API hands it out. */
export function createRefreshToken(world: World, approval: Approval): RefreshToken {
  const state = accountsOf(world);
  const refresh: RefreshToken = {
    token: zohoToken(state),
    approval,
    createdAt: world.clock.now(),
    windowStart: world.clock.now(),
    requests: 0,
    accessTokens: [],
  };
  state.refreshTokens.set(refresh.token, refresh);
  const siblings = [...state.refreshTokens.values()].filter(
    (each) => holderOf(each.approval) === holderOf(approval),
  );
  for (const old of siblings.slice(
    0,
    Math.max(0, siblings.length - state.limits.refreshTokensPerPerson),
  ))
    endRefreshToken(world, old);
  return refresh;
}

/** A new access token of a refresh token; `throttled` until the window is over. */
export function renewToken(world: World, refresh: RefreshToken): TokenBody | 'throttled' {
  const { limits } = accountsOf(world);
  const now = world.clock.now();
  if (now >= refresh.windowStart + limits.tokenWindowMs) {
    refresh.windowStart = now;
    refresh.requests = 0;
  }
  if (refresh.requests >= limits.tokenRequests) return 'throttled';
  refresh.requests += 1;
  const { refresh_token: _, ...body } = tokenBody(world, refresh.approval, refresh);
  return body;
}

/** A token answer; the eleventh living access token silently ends the oldest. */
export function tokenBody(
  world: World,
  approval: Approval,
  refresh: RefreshToken | null,
): TokenBody {
  const state = accountsOf(world);
  const token = zohoToken(state);
  world.grants.set(token, {
    zuid: approval.zuid,
    clientId: approval.clientId,
    scopes: approval.scopes,
    crmOrgId: approval.crmOrgId,
    refreshToken: refresh?.token ?? null,
    expiresAt: world.clock.now() + state.limits.accessTokenLifeMs,
  });
  if (refresh !== null) {
    refresh.accessTokens.push(token);
    const tooMany = refresh.accessTokens.length - state.limits.accessTokensPerRefreshToken;
    for (const old of refresh.accessTokens.splice(0, Math.max(0, tooMany)))
      world.grants.delete(old);
  }
  return {
    access_token: token,
    ...(refresh === null ? {} : { refresh_token: refresh.token }),
    scope: approval.scopes.join(' '),
    api_domain: `https://${world.dc.api}`,
    token_type: 'Bearer',
    expires_in: state.limits.accessTokenLifeMs / 1000,
  };
}

/** Ends a refresh token with its access tokens, or one access token; false when there is no such token. */
export function revokeToken(world: World, token: string): boolean {
  const state = accountsOf(world);
  const refresh = state.refreshTokens.get(token);
  if (refresh === undefined) return world.grants.delete(token);
  endRefreshToken(world, refresh);
  const holder = holderOf(refresh.approval);
  // The next offline sign-in is a first consent again, as when the app was removed from the account.
  if (![...state.refreshTokens.values()].some((each) => holderOf(each.approval) === holder))
    state.consents.delete(holder);
  return true;
}

function endRefreshToken(world: World, refresh: RefreshToken): void {
  accountsOf(world).refreshTokens.delete(refresh.token);
  for (const token of refresh.accessTokens) world.grants.delete(token);
}

/** The key under which a person's dealings with a client are kept. */
export function holderOf(who: { readonly zuid: string; readonly clientId: string }): string {
  return `${who.zuid} ${who.clientId}`;
}
