/** Connecting as far as a test needs it. */
import { createConnect, type Connect } from '../../../sync/engine/connect';
import { client, type createWorld } from './connect-fakes';

type World = ReturnType<typeof createWorld>;

/** The client saved, both sign-ins done. */
export async function signedIn(world: World): Promise<Connect> {
  const connect = createConnect(world.ports);
  await connect.saveClient(client);
  await connect.signIn('desk');
  await connect.signIn('crm');
  return connect;
}

/** The same, authorized and begun. */
export async function connected(world: World): Promise<Connect> {
  const connect = await signedIn(world);
  await connect.authorize({ displayOnly: false });
  await connect.start();
  return connect;
}
