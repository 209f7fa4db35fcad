/** What the oracles judge by, and the questions that several of them ask of it. */
import type { Conflict } from '../../../sync/types/runs';
import type { Intent } from '../../../sync/types';
import type { SyncConfig } from '../../../sync/types/settings';
import type { RecordName } from '../known';
import type { Ledger } from '../ledger';
import type { Event } from '../services';
import type { Call } from '../wire';

export interface Violation {
  readonly property: string;
  readonly what: string;
}

/** A conflict as it was logged, and how many events there had been by then. */
export interface Logged {
  readonly row: Conflict;
  readonly order: number;
}

/** That an installation stored a link which neither record had last, and how many events there had been by then. */
export interface Linking {
  readonly names: readonly [desk: RecordName, crm: RecordName];
  readonly order: number;
}

export interface RunSpan {
  readonly who: string;
  readonly start: number;
  readonly end: number | null;
  /** Its worker was killed. */
  readonly died: boolean;
  /** What it stored, when, and how many calls there had been by then. */
  readonly commits: {
    readonly time: number;
    readonly calls: number;
    readonly intents: readonly Intent[];
  }[];
}

export interface Evidence {
  readonly ledger: Ledger;
  readonly events: readonly Event[];
  readonly calls: readonly Call[];
  readonly logged: readonly Logged[];
  readonly runs: readonly RunSpan[];
  /** How many events there had been when an installation first stored a record's link. */
  readonly linkedAt: ReadonlyMap<RecordName, number>;
  /** The same for each installation, by `{who} {record}`. */
  readonly linkedBy: ReadonlyMap<string, number>;
  /** Records that an installation ever held for one customer's. */
  readonly partners: readonly (readonly [RecordName, RecordName])[];
  /** The same in the order in which they came to be so. */
  readonly linkings: readonly Linking[];
  /** Longest time by which the services show a change late, ms. */
  readonly lag: number;
  /** Fields whose mapping was changed in this schedule, by `{kind}/{desk}`. */
  readonly remapped: ReadonlySet<string>;
  readonly config: SyncConfig;
}

export const recordOf = (event: Event): string => `${event.side} ${event.kind} ${event.id}`;

export const isByApi = (event: Event): boolean => event.via === 'api';

/** Between a read and the write that it was made for. More is a look that was not taken anew. */
const oneRoundTripMs = 15_000;

/**
 * Whether no client could have prevented it: Desk has no precondition, and the old value came
 * after the worker's last read of this very record and before its write took effect. The read must
 * have been made for that write: the last one of the record, moments before the write was sent.
 */
export function isUnpreventable({ calls }: Evidence, event: Event, since: Event): boolean {
  if (event.side !== 'desk' || event.call === null) return false;
  const write = calls[event.call];
  if (!write || since.order >= event.order) return false;
  // What the worker wrote itself it could have waited for.
  if (since.call !== null && calls[since.call]?.who === write.who) return false;
  const read = calls.findLast(
    (call) =>
      call.n < write.n &&
      call.who === write.who &&
      call.side === 'desk' &&
      call.method === 'GET' &&
      call.answered !== null &&
      call.answered.order <= write.sent.order &&
      call.path.split('?')[0]?.endsWith(`/${event.id}`) === true,
  );
  if (!read?.arrived || !read.answered) return false;
  if (write.sent.time - read.answered.time > oneRoundTripMs) return false;
  return since.order >= read.arrived.order && since.time >= read.arrived.time;
}

/** The run that made a call. */
export function runOf(runs: Evidence['runs'], call: Call | null): RunSpan | undefined {
  return call === null
    ? undefined
    : runs.findLast((one) => one.who === call.who && one.start <= call.sent.time);
}
