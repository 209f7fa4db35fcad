/**
 * The one door to Zoho's APIs, one for each side: authorisation, allow-lists, time-out, size and
 * shape of the answer, errors with stable codes, retries, concurrency, credits and the service's
 * clock. Never logs or reports a value, a token or a query.
 */
import type { Clock, Log, Random } from '../engine/ports';
import type { Tokens } from '../engine/connect-ports';
import type { Instant, Side } from '../types';
import { paced } from '../core/budget';
import { SyncError } from '../core/problem';
import { isAllowedCall, type Method } from './allowed-calls';
import { type AnswerLike, isFile, readBody } from './answer-body';
import { retryDelay, retryAfterOf } from './back-off';
import { isAllowedApiOrigin } from './data-centres';
import { createLimiter, type Lane } from './limiter';
import { codeFor, detailOf, failed, type ZohoCode } from './problems';
import { createServerClock } from './server-clock';
import { readError } from './zoho-error';

/** `fetch`, or something that answers like it. */
export type Fetch = (url: string, init: RequestInit) => Promise<AnswerLike>;

export interface HttpRequest {
  readonly method: Method;
  /** From the host on: `/crm/v8/Contacts`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: unknown;
  /** Changes something. Decides the outcome of an error and forbids repeating the call. */
  readonly writing: boolean;
  readonly lane: Lane;
  /** What the call costs where the answer does not say (contract 2.11, 3.12). */
  readonly credits: number;
  /** Statuses of 400 and above that are results: their parsed body is returned, not thrown. */
  readonly results?: readonly number[] | undefined;
  /** The answer is a file: its body is a Blob, and it may take its time. */
  readonly file?: boolean | undefined;
  /** Left out for Desk's calls that precede the choice of an organisation. */
  readonly withoutOrganisation?: boolean | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  /** Parsed JSON of unknown shape; null for 204, 304 and an empty body; a Blob where a file was asked for. */
  readonly body: unknown;
}

export interface Http {
  readonly side: Side;
  /** Rejects with SyncError only. Reads are repeated twice at most; longer waits are the engine's. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Calls at a time now. */
  atOnce(): number;
  serverTime(): Instant | null;
  spent(): { readonly calls: number; readonly credits: number };
  /** Credits left as the service last said; null where it did not. */
  creditsLeft(): number | null;
  /**
   * From here on the lane of the sync may spend this much: where it is used up, by what is under way
   * as well, each call is refused (`credits.paced`), a repeat of an earlier one too.
   */
  allow(credits: number): void;
}

export interface HttpPorts {
  readonly side: Side;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly tokens: Tokens;
  /** `https://desk.zoho.eu` or the CRM grant's API domain; checked against the allow-list. */
  readonly origin: () => Promise<string>;
  /** Desk's `orgId` header; null before an organisation was chosen. CRM: leave out. */
  readonly organisation?: (() => Promise<string | null>) | undefined;
  /** Monotonic ms; the local clock where there is none. */
  readonly elapsed?: (() => number) | undefined;
  /** Half of the edition's concurrency limit; 5 where the edition is not known. */
  readonly ceiling?: number | undefined;
}

/** Below the 30 s after which browsers end a worker's fetch; a longer answer is lost anyway. */
const timeoutMs = 25_000;
/** A file comes in many parts; ten megabytes over a slow line. */
const fileTimeoutMs = 120_000;
/** Repeats of a read inside one call. More is the engine's persisted back-off. */
const repeats = 2;
/** A wait that is worth holding a call for; a worker that waits longer is stopped. */
const longestWaitMs = 5_000;
const defaultCeiling = 5;

/** Codes after which the same call may go through a moment later. */
const worthRepeating: ReadonlySet<string> = new Set<ZohoCode>([
  'zoho.unreachable',
  'zoho.timeout',
  'zoho.unavailable',
  'zoho.busy',
  'zoho.garbled',
]);

/** A refused write did nothing, so it may be repeated; one of unknown outcome never. */
function mayRepeat({ writing }: HttpRequest, { problem, outcome }: SyncError): boolean {
  return worthRepeating.has(problem.code) && (!writing || outcome === 'refused');
}

export function createHttp(ports: HttpPorts): Http {
  const { side, clock, log, tokens } = ports;
  const limiter = createLimiter(ports.ceiling ?? defaultCeiling);
  const server = createServerClock(ports.elapsed ?? (() => clock.now()));
  let calls = 0;
  let credits = 0;
  let left: number | null = null;
  /** Estimated, of the calls that are not answered yet. */
  let underWay = 0;
  /** What `credits` may reach by calls of the sync. */
  let most = Number.POSITIVE_INFINITY;

  /** Runs `task` under the time-out. `onTime` aborts the fetch too, yet the effect may still come. */
  async function inTime<T>(ms: number, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const call = new AbortController();
    const timer = new AbortController();
    const late = clock.sleep(ms, timer.signal).then(
      () => 'late' as const,
      () => 'late' as const,
    );
    try {
      const work = task(call.signal);
      const first = await Promise.race([work.then((value) => ({ value })), late]);
      if (first !== 'late') return first.value;
      work.catch(() => undefined);
      throw failed('zoho.timeout');
    } finally {
      timer.abort();
      call.abort();
    }
  }

  function meter(answer: AnswerLike, estimate: number): void {
    const weight = Number(answer.headers.get('x-rate-limit-request-weight-v3') ?? Number.NaN);
    credits += Number.isFinite(weight) && weight >= 0 ? weight : estimate;
    const header = side === 'desk' ? 'x-rate-limit-remaining-v3' : 'x-api-credits-remaining';
    const remaining = Number(answer.headers.get(header) ?? Number.NaN);
    if (Number.isFinite(remaining)) left = remaining;
    // CRM is silent while less than half of the day's are used (contract 2.11).
    else if (side === 'crm' && answer.status < 300) left = null;
  }

  /** One call, once. Throws SyncError. */
  async function attempt(request: HttpRequest, token: string): Promise<HttpAnswer> {
    const origin = await ports.origin();
    if (
      !isAllowedApiOrigin(origin) ||
      !isAllowedCall(side, request.method, request.path, request.writing)
    ) {
      throw failed('defect.forbiddenCall', { detail: `${side} ${request.method}` });
    }
    const organisation = request.withoutOrganisation === true ? null : await ports.organisation?.();
    const query =
      request.query === undefined ? '' : `?${new URLSearchParams(request.query).toString()}`;
    const unknown = request.writing ? 'unknown' : 'refused';
    if (request.lane === 'sync' && credits + underWay >= most) throw paced(side);
    calls += 1;
    underWay += request.credits;
    let answer: AnswerLike | null = null;
    try {
      return await inTime(request.file === true ? fileTimeoutMs : timeoutMs, async (signal) => {
        answer = await ports.fetch(`${origin}${request.path}${query}`, {
          method: request.method,
          headers: {
            Authorization: `Zoho-oauthtoken ${token}`,
            Accept: request.file === true ? '*/*' : 'application/json',
            ...(organisation === null || organisation === undefined ? {} : { orgId: organisation }),
            ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...request.headers,
          },
          ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
          // Cookies of the agent's session must not mix with the token; a redirect is never right.
          credentials: 'omit',
          redirect: 'error',
          cache: 'no-store',
          signal,
        });
        meter(answer, request.credits);
        return await read(request, answer);
      });
    } catch (thrown) {
      if (thrown instanceof SyncError) {
        // A time-out of ours: whether the write came through is not known.
        if (thrown.problem.code === 'zoho.timeout')
          throw failed('zoho.timeout', { outcome: unknown });
        throw thrown;
      }
      // fetch rejects without saying why: no network, a refused redirect, a dropped connection.
      throw failed(answer === null ? 'zoho.unreachable' : 'zoho.garbled', {
        outcome: unknown,
        cause: thrown,
      });
    } finally {
      underWay -= request.credits;
    }
  }

  async function read(request: HttpRequest, answer: AnswerLike): Promise<HttpAnswer> {
    const { status } = answer;
    const unknown = request.writing ? 'unknown' : 'refused';
    if (request.file === true && status === 200 && isFile(answer)) {
      server.heard(answer.headers.get('date'));
      return { status, body: await new Response(answer.body).blob() };
    }
    const body = await readBody(answer);
    if (body.ok) server.heard(answer.headers.get('date'));
    const good = (status >= 200 && status < 300) || status === 304;
    if (!body.ok) {
      if (status >= 500)
        throw failed('zoho.unavailable', {
          outcome: unknown,
          detail: detailOf(side, status, null),
        });
      // A bare 429 or 401 from the front of Zoho says enough without a body.
      const plain = status === 429 || status === 401;
      throw failed(plain ? codeFor(status, null) : body.code, {
        detail: detailOf(side, status, null),
        outcome: plain ? 'refused' : unknown,
        retryAfterMs: retryAfterOf(answer.headers.get('retry-after'), server.now() ?? clock.now()),
      });
    }
    if (good && body.value === null && request.writing && status !== 204) {
      throw failed('zoho.garbled', { outcome: 'unknown', detail: detailOf(side, status, null) });
    }
    if (good && !isErrorBody(body.value)) return { status, body: body.value };
    if (request.results?.includes(status) === true && body.value !== null)
      return { status, body: body.value };
    const error = readError(body.value);
    const named = codeFor(status, error);
    // CRM has one word for too many at a time and too many a day; what is left tells (contract 2.11).
    const told = named === 'zoho.busy' && left !== null && left <= 0 ? 'zoho.creditsSpent' : named;
    // A read that is refused for a value is our mistake, not a record's.
    const code =
      !request.writing && told.startsWith('record.') && told !== 'record.gone'
        ? 'defect.request'
        : told;
    // A fault inside Zoho, under whatever status, may have struck after the effect.
    const faulty = status >= 500 || told === 'zoho.unavailable';
    const refused =
      !request.writing || (error !== null && !faulty) || status === 401 || status === 429;
    throw failed(code, {
      detail: detailOf(side, status, error),
      outcome: refused ? 'refused' : 'unknown',
      retryAfterMs:
        retryAfterOf(answer.headers.get('retry-after'), server.now() ?? clock.now()) ??
        error?.retryAfterMs ??
        null,
    });
  }

  /** With one fresh token when the service refuses the first (contract 2.1, 3.2: 401). */
  async function authorised(request: HttpRequest): Promise<HttpAnswer> {
    const token = await tokens.access(side);
    try {
      return await attempt(request, token);
    } catch (thrown) {
      if (!(thrown instanceof SyncError) || thrown.problem.code !== 'oauth.tokenRefused')
        throw thrown;
      await tokens.refused(side, token);
      return await attempt(request, await tokens.access(side));
    }
  }

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    for (let repeat = 0; ; repeat += 1) {
      try {
        const answer = await limiter.run(request.lane, () => authorised(request));
        limiter.succeeded();
        return answer;
      } catch (thrown) {
        if (!(thrown instanceof SyncError)) {
          throw failed('defect.request', {
            cause: thrown,
            outcome: request.writing ? 'unknown' : 'refused',
          });
        }
        const { code, detail } = thrown.problem;
        if (code === 'zoho.busy') limiter.throttled();
        // Detail holds names and codes only, so it may be logged.
        const { method } = request;
        log.warn('zoho.refused', { side, method, code, detail: detail ?? null, repeat });
        const wait = retryDelay(repeat, thrown.retryAfterMs, ports.random);
        if (repeat >= repeats || wait > longestWaitMs || !mayRepeat(request, thrown)) throw thrown;
        await clock.sleep(wait);
      }
    }
  }

  return {
    side,
    send,
    atOnce: () => limiter.limit(),
    serverTime: () => server.now(),
    spent: () => ({ calls, credits }),
    creditsLeft: () => left,
    allow(more) {
      most = credits + more;
    },
  };
}

/** An error that came with a good status, bare: `{"error": …}`, `{"errorCode": …}`, `{"code": …, "status": "error"}`. */
function isErrorBody(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  if ('errorCode' in body) return true;
  if ('error' in body && typeof body.error === 'string') return true;
  return 'code' in body && 'status' in body && body.status === 'error';
}
