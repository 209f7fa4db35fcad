/** The CRM's HTTP interface: routes, and what every call has in common (contract 2). */
import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { firstRoute } from '../first-route';
import type { World } from '../world';
import { identify, type CrmCall } from './call';
import { remainingHeader } from './credits';
import { errorBody, json, messages, rateLimited } from './errors';
import { routes } from './routes';

type App = Hono<{ Bindings: { call: CrmCall } }>;

/** The path in the real address; Hono sees it without the host. */
function buildApp(): App {
  const app: App = new Hono({ strict: false, router: firstRoute() });
  for (const { path, methods } of routes) {
    for (const [method, handler] of Object.entries(methods)) {
      app.on(method, path, (context) => handler(context.env.call, context));
    }
    app.all(path, () => json(400, errorBody('INVALID_REQUEST_METHOD', messages.method)));
  }
  app.notFound(() => json(404, errorBody('INVALID_URL_PATTERN', messages.url)));
  app.onError((error) => {
    // Anything else is a defect of the sandbox and must not pass for an answer of Zoho.
    if (error instanceof HTTPException) return error.getResponse();
    throw error;
  });
  return app;
}

async function handle(app: App, call: CrmCall): Promise<Response> {
  const { meter } = call.org;
  if (meter.inFlight >= meter.concurrencyLimit) return rateLimited();
  meter.inFlight += 1;
  try {
    return await app.fetch(call.request, { call });
  } finally {
    meter.inFlight -= 1;
  }
}

/**
 * Answers requests to `www.zohoapis.*` under `/crm/v8` and `/crm/bulk/v8`. Every answer carries
 * `x-sandbox-credits` and, once the caller is known, `x-sandbox-zuid` for the log; the dispatcher
 * takes them off.
 */
export function crmApi(world: World): (request: Request) => Promise<Response> {
  const app = buildApp();
  return async (request) => {
    let call: CrmCall;
    try {
      call = identify(world, request);
    } catch (error) {
      if (!(error instanceof HTTPException)) throw error;
      return mark(error.getResponse(), { 'x-sandbox-credits': '0', 'x-sandbox-zuid': '' });
    }
    const response = await handle(app, call);
    const remaining = remainingHeader(call.org.meter, call.now);
    return mark(response, {
      'x-sandbox-credits': String(call.credits),
      'x-sandbox-zuid': call.grant.zuid,
      ...(remaining === null ? {} : { 'x-api-credits-remaining': remaining }),
    });
  };
}

function mark(response: Response, more: Readonly<Record<string, string>>): Response {
  for (const [name, value] of Object.entries(more)) response.headers.set(name, value);
  return response;
}
