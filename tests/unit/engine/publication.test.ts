import { describe, expect, it } from 'vitest';
import { createPublication, type SettingsBoard } from '../../../sync/engine/publication';
import type { AgentSettings } from '../../../sync/protocol/publication';
import type { ProfilePermissions } from '../../../sync/protocol/permissions';
import { parseAgentSettings } from '../../../sync/storage/settings-shape';
import { createClock, failure, silent } from './small-fakes';

const full: ProfilePermissions = {
  visible: true,
  contacts: true,
  accounts: true,
  restricted: null,
};

/** Settings of so many profiles, told apart by `accounts`. */
const settingsOf = (profiles: number, accounts = true): AgentSettings => ({
  permissions: {
    profiles: Object.fromEntries(
      Array.from({ length: profiles }, (_, at) => [String(at + 1), { ...full, accounts }]),
    ),
  },
});

function createSubject(longest = 2000) {
  const clock = createClock();
  const variables = new Map<string, string>();
  const world = {
    variables,
    /** Writes that still go through; the machine dies at the next one. */
    writes: Number.POSITIVE_INFINITY,
    written: [] as string[],
    beforeRead: null as (() => void) | null,
    refusing: null as Error | null,
  };
  const board: SettingsBoard = {
    async read() {
      if (world.refusing !== null) throw world.refusing;
      world.beforeRead?.();
      return new Map(variables);
    },
    async write(name, value) {
      if (value.length > longest) return { longest };
      if (world.writes <= 0) throw failure('killed', 'transient');
      world.writes -= 1;
      world.written.push(name);
      variables.set(name, value);
      return 'written';
    },
  };
  const start = (deskOrg: string | null = '10') =>
    createPublication({
      board,
      clock,
      log: silent,
      deskOrgId: async () => deskOrg,
      parse: parseAgentSettings,
    });
  return { world, clock, start, publication: start() };
}

describe('what is published', () => {
  it('is nothing at first, then what was published, version by version', async () => {
    const { publication, clock } = createSubject();
    expect(await publication.read()).toEqual({ state: 'none' });
    const first = await publication.publish(settingsOf(2), null);
    expect(first).toMatchObject({ state: 'current', settings: settingsOf(2) });
    expect(await publication.read()).toEqual(first);
    clock.advance(-1_000_000);
    const version = 'version' in first ? first.version : 0;
    const second = await publication.publish(settingsOf(3), version);
    // Versions grow even on a machine whose clock is behind.
    expect(second).toMatchObject({ settings: settingsOf(3), version: version + 1 });
  });

  it('comes in parts of the length that the service takes', async () => {
    for (const longest of [3000, 2000, 255, 100]) {
      const { world, publication } = createSubject(longest);
      const settings = settingsOf(longest < 255 ? 60 : 200);
      await publication.publish(settings, null);
      expect(await publication.read()).toMatchObject({ state: 'current', settings });
      for (const value of world.variables.values())
        expect(value.length).toBeLessThanOrEqual(longest);
    }
  });

  it('says so where it cannot fit', async () => {
    const { world, publication } = createSubject(40);
    await expect(publication.publish(settingsOf(3), null)).rejects.toMatchObject({
      problem: { code: 'publish.tooLarge' },
    });
    expect(world.written).toEqual([]);
  });

  it('stays whole for readers wherever the writing ends', async () => {
    const writes = await countWrites();
    expect(writes).toBeGreaterThan(3);
    for (let until = 0; until < writes; until += 1) {
      const { world, publication } = createSubject(400);
      const before = await publication.publish(settingsOf(14), null);
      const version = 'version' in before ? before.version : 0;
      world.writes = until;
      await expect(publication.publish(settingsOf(13, false), version)).rejects.toThrow();
      expect(await publication.read()).toEqual(before);
      world.writes = Number.POSITIVE_INFINITY;
      const again = await publication.publish(settingsOf(13, false), version);
      expect(again).toMatchObject({ state: 'current', settings: settingsOf(13, false) });
    }
  });

  it('is not used where a part is of another version, missing or changed', async () => {
    const { world, publication } = createSubject(400);
    const old = await publication.publish(settingsOf(14), null);
    const older = new Map(world.variables);
    const version = 'version' in old ? old.version : 0;
    const middle = await publication.publish(settingsOf(14, false), version);
    await publication.publish(settingsOf(14), 'version' in middle ? middle.version : 0);
    const parts = [...world.variables.keys()].filter((name) => /_a\d+$/.test(name));
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) {
      const right = world.variables.get(part) ?? '';
      // Of another version with the very same text, gone, emptied, cut, edited in the middle.
      for (const wrong of [
        older.get(part),
        undefined,
        '',
        right.slice(0, -1),
        right.replace('true', 'false'),
      ]) {
        if (wrong === undefined) world.variables.delete(part);
        else world.variables.set(part, wrong);
        expect(await publication.read()).toEqual({ state: 'torn' });
      }
      world.variables.set(part, right);
    }
    expect(await publication.read()).toMatchObject({ state: 'current' });
  });

  it('is refused over what the administrator has not seen', async () => {
    const { world, publication, start } = createSubject();
    const first = await publication.publish(settingsOf(1), null);
    const stale = 'version' in first ? first.version : 0;
    await start().publish(settingsOf(2), stale);
    const standing = new Map(world.variables);
    for (const over of [null, stale])
      await expect(publication.publish(settingsOf(3), over)).rejects.toMatchObject({
        problem: { code: 'publish.elsewhere' },
      });
    expect(world.variables).toEqual(standing);
  });

  it('is not believed when somebody else wrote at the same moment', async () => {
    const { world, publication, start } = createSubject(400);
    const head = 'tandem_10_settings';
    let reads = 0;
    // Between the head and the reading back the other one has put their parts into the same place.
    world.beforeRead = () => {
      reads += 1;
      if (reads === 2) world.variables.set('tandem_10_a2', '999:1:other;');
    };
    await expect(publication.publish(settingsOf(14), null)).rejects.toMatchObject({
      problem: { code: 'publish.unconfirmed', kind: 'transient' },
    });
    world.beforeRead = null;
    expect(await start().read()).toEqual({ state: 'torn' });
    expect(await publication.publish(settingsOf(14), null)).toMatchObject({ state: 'current' });
    expect(world.variables.has(head)).toBe(true);
  });

  it('is not taken for its own when another whole version stands there', async () => {
    const { world, publication, clock } = createSubject();
    const other = createSubject();
    other.clock.advance(5_000);
    await other.publication.publish(settingsOf(3), null);
    let reads = 0;
    world.beforeRead = () => {
      reads += 1;
      if (reads === 2)
        for (const [name, value] of other.world.variables) world.variables.set(name, value);
    };
    await expect(publication.publish(settingsOf(2), null)).rejects.toMatchObject({
      problem: { code: 'publish.unconfirmed' },
    });
    expect(await publication.read()).toMatchObject({ settings: settingsOf(3) });
    expect(clock.now()).toBeLessThan(other.clock.now());
  });

  it('is kept apart from that of another help desk of the same company', async () => {
    const { start } = createSubject();
    await start('10').publish(settingsOf(1), null);
    expect(await start('1').read()).toEqual({ state: 'none' });
    await start('1').publish(settingsOf(2), null);
    await start('1').withdraw('1');
    expect(await start('10').read()).toMatchObject({ settings: settingsOf(1) });
  });

  it('is withdrawn for everybody, and can be published again', async () => {
    const { world, publication } = createSubject(400);
    await publication.withdraw('10');
    expect(world.written).toEqual([]);
    const first = await publication.publish(settingsOf(14), null);
    await publication.withdraw('10');
    const gone = await publication.read();
    expect(gone).toMatchObject({ state: 'withdrawn' });
    expect('version' in gone && 'version' in first && gone.version > first.version).toBe(true);
    for (const [name, value] of world.variables)
      if (name !== 'tandem_10_settings') expect(value).toBe('');
    expect(await publication.publish(settingsOf(2), null)).toMatchObject({
      state: 'current',
      settings: settingsOf(2),
    });
  });

  it('is withdrawn from the first write on, wherever that ends', async () => {
    const { world, publication } = createSubject(400);
    await publication.publish(settingsOf(14), null);
    world.writes = 1;
    await expect(publication.withdraw('10')).rejects.toThrow();
    expect(await publication.read()).toMatchObject({ state: 'withdrawn' });
  });

  it('is told apart from what may not be read and from what cannot be read now', async () => {
    const { world, publication, start } = createSubject();
    world.refusing = failure('zoho.noPermission', 'configuration');
    expect(await publication.read()).toMatchObject({
      state: 'unreadable',
      problem: { code: 'zoho.noPermission' },
    });
    world.refusing = failure('zoho.timeout', 'transient');
    await expect(publication.read()).rejects.toThrow('zoho.timeout');
    await expect(start(null).read()).rejects.toMatchObject({
      problem: { code: 'publish.notConnected' },
    });
  });

  it('is left alone where a newer Tandem wrote it', async () => {
    const { world, publication } = createSubject();
    world.variables.set('tandem_10_settings', '{"format":2,"anything":[]}');
    expect(await publication.read()).toEqual({ state: 'newer' });
    await expect(publication.publish(settingsOf(1), null)).rejects.toMatchObject({
      problem: { code: 'publish.newer' },
    });
    expect(world.variables.size).toBe(1);
  });

  it.each([
    'garbage',
    '[]',
    'null',
    '{"format":1}',
    '{"format":1,"version":1,"place":"c","parts":1,"digest":"x"}',
    '{"format":1,"version":1,"place":"a","parts":1e9,"digest":"x"}',
    '{"format":1,"version":-1,"withdrawn":true}',
    '{"__proto__":{"format":1,"version":1,"withdrawn":true}}',
  ])('is not %s', async (head) => {
    const { world, publication } = createSubject();
    world.variables.set('tandem_10_settings', head);
    expect(await publication.read()).toEqual({ state: 'none' });
  });
});

async function countWrites(): Promise<number> {
  const { world, publication } = createSubject(400);
  const first = await publication.publish(settingsOf(14), null);
  const before = world.written.length;
  await publication.publish(settingsOf(13, false), 'version' in first ? first.version : 0);
  return world.written.length - before;
}
