/**
 * Calls of Zoho Accounts' token endpoint (contract 1.3). Errors come with HTTP 200, so the body
 * decides; nothing of the body is ever reported but the error's name.
 */
import * as v from 'valibot';
import type { Clock } from '../engine/ports';
import { readBody, type AnswerLike } from './answer-body';
import { accountsOrigin, isAllowedApiDomain } from './data-centres';
import type { Fetch } from './http';
import { failed, type ZohoCode } from './problems';
import type { SyncError } from '../core/problem';
import type { DataCentre } from '../types';

export interface TokenAnswer {
  readonly accessToken: string;
  /** Only in the answer to an authorisation code; refreshes do not rotate it. */
  readonly refreshToken: string | null;
  /** CRM's API origin, from the allow-list; null where the answer names none. */
  readonly apiDomain: string | null;
  readonly scopes: readonly string[] | null;
  /** Life of the access token in ms. */
  readonly lifeMs: number;
}

/** Contract 1.4: an hour. Taken where the answer does not say, or says nonsense. */
const usualLifeSeconds = 3600;
const timeoutMs = 25_000;
/** Contract 1.4: the block lasts for the rest of a ten-minute window. */
const throttleMs = 600_000;

const answerShape = v.object({
  access_token: v.optional(v.string()),
  refresh_token: v.optional(v.string()),
  api_domain: v.optional(v.string()),
  scope: v.optional(v.string()),
  expires_in: v.optional(v.unknown()),
  error: v.optional(v.string()),
});

const codes: Readonly<Record<string, ZohoCode>> = {
  invalid_client: 'oauth.invalidClient',
  invalid_client_secret: 'oauth.invalidSecret',
  invalid_redirect_uri: 'oauth.redirectAddress',
  invalid_code: 'oauth.codeExpired',
  invalid_grant: 'oauth.codeExpired',
  invalid_token: 'oauth.codeExpired',
  access_denied: 'oauth.denied',
};

/** The error of a name that Zoho Accounts gave. */
export function accountsError(name: string, detail: string): SyncError {
  // The throttle writes "Access Denied" with a capital, a refusal of the person `access_denied`.
  if (name === 'Access Denied')
    return failed('oauth.throttled', { detail, retryAfterMs: throttleMs });
  return failed(Object.hasOwn(codes, name) ? (codes[name] ?? 'oauth.failed') : 'oauth.failed', {
    detail,
  });
}

/** A positive number of seconds in number or string; the usual hour for anything else. */
function lifeOf(value: unknown): number {
  const seconds = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
  const usable = typeof seconds === 'number' && Number.isFinite(seconds) && seconds > 0;
  return Math.min(usable ? seconds : usualLifeSeconds, usualLifeSeconds) * 1000;
}

/** Posts a form to Zoho Accounts and returns the parsed JSON body. Rejects with SyncError. */
export async function postForm(
  ports: { readonly fetch: Fetch; readonly clock: Clock },
  url: string,
  form: Readonly<Record<string, string>>,
): Promise<unknown> {
  const call = new AbortController();
  const timer = new AbortController();
  const late = ports.clock.sleep(timeoutMs, timer.signal).then(
    () => 'late' as const,
    () => 'late' as const,
  );
  const work = (async () => {
    const answer: AnswerLike = await ports.fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' },
      body: new URLSearchParams(form).toString(),
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      signal: call.signal,
    });
    const { status } = answer;
    return { status, body: await readBody(answer) };
  })();
  try {
    const first = await Promise.race([work, late]).catch((cause: unknown) => {
      throw failed('zoho.unreachable', { cause });
    });
    if (first === 'late') {
      work.catch(() => undefined);
      throw failed('zoho.timeout');
    }
    if (first.status >= 500)
      throw failed('zoho.unavailable', { detail: `accounts ${String(first.status)}` });
    if (first.status === 429) throw failed('oauth.throttled', { retryAfterMs: throttleMs });
    if (!first.body.ok)
      throw failed(first.body.code, { detail: `accounts ${String(first.status)}` });
    return first.body.value;
  } finally {
    timer.abort();
    call.abort();
  }
}

/** One call of the token endpoint. The caller gives the parameters of its grant type. */
export async function requestToken(
  ports: { readonly fetch: Fetch; readonly clock: Clock },
  dataCentre: DataCentre,
  form: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  return readTokens(await postForm(ports, `${accountsOrigin(dataCentre)}/oauth/v2/token`, form));
}

/** The tokens of an answer, whichever endpoint gave it. Throws SyncError for an error in it. */
export function readTokens(body: unknown): TokenAnswer {
  const parsed = v.safeParse(answerShape, body);
  if (!parsed.success) throw failed('defect.unreadable', { detail: 'accounts token' });
  const answer = parsed.output;
  if (answer.error !== undefined) {
    const name = /^[A-Za-z_ ]{1,40}$/.test(answer.error) ? answer.error : 'unknown';
    throw accountsError(name, `accounts ${name}`);
  }
  // A token travels in a header: anything but the characters of one is no token.
  if (answer.access_token === undefined || !/^[\w.~+/=-]+$/.test(answer.access_token)) {
    throw failed('defect.unreadable', { detail: 'accounts token' });
  }
  if (answer.api_domain !== undefined && !isAllowedApiDomain(answer.api_domain)) {
    throw failed('oauth.unknownHost', { detail: 'api_domain' });
  }
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? null,
    apiDomain: answer.api_domain ?? null,
    scopes:
      answer.scope === undefined
        ? null
        : answer.scope.split(/[\s,]+/).filter((scope) => scope !== ''),
    lifeMs: lifeOf(answer.expires_in),
  };
}
