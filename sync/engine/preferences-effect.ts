/** What preferences would do before they are saved: a look at what is stored, and CRM's own counts. */
import type { PreferencesDraft } from '../protocol/administration';
import type { PreferencesEffectView } from '../protocol/preferences-effect';
import type { Instant, Kind, RecordId } from '../types';
import type { SyncConfig } from '../types/settings';
import { concernedKinds, createPreferencesEffect } from '../core/preferences-effect';
import type { Remote } from './remote-ports';
import type { Clock, PairPage, Store } from './ports';

export interface PreferencesEffectPorts {
  readonly store: Pick<Store, 'control' | 'counts' | 'pairsAfter'>;
  readonly clock: Clock;
  readonly crm: Pick<Remote, 'countView'>;
}

export interface PreferencesEffects {
  /** What `draft` would do that `config` does not. Asks no service. */
  effect(config: SyncConfig, draft: PreferencesDraft): Promise<PreferencesEffectView>;
  /** Records in each list view; null where CRM does not tell. */
  counts(kind: Kind, ids: readonly RecordId[]): Promise<readonly (number | null)[]>;
}

/** Pairs read at a time, and at most of a record type: a person waits for it. */
const pageOfPairs = 1000;
const mostPairs = 100_000;
/** ms that a view's count is good for. */
const countedFor = 10 * 60_000;

export function createPreferencesEffects(ports: PreferencesEffectPorts): PreferencesEffects {
  const { store, clock } = ports;
  const known = new Map<string, { readonly at: Instant; readonly count: Promise<number | null> }>();

  /** Anew once a run has ended, which may have put records into the view. */
  function countOf(kind: Kind, id: RecordId, ran: Instant | null): Promise<number | null> {
    const key = `${kind}/${id}/${ran}`;
    const before = known.get(key);
    if (before !== undefined && Math.abs(clock.now() - before.at) < countedFor) return before.count;
    const count = ports.crm.countView?.(kind, id) ?? Promise.resolve(null);
    known.set(key, { at: clock.now(), count });
    count.catch(() => known.delete(key));
    return count;
  }

  return {
    async counts(kind, ids) {
      const { lastRunAt } = await store.control();
      return Promise.all(ids.map((id) => countOf(kind, id, lastRunAt)));
    },
    async effect(config, draft) {
      const after: SyncConfig = {
        ...config,
        ...draft,
        pollEveryMs: draft.pollEveryMs ?? undefined,
      };
      const effect = createPreferencesEffect(config, after);
      let of = 0;
      for (const kind of concernedKinds(config, after)) {
        const { linked, deskOnly, crmOnly } = await store.counts(kind);
        of += linked + deskOnly + crmOnly;
        for (let seen = 0, last: string | null = null; seen < mostPairs;) {
          const page: PairPage = await store.pairsAfter(kind, last, pageOfPairs);
          for (const pair of page.pairs) effect.see(pair);
          seen += page.pairs.length;
          last = page.next;
          if (last === null) break;
        }
      }
      return { ...effect.result(), of };
    },
  };
}
