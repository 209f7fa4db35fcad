import { describe, expect, it } from 'vitest';
import { createConfigurationFiles } from '../../../sync/engine/configuration-file';
import type { PermissionsConfig } from '../../../sync/protocol/permissions';
import { parseConfigurationFile } from '../../../sync/storage/configuration-file';
import { connection } from './profile-fakes';
import { createStage } from './stage';
import { meta } from '../field-meta';
import { premap } from '../../../sync/core/premap';

const full = { visible: true, contacts: true, accounts: true, restricted: null };
const permissions: PermissionsConfig = { profiles: { '1': full }, writing: ['note'] };

async function createSubject() {
  const fields = [
    { desk: 'lastName', crm: 'Last_Name', type: 'text', direction: 'both' },
    { desk: 'nick', crm: 'Nick', type: 'text', direction: 'toDesk', policy: 'ask' },
  ] as const;
  const stage = await createStage({
    config: { fields: { account: [], contact: fields, product: [] } },
  });
  const runs: string[] = [];
  const names = {
    desk: [meta('lastName', { mandatory: true }), meta('nick'), meta('size', { type: 'integer' })],
    crm: [meta('Last_Name', { mandatory: true }), meta('Nick'), meta('Born', { type: 'date' })],
  };
  const remote = (side: 'desk' | 'crm') => ({
    fields: async (kind: string) => (kind === 'contact' ? names[side] : []),
    views: async (kind: string) =>
      side === 'desk' ? [{ id: '31', name: 'Support' }] : [{ id: '41', name: kind }],
  });
  const files = createConfigurationFiles({
    premap,
    store: stage.store,
    clock: stage.ports.clock,
    desk: remote('desk'),
    crm: remote('crm'),
    profiles: { all: async () => [{ id: '1', name: 'Agent', switches: null }] },
    notifier: { changed: () => undefined },
    connection: async () => connection,
    permissions: async () => permissions,
    parse: parseConfigurationFile,
    run: () => void runs.push('run'),
  });
  const text = await files.export();
  return { stage, files, runs, text };
}

type Json = { [name: string]: Json } & { push(value: unknown): void };

/** A file that is right but for what `spoil` does to it. */
const spoilt =
  (spoil: (file: Json) => void) =>
  (text: string): string => {
    const file = JSON.parse(text) as Json;
    spoil(file);
    return JSON.stringify(file);
  };
const set = (path: string, value: unknown) =>
  spoilt((file) => {
    const names = path.split('/');
    const last = names.pop() ?? '';
    let at = file;
    for (const name of names) at = at[name]!;
    at[last] = value as Json;
  });

const markup = '<img src=x onerror=alert(1)>';
const hostile: readonly (readonly [string, (text: string) => string, string])[] = [
  ['nothing at all', () => '', 'file.notJson'],
  ['no JSON', (text) => text.slice(0, -20), 'file.notJson'],
  ['a script', () => '<script>alert(1)</script>', 'file.notJson'],
  ['null', () => 'null', 'file.notOurs'],
  ['a list', (text) => `[${text}]`, 'file.notOurs'],
  ['10 MB', (text) => text + ' '.repeat(10_000_000), 'file.tooLarge'],
  ["another program's file", () => '{"name":"x","version":1}', 'file.notOurs'],
  ['an old version', set('format', 0), 'file.older'],
  ['a version that is text', set('format', '1'), 'file.older'],
  ['a newer version', set('format', 2), 'file.newer'],
  ['a missing part', set('sync', undefined), 'file.malformed'],
  ['a wrong type', set('sync/secondaryEmail', 'yes'), 'file.malformed'],
  ['an unknown word', set('sync/policy', 'whoever'), 'file.malformed'],
  ['a part that is not known', set('sync/more', true), 'file.malformed'],
  ['a secret', set('client', { id: '1', secret: '2' }), 'file.malformed'],
  ['a time out of range', set('sync/importFrom', 1e300), 'file.malformed'],
  [
    'a negative number',
    set('sync/credits', { crm: { capPerDay: -1, reservePerDay: 0 } }),
    'file.malformed',
  ],
  ['an interval nobody may choose', set('sync/pollEveryMs', 1000), 'file.malformed'],
  ['markup for a field', set('sync/mapping/contact/0/desk', markup), 'file.malformed'],
  ['markup for a name of a part', set(`sync/${markup}`, 1), 'file.malformed'],
  ['a path for an id', set('sync/departments', ['../../crm']), 'file.malformed'],
  [
    'a prototype key',
    (text) => text.replace('"syncType": {', '"__proto__": {"policy": "desk"}, "syncType": {'),
    'file.malformed',
  ],
  [
    'a prototype key among the profiles',
    (text) => text.replace('"profiles": {', '"profiles": {"__proto__": {"visible": true},'),
    'file.malformed',
  ],
  ['a constructor key', set('sync/constructor', { prototype: {} }), 'file.malformed'],
  ['permissions of another shape', set('permissions', { profiles: [] }), 'file.malformed'],
  ['permissions with a wrong type', set('permissions/profiles/1/visible', 1), 'file.malformed'],
  ['an unknown profile', set('permissions/profiles/99', full), 'file.unknownProfile'],
  ['an unknown list view', set('sync/views/contact', ['49']), 'file.unknownView'],
  ['an unknown department', set('sync/departments', ['39']), 'file.unknownDepartment'],
  ['another help desk', set('desk/id', '11'), 'file.otherOrganisation'],
  ['another company', set('crm/id', 'z21'), 'file.otherOrganisation'],
  ['an unknown field', set('sync/mapping/contact/1/crm', 'Nickname'), 'file.mapping'],
  [
    'types that do not go together',
    set('sync/mapping/contact/1', { desk: 'size', crm: 'Born', direction: 'both' }),
    'file.mapping',
  ],
  ['one field twice', set('sync/mapping/contact/1/crm', 'Last_Name'), 'file.mapping'],
  ['a mandatory field left out', set('sync/mapping/contact', []), 'file.mapping'],
  [
    'a mapping without end',
    spoilt(({ sync }) => {
      for (let at = 0; at < 1001; at += 1)
        sync!['mapping']!['contact']!.push({ desk: `a${at}`, crm: `a${at}`, direction: 'off' });
    }),
    'file.malformed',
  ],
];

describe('a configuration file', () => {
  it('is exported without a secret, and read back as no change', async () => {
    const { files, text, runs } = await createSubject();
    expect(text).not.toMatch(/secret|token|refresh|client|@/i);
    expect(await files.examine(text)).toMatchObject({
      mapping: { contact: 0, account: 0, product: 0 },
      preferences: [],
      permissions,
    });
    await files.take(text, 1);
    expect(runs).toEqual([]);
  });

  it('is taken over whole: mapping, preferences, and permissions to be published', async () => {
    const { stage, files, text, runs } = await createSubject();
    const file = spoilt(({ sync }) => {
      Object.assign(sync!, { policy: 'desk', departments: ['31'] });
      Object.assign(sync!['mapping']!['contact']!['1']!, { direction: 'both', policy: 'crm' });
    })(text);
    const effect = await files.examine(file);
    expect(effect).toMatchObject({
      mapping: { contact: 1 },
      preferences: ['departments', 'policy'],
    });
    expect((await stage.store.config())?.version).toBe(1);
    await files.take(file, effect.version);
    expect(await stage.store.config()).toMatchObject({
      version: 2,
      policy: 'desk',
      departments: ['31'],
      fields: {
        contact: [{ desk: 'lastName' }, { desk: 'nick', direction: 'both', policy: 'crm' }],
      },
    });
    expect(runs).toEqual(['run']);
    expect(await files.examine(file)).toMatchObject({ preferences: [], mapping: { contact: 0 } });
  });

  it('carries how often changes are looked for, and leaves that alone where it says nothing', async () => {
    const { stage, files, text } = await createSubject();
    await files.take(set('sync/pollEveryMs', 3_600_000)(text), 1);
    expect((await stage.store.config())?.pollEveryMs).toBe(3_600_000);
    const older = set('sync/pollEveryMs', undefined)(await files.export());
    expect(await files.examine(older)).toMatchObject({ preferences: [] });
    expect(await files.examine(text)).toMatchObject({ preferences: ['pollEveryMs'] });
    await files.take(text, 2);
    expect((await stage.store.config())?.pollEveryMs).toBeUndefined();
  });

  it('is not taken over what was changed meanwhile', async () => {
    const { stage, files, text } = await createSubject();
    const other = set('sync/policy', 'ask')(text);
    await files.take(other, 1);
    await expect(files.take(set('sync/policy', 'desk')(text), 1)).rejects.toMatchObject({
      problem: { code: 'config.changedMeanwhile' },
    });
    expect((await stage.store.config())?.policy).toBe('ask');
  });

  it.each(hostile)('with %s changes nothing, and says why', async (_what, spoil, code) => {
    const { stage, files, text, runs } = await createSubject();
    const before = await stage.store.config();
    const file = spoil(text);
    expect(file).not.toBe(text);
    for (const attempt of [() => files.examine(file), () => files.take(file, 1)]) {
      const thrown = (await attempt().catch((error: unknown) => error)) as {
        problem?: { code: string; message: string };
      };
      expect(thrown.problem?.code).toBe(code);
      expect(thrown.problem?.message).toMatch(/^[A-Z][^<>]{20,}\.$/);
    }
    expect(await stage.store.config()).toEqual(before);
    expect(runs).toEqual([]);
    expect(({} as Record<string, unknown>)['policy']).toBeUndefined();
  });
});
