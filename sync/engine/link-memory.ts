/** Partners of records that others refer to: many contacts name the same account. */
import type { Kind, RecordId, Side } from '../types';
import { indexKey, otherSide } from '../core/side';

/** Both ways of a link are one entry each: some megabytes at most. */
const mostEntries = 50_000;

export interface LinkMemory {
  /** The partner of a record, null where it has none; undefined where that is not known. */
  of(kind: Kind, side: Side, id: RecordId): RecordId | null | undefined;
  /**
   * Begins a reading of the store. What it returns keeps what was found, unless pairs of that
   * kind have changed meanwhile.
   */
  reading(kind: Kind): (side: Side, id: RecordId, partner: RecordId | null) => void;
  /** Pairs of these kinds were changed, or may have been. */
  forget(kinds: Iterable<Kind>): void;
}

/** For one run, which alone changes pairs while it goes on. */
export function createLinkMemory(): LinkMemory {
  const partners = new Map<Kind, Map<string, RecordId | null>>();
  const own = (kind: Kind): Map<string, RecordId | null> => {
    const found = partners.get(kind) ?? new Map<string, RecordId | null>();
    partners.set(kind, found);
    return found;
  };
  return {
    of: (kind, side, id) => partners.get(kind)?.get(indexKey(kind, side, id)),
    reading(kind) {
      const known = own(kind);
      return (side, id, partner) => {
        // Forgotten since: what was read then may be out of date.
        if (partners.get(kind) !== known) return;
        if (known.size >= mostEntries) known.clear();
        known.set(indexKey(kind, side, id), partner);
        if (partner !== null) known.set(indexKey(kind, otherSide(side), partner), id);
      };
    },
    forget(kinds) {
      for (const kind of kinds) partners.delete(kind);
    },
  };
}
