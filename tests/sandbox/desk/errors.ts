/** Desk's error envelope (contract 3.2). */

export interface FieldError {
  /** A JSON pointer into the body, or the name of a query parameter after a slash. */
  readonly fieldName: string;
  readonly errorType: 'invalid' | 'duplicate' | 'missing';
  readonly errorMessage: string;
}

/** What Desk answers instead of a result. */
export interface Refusal {
  readonly status: number;
  readonly errorCode: string;
  readonly message: string;
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
}

const refusals = new WeakMap<Error, Refusal>();

/** An Error to throw that carries the refusal, so that records and routes share one way out. */
function refuse(refusal: Refusal): Error {
  const fields = (refusal.errors ?? [])
    .map((error) => `${error.fieldName} ${error.errorType}`)
    .join(', ');
  const error = new Error(`${refusal.errorCode}: ${fields === '' ? refusal.message : fields}`);
  refusals.set(error, refusal);
  return error;
}

/** The refusal inside a thrown value; null for a defect of the sandbox. */
export function refusalOf(error: unknown): Refusal | null {
  return error instanceof Error ? (refusals.get(error) ?? null) : null;
}

/** One entry of `errors[]`; the message is empty in the response seen live (contract 3.2). */
export function fieldError(
  name: string,
  errorType: FieldError['errorType'] = 'invalid',
): FieldError {
  return { fieldName: `/${name}`, errorType, errorMessage: '' };
}

/** 422 INVALID_DATA in the shape seen live (contract 3.2). */
export function invalidData(...errors: readonly FieldError[]): Error {
  return refuse({
    status: 422,
    errorCode: 'INVALID_DATA',
    message: 'The data is invalid due to validation restrictions',
    errors,
  });
}

/** 404 for a path or an id that does not exist (contract 3.2). */
export function urlNotFound(): Error {
  return refuse({
    status: 404,
    errorCode: 'URL_NOT_FOUND',
    message: 'The URL you requested could not be found.',
  });
}

/** 405 for a path that exists under another method (contract 3.2). */
export function methodNotAllowed(): Error {
  return refuse({
    status: 405,
    errorCode: 'METHOD_NOT_ALLOWED',
    message: 'The HTTP method you used is not supported by this resource.',
  });
}

/** 403 where the profile or the department forbids it (contract 3.2). */
export function forbidden(): Error {
  return refuse({
    status: 403,
    errorCode: 'FORBIDDEN',
    message: 'You do not have permission to perform this operation.',
  });
}

/** 422 for input that breaks a rule which is not one field's (contract 3.2). */
export function unprocessable(message: string): Error {
  return refuse({ status: 422, errorCode: 'UNPROCESSABLE_ENTITY', message });
}

/** 422 for a POST or PATCH with nothing in it (contract 3.2). */
export function emptyPayload(): Error {
  return refuse({
    status: 422,
    errorCode: 'EMPTY_PAYLOAD',
    message: 'The request has no payload.',
  });
}

/** 400 for a body that is no JSON object (contract 3.2). */
export function badRequest(): Error {
  return refuse({
    status: 400,
    errorCode: 'BAD_REQUEST',
    message: 'The request body could not be parsed.',
  });
}

/** 415 for a form where JSON is due (contract 3.2). */
export function unsupportedMediaType(): Error {
  return refuse({
    status: 415,
    errorCode: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'The content type of the request is not supported.',
  });
}

/** 401 without an Authorization header (contract 3.2). */
export function unauthorized(): Error {
  return refuse({
    status: 401,
    errorCode: 'UNAUTHORIZED',
    message: 'You are not authenticated to perform this operation.',
  });
}

/** 401 for a token that is unknown or expired (contract 3.2). */
export function invalidOauth(): Error {
  return refuse({
    status: 401,
    errorCode: 'INVALID_OAUTH',
    message: 'The OAuth Token you provided is invalid.',
  });
}

/** 403 for a token that lacks the call's scope (contract 1.6, 3.2). */
export function scopeMismatch(): Error {
  return refuse({
    status: 403,
    errorCode: 'SCOPE_MISMATCH',
    message: 'The OAuth Token does not have the required scope.',
  });
}

/** 403 for an orgId that is not one of the person's portals (contract 3.1). */
export function orgMismatch(): Error {
  return refuse({
    status: 403,
    errorCode: 'OAUTH_ORG_MISMATCH',
    message: 'The OAuth Token is not valid for the specified organization.',
  });
}

/** 429 when the portal's daily credits are spent (contract 3.12). */
export function thresholdExceeded(retryAfterSeconds: number): Error {
  return refuse({
    status: 429,
    errorCode: 'THRESHOLD_EXCEEDED',
    message: 'You have exceeded the allowed API credits for the day.',
    headers: { 'Retry-After': String(retryAfterSeconds) },
  });
}

/** 429 for too many calls at once; carries no Retry-After (contract 3.12). */
export function tooManyRequests(): Error {
  return refuse(concurrency);
}

const concurrency: Refusal = {
  status: 429,
  errorCode: 'TOO_MANY_REQUESTS',
  message: 'Too many requests. Please try again later.',
};

/** The refusal as an HTTP answer (contract 3.2). */
export function errorResponse(refusal: Refusal): Response {
  return Response.json(
    {
      errorCode: refusal.errorCode,
      message: refusal.message,
      ...(refusal.errors === undefined ? {} : { errors: refusal.errors }),
    },
    { status: refusal.status, headers: { ...refusal.headers } },
  );
}

/** The 429 of a fault: the concurrency kind (contract 3.12). */
export function rateLimited(): Response {
  return errorResponse(concurrency);
}

/** The 500 of a fault (contract 3.2). */
export function serverError(): Response {
  return errorResponse({
    status: 500,
    errorCode: 'INTERNAL_SERVER_ERROR',
    message: 'An internal server error occurred. Please try again later.',
  });
}
