import { describe, expect, it } from 'vitest';
import { createConnect } from '../../../sync/engine/connect';
import { createWorld } from './connect-fakes';
import { createGate, failure, settle } from './small-fakes';
import { connected } from './connected';

describe('deleting the integration', () => {
  it('leaves nothing', async () => {
    const world = createWorld();
    const connect = await connected(world);
    await connect.disconnect();
    expect(world.vault.entries.size).toBe(0);
    expect(world.seen).toMatchObject({ deleted: 1, revoked: ['desk-1', 'crm-2'] });
    expect((await connect.view()).step).toBe('client');
  });

  it('is finished by whoever finds it half done, and never looks connected meanwhile', async () => {
    const world = createWorld();
    const connect = await connected(world);
    world.ports.onDeleted = () => new Promise(() => undefined); // the worker dies here
    void connect.disconnect();
    await settle();
    expect(await world.vault.connection()).toBeNull();
    expect(world.vault.entries.size).toBeGreaterThan(0);

    world.ports.onDeleted = async () => undefined;
    await createConnect(world.ports).resume();
    expect(world.vault.entries.size).toBe(0);
  });

  it('goes on without Zoho', async () => {
    const world = createWorld();
    const connect = await connected(world);
    world.ports.oauth.revoke = () => Promise.reject(failure('zoho.unreachable', 'transient'));
    await connect.disconnect();
    expect(world.vault.entries.size).toBe(0);
  });

  it('while a window is open stores nothing when it ends', async () => {
    const world = createWorld();
    const connect = await connected(world);
    const gate = createGate();
    world.zoho.window = gate;
    const signIn = connect.signIn('desk');
    await settle();
    await connect.disconnect();
    gate.open();
    expect(await signIn).toMatchObject({ step: 'client', signingIn: null, problem: null });
    expect(world.vault.entries.size).toBe(0);
    expect(world.seen.revoked).toContain('desk-3');
  });
});
