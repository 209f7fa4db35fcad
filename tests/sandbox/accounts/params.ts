/** Parameters of a call that Zoho reads from the query and the form alike (contract 1.3, 1.7). */
import type { Context } from 'hono';

export async function paramsOf(c: Context): Promise<Map<string, string>> {
  const params = new Map(new URL(c.req.url).searchParams);
  if (c.req.method === 'POST')
    for (const [name, value] of Object.entries(await c.req.parseBody()))
      if (typeof value === 'string') params.set(name, value);
  return params;
}

/** An OAuth error: JSON with the status 200 (contract 1.3). */
export function oauthError(c: Context, error: string, more: Record<string, string> = {}): Response {
  return c.json({ error, ...more });
}

/** The answer to whoever asks too often (contract 1.3). */
export function throttled(): Response {
  return Response.json(
    {
      error_description:
        'You have made too many requests continuously. Please try again after some time.',
      error: 'Access Denied',
      status: 'failure',
    },
    { status: 400 },
  );
}
