/** What a connection begins and ends with. Both may be repeated: a worker killed halfway does them again. */
import { kinds, type Kind } from '../types';
import { type SyncConfig } from '../types/settings';
import { premap } from '../core/premap';
import { defaultConfig } from '../core/standard-fields';
import type { Connection } from './connect-ports';
import { saveConfig } from './save-config';
import { releaseLease } from './lease';
import type { LeaseBoard } from './lease-board';
import type { Clock, Log, Store } from './ports';
import type { Remote } from './remote-ports';
import type { Profiles } from './profile';
import type { Scheduler } from './scheduler';

export interface InstallationPorts {
  readonly clock: Clock;
  readonly store: Store;
  readonly profiles: Pick<Profiles, 'forget'>;
  readonly scheduler: Scheduler;
  readonly desk: Remote;
  readonly crm: Remote;
  readonly lease: LeaseBoard;
  /** Takes back what was published for agents. */
  withdraw(): Promise<void>;
  readonly log: Log;
}

export interface Installation {
  /**
   * Fixes the settings, once. Signing in again keeps them. The sync then waits for `release`, or
   * for a yes to its plan: set-up shows both before the first run writes (SYN-10).
   */
  begin(connection: Connection, displayOnly: boolean): Promise<void>;
  /** Switches every record type off; links and what is stored stay. */
  displayOnly(): Promise<void>;
  /** Removes every record, setting and cached profile, and the alarm. */
  end(): Promise<void>;
}

export function createInstallation(ports: InstallationPorts): Installation {
  const { store, scheduler } = ports;

  async function mapped(kind: Kind): Promise<SyncConfig['fields'][Kind]> {
    const [desk, crm] = await Promise.all([ports.desk.fields(kind), ports.crm.fields(kind)]);
    return premap(kind, desk, crm);
  }

  async function settings(displayOnly: boolean): Promise<SyncConfig> {
    const config = defaultConfig(ports.clock.now());
    const syncType = displayOnly
      ? {
          account: 'displayOnly' as const,
          contact: 'displayOnly' as const,
          product: 'displayOnly' as const,
        }
      : config.syncType;
    const fields = await Promise.all(
      // Products are mapped before they are switched on, so that doing so needs nothing else. An
      // edition without them connects all the same: preferences map them when they are switched on.
      kinds.map(async (kind) => {
        if (displayOnly) return [kind, []] as const;
        const read = mapped(kind);
        return [kind, await (kind === 'product' ? read.catch(() => []) : read)] as const;
      }),
    );
    return { ...config, syncType, fields: { ...config.fields, ...Object.fromEntries(fields) } };
  }

  return {
    async begin(_connection, displayOnly) {
      const { epoch } = await store.control();
      const looking = { since: ports.clock.now(), isSetup: true, isMaking: false };
      if ((await store.config()) === null)
        await store.commit({
          epoch,
          config: await settings(displayOnly),
          ...(!displayOnly && { control: { looking } }),
        });
    },
    async displayOnly() {
      await saveConfig(
        store,
        null,
        (config) => ({
          ...config,
          syncType: { account: 'displayOnly', contact: 'displayOnly', product: 'displayOnly' },
        }),
        'sameRecords',
      );
    },
    async end() {
      const { epoch, installation } = await store.control();
      // A run under way writes nothing from here on; with the epoch it ends.
      await store.commit({ epoch, control: { paused: true } });
      // Best effort, as what follows must not wait for it: an installation whose settings stay
      // published still ends when its own grants do.
      await ports.withdraw().catch(() => ports.log.warn('publication.kept'));
      // Best effort: a lease that cannot be given up lapses by itself.
      if (installation !== undefined)
        await releaseLease(ports.lease, installation).catch(() => ports.log.warn('lease.kept'));
      await store.wipe();
      await ports.profiles.forget();
      await scheduler.arrange();
    },
  };
}
