/** Changing the settings: the next version, unless somebody changed them since they were read. */
import { kinds } from '../types';
import { type SyncConfig } from '../types/settings';
import { ofScreens, SyncError } from '../core/problem';
import type { Store } from './ports';

/**
 * Commits `change` of the settings as their next version. `version` is the one the person saw;
 * null takes the present one. A run under way stops by itself at its next write. With
 * `sameRecords` the change concerns neither which fields nor which records are read, and what has
 * been read stays so; otherwise everything is read and compared anew.
 */
export async function saveConfig(
  store: Pick<Store, 'control' | 'config' | 'commit' | 'cursor'>,
  version: number | null,
  change: (config: SyncConfig) => SyncConfig,
  effect: 'sameRecords' | 'readAnew',
): Promise<SyncConfig> {
  const [{ epoch }, config] = await Promise.all([store.control(), store.config()]);
  if (config === null || (version !== null && config.version !== version))
    throw new SyncError(changedMeanwhile);
  const next: SyncConfig = { ...change(config), version: config.version + 1 };
  await store.commit({
    epoch,
    configVersion: config.version,
    config: next,
    ...(effect === 'sameRecords' && { cursors: await carriedOver(store, config, next) }),
  });
  return next;
}

/** The positions of whole readings, good for the next version too. */
async function carriedOver(
  store: Pick<Store, 'cursor'>,
  config: SyncConfig,
  next: SyncConfig,
): Promise<NonNullable<Awaited<ReturnType<Store['cursor']>>>[]> {
  const cursors = await Promise.all(
    kinds.flatMap((kind) =>
      (['desk', 'crm'] as const).map((side) => store.cursor(side, kind, 'changes')),
    ),
  );
  return cursors
    .filter((cursor) => cursor !== null)
    .filter(({ configVersion }) => configVersion === config.version)
    .map((cursor) => ({ ...cursor, configVersion: next.version }));
}

const changedMeanwhile = ofScreens('config.changedMeanwhile', 'conflict');
