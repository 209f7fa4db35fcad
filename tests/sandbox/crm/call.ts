/** One authenticated call: who asks, of which organisation, with what rights (contract 1.8, 2.1). */
import type { Context } from 'hono';
import { addressOf } from '../address';
import { grantOf, hasScope, type CrmOrg, type CrmUser, type Grant, type World } from '../world';
import type { Actor } from '../table';
import { spend } from './credits';
import { errorBody, json, messages, rateLimited, refuse, refuseWith } from './errors';
import { metadataOf, moduleOf, permissionName, type CrmModule, type Operation } from './metadata';
import { isObject } from './values';

export interface CrmCall {
  readonly world: World;
  readonly org: CrmOrg;
  readonly grant: Grant;
  readonly user: CrmUser;
  readonly actor: Actor;
  readonly now: number;
  readonly request: Request;
  readonly query: URLSearchParams;
  /** Credits booked for this call so far. */
  credits: number;
}

export type Handler = (call: CrmCall, context: Context) => Response | Promise<Response>;

/** Who is calling; ends the request with 401 or 403 if nobody who may. */
export function identify(world: World, request: Request): CrmCall {
  const grant = grantOf(world, request);
  if (grant === 'missing') refuseWith(401, 'AUTHENTICATION_FAILURE', 'Authentication failed');
  if (typeof grant === 'string') refuseWith(401, 'INVALID_TOKEN', 'Invalid API token');
  const org = world.crmOrgs.find((candidate) => candidate.id === grant.crmOrgId);
  if (org === undefined) refuseWith(401, 'OAUTH_SCOPE_MISMATCH', messages.scope);
  const user = org.users.find(
    (candidate) => candidate.zuid === grant.zuid && candidate.status === 'active',
  );
  if (user === undefined) {
    // Nothing is documented for a token whose person has no seat (contract 1.8): NO_PERMISSION.
    refuseWith(403, 'NO_PERMISSION', messages.permission, {
      permissions: ['Crm_Implied_Api_Access'],
    });
  }
  return {
    world,
    org,
    grant,
    user,
    actor: { zuid: grant.zuid, via: 'api' },
    now: world.clock.now(),
    request,
    query: addressOf(request).searchParams,
    credits: 0,
  };
}

/** Books credits for the call, or ends it with 429. */
export function charge(call: CrmCall, credits: number): void {
  if (!spend(call.org.meter, credits, call.now)) refuse(rateLimited());
  call.credits += credits;
}

export function isAdministrator(call: CrmCall): boolean {
  return call.org.profiles.some(
    (profile) => profile.id === call.user.profileId && profile.administrator,
  );
}

/** Ends the call with 401 unless it holds one of the scopes. */
export function needScope(call: CrmCall, ...anyOf: readonly string[]): void {
  if (!hasScope(call.grant, ...anyOf)) refuseWith(401, 'OAUTH_SCOPE_MISMATCH', messages.scope);
}

const actions = { View: 'READ', Create: 'CREATE', Edit: 'UPDATE', Delete: 'DELETE' } as const;

/** Scope of an operation on a module's records; the old and the new name both count. */
export function needModuleScope(call: CrmCall, module: CrmModule, operation: Operation): void {
  const action = actions[operation];
  needScope(
    call,
    `ZohoCRM.modules.${module.apiName}.${action}`,
    `ZohoCRM.modules.${module.legacyName}.${action}`,
    `ZohoCRM.modules.${action}`,
  );
}

export function mayDo(call: CrmCall, module: CrmModule, operation: Operation): boolean {
  return (
    metadataOf(call.org)
      .permissions.get(call.user.profileId)
      ?.has(permissionName(operation, module)) ?? false
  );
}

/** Ends the call with 403 unless the profile may. */
export function needPermission(call: CrmCall, module: CrmModule, operation: Operation): void {
  if (mayDo(call, module, operation)) return;
  refuseWith(403, 'NO_PERMISSION', messages.permission, {
    permissions: [permissionName(operation, module)],
  });
}

/** Writes need an administrator where the contract says so ([M] for variables). */
export function needAdministrator(call: CrmCall): void {
  if (!isAdministrator(call)) {
    refuseWith(403, 'NO_PERMISSION', messages.permission, {
      permissions: ['Crm_Implied_Customize_Zoho_CRM'],
    });
  }
}

/** The module of the path with scope and permission checked; INVALID_MODULE bare or inside `data[]`. */
export function moduleFor(
  call: CrmCall,
  name: string,
  operation: Operation,
  shape: 'bare' | 'wrapped' = 'bare',
): CrmModule {
  const module = moduleOf(call.org, name);
  if (module === undefined) {
    const error = errorBody('INVALID_MODULE', messages.invalidModule, { resource_path_index: 0 });
    refuse(json(400, shape === 'bare' ? error : { data: [error] }));
  }
  needModuleScope(call, module, operation);
  needPermission(call, module, operation);
  return module;
}

/** The module that `?module=` names. */
export function moduleParam(call: CrmCall): CrmModule {
  const name = call.query.get('module');
  if (name === null || name === '') {
    refuseWith(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', {
      param_name: 'module',
    });
  }
  return (
    moduleOf(call.org, name) ??
    refuseWith(400, 'INVALID_MODULE', messages.invalidModule, { param_name: 'module' })
  );
}

/** The body as a JSON object; ends the call with 400 for anything else. */
export async function bodyOf(call: CrmCall): Promise<Record<string, unknown>> {
  let body: unknown;
  try {
    body = JSON.parse(await call.request.text());
  } catch {
    body = null;
  }
  if (!isObject(body))
    refuseWith(400, 'INVALID_DATA', 'body', { expected_data_type: 'jsonobject' });
  return body;
}

/** A path parameter that the route is known to have. */
export function param(context: Context, name: string): string {
  return context.req.param(name) ?? '';
}
