/**
 * Links of the sync that a person makes or cuts. They are rows like any other link: the next run
 * goes on from them. What was cut by hand is remembered on both rows, so that matching does not
 * undo it.
 */
import type { Kind, Pair, RecordId, Side, Tombstone } from '../types';
import type { SyncConfig } from '../types/settings';
import { joined } from '../core/draft';
import { complete, isLinked, newPair, observed, readFields, type LinkedPair } from '../core/pair';
import { parted } from '../core/part';
import { ofScreens, SyncError } from '../core/problem';
import { betweenRuns } from './exclusive';
import type { Clock, Locks, Notifier, Store } from './ports';
import type { Remote } from './remote-ports';

export interface HandLinkPorts {
  readonly store: Pick<Store, 'control' | 'config' | 'pairsById' | 'intents' | 'commit'>;
  readonly desk: Pick<Remote, 'get' | 'serverTime'>;
  readonly crm: Pick<Remote, 'get' | 'serverTime'>;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly notifier: Notifier;
  /** Begins a run; answered before it ends. */
  run(): void;
}

export interface HandLinks {
  /** Whether links of this kind are the sync's here. */
  isSynced(kind: Kind): Promise<boolean>;
  /** Links the two, cutting the Desk record's former link. Rejects where CRM's has another partner. */
  link(kind: Kind, deskId: RecordId, crmId: RecordId): Promise<void>;
  /** Cuts the link of a Desk record. False where there is none. */
  unlink(kind: Kind, deskId: RecordId): Promise<boolean>;
}

/** The commands over the store. */
export function createHandLinks(ports: HandLinkPorts): HandLinks {
  const { store } = ports;

  async function settings(kind: Kind): Promise<SyncConfig | null> {
    const config = await store.config();
    return config === null || config.syncType[kind] === 'displayOnly' ? null : config;
  }

  /** The row of a record, with what its service says of it now. */
  async function row(kind: Kind, side: Side, id: RecordId, config: SyncConfig): Promise<Pair> {
    const names = readFields(config, kind, side);
    const [[known], [found]] = await Promise.all([
      store.pairsById(kind, side, [id]),
      ports[side].get(kind, [id], names),
    ]);
    if (found?.presence !== 'alive') throw new SyncError(goneProblem);
    const snapshot = complete(found.snapshot, names);
    if (known == null) return newPair(kind, side, snapshot, config);
    return observed(known, side, snapshot, config) ?? known;
  }

  /** A create under way would make a second partner of one of them. */
  async function refuseUnderWay(rows: readonly Pair[]): Promise<void> {
    const keys = new Set(rows.map(({ key }) => key));
    if ((await store.intents()).some(({ pairKey }) => keys.has(pairKey)))
      throw new SyncError(underWay);
  }

  const tombstones = (pair: LinkedPair): readonly Tombstone[] =>
    (['desk', 'crm'] as const).map((side) => ({
      side,
      kind: pair.kind,
      id: pair[side].id,
      deletedAt: ports[side].serverTime() ?? ports.clock.now(),
      reason: 'unlinked',
    }));

  return {
    isSynced: async (kind) => (await settings(kind)) !== null,

    async link(kind, deskId, crmId) {
      await betweenRuns(ports, async () => {
        const [config, { epoch }] = await Promise.all([settings(kind), store.control()]);
        if (config === null) throw new SyncError(notSynced);
        const [desk, crm] = await Promise.all([
          row(kind, 'desk', deskId, config),
          row(kind, 'crm', crmId, config),
        ]);
        if (isLinked(desk) && desk.crm.id === crmId) return;
        if (isLinked(crm)) throw new SyncError(takenProblem);
        await refuseUnderWay([desk, crm]);
        const former = isLinked(desk) ? desk : null;
        const parts = former === null ? null : parted(former, config);
        const one = joined(parts?.desk ?? desk, crm, 'first', config);
        const pair: Pair = { ...one, linkedBy: 'hand', apart: undefined };
        await store.commit({
          epoch,
          configVersion: config.version,
          pairs: parts === null ? [pair] : [pair, parts.crm],
          dropPairs: crm.key === pair.key ? [] : [crm.key],
          dropFailures: [desk.key, crm.key],
          tombstones:
            former === null ? [] : tombstones(former).filter(({ side }) => side === 'crm'),
        });
      });
      told();
    },

    async unlink(kind, deskId) {
      const wasLinked = await betweenRuns(ports, async () => {
        const [config, { epoch }] = await Promise.all([store.config(), store.control()]);
        const [pair] = await store.pairsById(kind, 'desk', [deskId]);
        if (config === null || pair == null || !isLinked(pair)) return false;
        await store.commit({
          epoch,
          configVersion: config.version,
          pairs: Object.values(parted(pair, config)),
          dropFailures: [pair.key],
          tombstones: tombstones(pair),
        });
        return true;
      });
      if (wasLinked) told();
      return wasLinked;
    },
  };

  function told(): void {
    ports.notifier.changed('status');
    ports.run();
  }
}

const goneProblem = ofScreens('link.gone', 'conflict');

const takenProblem = ofScreens('link.paired', 'conflict');

const underWay = ofScreens('link.underWay', 'transient');

const notSynced = ofScreens('link.notSynced', 'configuration');
