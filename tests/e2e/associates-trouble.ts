/** CRM as it answers some addresses with a fault of its own, and everything else as always. */
import { serverError } from '../sandbox/crm/errors';
import type { TestBrowser } from './browser';

/** Until the returned function is called. */
export function crmErrorFor(browser: TestBrowser, path: RegExp): () => void {
  const { sandbox } = browser.sandbox;
  const answer = sandbox.fetch;
  Object.assign(sandbox, {
    fetch: (request: Request) =>
      path.test(new URL(request.url).pathname) ? Promise.resolve(serverError()) : answer(request),
  });
  return () => {
    Object.assign(sandbox, { fetch: answer });
  };
}
