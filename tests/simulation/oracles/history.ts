/** P14: the history and the numbers of the runs are what the services saw. */
import type { Change, Run, Tally } from '../../../sync/types/runs';
import type { Kind, Side } from '../../../sync/types';
import { kindList, modules } from '../fields';
import type { Event } from '../services';
import type { Call } from '../wire';
import { isByApi, runOf, type RunSpan, type Violation } from './evidence';

/** What one installation tells of what it did. */
export interface Told {
  readonly who: string;
  readonly runs: readonly Run[];
  readonly changes: readonly Change[];
}

/** The services' own record of the same time. */
export interface Seen {
  readonly events: readonly Event[];
  readonly calls: readonly Call[];
  readonly spans: readonly RunSpan[];
}

const actions = ['create', 'update', 'delete'] as const;
type Action = (typeof actions)[number];

const actionOf: Readonly<Partial<Record<Event['operation'], Action>>> = {
  create: 'create',
  update: 'update',
  recycle: 'delete',
};

const tallied: Readonly<Record<Action, Readonly<Record<Side, keyof Tally>>>> = {
  create: { desk: 'createdInDesk', crm: 'createdInCrm' },
  update: { desk: 'updatedInDesk', crm: 'updatedInCrm' },
  delete: { desk: 'deletedInDesk', crm: 'deletedInCrm' },
};

/** The worker was told that it had worked, and lived on to write it down. */
function isCertain({ spans }: Seen, call: Call): boolean {
  const isWell = call.fault === null || call.fault === 'latency';
  const isGood = call.status >= 200 && call.status < 300;
  return isWell && isGood && call.answered !== null && runOf(spans, call)?.died === false;
}

/**
 * What is told is never more than what the services saw, and never less than what they answered for.
 * In between lies what was done while nobody heard of it. A copy that was found is told as made.
 */
export function historyHolds({ who, runs, changes }: Told, seen: Seen): Violation[] {
  const found: Violation[] = [];
  const own = seen.events.filter(
    (event) => isByApi(event) && event.call !== null && seen.calls[event.call]?.who === who,
  );
  for (const kind of kindList)
    for (const side of ['desk', 'crm'] as const)
      for (const action of actions)
        found.push(...compare(kind, side, action, { who, runs, changes, own, seen }));
  return found;
}

function compare(
  kind: Kind,
  side: Side,
  action: Action,
  { who, runs, changes, own, seen }: Told & { own: readonly Event[]; seen: Seen },
): Violation[] {
  const rows = changes.filter(
    (one) => one.kind === kind && one.side === side && one.action === action,
  ).length;
  const counted = runs.reduce((sum, run) => sum + run.tally[kind][tallied[action][side]], 0);
  const effects = own.filter(
    (event) => event.kind === kind && event.side === side && actionOf[event.operation] === action,
  );
  const doubtful =
    action === 'create'
      ? doubtfulCopies(kind, side, who, seen)
      : action === 'update'
        ? doubtfulUpdates(kind, side, who, seen)
        : 0;
  const certain = effects.filter((event) => {
    const call = event.call === null ? undefined : seen.calls[event.call];
    return call !== undefined && isCertain(seen, call);
  });
  const what = `${action} ${side} ${kind}`;
  const wrong: Violation[] = [];
  const property = 'P14 history';
  if (counted !== rows)
    wrong.push({ property, what: `${what}: ${rows} rows, ${counted} in the numbers of the runs` });
  if (rows > effects.length + doubtful)
    wrong.push({ property, what: `${what}: ${rows} told, ${effects.length} seen` });
  if (rows < certain.length)
    wrong.push({ property, what: `${what}: ${rows} told, ${certain.length} answered for` });
  return wrong;
}

/** Records in a call that creates some; 0 in any other. */
function sentIn({ side, method, path, body }: Call, kind: Kind): number {
  if (method !== 'POST' || !path.endsWith(`/${modules[kind][side]}`)) return 0;
  const { data } = JSON.parse(body ?? '{}') as { data?: readonly unknown[] };
  return data?.length ?? 1;
}

/** Creates that a worker had noted when it died, and had not sent. */
function unsentCreates(kind: Kind, side: Side, who: string, { calls, spans }: Seen): number {
  const dead = spans.filter((one) => one.who === who && one.died);
  return dead.reduce((sum, span) => {
    const noted = span.commits
      .flatMap(({ intents }) => intents)
      .filter((one) => one.kind === kind && one.side === side && one.alike === undefined);
    const own = calls.filter((call) => call.side === side && runOf(spans, call) === span);
    return sum + Math.max(0, noted.length - own.reduce((all, one) => all + sentIn(one, kind), 0));
  }, 0);
}

/** Nothing that the worker was told says whether the call did what it was for. */
const isOpen = (call: Call): boolean =>
  call.answered === null || call.status === 0 || call.fault !== null;

/** Records of a create that nobody can say of whether they were made, and were not. */
function lostIn(call: Call, kind: Kind, here: readonly Event[]): number {
  const sent = sentIn(call, kind);
  if (sent === 0) return 0;
  if (isOpen(call)) return here.some((event) => event.call === call.n) ? 0 : sent;
  // Of a batch that was done in part, those that failed by the service's own fault.
  return call.status === 207 ? (call.reply ?? '').split('"INTERNAL_ERROR"').length - 1 : 0;
}

/**
 * Creates of unknown outcome that did nothing, where somebody else made such a record: people, or
 * another installation. One of theirs may have been taken for the copy that was looked for. A worker
 * that comes after knows its note, and not whether the call was sent.
 */
function doubtfulCopies(kind: Kind, side: Side, who: string, seen: Seen): number {
  const { events, calls } = seen;
  const here = events.filter(
    (event) => event.kind === kind && event.side === side && event.operation === 'create',
  );
  const lost = calls
    .filter((call) => call.who === who && call.side === side)
    .reduce((sum, call) => sum + lostIn(call, kind, here), 0);
  const doubtful = lost + unsentCreates(kind, side, who, seen);
  return Math.min(doubtful, here.filter((event) => isOfOthers(event, who, seen)).length);
}

const isOfOthers = ({ via, call }: Event, who: string, { calls }: Seen): boolean =>
  via !== 'api' || (call !== null && calls[call]?.who !== who);

/** Whether a call changes this record. */
const concerns = ({ method, path, body }: Call, id: string): boolean =>
  (method === 'PATCH' || method === 'PUT') &&
  (path.split('?')[0]?.endsWith(`/${id}`) === true || body?.includes(`"id":"${id}"`) === true);

/**
 * Updates of unknown outcome that did nothing, after which another installation wrote to the same
 * record: what it wrote is found there, and taken for what was sent.
 */
function doubtfulUpdates(kind: Kind, side: Side, who: string, seen: Seen): number {
  const { events, calls } = seen;
  const own = calls.filter((call) => call.who === who && call.side === side && isOpen(call));
  return events.filter(
    (event) =>
      event.kind === kind &&
      event.side === side &&
      event.operation === 'update' &&
      event.via === 'api' &&
      isOfOthers(event, who, seen) &&
      own.some(
        (call) =>
          call.sent.order <= event.order &&
          concerns(call, event.id) &&
          !events.some((one) => one.call === call.n),
      ),
  ).length;
}
