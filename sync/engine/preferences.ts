/** The preferences of the sync (SYN-1 to SYN-7, DEL-1, DEL-2) as a person edits them. */
import type {
  PreferenceChoices,
  PreferencesDraft,
  PreferencesView,
} from '../protocol/administration';
import type { PreferencesEffectView } from '../protocol/preferences-effect';
import { kinds, type Kind } from '../types';
import type { SyncConfig } from '../types/settings';
import { deletesUnasked } from '../core/brake';
import { defaultBudget } from '../core/budget';
import { neverDelete } from '../core/deletion';
import type { Premap } from '../core/premap';
import { notConnected, SyncError } from '../core/problem';
import type { Remote } from './remote-ports';
import type { Clock, Store } from './ports';
import { createPreferencesEffects, type PreferencesEffects } from './preferences-effect';
import { referencesOf } from './references';
import { saveConfig } from './save-config';

export interface PreferencePorts {
  readonly store: Pick<Store, 'control' | 'config' | 'counts' | 'commit' | 'cursor' | 'pairsAfter'>;
  readonly clock: Clock;
  readonly desk: Pick<Remote, 'fields' | 'views'>;
  readonly crm: Pick<Remote, 'fields' | 'views' | 'countView'>;
  readonly premap: Premap;
  readonly notifier: { changed(topic: 'status' | 'setup'): void };
  /** Begins a run; answered before it ends. */
  run(): void;
  /** Stores the wish to look at what a run would do before it does it. */
  look(): Promise<void>;
}

export interface Preferences {
  /** Of what is stored: asks no service. */
  get(): Promise<PreferencesView>;
  choices(): Promise<PreferenceChoices>;
  /** What saving the draft would do to the records that are stored. */
  effect(draft: PreferencesDraft): Promise<PreferencesEffectView>;
  readonly counts: PreferencesEffects['counts'];
  /** `isLooking`: what follows is shown before it is carried out. */
  save(version: number, draft: PreferencesDraft, isLooking?: boolean): Promise<null>;
}

/** The read model over the settings and what may be chosen, and the one command. */
export function createPreferences(ports: PreferencePorts): Preferences {
  const { store } = ports;
  const effects = createPreferencesEffects(ports);

  /** Types that were display only have no mapping yet: they begin with the standard one. */
  async function mapped(
    draft: PreferencesDraft,
    config: SyncConfig,
  ): Promise<SyncConfig['fields']> {
    const fields = { ...config.fields };
    for (const kind of kinds) {
      if (draft.syncType[kind] === 'displayOnly' || fields[kind].length > 0) continue;
      const [desk, crm] = await Promise.all([ports.desk.fields(kind), ports.crm.fields(kind)]);
      fields[kind] = ports.premap(kind, desk, crm);
    }
    return fields;
  }

  async function settings(): Promise<SyncConfig> {
    const config = await store.config();
    if (config === null) throw new SyncError(notConnected);
    return config;
  }

  return {
    async get() {
      const [config, ...counts] = await Promise.all([
        settings(),
        ...kinds.map((kind) => store.counts(kind)),
      ]);
      const linked = Object.fromEntries(
        kinds.map((kind, at) => [kind, counts[at]?.linked ?? 0]),
      ) as Record<Kind, number>;
      return {
        version: config.version,
        draft: draftOf(config),
        linked,
        ownRules: kinds
          .flatMap((kind) => config.fields[kind])
          .filter(({ policy }) => policy !== undefined).length,
        deletesUnasked: deletesUnasked(
          kinds
            .filter((kind) => config.syncType[kind] !== 'displayOnly')
            .reduce((sum, kind) => sum + linked[kind], 0),
        ),
        references: referencesOf(config),
      };
    },
    counts: effects.counts,
    effect: async (draft) => effects.effect(await settings(), draft),
    async choices() {
      const [contact, account, departments] = await Promise.all([
        ports.crm.views('contact'),
        ports.crm.views('account'),
        ports.desk.views('product'),
      ]);
      return { contact, account, departments };
    },
    async save(version, draft, isLooking = false) {
      const config = await settings();
      const fields = await mapped(draft, config);
      const before = draftOf(config);
      const isSame = (name: keyof PreferencesDraft): boolean =>
        JSON.stringify(before[name]) === JSON.stringify(draft[name]);
      const sameRecords = (
        ['syncType', 'views', 'departments', 'secondaryEmail', 'importFrom'] as const
      ).every(isSame);
      // Before the settings: no run comes in between.
      if (isLooking) await ports.look();
      await saveConfig(
        store,
        version,
        (present) => ({
          ...present,
          ...draft,
          fields,
          pollEveryMs: draft.pollEveryMs ?? undefined,
        }),
        sameRecords ? 'sameRecords' : 'readAnew',
      );
      ports.notifier.changed('setup');
      ports.notifier.changed('status');
      ports.run();
      return null;
    },
  };
}

function draftOf(config: SyncConfig): PreferencesDraft {
  return {
    syncType: config.syncType,
    views: { contact: config.views?.contact ?? [], account: config.views?.account ?? [] },
    departments: config.departments ?? [],
    secondaryEmail: config.secondaryEmail,
    importFrom: config.importFrom,
    policy: config.policy,
    deletions: config.deletions ?? neverDelete,
    credits: {
      desk: config.credits?.desk ?? defaultBudget,
      crm: config.credits?.crm ?? defaultBudget,
    },
    pollEveryMs: config.pollEveryMs ?? null,
  };
}
