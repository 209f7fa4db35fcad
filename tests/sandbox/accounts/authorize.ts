/** The authorization address and the consent page (contract 1.2). */
import type { Context, Hono } from 'hono';
import type { CrmOrg, Person, World } from '../world';
import { countWithin } from './limits';
import { consentPage, donePage, errorPage } from './pages';
import { asksCrm, parseScopes, scopesInWords } from './scopes';
import { sessionPerson } from './session';
import { signInAddress } from './signin';
import { accountsOf, zohoToken, type Approval, type AuthorizationRequest } from './state';
import { holderOf } from './tokens';

const questionLifeMs = 30 * 60_000;

/** Adds the authorization and consent pages to the accounts app. */
export function addAuthorize(app: Hono, world: World): void {
  app.get('/oauth/v2/auth', async (c) => {
    const request = checkRequest(world, new URL(c.req.url).searchParams);
    if (request instanceof Response || request instanceof Promise) return request;
    const url = new URL(c.req.url);
    const here = url.pathname + url.search;
    const person = sessionPerson(world, c.req.raw);
    if (person === null) return c.redirect(signInAddress(here));
    const before = accountsOf(world).consents.get(
      holderOf({ zuid: person.zuid, clientId: request.clientId }),
    );
    const allowed =
      before !== undefined && request.scopes.every((scope) => before.scopes.has(scope));
    if (allowed && !request.promptConsent)
      return finish(world, c, request, approvalOf(request, person, before.crmOrgId, false));
    return askConsent(world, request, person, here);
  });

  app.post('/oauth/v2/approve', async (c) => {
    const form = await c.req.parseBody();
    const state = accountsOf(world);
    const question = state.questions.get(String(form['question'] ?? ''));
    const person = sessionPerson(world, c.req.raw);
    if (
      question === undefined ||
      question.expiresAt <= world.clock.now() ||
      question.zuid !== person?.zuid
    )
      return errorPage('This page has expired', 'Go back to the application and start again.');
    state.questions.delete(question.id);
    const { request } = question;
    if (form['answer'] !== 'accept') return refuse(world, c, request);
    const orgs = asksCrm(request.scopes) ? crmOrgsOf(world, person) : [];
    const crmOrgId = orgs.find((org) => org.id === form['organisation'])?.id ?? orgs[0]?.id ?? null;
    const key = holderOf({ zuid: person.zuid, clientId: request.clientId });
    const before = state.consents.get(key);
    state.consents.set(key, {
      scopes: new Set([...(before?.scopes ?? []), ...request.scopes]),
      crmOrgId,
    });
    return finish(world, c, request, approvalOf(request, person, crmOrgId, true));
  });
}

/** Shows what is asked, to the person who may allow it. */
export function askConsent(
  world: World,
  request: AuthorizationRequest,
  person: Person,
  here: string,
): Promise<Response> | Response {
  const state = accountsOf(world);
  const client = world.clients.find((each) => each.id === request.clientId);
  if (client === undefined)
    return errorPage('Invalid client', 'The client is not registered any more.');
  const id = state.secret();
  const expiresAt = world.clock.now() + questionLifeMs;
  state.questions.set(id, { id, zuid: person.zuid, request, expiresAt });
  return consentPage({
    client,
    person,
    groups: scopesInWords(request.scopes),
    crmOrgs: asksCrm(request.scopes) ? crmOrgsOf(world, person) : null,
    question: id,
    here,
    redirectUri: request.answer.kind === 'redirect' ? request.answer.redirectUri : null,
  });
}

function checkRequest(
  world: World,
  params: URLSearchParams,
): AuthorizationRequest | Promise<Response> {
  const client = world.clients.find((each) => each.id === params.get('client_id'));
  if (client === undefined)
    return errorPage('Invalid client', 'The client id passed does not exist.');
  if (client.type !== 'server')
    return errorPage(
      'Invalid client type',
      'This client cannot sign people in through a web page.',
    );
  if (params.get('response_type') !== 'code')
    return errorPage(
      'Invalid response type',
      'The response type passed is not supported for this client.',
    );
  const redirectUri = params.get('redirect_uri') ?? '';
  // Character for character: a trailing slash makes another address.
  if (!client.redirectUris.includes(redirectUri))
    return errorPage(
      'Invalid redirect URI',
      'The redirect URI passed does not match one that is registered for this client.',
    );
  const scopes = parseScopes(params.get('scope') ?? '');
  if (scopes === null) return errorPage('Invalid OAuth scope', 'A scope passed does not exist.');
  const accessType = params.get('access_type') ?? 'online';
  if (accessType !== 'online' && accessType !== 'offline')
    return errorPage('Invalid access type', 'The access type is either online or offline.');
  const method = params.get('code_challenge_method') ?? 'plain';
  if (method !== 'S256' && method !== 'plain')
    return errorPage(
      'Invalid code challenge method',
      'The code challenge method is either S256 or plain.',
    );
  return {
    clientId: client.id,
    scopes,
    offline: accessType === 'offline',
    promptConsent: params.get('prompt') === 'consent',
    answer: {
      kind: 'redirect',
      redirectUri,
      state: params.get('state'),
      challenge: params.get('code_challenge'),
      challengeMethod: method,
    },
  };
}

function crmOrgsOf(world: World, person: Person): CrmOrg[] {
  return world.crmOrgs.filter((org) =>
    org.users.some((user) => user.zuid === person.zuid && user.status === 'active'),
  );
}

/** A refresh token comes with the first consent, or when consent is asked for anew (contract 1.2). */
function approvalOf(
  request: AuthorizationRequest,
  person: Person,
  crmOrgId: string | null,
  consented: boolean,
): Approval {
  return {
    clientId: request.clientId,
    zuid: person.zuid,
    scopes: request.scopes,
    crmOrgId: asksCrm(request.scopes) ? crmOrgId : null,
    withRefreshToken: request.offline && consented,
  };
}

function finish(
  world: World,
  c: Context,
  request: AuthorizationRequest,
  approval: Approval,
): Response | Promise<Response> {
  const state = accountsOf(world);
  const { answer } = request;
  if (answer.kind === 'device') {
    const device = state.devices.get(answer.deviceCode);
    if (device?.outcome === 'pending') device.outcome = approval;
    return donePage('Device connected', 'You can close this page and go back to the device.');
  }
  if (!mayHaveCode(world, approval.clientId))
    return errorPage(
      'Too many requests',
      'You have made too many requests continuously. Please try again after some time.',
    );
  const code = zohoToken(state);
  state.codes.set(code, {
    approval,
    redirectUri: answer.redirectUri,
    challenge: answer.challenge,
    challengeMethod: answer.challengeMethod,
    expiresAt: world.clock.now() + state.limits.codeLifeMs,
  });
  return c.redirect(
    backTo(answer.redirectUri, {
      code,
      location: world.dc.location,
      'accounts-server': `https://${world.dc.accounts}`,
      state: answer.state,
    }),
  );
}

function refuse(
  world: World,
  c: Context,
  request: AuthorizationRequest,
): Response | Promise<Response> {
  const { answer } = request;
  if (answer.kind === 'redirect')
    return c.redirect(backTo(answer.redirectUri, { error: 'access_denied', state: answer.state }));
  const device = accountsOf(world).devices.get(answer.deviceCode);
  if (device?.outcome === 'pending') device.outcome = 'denied';
  return donePage('Access refused', 'The device was not connected. You can close this page.');
}

function backTo(redirectUri: string, params: Record<string, string | null>): string {
  const query = Object.entries(params)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
    .join('&');
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${query}`;
}

/** Codes by client and minute; whoever passes the limit is blocked for a while (contract 1.4). */
function mayHaveCode(world: World, clientId: string): boolean {
  const { codeTimes, limits } = accountsOf(world);
  const now = world.clock.now();
  const given = codeTimes.get(clientId) ?? { times: [], blockedUntil: 0 };
  codeTimes.set(clientId, given);
  if (now < given.blockedUntil) return false;
  if (countWithin(given.times, now, 60_000) >= limits.codesPerMinute) {
    given.blockedUntil = now + limits.codeBlockMs;
    return false;
  }
  given.times.push(now);
  return true;
}
