/** Rows as they are stored: what the port knows, and what is derived from it so that it can be found. */
import type { Conflict, Failure, Run, HistoryRow } from '../types/runs';
import type { Instant, Kind, Pair, Side } from '../types';
import { reasonOf } from '../core/failure-reason';
import { historyRows } from '../core/history';
import type { PairCounts } from '../engine/ports';
import type { ConflictStand } from '../engine/log-ports';

/** What of a record a row shows: enough to index and to count it. */
type Shown = { readonly id: string } | null;

/**
 * A pair as it is stored: what is indexed and counted, and all of it as JSON, which the browser
 * copies several times faster than what it stands for. `desk.id` and `crm.id` are indexed where they
 * exist: a one-sided pair is left out of the other side's index, which is how both can be unique.
 */
export interface PairRow extends Pick<Pair, 'key' | 'kind' | 'matchKeys' | 'dirty'> {
  readonly desk: Shown;
  readonly crm: Shown;
  /** The kind again, only while the pair is dirty: IndexedDB cannot index booleans. */
  readonly dirtyKind?: Kind;
  /** Absent in a row of an earlier version, which is the pair itself. */
  readonly json?: string;
}

export interface FailureRow extends Failure {
  readonly reason: string;
}

export interface ConflictRow extends Conflict {
  /** Absent where the same field clashed again before anybody settled this. */
  readonly openAs?: ConflictStand;
}

export interface HistoryLineRow extends HistoryRow {
  readonly key: string;
  readonly at: Instant;
}

export function toPairRow(pair: Pair): PairRow {
  const { key, kind, matchKeys, dirty } = pair;
  const shown = (side: Side): Shown => (pair[side] === null ? null : { id: pair[side].id });
  return {
    key,
    kind,
    matchKeys,
    dirty,
    desk: shown('desk'),
    crm: shown('crm'),
    ...(dirty ? { dirtyKind: kind } : {}),
    json: JSON.stringify(pair),
  };
}

export function fromPairRow(row: PairRow): Pair {
  const { dirtyKind: _, json, ...pair } = row;
  return json === undefined ? (pair as Pair) : (JSON.parse(json) as Pair);
}

export function toFailureRow(failure: Failure): FailureRow {
  return { ...failure, reason: reasonOf(failure.problem) };
}

export function fromFailureRow(row: FailureRow): Failure {
  const { reason: _, ...failure } = row;
  return failure;
}

export function toConflictRow(conflict: Conflict): ConflictRow {
  if (conflict.settledAt != null) return { ...conflict, openAs: 'settled' };
  return { ...conflict, openAs: conflict.kept === null ? 'asked' : 'kept' };
}

export function fromConflictRow(row: ConflictRow): Conflict {
  const { openAs: _, ...conflict } = row;
  return conflict;
}

/** The lines of an ended run; none of one that goes on, whose numbers still move. */
export function historyLines(run: Run): readonly HistoryLineRow[] {
  if (run.endedAt === null) return [];
  return historyRows([run]).map((line) => ({
    ...line,
    key: `${line.runId}/${line.kind}/${line.to}`,
  }));
}

export function fromHistoryLine(row: HistoryLineRow): HistoryRow {
  const { key: _, ...line } = row;
  return line;
}

/** Pairs of one record type, by what is counted of them. */
export interface PairSums {
  readonly all: number;
  readonly desk: number;
  readonly crm: number;
  readonly dirty: number;
}

export type Counters = Readonly<Record<Kind, PairSums>>;

const noSums: PairSums = { all: 0, desk: 0, crm: 0, dirty: 0 };
export const noCounters: Counters = { account: noSums, contact: noSums, product: noSums };

/** The counters after these rows went and those came. */
export function counted(
  counters: Counters,
  gone: readonly Pick<PairRow, 'kind' | 'desk' | 'crm' | 'dirty'>[],
  come: readonly Pick<PairRow, 'kind' | 'desk' | 'crm' | 'dirty'>[],
): Counters {
  const sums: Record<Kind, PairSums> = { ...counters };
  for (const [rows, sign] of [
    [gone, -1],
    [come, 1],
  ] as const)
    for (const { kind, desk, crm, dirty } of rows) {
      const before = sums[kind];
      sums[kind] = {
        all: before.all + sign,
        desk: before.desk + (desk === null ? 0 : sign),
        crm: before.crm + (crm === null ? 0 : sign),
        dirty: before.dirty + (dirty ? sign : 0),
      };
    }
  return sums;
}

export function countsOf({ all, desk, crm, dirty }: PairSums): PairCounts {
  const linked = desk + crm - all;
  return { linked, deskOnly: desk - linked, crmOnly: crm - linked, dirty };
}
