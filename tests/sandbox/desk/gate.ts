/** Who asks, of which portal, and whether the call is allowed (contract 1.6, 1.8, 3.1, 3.2). */
import { grantOf, hasScope, type DeskAgent, type DeskOrg, type Grant, type World } from '../world';
import {
  forbidden,
  invalidOauth,
  orgMismatch,
  scopeMismatch,
  unauthorized,
  unprocessable,
} from './errors';
import { allows } from './profiles';
import type { Route } from './route';

/** The grant of a request, or 401. */
export function authenticated(world: World, request: Request): Grant {
  const grant = grantOf(world, request);
  if (grant === 'missing') throw unauthorized();
  if (grant === 'invalid' || grant === 'expired') throw invalidOauth();
  return grant;
}

/** Portals a person is an agent of, the default one first. */
export function portalsOf(world: World, zuid: string): readonly DeskOrg[] {
  return world.deskOrgs.filter((org) => org.agents.some((agent) => agent.zuid === zuid));
}

/** The portal that the header or the query names (contract 3.1). */
export function portalOf(
  world: World,
  grant: Grant,
  named: string | null,
  anyOrg: boolean,
): { readonly org: DeskOrg; readonly agent: DeskAgent } {
  const portals = portalsOf(world, grant.zuid);
  if (named === null && !anyOrg) throw unprocessable('The orgId is missing in the request.');
  const org = named === null ? portals[0] : portals.find((candidate) => candidate.id === named);
  const agent = org?.agents.find((candidate) => candidate.zuid === grant.zuid);
  if (org === undefined || agent === undefined) throw orgMismatch();
  if (agent.status !== 'ACTIVE') throw forbidden();
  return { org, agent };
}

/** Checks the token's scopes (contract 1.6). */
export function checkScope(grant: Grant, route: Route): void {
  if (!hasScope(grant, ...route.scopes)) throw scopeMismatch();
}

/** Checks the profile (contract 3.9). */
export function checkProfile(org: DeskOrg, agent: DeskAgent, route: Route): void {
  if (route.needs === undefined) return;
  const [block, action] = route.needs;
  if (!allows(org, agent.profileId, block, action)) throw forbidden();
}

/** Refuses a query parameter the call does not take; `orgId` is taken everywhere (contract 3.1) [M]. */
export function checkQuery(query: URLSearchParams, route: Route): void {
  for (const name of query.keys()) {
    if (name !== 'orgId' && !route.query.includes(name)) {
      throw unprocessable(`Extra query parameter '${name}' is present in the input.`);
    }
  }
}
