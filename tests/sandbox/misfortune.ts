/** What goes wrong on the way to Zoho and back, and what Zoho did meanwhile. */
import * as crmErrors from './crm/errors';
import * as deskErrors from './desk/errors';
import type { Service } from './datacentres';
import type { FaultKind } from './faults';
import { seededRandom, type World } from './world';

/** Everything a fault needs around the one request it strikes. */
export interface Struck {
  readonly world: World;
  readonly service: Service;
  readonly request: Request;
  /** Lets Zoho do what was asked. */
  answer(request: Request): Promise<Response>;
  /** Keeps a request to be carried out when the clock has moved on. */
  later(request: Request, dueAt: number): void;
  wait(ms: number): Promise<void>;
}

const marks = new WeakSet<Error>();

/** A lost connection as `fetch` reports it. */
export function droppedConnection(): TypeError {
  const error = new TypeError('Failed to fetch');
  marks.add(error);
  return error;
}

/** Whether an error is a connection that the sandbox dropped on purpose, and no defect of its own. */
export function isDropped(error: unknown): boolean {
  return error instanceof Error && marks.has(error);
}

/** The fault for one request; sign-in knows neither late effects nor expired API tokens. */
export function nextFault(world: World, service: Service): FaultKind | null {
  const fault = world.faults.next(service);
  const foreign = service === 'accounts' && (fault === 'applyLate' || fault === 'tokenExpired');
  return foreign ? null : fault;
}

/** Answers a request with a fault. Throws {@link droppedConnection} where no answer arrives. */
export async function answerWith(fault: FaultKind, struck: Struck): Promise<Response> {
  const { world, request } = struck;
  const random = randomOf(world);
  switch (fault) {
    case 'latency': {
      // Half on the way there and half on the way back: others act in between.
      const way = 100 + random() * 1400;
      await struck.wait(way);
      const response = await struck.answer(request);
      await struck.wait(way);
      return response;
    }
    case 'rateLimit':
      return limited(struck.service);
    case 'serverError':
      // A server that fails may have done its work before.
      if (random() < 0.5) await struck.answer(request);
      return failed(struck.service);
    case 'dropBefore':
      throw droppedConnection();
    case 'dropAfter':
      await struck.answer(request);
      throw droppedConnection();
    case 'applyLate':
      // A read that nobody waits for changes nothing, whenever it happens.
      if (!isRead(request))
        struck.later(await copyOf(request), world.clock.now() + (1 + random() * 4) * 60_000);
      throw droppedConnection();
    case 'truncate':
      return half(await struck.answer(request));
    case 'garbage':
      // A portal of the local network answers in Zoho's place, or Zoho's own answer is broken.
      if (random() < 0.5)
        return garbage('<!doctype html><title>Sign in to the network</title>', 'text/html');
      await struck.answer(request);
      return garbage('{"data":[{"id":"55402', 'application/json;charset=UTF-8');
    case 'tokenExpired':
      expireToken(world, request);
      return struck.answer(request);
  }
}

function limited(service: Service): Response {
  if (service === 'desk') return deskErrors.rateLimited();
  if (service === 'api') return crmErrors.rateLimited();
  return Response.json({ error: 'Access Denied', status: 'failure' }, { status: 400 });
}

function failed(service: Service): Response {
  if (service === 'desk') return deskErrors.serverError();
  if (service === 'api') return crmErrors.serverError();
  return new Response('<!doctype html><title>Error</title>', {
    status: 500,
    headers: { 'content-type': 'text/html;charset=UTF-8' },
  });
}

function garbage(text: string, type: string): Response {
  return new Response(text, { status: 200, headers: { 'content-type': type } });
}

async function half(response: Response): Promise<Response> {
  const body = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  const empty = body.length === 0;
  return new Response(empty ? null : body.slice(0, body.length >> 1), {
    status: response.status,
    headers,
  });
}

function expireToken(world: World, request: Request): void {
  const token = request.headers.get('authorization')?.split(/\s+/).at(-1) ?? '';
  const grant = world.grants.get(token);
  if (grant !== undefined) world.grants.set(token, { ...grant, expiresAt: world.clock.now() });
}

function isRead(request: Request): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

/** A request that outlives the connection it came by. */
async function copyOf(request: Request): Promise<Request> {
  const { url, method } = request;
  return new Request(url, {
    method,
    headers: [...request.headers],
    body: await request.arrayBuffer(),
  });
}

/** A stream of its own, so that faults change nothing else that the seed decides. */
function randomOf(world: World): () => number {
  const known = world.own.get('misfortune');
  if (known !== undefined) return known as () => number;
  const random = seededRandom(`${world.seed}/misfortune`);
  world.own.set('misfortune', random);
  return random;
}
