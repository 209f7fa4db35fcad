/**
 * Where the worker, the engine and the administration's script meet. Only the administrator's
 * pages need the last: once installed, an agent's worker never reads it.
 */
import type { Premap } from '../../sync/core/premap';
import type { ConfigurationFilePorts } from '../../sync/engine/configuration-file';
import type { CreditPorts } from '../../sync/engine/credits';
import type { AdministratorHandlers } from '../../sync/engine/handlers';
import type { Looks } from '../../sync/engine/looking';
import type { DeskProfiles, Permissions } from '../../sync/engine/permissions';
import type { Clock, Locks, Store } from '../../sync/engine/ports';
import type { PreviewsPorts } from '../../sync/engine/previews';
import type { Profiles } from '../../sync/engine/profile';
import type { Publication } from '../../sync/engine/publication';
import type { Remote } from '../../sync/engine/remote-ports';
import type { Engine } from './engine-door';
import { lateScript } from './late-script';

/**
 * What the engine lends: whatever keeps, watches or speaks there may be one of only. All else that
 * both files hold is two copies of the same code, without a memory.
 */
export interface Lent extends Pick<CreditPorts, 'creditsLeft' | 'log' | 'notifier' | 'run'> {
  readonly store: Store;
  readonly desk: Remote;
  readonly crm: Remote;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly sync: PreviewsPorts['sync'] & Pick<Looks, 'ask'>;
  readonly arrange: PreviewsPorts['arrange'];
  readonly connection: ConfigurationFilePorts['connection'];
  readonly savedPermissions: ConfigurationFilePorts['permissions'];
  /** The engine parses a file of the browser's policy too: its parser is large and there once. */
  readonly parseFile: ConfigurationFilePorts['parse'];
  /** The standard pairs are the engine's for a first sync. */
  readonly premap: Premap;
  readonly deskProfiles: Pick<DeskProfiles, 'all'>;
  readonly profiles: Profiles;
  readonly permissions: Permissions;
  readonly publication: Publication;
}

const script = lateScript<Lent, AdministratorHandlers>('administration');

export const { offer: offerAdministration, keep: keepAdministration } = script;

/** Loads the administration at the first call, over the engine; the same one from then on. */
export const createAdministration = (
  engine: () => Promise<Engine>,
): (() => Promise<AdministratorHandlers>) => script.load(async () => (await engine()).lent);
