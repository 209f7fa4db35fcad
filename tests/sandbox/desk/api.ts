/** Desk's API v1: the gate before every call and the answer after it (contract 3.1, 3.2, 3.12). */
import { Hono } from 'hono';
import { addressOf } from '../address';
import { firstRoute } from '../first-route';
import type { DeskOrg, Grant, World } from '../world';
import { accountRoutes } from './accounts';
import { attachmentRoutes } from './attachments';
import { contactLinkRoutes } from './contact-links';
import { contactRoutes } from './contacts';
import { charge, creditsLeft, creditsOf } from './credits';
import {
  errorResponse,
  methodNotAllowed,
  refusalOf,
  unsupportedMediaType,
  urlNotFound,
} from './errors';
import { authenticated, checkProfile, checkQuery, checkScope, portalOf } from './gate';
import { importRoutes } from './imports';
import { metadataRoutes } from './metadata';
import { moduleRoutes } from './modules';
import { organizationRoutes } from './organizations';
import { peopleRoutes } from './people';
import { productRoutes } from './products';
import { recycleBinRoutes } from './recycle-bin';
import { parseBody, type Answer, type Route } from './route';
import { searchRoutes } from './search';
import { statisticsRoutes } from './statistics';
import { ticketRoutes } from './tickets';

const routes: readonly Route[] = [
  ...searchRoutes,
  ...contactRoutes,
  ...contactLinkRoutes,
  ...accountRoutes,
  ...productRoutes,
  ...ticketRoutes,
  ...statisticsRoutes,
  ...attachmentRoutes,
  ...recycleBinRoutes,
  ...organizationRoutes,
  ...peopleRoutes,
  ...metadataRoutes,
  ...moduleRoutes,
  ...importRoutes,
];

/** What is known of a call by the time it is answered. */
interface Trace {
  org: DeskOrg | null;
  grant: Grant | null;
  credits: number;
}

/** Answers inside the time the call is counted as in flight; the `desk.pause` of `world.own` may prolong it. */
async function answer(
  world: World,
  route: Route | 'path' | 'method',
  request: Request,
  params: Record<string, string>,
  trace: Trace,
): Promise<Answer> {
  const url = addressOf(request);
  const grant = authenticated(world, request);
  trace.grant = grant;
  if (route === 'path') throw urlNotFound();
  if (route === 'method') throw methodNotAllowed();
  // JSON under curl's default type for `-d` is read: Zoho's own examples name no type.
  if (/multipart/i.test(request.headers.get('content-type') ?? '')) throw unsupportedMediaType();
  const named = request.headers.get('orgId') ?? url.searchParams.get('orgId');
  const { org, agent } = portalOf(world, grant, named, route.anyOrg === true);
  trace.org = org;
  org.meter.inFlight += 1;
  try {
    checkScope(grant, route);
    const credits = creditsOf(route.price, url.searchParams);
    charge(org, credits, world.clock.now());
    trace.credits = credits;
    checkProfile(org, agent, route);
    checkQuery(url.searchParams, route);
    const pause = world.own.get('desk.pause');
    if (typeof pause === 'function') await pause();
    const body = route.method === 'GET' ? null : parseBody(await request.text());
    const actor = { zuid: grant.zuid, via: 'api' as const };
    return route.handle({
      world,
      org,
      agent,
      actor,
      host: url.hostname,
      params,
      query: url.searchParams,
      body,
    });
  } finally {
    org.meter.inFlight -= 1;
  }
}

async function respond(
  world: World,
  route: Route | 'path' | 'method',
  request: Request,
  params: Record<string, string>,
): Promise<Response> {
  const trace: Trace = { org: null, grant: null, credits: 0 };
  let response: Response;
  try {
    const { status, body } = await answer(world, route, request, params, trace);
    response = body === null ? new Response(null, { status }) : Response.json(body, { status });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === null) throw error;
    response = errorResponse(refusal);
  }
  if (trace.org !== null) {
    response.headers.set('X-Rate-Limit-Request-Weight-v3', String(trace.credits));
    response.headers.set(
      'X-Rate-Limit-Remaining-v3',
      String(creditsLeft(trace.org, world.clock.now())),
    );
  }
  response.headers.set('x-sandbox-credits', String(trace.credits));
  if (trace.grant !== null) response.headers.set('x-sandbox-zuid', trace.grant.zuid);
  return response;
}

/**
 * The handler for `desk.zoho.*` under `/api/v1`. `world.own` may hold `desk.pause`, a function
 * awaited while a call counts as in flight, so that concurrency limits can be met.
 */
export function deskApi(world: World): (request: Request) => Promise<Response> {
  const app = new Hono({ strict: false, router: firstRoute() });
  for (const route of routes) {
    app.on(route.method, `/api/v1${route.path}`, (context) =>
      respond(world, route, context.req.raw, context.req.param() as Record<string, string>),
    );
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    app.all(`/api/v1${path}`, (context) => respond(world, 'method', context.req.raw, {}));
  }
  app.notFound((context) => respond(world, 'path', context.req.raw, {}));
  return async (request) => app.fetch(request);
}
