/** Answers that refuse, as the CRM words them (contract 2.1). */
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

type Details = Readonly<Record<string, unknown>>;

export interface ErrorBody {
  readonly code: string;
  readonly details: Details;
  readonly message: string;
  readonly status: 'error';
}

export function errorBody(code: string, message: string, details: Details = {}): ErrorBody {
  return { code, details, message, status: 'error' };
}

export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json;charset=UTF-8', ...headers },
  });
}

/** 204 and 304 have an empty body. */
export function bare(status: 204 | 304): Response {
  return new Response(null, { status });
}

/** Ends the handling of a request with this answer. */
export function refuse(response: Response): never {
  throw new HTTPException(response.status as ContentfulStatusCode, { res: response });
}

/** Ends the request with a bare error object. */
export function refuseWith(
  status: number,
  code: string,
  message: string,
  details: Details = {},
): never {
  return refuse(json(status, errorBody(code, message, details)));
}

/** Ends the request with the error inside `data[]` or the resource's own array. */
export function refuseWrapped(
  status: number,
  wrapper: string,
  code: string,
  message: string,
  details: Details = {},
): never {
  return refuse(json(status, { [wrapper]: [errorBody(code, message, details)] }));
}

/** 429 for credits and concurrency alike; no Retry-After (contract 2.1, 2.11). */
export function rateLimited(): Response {
  return json(
    429,
    errorBody(
      'TOO_MANY_REQUESTS',
      'Number of API requests for the 24 hour period is exceeded or the concurrency limit of the user for the app is exceeded',
    ),
  );
}

/** 500 INTERNAL_ERROR. */
export function serverError(): Response {
  return json(500, errorBody('INTERNAL_ERROR', 'Internal Server Error'));
}

export const messages = {
  invalidModule: 'the module name given seems to be invalid',
  invalidId: 'the id given seems to be invalid',
  scope: 'Unauthorized',
  permission: 'Permission denied',
  url: 'Please check if the URL trying to access is a correct one',
  method: 'The HTTP request method type is not a valid one.',
  ambiguous: 'Ambiguity while processing the request',
} as const;

export function ambiguous(...params: readonly string[]): never {
  return refuseWith(400, 'AMBIGUITY_DURING_PROCESSING', messages.ambiguous, {
    ambiguity_due_to: params.map((name) => ({ param_name: name })),
  });
}
