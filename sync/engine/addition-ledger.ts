/**
 * The rows of what is being added, and the look-up of those that were sent without an answer. A
 * row that is not found is a draft again only when CRM's own clock has left the quarantine.
 */
import type { AdditionKind, Place, Problem } from '../types';
import { findAdded, knownBy, notAddedProblem, type Addition } from '../core/addition';
import { problemOf } from '../core/problem';
import { lookBackMs } from '../core/recovery';
import type { AdditionRows, AdditionWriter } from './addition-ports';
import type { Alarms, Clock, Log } from './ports';

export interface LedgerPorts {
  readonly rows: AdditionRows;
  readonly writer: Pick<AdditionWriter, 'now' | 'createdSince'>;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly log: Log;
  /** A row was added, or found to have been. Never rejects. */
  onAdded(row: Addition): Promise<void>;
  /** Something changed at this place. */
  told(place: Place): void;
}

export interface AdditionLedger {
  /** Runs `task` unless the key is being worked on already; then null. */
  alone<T>(key: string, task: () => Promise<T>): Promise<T | null>;
  /** In CRM under this id. */
  added(key: string, id: string): Promise<Addition | null>;
  /** A draft again, with why. One that is in CRM stays. */
  returned(key: string, problem: Problem): Promise<Addition | null>;
  /** Looks a row up; resolves with whether it is settled. */
  lookUp(row: Addition): Promise<boolean>;
  /** Looks up all that have no answer, forgets what is old, and sets the next alarm. */
  settle(): Promise<void>;
}

export const additionsAlarm = 'additions';

/** ms. The first look after a send without an answer, and between looks. */
export const lookAfter = 60_000;
/** ms. An added row is kept this long: what it became is no copy of a later send. */
const claimedFor = 24 * 3_600_000;
/** ms. A draft that nobody came back to. */
const draftFor = 30 * 24 * 3_600_000;

/** One for the life of the worker. */
export function createAdditionLedger(ports: LedgerPorts): AdditionLedger {
  const { rows, writer, clock, alarms, log } = ports;
  /** Keys that this worker sends or looks up: nobody else touches them meanwhile. */
  const busy = new Set<string>();

  async function alone<T>(key: string, task: () => Promise<T>): Promise<T | null> {
    if (busy.has(key)) return null;
    busy.add(key);
    try {
      return await task();
    } finally {
      busy.delete(key);
    }
  }

  const added = (key: string, id: string): Promise<Addition | null> =>
    rows.change(key, (row) =>
      row === null ? null : { ...row, state: 'added', id, problem: null, at: clock.now() },
    );

  const returned = (key: string, problem: Problem): Promise<Addition | null> =>
    rows.change(key, (row) =>
      row === null || row.state === 'added'
        ? row
        : { ...row, state: 'draft', sent: [], sentAt: null, problem, at: clock.now() },
    );

  async function found({ key, kind, to, sent, sentAt }: Addition): Promise<string | null> {
    if (sentAt === null) return null;
    const candidates = await writer.createdSince(kind, to, sentAt - lookBackMs, sent);
    const others = (await rows.all()).filter((row) => row.key !== key);
    const taken = new Set(others.flatMap(({ id }) => (id === null ? [] : [id])));
    return findAdded({ sent, sentAt }, candidates, taken);
  }

  async function lookUp(row: Addition): Promise<boolean> {
    const settled = await alone(row.key, async () => {
      const id = await found(row);
      if (id !== null) {
        const now = await added(row.key, id);
        if (now !== null) await ports.onAdded(now);
        return true;
      }
      const until = knownBy({ state: 'unknown', sentAt: row.sentAt });
      if (until === null || (await writer.now()) > until) {
        await returned(row.key, notAddedProblem);
        return true;
      }
      // A worker that was stopped while it sent has left `adding` behind.
      await rows.change(row.key, (now) => (now === null ? null : { ...now, state: 'unknown' }));
      return false;
    });
    if (settled !== null) ports.told(row.place);
    return settled ?? false;
  }

  async function settle(): Promise<void> {
    const now = clock.now();
    let open = 0;
    for (const row of await rows.all()) {
      const { state, key } = row;
      const age = Math.abs(now - row.at);
      const isOld =
        (state === 'added' && age > claimedFor) || (state === 'draft' && age > draftFor);
      if (isOld) await rows.change(key, () => null);
      if (state !== 'adding' && state !== 'unknown') continue;
      const isSettled = await lookUp(row).catch((thrown: unknown) => {
        log.warn('addition.notLookedUp', { code: problemOf(thrown).code });
        return false;
      });
      if (!isSettled) open += 1;
    }
    if (open > 0) await alarms.set(additionsAlarm, clock.now() + lookAfter);
  }

  return { alone, added, returned, lookUp, settle };
}

/** A row that is typed for the first time. */
export function blankAddition(place: Place, key: string, kind: AdditionKind): Addition {
  return {
    key,
    kind,
    place: { type: place.type, id: place.id },
    to: null,
    values: {},
    sent: [],
    state: 'draft',
    sentAt: null,
    problem: null,
    id: null,
    at: 0,
  };
}
