/** Strikes at chosen calls of the extension, on their way to Zoho or back. */
import { droppedConnection } from '../sandbox/misfortune';
import type { Sandbox } from '../sandbox/sandbox';
import type { Blow } from './script';

export interface Blows {
  /**
   * From here on calls are counted from 1, and these blows are struck. `beforeUpdate` is waited for
   * before a record is overwritten.
   */
  begin(
    blows: readonly Blow[],
    strike: (blow: Blow) => Promise<void>,
    beforeUpdate: () => Promise<void>,
  ): void;
  /** Calls that are lost from now on. */
  cut(calls: number): void;
  /** Nothing is struck any more; answers what never was. */
  end(): readonly Blow[];
  /** Waits until every call that has come in by now was carried out or lost. */
  arrived(): Promise<void>;
}

const isMachineCall = (url: URL): boolean =>
  /^\/(?:oauth\/v\d\/(?:device\/)?(?:token|code)|crm\/(?:v\d|bulk)|api\/v1)(?:\/|$)/.test(
    url.pathname,
  );

const isUpdate = ({ method }: Request): boolean => method === 'PUT' || method === 'PATCH';

/** Stands between a sandbox and its proxy. */
export function createBlows(sandbox: Sandbox): Blows {
  const answer = sandbox.fetch;
  let waiting: Blow[] = [];
  let strike: (blow: Blow) => Promise<void> = () => Promise.resolve();
  let beforeUpdate: () => Promise<void> = () => Promise.resolve();
  let calls = 0;
  let lostUntil = 0;
  const underWay = new Set<Promise<Response>>();

  async function due(at: number, moment: Blow['moment']): Promise<void> {
    const now = waiting.filter((blow) => blow.call === at && blow.moment === moment);
    waiting = waiting.filter((blow) => !now.includes(blow));
    for (const blow of now) await strike(blow);
  }

  async function carryOut(request: Request): Promise<Response> {
    calls += 1;
    const at = calls;
    if (at <= lostUntil) throw droppedConnection();
    // A body that its sender's end would take along is read before.
    const held = waiting.some(({ call }) => call === at) ? await copyOf(request) : request;
    if (isUpdate(request)) await beforeUpdate();
    await due(at, 'before');
    const response = await answer(held);
    await due(at, 'after');
    if (at <= lostUntil) throw droppedConnection();
    return response;
  }

  Object.assign(sandbox, {
    async fetch(request: Request): Promise<Response> {
      if (!isMachineCall(new URL(request.url))) return answer(request);
      const call = carryOut(request);
      underWay.add(call);
      return call.finally(() => underWay.delete(call));
    },
  });

  return {
    begin(blows, onStrike, onUpdate) {
      beforeUpdate = onUpdate;
      calls = 0;
      lostUntil = 0;
      waiting = [...blows];
      strike = onStrike;
    },
    cut(count) {
      lostUntil = calls + count - 1;
    },
    end() {
      const never = waiting;
      waiting = [];
      beforeUpdate = () => Promise.resolve();
      lostUntil = 0;
      return never;
    },
    async arrived() {
      await Promise.allSettled(underWay);
    },
  };
}

async function copyOf(request: Request): Promise<Request> {
  const { url, method } = request;
  const body = request.body === null ? null : await request.arrayBuffer();
  const isEmpty = body === null || body.byteLength === 0;
  return new Request(url, { method, headers: [...request.headers], ...(!isEmpty && { body }) });
}
