/** Response headers of the web pages: as strict as the real ones are believed to be. */
import type { Html } from './html';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A nonce need not be secret here, only different for every response. */
export function createNonce(): string {
  return Array.from(
    crypto.getRandomValues(new Uint8Array(22)),
    (byte) => letters[byte % letters.length],
  ).join('');
}

function contentSecurityPolicy(nonce: string, trustedTypes = false): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src * data:',
    "font-src 'self'",
    "frame-src 'self'",
    "frame-ancestors 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    ...(trustedTypes ? ["require-trusted-types-for 'script'"] : []),
  ].join('; ');
}

/** A whole document. */
export function page(
  body: Html,
  nonce: string,
  init: { status?: number; trustedTypes?: boolean } = {},
): Response {
  return new Response(`<!doctype html>\n${body.text}`, {
    status: init.status ?? 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(nonce, init.trustedTypes),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
}

export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}

export function redirect(location: string): Response {
  return new Response(null, { status: 302, headers: { location } });
}
