/**
 * Counterparts of the records that others refer to. Many refer to the same one, so a run asks once
 * for each, until one of its own commits touches such a record: nobody else makes or cuts links
 * while a run goes on.
 */
import { kinds, type Kind, type RecordId } from '../types';
import type { SyncConfig } from '../types/settings';
import { activeFields } from '../core/pair';
import type { Batch } from './ports';

export interface KnownLinks {
  /**
   * By `indexKey`, as far as they were asked for; null where a record has none. Whoever holds the
   * map keeps what it says: a commit that touches such a record brings another one.
   */
  now(): Map<string, RecordId | null>;
  /** Before and after such a commit, so that nothing asked for meanwhile is remembered beyond it. */
  forget(touched: Pick<Batch, 'pairs' | 'dropPairs'>): void;
}

/** Those of a run under this configuration. */
export function createKnownLinks(config: SyncConfig): KnownLinks {
  const referred = new Set(
    kinds.flatMap((kind) => activeFields(config, kind).flatMap(({ lookup }) => lookup ?? [])),
  );
  let links = new Map<string, RecordId | null>();
  return {
    now: () => links,
    forget({ pairs = [], dropPairs = [] }) {
      // Keys begin with their kind.
      const isReferred = (key: string): boolean => referred.has(key.split('/', 1)[0] as Kind);
      if (pairs.some(({ kind }) => referred.has(kind)) || dropPairs.some(isReferred))
        links = new Map();
    },
  };
}
