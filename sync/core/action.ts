/** A plan is data: a closed union of actions, the one door to every write. */
import type { Fields, Instant, Kind, Pair, Problem, RecordId, Side, Tombstone } from '../types';
import type { LinkReason } from '../types/runs';
import type { Base } from './base';
import type { FieldConflict } from './merge';

interface Act {
  readonly pairKey: string;
  readonly kind: Kind;
  /** A stable word for the history: why this is done. */
  readonly reason: string;
}

/** Two unlinked pairs become one. No service is written to. */
export interface LinkAction extends Act {
  readonly type: 'link';
  readonly reason: LinkReason;
  /** The joined pair, still dirty where fields differ. */
  readonly pair: Pair;
  readonly dropKey: string;
  /** Clears the joined pair at once: both sides agree already. */
  readonly settled: boolean;
}

/** A record gets its counterpart. Precondition: no pair carries one of its match keys there. */
export interface CreateAction extends Act {
  readonly type: 'create';
  readonly side: Side;
  readonly fields: Fields;
  readonly waits: readonly string[];
}

/** Fields of one record are written. */
export interface UpdateAction extends Act {
  readonly type: 'update';
  readonly side: Side;
  readonly id: RecordId;
  readonly fields: Fields;
  /** Agreed values, without those this action writes. */
  readonly base: Base;
  /** Set aside by this write; committed to the conflict log before it. */
  readonly conflicts: readonly FieldConflict[];
  readonly waits: readonly string[];
  /** A field of the same record that could not be taken over. */
  readonly problem: Problem | null;
  /** The record must not have been modified after this instant of its side's clock. */
  readonly precondition: { readonly modifiedAt: Instant | null };
}

/** A link is cut because one of its records was deleted; the other record stays as it is. */
export interface UnlinkAction extends Act {
  readonly type: 'unlink';
  /** Where the record was deleted. */
  readonly side: Side;
  /** What is left; null when the deleted record was alone. */
  readonly pair: Pair | null;
  readonly tombstones: readonly Omit<Tombstone, 'deletedAt'>[];
  /** Why the other record was kept, where a person should know. */
  readonly problem?: { readonly side: Side; readonly problem: Problem } | null;
}

/** Parked for a person. */
export interface HoldAction extends Act {
  readonly type: 'hold';
  readonly side: Side;
  readonly problem: Problem;
}

/** Nothing to write: the base moves on and the pair is clean. */
export interface SettleAction extends Act {
  readonly type: 'settle';
  readonly base: Base | null;
  readonly conflicts: readonly FieldConflict[];
  readonly waits: readonly string[];
  readonly problem: { readonly side: Side; readonly problem: Problem } | null;
}

/** Puts a pair to rest as it is. */
export function settle(pairKey: string, kind: Kind, reason: string): SettleAction {
  return {
    type: 'settle',
    pairKey,
    kind,
    reason,
    base: null,
    conflicts: [],
    waits: [],
    problem: null,
  };
}

/**
 * A record follows its deleted counterpart into the recycle bin. Carried out after everything
 * else, on a fresh look at both records.
 */
export interface DeleteAction extends Act {
  readonly type: 'delete';
  readonly side: Side;
  readonly id: RecordId;
  /** Only if nothing hangs on it at that moment (DEL-1). */
  readonly ifNoAssociates: boolean;
  readonly precondition: { readonly modifiedAt: Instant | null };
}

export type Action =
  | LinkAction
  | CreateAction
  | UpdateAction
  | UnlinkAction
  | HoldAction
  | SettleAction
  | DeleteAction;

export interface Plan {
  /** In the order of carrying out. */
  readonly actions: readonly Action[];
  /** Pairs that cannot be judged while a create of unknown outcome is open. They stay dirty. */
  readonly waiting: readonly string[];
}
