/** The network between workers and services: where calls wait, get lost, and are written down. */
import type { AnswerLike } from '../../sync/zoho/answer-body';
import type { Fetch } from '../../sync/zoho/http';
import type { Side } from '../../sync/types';
import { droppedConnection, isDropped } from '../sandbox/misfortune';
import type { Clocks } from './clocks';
import { modules } from './fields';
import type { Dice } from './random';
import type { Loop } from './loop';
import type { Event, Services } from './services';

/** A moment: true time, and how many events came before it. */
export interface Moment {
  readonly time: number;
  readonly order: number;
}

/** A call as it truly happened. */
export interface Call {
  readonly n: number;
  readonly who: string;
  readonly side: Side;
  readonly method: string;
  readonly path: string;
  readonly isWrite: boolean;
  /** What was sent and what came back, as text; null for nothing. */
  readonly body: string | null;
  reply: string | null;
  readonly sent: Moment;
  /** When the service began to act on it; null while it has not. */
  arrived: Moment | null;
  /** When the worker had its answer; null for calls that were never answered. */
  answered: Moment | null;
  /** 0 for a lost connection. */
  status: number;
  /** What the service made go wrong with it. */
  fault: string | null;
  /** What the service charged for it. */
  credits: number;
}

/** What the wire must know of a worker. */
interface Worker {
  isDead(): boolean;
  dies(moment: 'before' | 'after'): boolean;
  /** A call of it has changed something. */
  acts(): void;
}

/** What a service answers in a directed scenario, without doing anything. */
export interface MadeUp {
  readonly status: number;
  readonly body: unknown;
}

/** What a directed scenario does to one call. `late`: the effect comes so many ms of true time later. */
export type Mischief = 'dropBefore' | 'dropAfter' | { readonly late: number } | MadeUp;

/** How a directed scenario takes part. */
export interface Meddler {
  /** Before the service acts. */
  readonly arriving?: (call: Call) => Mischief | void;
  /** The service has acted; the answer is on its way. */
  readonly acted?: (call: Call) => void;
}

export interface Wire {
  readonly calls: readonly Call[];
  /** Takes part in every call from now on. */
  meddle(by: Meddler): void;
  /**
   * Lets time pass in which no installation calls. A late request takes effect in the minute in
   * which it is due: at the end of a long wait it would be later than any quarantine lasts.
   */
  pass(ms: number): Promise<void>;
  connect(who: string, side: Side, worker: Worker): Fetch;
}

export interface Weather {
  /** Longest way of a call in one direction, ms of true time. */
  readonly longestWay: number;
  /** Answers that never come, although the call did: only the client's time-out ends the wait. */
  readonly hang: number;
}

/** An answer without its stream: the text alone is read. */
export function answered({ status, headers }: Response, text: () => Promise<string>): AnswerLike {
  return { status, headers, body: null, text };
}

const minute = 60_000;

/** No request of the dead is under way for longer: as the sandbox carries none out later than that. */
const longestFlightMs = 5 * minute;

const madeUp = ({ status, body }: MadeUp): Response => Response.json(body, { status });

/** Whether a call could have made this change. */
function fits(call: Call, event: Event): boolean {
  // A call that makes a record may name one of another kind, whose changes are not its doing.
  if (!call.path.split(/[/?]/).includes(modules[event.kind][event.side])) return false;
  const isCreate = event.operation === 'create';
  const names = call.path.includes(event.id) || namesInBody(call, event);
  if (call.method !== 'POST' || names) return names && !isCreate;
  const isByName = call.body?.includes(event.id) === true || call.path.endsWith('/upsert');
  return isCreate || isByName;
}

/** What a call of CRM's is for, one by one; null where its body does not say. */
function rowsOf({ side, body }: Call): readonly { readonly id?: string }[] | null {
  if (side === 'desk' || body === null) return null;
  return (JSON.parse(body) as { readonly data?: readonly { readonly id?: string }[] }).data ?? null;
}

/** Whether this is one of the records that a batch of updates names: its address has no id. */
function namesInBody(call: Call, { side, kind, id }: Event): boolean {
  const isBatch = call.path.split('?')[0]?.endsWith(`/${modules[kind][side]}`) === true;
  return isBatch && rowsOf(call)?.some((row) => row.id === id) === true;
}

interface Setting {
  readonly loop: Loop;
  readonly clocks: Clocks;
  readonly dice: Dice;
  readonly services: Services;
  readonly weather: () => Weather;
}

export function createWire({ loop, clocks, dice, services, weather }: Setting): Wire {
  const calls: Call[] = [];
  /** Writes whose connection was lost and which the service will carry out later, and on how many records. */
  const late: { readonly call: Call; left: number }[] = [];
  /** Calls that a scenario puts off, by when they are due. */
  const postponed: { readonly side: Side; readonly at: number; run(): Promise<unknown> }[] = [];
  let meddler: Meddler = {};
  const moment = (): Moment => ({ time: clocks.now(), order: services.events.length });
  const travel = (): void => clocks.advance(dice.whole(1, weather().longestWay));

  /** Lets the service act. Whatever it does to records belongs to this call. */
  async function act(call: Call, request: Request): Promise<Response | Error> {
    services.drain(null);
    // A late request of an earlier call may be due: it is not this call's doing.
    await settle(call.side);
    const sandbox = services.sandboxes[call.side];
    call.arrived = moment();
    try {
      const response = await sandbox.fetch(request);
      call.status = response.status;
      return response;
    } catch (thrown) {
      if (!isDropped(thrown)) throw thrown;
      return thrown as Error;
    } finally {
      services.drain(call.n);
      const noted = sandbox.world.calls.at(-1);
      call.fault = noted?.fault ?? null;
      call.credits = noted?.credits ?? 0;
      if (call.isWrite && noted?.fault === 'applyLate')
        late.push({ call, left: rowsOf(call)?.length ?? 1 });
    }
  }

  /** Lets late requests that are due take effect. */
  async function settle(side: Side): Promise<void> {
    for (;;) {
      const place = postponed.findIndex((one) => one.side === side && one.at <= clocks.now());
      if (place < 0) break;
      await postponed.splice(place, 1)[0]?.run();
    }
    await services.sandboxes[side].settle();
    services.drain((event) => {
      const one = late.find(({ call }) => call.side === side && fits(call, event));
      if (one === undefined) return null;
      one.left -= 1;
      if (one.left === 0) late.splice(late.indexOf(one), 1);
      return one.call.n;
    });
  }

  return {
    calls,
    async pass(ms) {
      for (let left = ms; left > 0; left -= minute) {
        clocks.advance(Math.min(left, minute));
        for (const side of ['desk', 'crm'] as const) await settle(side);
      }
    },
    meddle(by) {
      meddler = by;
    },
    connect: (who, side, worker) => (url, init) =>
      new Promise((resolve, reject) => {
        if (worker.isDead()) return;
        const method = init.method ?? 'GET';
        const path = url.slice(url.indexOf('/', 'https://'.length));
        const call: Call = {
          n: calls.length,
          who,
          side,
          method,
          path,
          isWrite: method !== 'GET' && !path.endsWith('/coql'),
          body: typeof init.body === 'string' ? init.body : null,
          reply: null,
          sent: moment(),
          arrived: null,
          answered: null,
          status: 0,
          fault: null,
          credits: 0,
        };
        calls.push(call);
        loop.add(null, async () => {
          travel();
          const request = new Request(url, init);
          if (worker.isDead() || worker.dies('before')) {
            // It had left this computer, or it had not. Time may have leapt since the worker died.
            const hasLeft = dice.chance(0.5);
            if (hasLeft && clocks.now() - call.sent.time <= longestFlightMs)
              await act(call, request);
            return;
          }
          const isHanging = dice.chance(weather().hang);
          const mischief = meddler.arriving?.(call);
          const isLate = typeof mischief === 'object' && 'late' in mischief;
          if (isLate)
            postponed.push({
              side,
              at: clocks.now() + mischief.late,
              run: () => act(call, request),
            });
          if (mischief === 'dropBefore' || isLate) {
            loop.add(null, () => reject(droppedConnection()));
            return;
          }
          const isMadeUp = typeof mischief === 'object';
          const acted = isMadeUp ? madeUp(mischief) : await act(call, request);
          if (mischief === 'dropAfter') call.fault = mischief;
          if (call.isWrite) worker.acts();
          meddler.acted?.(call);
          const response = mischief === 'dropAfter' ? droppedConnection() : acted;
          const text = response instanceof Error ? '' : await response.text();
          call.reply = text;
          if (worker.isDead() || isHanging) return;
          loop.add(null, () => {
            travel();
            if (worker.isDead() || worker.dies('after')) return;
            call.answered = moment();
            if (response instanceof Error) reject(response);
            else resolve(answered(response, () => Promise.resolve(text)));
          });
        });
      }),
  };
}
