/** The failure log (LOG-2): what could not be synced, by reason, and trying it again. */
import type {
  FailureFilterView,
  FailureLogView,
  FailureRow,
  Rows,
} from '../protocol/administration';
import type { TicksView } from '../protocol/preview';
import { kinds, type Kind, type Pair } from '../types';
import { type Failure } from '../types/runs';
import { csvText } from '../core/csv';
import {
  countReasons,
  filterFailures,
  mergeReasons,
  reasonOf,
  recordsOf,
} from '../core/failure-reason';
import { asDirty } from '../core/pair';
import { calmed } from '../core/flap';
import { betweenRuns } from './exclusive';
import type { Clock, Locks, Store } from './ports';
import { chunks, pageSize } from './pool';
import { tickedBy } from './ticks';

export interface FailurePorts {
  readonly store: Pick<
    Store,
    'control' | 'failures' | 'failureGroups' | 'failurePage' | 'pair' | 'commit'
  >;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly notifier: { changed(topic: 'status' | 'setup'): void };
  /** Begins a run; answered before it ends. */
  run(): void;
}

export interface FailureLog {
  get(filter: { readonly kind: Kind | null; readonly search: string }): Promise<FailureLogView>;
  rows(
    filter: FailureFilterView,
    part: { readonly offset: number; readonly limit: number },
  ): Promise<Rows<FailureRow>>;
  /** Marks the records to be planned anew and begins a run. Answers how many there are. */
  retry(filter: FailureFilterView, ticks: TicksView): Promise<number>;
  csv(filter: FailureFilterView): Promise<string>;
}

/** The read model over the store, and the one command. */
export function createFailureLog(ports: FailurePorts): FailureLog {
  const { store } = ports;

  async function row(failure: Failure): Promise<FailureRow> {
    const pair = await store.pair(failure.pairKey);
    const { pairKey: key, kind, side, title, problem, at, attempts } = failure;
    return {
      key,
      kind,
      side,
      title,
      problem,
      at,
      attempts,
      deskId: pair?.desk?.id ?? null,
      crmId: pair?.crm?.id ?? null,
    };
  }

  /** Under the lock: nobody else writes pairs meanwhile. */
  async function mark(wanted: readonly Failure[]): Promise<number> {
    const { epoch } = await store.control();
    let marked = 0;
    for (const part of chunks(wanted, pageSize)) {
      const pairs = await Promise.all(part.map(({ pairKey }) => store.pair(pairKey)));
      // A failure whose record is gone has nothing left to try.
      const orphans = part.filter((_, at) => pairs[at] === null).map(({ pairKey }) => pairKey);
      const found = pairs.filter((pair): pair is Pair => pair !== null);
      await store.commit({
        epoch,
        pairs: found.map((pair) => asDirty(calmed(pair))),
        dropFailures: orphans,
      });
      marked += found.length;
    }
    return marked;
  }

  return {
    async get({ kind, search }) {
      const [groups, control] = await Promise.all([store.failureGroups(), store.control()]);
      const counts = Object.fromEntries(
        kinds.map((each) => [each, recordsOf(groups.filter((one) => one.kind === each))]),
      ) as Record<Kind, number>;
      const reasons =
        search.trim() === ''
          ? mergeReasons(groups.filter((one) => (kind ?? one.kind) === one.kind))
          : countReasons(filterFailures(await store.failures(), { kind, search, reason: null }));
      return { counts, reasons, paused: control.paused };
    },
    async rows(filter, { offset, limit }) {
      const { kind, reason, search } = filter;
      if (reason !== null && search.trim() === '') {
        const [found, groups] = await Promise.all([
          store.failurePage({ kind, reason }, offset, limit),
          store.failureGroups(),
        ]);
        const of = groups.filter((one) => one.reason === reason && (kind ?? one.kind) === one.kind);
        return { rows: await Promise.all(found.map(row)), of: recordsOf(of) };
      }
      const all = filterFailures(await store.failures(), filter);
      return {
        rows: await Promise.all(all.slice(offset, offset + limit).map(row)),
        of: all.length,
      };
    },
    async retry(filter, ticks) {
      const marked = await betweenRuns(ports, async () => {
        const isTicked = tickedBy(ticks);
        const shown = filterFailures(await store.failures(), filter);
        return mark(shown.filter(({ pairKey }) => isTicked(pairKey)));
      });
      ports.notifier.changed('status');
      ports.run();
      return marked;
    },
    async csv(filter) {
      const all = filterFailures(await store.failures(), filter);
      return csvText(
        [
          'Record',
          'Record type',
          'Written to',
          'Reason',
          'Code',
          'Message',
          'Detail',
          'Last try',
          'Attempts',
        ],
        all.map(({ title, kind, side, problem, at, attempts }) => [
          title,
          kind,
          side,
          reasonOf(problem),
          problem.code,
          problem.message,
          problem.detail ?? '',
          new Date(at).toISOString(),
          attempts,
        ]),
      );
    },
  };
}
