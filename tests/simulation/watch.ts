/** What is looked at while a schedule runs: cursors, pauses, the links and numbers at rest, the trace. */
import type { Store, Batch } from '../../sync/engine/ports';
import type { Side } from '../../sync/types';
import { kindList } from './fields';
import type { Installation } from './installation';
import type { RunSpan, Violation } from './oracles/evidence';
import { historyHolds } from './oracles/history';
import type { Services } from './services';
import type { Wire } from './wire';

export interface Watch {
  committed(who: string, batch: Parameters<Store['commit']>[0]): void;
  /** P8 and P14, when nothing is under way. */
  atRest(installations: readonly Installation[]): Promise<readonly Violation[]>;
  violations(): readonly Violation[];
  /** A digest of every call and every event. */
  trace(): string;
}

/** Writes that may have passed their fence when somebody pauses: those under way at once. */
const mostAfterPause = 4;

export function createWatch(services: Services, wire: Wire, spans: readonly RunSpan[]): Watch {
  const cursors = new Map<string, number>();
  const violations: Violation[] = [];
  /** Pauses by installation: where in the list of calls each began and ended. */
  const pauses: { who: string; from: number; to: number | null }[] = [];

  function watchCursors(who: string, batch: Batch): void {
    for (const { side, kind, feed, since, configVersion } of batch.cursors ?? []) {
      if (since === null) continue;
      const key = [who, side, kind, feed, configVersion].join('/');
      const before = cursors.get(key) ?? Number.NEGATIVE_INFINITY;
      if (since < before)
        violations.push({ property: 'P9 cursor', what: `${key} went from ${before} to ${since}` });
      const now = services.sandboxes[side].world.clock.now();
      if (since > now)
        violations.push({ property: 'P9 cursor', what: `${key} is ${since - now} ms ahead` });
      cursors.set(key, since);
    }
  }

  function watchPauses(who: string, batch: Batch): void {
    if (batch.control?.paused === undefined) return;
    const open = pauses.find((one) => one.who === who && one.to === null);
    if (batch.control.paused && !open) pauses.push({ who, from: wire.calls.length, to: null });
    if (!batch.control.paused && open) open.to = wire.calls.length;
  }

  function pausedWrites(): Violation[] {
    return pauses.flatMap(({ who, from, to }) => {
      const writes = wire.calls
        .slice(from, to ?? undefined)
        .filter((call) => call.who === who && call.isWrite);
      return writes.length <= mostAfterPause
        ? []
        : [{ property: 'P12 paused', what: `${writes.length} writes were sent while paused` }];
    });
  }

  async function links(one: Installation): Promise<Violation[]> {
    const found: Violation[] = [];
    for (const kind of kindList) {
      const ids = (side: Side): string[] => services.live(side, kind).map((record) => record.id);
      const [byDesk, byCrm] = [
        await one.store.pairsById(kind, 'desk', ids('desk')),
        await one.store.pairsById(kind, 'crm', ids('crm')),
      ];
      const partners = new Map<string, string>();
      for (const pair of [...byDesk, ...byCrm]) {
        if (!pair?.desk || !pair.crm) continue;
        for (const [place, partner] of [
          [`desk/${pair.desk.id}`, pair.crm.id],
          [`crm/${pair.crm.id}`, pair.desk.id],
        ] as const) {
          const known = partners.get(place);
          if (known !== undefined && known !== partner)
            found.push({ property: 'P8 links', what: `${kind} ${place} has two partners` });
          partners.set(place, partner);
        }
      }
    }
    return found;
  }

  async function history({ name, store }: Installation): Promise<Violation[]> {
    const runs = await store.runs(Number.MAX_SAFE_INTEGER);
    const changes = await Promise.all(runs.map(({ id }) => store.changes(id)));
    const seen = { events: services.events, calls: wire.calls, spans };
    return historyHolds({ who: name, runs, changes: changes.flat() }, seen);
  }

  return {
    committed(who, batch) {
      watchCursors(who, batch);
      watchPauses(who, batch);
    },
    async atRest(installations) {
      const found: Violation[] = [];
      for (const one of installations) found.push(...(await links(one)), ...(await history(one)));
      return found;
    },
    violations: () => [...violations, ...pausedWrites()],
    trace() {
      let hash = 0x811c9dc5;
      const mix = (text: string): void => {
        for (let at = 0; at < text.length; at += 1)
          hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
      };
      for (const call of wire.calls)
        mix(`${call.who}${call.method}${call.path}${call.status}${call.sent.time}`);
      for (const event of services.events)
        mix(
          `${event.side}${event.id}${event.operation}${event.time}${JSON.stringify(event.after)}`,
        );
      return (hash >>> 0).toString(16).padStart(8, '0');
    },
  };
}
