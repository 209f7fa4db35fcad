/** Every API request of the browser, held against Zoho's OpenAPI files where those are present. */
import { createOpenApi } from '../contract/openapi';
import type { Sandbox } from '../sandbox/sandbox';

const openApi = createOpenApi();

export interface Conformance {
  /** Requests that break a specification and are not exempted, each once. */
  violations(): Promise<readonly string[]>;
}

/** Listens in on a sandbox; it answers as before. */
export function watchConformance(sandbox: Sandbox): Conformance {
  const found = new Set<string>();
  const checks: Promise<void>[] = [];
  const answer = sandbox.fetch;

  async function check(request: Request): Promise<void> {
    const text = request.method === 'GET' ? '' : await request.text();
    const body = text === '' ? null : text;
    const headers = Object.fromEntries(request.headers);
    for (const violation of openApi?.check({
      method: request.method,
      url: request.url,
      headers,
      body,
    }) ?? [])
      found.add(violation);
  }

  Object.assign(sandbox, {
    fetch: (request: Request) => {
      const { pathname } = new URL(request.url);
      if (openApi !== null && /^\/(crm\/v8|api\/v1)\//.test(pathname))
        checks.push(check(request.clone()));
      return answer(request);
    },
  });

  return {
    async violations() {
      await Promise.all(checks);
      return [...found];
    },
  };
}
