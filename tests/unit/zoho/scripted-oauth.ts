import { SyncError } from '../../../sync/core/problem';
import type { OAuth } from '../../../sync/engine/connect-ports';
import { createOAuth } from '../../../sync/zoho/oauth';
import { json, script, steadyRandom, testClock, type Reply, type Script } from './scripted';

export const client = { id: '1000.CLIENT', secret: 'shh' };
export const redirectAddress = 'https://ffbchcnijolohncnhlcicaglkdkokffk.chromiumapp.org/zoho';
/** What Zoho answers to a code that is good. */
export const good = {
  access_token: '1000.a.b',
  refresh_token: '1000.r.s',
  api_domain: 'https://www.zohoapis.eu',
  token_type: 'Bearer',
  expires_in: 3600,
};

/** The client over these answers, in their order. */
export function oauth(replies: readonly Reply[]): { oauth: OAuth; script: Script } {
  const run = script(replies);
  return {
    oauth: createOAuth({
      fetch: run.fetch,
      clock: testClock(),
      random: steadyRandom,
      crypto: globalThis.crypto,
    }),
    script: run,
  };
}

/** The code of the problem that it ends with; 'null' where it ends well. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof SyncError ? thrown.problem.code : String(thrown);
}

/** A sign-in that is sent back with this query, and what came of it. */
export async function exchanged(
  redirect: (state: string) => string,
  replies: readonly Reply[] = [json(good)],
): Promise<{
  code: string | null;
  grant: Awaited<ReturnType<OAuth['exchange']>> | null;
  script: Script;
}> {
  const run = oauth(replies);
  const begun = await run.oauth.begin({
    client,
    dataCentre: 'us',
    side: 'crm',
    use: 'owner',
    redirectAddress,
  });
  const work = run.oauth.exchange({
    client,
    side: 'crm',
    use: 'owner',
    redirectAddress,
    redirected: `${redirectAddress}${redirect(begun.state)}`,
    state: begun.state,
    verifier: begun.verifier,
    dataCentre: 'us',
  });
  try {
    return { code: null, grant: await work, script: run.script };
  } catch (error) {
    return {
      code: error instanceof SyncError ? error.problem.code : String(error),
      grant: null,
      script: run.script,
    };
  }
}
