import { expect, it } from 'vitest';
import { wrap } from '../../../sync/core/envelope';
import { createConnect } from '../../../sync/engine/connect';
import { client, createWorld } from './connect-fakes';

it('takes a reply for a week and no longer, whatever it says', async () => {
  const world = createWorld();
  const connect = createConnect(world.ports);
  await connect.saveClient(client);
  await connect.signIn('desk');
  await connect.correspondence.request('luca@example.com');
  const { access } = await connect.view();
  const { expiresAt = 0, askedAt = 0 } = access.request ?? {};
  expect(expiresAt - askedAt).toBe(7 * 86_400_000);
  const text = wrap('approval', 'sealed');
  const codeAt = async (now: number): Promise<string | undefined> => {
    world.clock.advance(now - world.clock.now());
    await connect.correspondence.reply(text);
    return (await connect.view()).problem?.problem.code;
  };
  expect(await codeAt(expiresAt - 1)).not.toBe('request.late');
  expect(await codeAt(expiresAt)).toBe('request.late');
  expect((await connect.view()).crm).toBeNull();
});
