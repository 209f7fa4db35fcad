/** Zoho Accounts: sign-in, consent and tokens, at every accounts host (contract 1). */
import { Hono } from 'hono';
import type { World } from '../world';
import { addAuthorize } from './authorize';
import { addDevice } from './device';
import type { AccountLimits } from './limits';
import { addSignIn } from './signin';
import { accountsOf } from './state';
import { addToken } from './token';

/** The handler of the accounts hosts. `limits` relaxes what contract 1.4 states, for tests of other things. */
export function accountsApp(
  world: World,
  limits: Partial<AccountLimits> = {},
): (request: Request) => Promise<Response> {
  Object.assign(accountsOf(world).limits, limits);
  const app = new Hono({ strict: false });
  addSignIn(app, world);
  addAuthorize(app, world);
  addToken(app, world);
  addDevice(app, world);
  return async (request) => app.fetch(request);
}
