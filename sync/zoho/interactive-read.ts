import type { Http } from './http';

/** Body of one small answer that a person waits for; null where the service has none. One credit. */
export async function readNow(
  http: Http,
  path: string,
  query: Readonly<Record<string, string>> = {},
  withoutOrganisation = false,
): Promise<unknown> {
  const answer = await http.send({
    method: 'GET',
    path,
    query,
    writing: false,
    lane: 'interactive',
    credits: 1,
    withoutOrganisation,
  });
  return answer.body;
}
