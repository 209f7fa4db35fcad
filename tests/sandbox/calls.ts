/** The record of everything that was asked (DESIGN section 5, `GET /calls`). */
import type { FaultKind } from './faults';
import type { Call, World } from './world';

const secretParams = [
  'client_secret',
  'refresh_token',
  'access_token',
  'authtoken',
  'token',
  'code',
  'code_verifier',
  'password',
] as const;

const anySecret = new RegExp(`[?&](?:${secretParams.join('|')})=`);

/** What an API handler tells the dispatcher beside its answer. */
const creditsHeader = 'x-sandbox-credits';
const zuidHeader = 'x-sandbox-zuid';

/** Notes a call before it is answered, so that calls stand in the order of their arrival. */
export function noteCall(world: World, method: string, url: URL, fault: FaultKind | null): number {
  const n = world.calls.length + 1;
  const path = url.pathname + withoutSecrets(url);
  world.calls.push({
    n,
    at: world.clock.now(),
    method,
    host: url.hostname,
    path,
    status: 0,
    credits: 0,
    zuid: null,
    fault,
  });
  return n;
}

/** Fills in what a call did at Zoho, whether or not its answer ever arrives. */
export function noteEffect(world: World, n: number, response: Response): void {
  change(world, n, {
    credits: Number(response.headers.get(creditsHeader) ?? 0),
    zuid: response.headers.get(zuidHeader) || null,
  });
}

/** Fills in the status that the caller saw. */
export function noteAnswer(world: World, n: number, status: number): void {
  change(world, n, { status });
}

function change(world: World, n: number, what: Partial<Call>): void {
  const call = world.calls[n - 1];
  if (call !== undefined) world.calls[n - 1] = { ...call, ...what };
}

/** The answer as it leaves Zoho: without the internal headers, with the sandbox's own time. */
export function outgoing(world: World, response: Response): Response {
  const date = new Date(world.clock.now()).toUTCString();
  try {
    // In place, since a copy turns the body into a stream, which costs more than most answers.
    stamp(response.headers, date);
    return response;
  } catch {
    // A redirect made by `Response.redirect` cannot be changed.
    const headers = new Headers(response.headers);
    stamp(headers, date);
    return new Response(response.body, {
      status: response.status,
      statusText: response.statusText,
      headers,
    });
  }
}

function stamp(headers: Headers, date: string): void {
  headers.set('date', date);
  headers.delete(creditsHeader);
  headers.delete(zuidHeader);
}

/** The query as it may be shown: secrets and tokens left out. */
function withoutSecrets(url: URL): string {
  if (!anySecret.test(url.search)) return url.search;
  const shown = new URLSearchParams(url.searchParams);
  for (const name of secretParams) shown.delete(name);
  return shown.size === 0 ? '' : `?${shown.toString()}`;
}
