import { describe, expect, it } from 'vitest';
import { allAllowed, nothingAllowed, type Allowed } from '../../../sync/core/permissions';
import { createPermissions } from '../../../sync/engine/permissions';
import type { DeskProfile, ProfilePermissions } from '../../../sync/protocol/permissions';
import { parsePermissions } from '../../../sync/storage/permissions-shape';
import { permissionsOfPolicy } from '../../../sync/storage/settings-shape';
import { createClock, createNotifier, failure, silent } from './small-fakes';
import { createVault } from './vault-fake';
import { connection } from './profile-fakes';

const full: ProfilePermissions = {
  visible: true,
  contacts: true,
  accounts: true,
  restricted: null,
};
const minute = 60_000;

function createSubject(vault = createVault()) {
  const clock = createClock();
  const world = {
    own: { id: '7', name: 'Agent', switches: null } as DeskProfile,
    connected: connection as typeof connection | null,
    failing: null as Error | null,
    reads: 0,
    narrowed: [] as Allowed[],
    /** What was stored when the shelf was emptied. */
    withheld: [] as unknown[],
    alarms: new Map<string, number>(),
    policy: null as string | null,
  };
  void vault.saveConnection(connection);
  const start = () =>
    createPermissions({
      clock,
      vault,
      log: silent,
      notifier: createNotifier(),
      connection: async () => world.connected,
      isConfig: (value) => parsePermissions(value) !== null,
      managed: async () => (world.policy === null ? null : permissionsOfPolicy(world.policy)),
      narrow: async (allowed) => void world.narrowed.push(allowed),
      withhold: async () => void world.withheld.push(await vault.permissions()),
      alarms: {
        set: async (name, at) => void world.alarms.set(name, at),
        clear: async (name) => void world.alarms.delete(name),
      },
      desk: {
        all: async () => [world.own],
        headcounts: async () => ({ [world.own.id]: 3 }),
        async own() {
          world.reads += 1;
          if (world.failing !== null) throw world.failing;
          return world.own;
        },
      },
    });
  return { world, vault, clock, start, permissions: start() };
}

describe('the permissions of whoever is signed in', () => {
  it('are read once in a quarter of an hour, over starts of the worker', async () => {
    const { world, clock, start, permissions } = createSubject();
    await Promise.all([permissions.allowed(), permissions.allowed(), permissions.mayShow()]);
    expect(world.reads).toBe(1);
    clock.advance(14 * minute);
    expect(await start().allowed()).toEqual(allAllowed);
    expect(world.reads).toBe(1);
    clock.advance(minute);
    await start().allowed();
    expect(world.reads).toBe(2);
  });

  it('take effect at once when they are set, and erase what they withdraw', async () => {
    const { world, permissions } = createSubject();
    await permissions.allowed();
    const before = world.narrowed.length;
    const view = await permissions.save({ profiles: { '7': { ...full, visible: false } } });
    expect(view).toEqual({
      config: { profiles: { '7': { ...full, visible: false } } },
      profiles: [world.own],
    });
    expect(world.narrowed.slice(before)).toEqual([nothingAllowed]);
    expect(await permissions.allowed()).toEqual(nothingAllowed);
    expect(await permissions.mayShow()).toBe(false);
    expect(world.narrowed).toHaveLength(before + 1);
  });

  it('erase again where the worker was stopped before it was known to be done', async () => {
    const subject = createSubject();
    await subject.permissions.allowed();
    const [first] = subject.world.narrowed;
    await subject.vault.savePermissions({ profiles: {} });
    expect(first).toEqual(allAllowed);
    await subject.start().allowed();
    await subject.start().allowed();
    expect(subject.world.narrowed.slice(1)).toEqual([nothingAllowed]);
  });

  it("are the browser policy's where there is one, and nothing where it cannot be read", async () => {
    const { world, permissions } = createSubject();
    await permissions.save({ profiles: { '7': full }, writing: ['note'] });
    world.policy = JSON.stringify({
      permissions: { profiles: { '7': { ...full, accounts: false } }, handshake: false },
    });
    await permissions.poll();
    const allowed = await permissions.allowed();
    expect(allowed).toMatchObject({ accounts: null, handshake: false });
    expect(await permissions.additions(allowed.contacts)).toEqual([]);
    expect(world.narrowed.at(-1)).toEqual(allowed);
    expect(await permissions.view()).toMatchObject({ managed: true });
    for (const policy of ['', 'garbage', '{}', '{"permissions":{"profiles":[]}}', 'null']) {
      world.policy = policy;
      expect(await permissions.allowed()).toEqual(nothingAllowed);
    }
    world.policy = null;
    expect(await permissions.allowed()).toEqual(allAllowed);
  });

  it('leave nothing to show from the moment on in which others are stored', async () => {
    const { world, permissions } = createSubject();
    await permissions.save({ profiles: { '7': full } });
    const before = world.withheld.length;
    await permissions.save({ profiles: {} });
    expect(world.withheld.slice(before)).toEqual([{ profiles: { '7': full } }]);
  });

  it('follow a change of profile in Desk at the next poll', async () => {
    const { world, clock, permissions } = createSubject();
    await permissions.save({ profiles: { '7': full } });
    await permissions.poll();
    const at = world.alarms.get('permissions') ?? 0;
    clock.advance(at - clock.now());
    world.own = { ...world.own, id: '8' };
    const before = world.withheld.length;
    await permissions.poll();
    expect(world.narrowed.at(-1)).toEqual(nothingAllowed);
    expect(world.withheld.length).toBe(before + 1);
  });

  it('stay as last known while Desk does not answer, and never begin as a guess', async () => {
    const { world, clock, permissions } = createSubject();
    world.failing = failure('zoho.unreachable', 'transient');
    await expect(permissions.allowed()).rejects.toThrow();
    // The sidebar is there to say what is wrong.
    expect(await permissions.mayShow()).toBe(true);
    world.failing = null;
    await permissions.allowed();
    world.failing = failure('zoho.unreachable', 'transient');
    clock.advance(60 * minute);
    const before = world.reads;
    expect(await permissions.allowed()).toEqual(allAllowed);
    expect(await permissions.allowed()).toEqual(allAllowed);
    expect(world.reads).toBe(before + 1);
  });

  it('of another person are not taken for their own', async () => {
    const { world, permissions } = createSubject();
    await permissions.allowed();
    world.connected = { ...connection, user: { name: 'Aiko', email: 'aiko@example.com' } };
    world.failing = failure('zoho.unreachable', 'transient');
    await expect(permissions.allowed()).rejects.toThrow();
  });

  it('are nothing, and ask nobody, where nothing is connected', async () => {
    const { world, permissions } = createSubject();
    world.connected = null;
    expect(await permissions.allowed()).toEqual(nothingAllowed);
    expect(await permissions.mayShow()).toBe(true);
    await permissions.poll();
    expect([world.reads, world.alarms.size]).toEqual([0, 0]);
  });

  it('leave no alarm when the integration is deleted while it is being set', async () => {
    const { world, permissions } = createSubject();
    const polled = permissions.poll();
    world.connected = null;
    await permissions.forget();
    await polled;
    expect([world.alarms.size, world.reads]).toEqual([0, 0]);
  });

  it('are forgotten with the integration', async () => {
    const { world, vault, permissions } = createSubject();
    await permissions.save({ profiles: {} });
    await permissions.poll();
    await vault.clear();
    await permissions.forget();
    expect(world.alarms.size).toBe(0);
    expect(await permissions.allowed()).toEqual(allAllowed);
  });
});
