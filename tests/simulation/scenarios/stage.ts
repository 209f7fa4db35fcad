/** What a directed scenario is, and how it strikes at a moment of its own choosing. */
import type { Kind, Side } from '../../../sync/types';
import type { SyncConfig } from '../../../sync/types/settings';
import type { Installation } from '../installation';
import type { Theatre } from '../theatre';
import type { Call } from '../wire';

/** What a scenario may use. */
export interface Stage extends Theatre {
  /** The only installation. */
  readonly one: Installation;
  /** Runs to the end and waits as long as the schedule would. */
  run(): Promise<void>;
  /** True time passes. */
  pass(ms: number): void;
  idOf(side: Side, kind: Kind, nth?: number): string;
}

export interface Scenario {
  readonly config?: Partial<SyncConfig>;
  readonly normalising?: boolean;
  /** Longest way of a call, ms; 40 where the second matters. */
  readonly longestWay?: number;
  /** By which Desk's search shows a change late, ms. */
  readonly deskIndexLag?: number;
  readonly play: (stage: Stage) => Promise<void>;
  /** The installation asks the lease before it syncs, as others may be at it too. */
  readonly hasLease?: boolean;
  /** Contacts and accounts are synced by list view. */
  readonly hasViews?: boolean;
  /** New CRM records name their Desk record. */
  readonly hasReferences?: boolean;
  /** Its worker dies all the time as it is. */
  readonly isMortal?: boolean;
  /** Something stays failed, so that it comes to no rest. */
  readonly leavesFailures?: boolean;
  /** What must hold at the end beside the oracles; the words say what went wrong. */
  readonly verify?: (stage: Stage) => readonly string[];
}

export const isCreate = (call: Call, side: Side): boolean =>
  call.side === side &&
  call.method === 'POST' &&
  /\/(contacts|Contacts|accounts|Accounts|products|Products)$/.test(call.path);

/** Lets mischief strike the first call that fits. */
export function once<T>(fits: (call: Call) => boolean, what: T): (call: Call) => T | undefined {
  let isDone = false;
  return (call) => {
    if (isDone || !fits(call)) return undefined;
    isDone = true;
    return what;
  };
}

/** Does something at the first call that fits. */
export function at(fits: (call: Call) => boolean, act: () => void): (call: Call) => void {
  const strike = once(fits, true);
  return (call) => {
    if (strike(call) === true) act();
  };
}

export const isFeed =
  (side: Side, module: string) =>
  (call: Call): boolean =>
    call.side === side && call.method === 'GET' && call.path.includes(`/${module}`);

export const isUpdate =
  (side: Side) =>
  (call: Call): boolean =>
    call.side === side && (call.method === 'PUT' || call.method === 'PATCH');
