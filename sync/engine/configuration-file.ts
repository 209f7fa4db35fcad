/** Exporting and taking over the whole configuration. A file is taken over whole or not at all. */
import { preferenceNames } from '../types/settings';
import type { ConfigurationFile, FileEffect, FileLine } from '../protocol/configuration-file';
import type { PermissionsConfig } from '../protocol/permissions';
import { kinds, type Kind, type Problem } from '../types';
import { type FieldPair, type SyncConfig } from '../types/settings';
import { neverDelete } from '../core/deletion';
import { makeMapping } from '../core/field-rules';
import type { Premap } from '../core/premap';
import { SyncError } from '../core/problem';
import type { Connection } from './connect-ports';
import type { DeskProfiles } from './permissions';
import type { Clock, Store } from './ports';
import type { Remote } from './remote-ports';
import { saveConfig } from './save-config';

export interface ConfigurationFilePorts {
  readonly store: Pick<Store, 'control' | 'config' | 'commit' | 'cursor'>;
  readonly clock: Clock;
  readonly desk: Pick<Remote, 'fields' | 'views'>;
  readonly crm: Pick<Remote, 'fields' | 'views'>;
  readonly profiles: Pick<DeskProfiles, 'all'>;
  readonly premap: Premap;
  readonly notifier: { changed(topic: 'status' | 'setup'): void };
  connection(): Promise<Connection | null>;
  permissions(): Promise<PermissionsConfig | null>;
  /** The file of a text; throws SyncError that says why it is none. */
  parse(text: string): ConfigurationFile;
  /** Begins a run; answered before it ends. */
  run(): void;
}

export interface ConfigurationFiles {
  export(): Promise<string>;
  /** What a file would change, against the live help desk and CRM. Changes nothing. */
  examine(text: string): Promise<FileEffect>;
  /** Takes over the sync's part in one commit; throws, having changed nothing, for what is not right. */
  take(text: string, version: number): Promise<FileEffect>;
}

export function createConfigurationFiles(ports: ConfigurationFilePorts): ConfigurationFiles {
  const { store } = ports;

  async function standing(): Promise<{ config: SyncConfig; connection: Connection }> {
    const [config, connection] = await Promise.all([store.config(), ports.connection()]);
    if (config === null || connection === null) throw refused('file.notConnected');
    return { config, connection };
  }

  /** The settings that a file makes of the present ones. Throws for what does not exist here. */
  async function made(file: ConfigurationFile, config: SyncConfig): Promise<SyncConfig> {
    const [profiles, contacts, accounts, departments] = await Promise.all([
      ports.profiles.all(),
      ports.crm.views('contact'),
      ports.crm.views('account'),
      ports.desk.views('product'),
    ]);
    const known = (all: readonly { readonly id: string }[]) => new Set(all.map(({ id }) => id));
    must('file.unknownProfile', Object.keys(file.permissions?.profiles ?? {}), known(profiles));
    must('file.unknownView', file.sync.views.contact, known(contacts));
    must('file.unknownView', file.sync.views.account, known(accounts));
    must('file.unknownDepartment', file.sync.departments, known(departments));
    const fields = await Promise.all(
      kinds.map(async (kind) => [kind, await mapped(kind, file, config)] as const),
    );
    const { mapping: _mapping, pollEveryMs = config.pollEveryMs, ...sync } = file.sync;
    return {
      ...config,
      ...sync,
      pollEveryMs: pollEveryMs ?? undefined,
      fields: Object.fromEntries(fields) as Record<Kind, readonly FieldPair[]>,
    };
  }

  async function mapped(
    kind: Kind,
    file: ConfigurationFile,
    config: SyncConfig,
  ): Promise<readonly FieldPair[]> {
    const lines = file.sync.mapping[kind];
    if (lines.length === 0 && file.sync.syncType[kind] === 'displayOnly') return [];
    const [desk, crm] = await Promise.all([ports.desk.fields(kind), ports.crm.fields(kind)]);
    const { pairs, faults } = makeMapping(
      ports.premap(kind, desk, crm),
      lines,
      { desk, crm },
      config.fields[kind],
      file.sync.syncType[kind],
    );
    if (faults.length > 0)
      throw refused(
        'file.mapping',
        `${kind}: ${faults
          .map(({ name }) => name)
          .slice(0, 5)
          .join(', ')}`,
      );
    const policies = new Map(lines.map((line) => [line.desk, line.policy]));
    return pairs.map(({ policy: _policy, ...pair }) => {
      const own = policies.get(pair.desk);
      return own === undefined ? pair : { ...pair, policy: own };
    });
  }

  async function read(text: string): Promise<{
    readonly config: SyncConfig;
    readonly next: SyncConfig;
    readonly effect: FileEffect;
  }> {
    const file = ports.parse(text);
    const { config, connection } = await standing();
    if (file.desk.id !== connection.deskOrg.id || file.crm.id !== connection.crmOrg.zgid)
      throw refused('file.otherOrganisation');
    const next = await made(file, config);
    const [before, after] = [partsOf(config), partsOf(next)];
    const effect: FileEffect = {
      version: config.version,
      exportedAt: file.exportedAt,
      mapping: Object.fromEntries(
        kinds.map((kind) => [kind, differing(before.mapping[kind], after.mapping[kind])]),
      ) as Record<Kind, number>,
      preferences: preferenceNames.filter((name) => plain(before[name]) !== plain(after[name])),
      permissions: file.permissions,
    };
    return { config, next, effect };
  }

  return {
    async export() {
      const [{ config, connection }, permissions] = await Promise.all([
        standing(),
        ports.permissions(),
      ]);
      const { deskOrg, crmOrg } = connection;
      const file: ConfigurationFile = {
        tandem: 'configuration',
        format: 1,
        exportedAt: ports.clock.now(),
        desk: { id: deskOrg.id, name: deskOrg.name.slice(0, 255) },
        crm: { id: crmOrg.zgid, name: crmOrg.name.slice(0, 255) },
        sync: partsOf(config),
        permissions,
      };
      return `${JSON.stringify(file, null, 2)}\n`;
    },

    async examine(text) {
      return (await read(text)).effect;
    },

    async take(text, version) {
      const { next, effect } = await read(text);
      if (effect.preferences.length === 0 && kinds.every((kind) => effect.mapping[kind] === 0))
        return effect;
      const { version: _version, ...settings } = next;
      await saveConfig(store, version, (present) => ({ ...present, ...settings }), 'readAnew');
      ports.notifier.changed('setup');
      ports.notifier.changed('status');
      ports.run();
      return effect;
    },
  };
}

/** What a file holds of the settings; what was never set is written as what it means. */
function partsOf(config: SyncConfig): ConfigurationFile['sync'] {
  const lines = (kind: Kind): readonly FileLine[] =>
    config.fields[kind].map(({ desk, crm, direction, policy, values, unfit }) => ({
      desk,
      crm,
      direction,
      ...(policy !== undefined && { policy }),
      ...(values !== undefined && { values }),
      ...(unfit !== undefined && { unfit }),
    }));
  return {
    syncType: config.syncType,
    views: { contact: config.views?.contact ?? [], account: config.views?.account ?? [] },
    departments: config.departments ?? [],
    secondaryEmail: config.secondaryEmail,
    importFrom: config.importFrom,
    policy: config.policy,
    deletions: config.deletions ?? neverDelete,
    credits: config.credits ?? {},
    pollEveryMs: config.pollEveryMs ?? null,
    mapping: { account: lines('account'), contact: lines('contact'), product: lines('product') },
  };
}

/** The same for the same values, whatever the order of their names. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [two]) => (one < two ? -1 : 1)))
      : part,
  );

function differing(before: readonly FileLine[], after: readonly FileLine[]): number {
  const from = new Map(before.map((line) => [line.desk, plain(line)]));
  const to = new Map(after.map((line) => [line.desk, plain(line)]));
  return [...new Set([...from.keys(), ...to.keys()])].filter(
    (name) => from.get(name) !== to.get(name),
  ).length;
}

const table = {
  'file.notConnected': 'Connect Desk and CRM first.',
  'file.otherOrganisation':
    'The file belongs to another help desk or CRM company; its profiles, fields and list views are not the ones of this.',
  'file.unknownProfile': 'The file names a Desk profile that does not exist here. Export it again.',
  'file.unknownView': 'The file names a CRM list view that does not exist here. Export it again.',
  'file.unknownDepartment':
    'The file names a Desk department that does not exist here. Export it again.',
  'file.mapping': 'These fields of the file cannot be mapped like that, or must be mapped.',
} as const;

function refused(code: keyof typeof table, what?: string): SyncError {
  const problem: Problem = { code, kind: 'configuration', message: table[code], about: what };
  return new SyncError(problem);
}

function must(
  code: keyof typeof table,
  named: readonly string[],
  known: ReadonlySet<string>,
): void {
  const unknown = named.find((id) => !known.has(id));
  if (unknown !== undefined) throw refused(code, unknown);
}
