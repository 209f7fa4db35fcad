/** The real adapters over the in-process sandbox, with every request checked against the specifications. */
import type { Clock } from '../../sync/engine/ports';
import type { Tokens } from '../../sync/engine/connect-ports';
import { createCrmRemote } from '../../sync/zoho/crm';
import { createDeskRemote } from '../../sync/zoho/desk';
import { createHttp, type Fetch, type Http } from '../../sync/zoho/http';
import { scopesFor } from '../../sync/zoho/scopes';
import type { Remote } from '../../sync/engine/remote-ports';
import type { Side } from '../../sync/types';
import { createSandbox, type Sandbox, type SandboxOptions } from '../sandbox/sandbox';
import { createOpenApi, type RecordedCall } from './openapi';

export interface ZohoBench {
  readonly sandbox: Sandbox;
  readonly clock: Clock & { advance(ms: number): void };
  readonly desk: Remote;
  readonly crm: Remote;
  readonly http: Readonly<Record<Side, Http>>;
  readonly fetch: Fetch;
  /** The control API. */
  control(path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Every request so far. */
  readonly calls: RecordedCall[];
  /** Requests that break a specification and are not exempted. */
  violations(): readonly string[];
}

export const openApi = createOpenApi();

/** Fails for benches whose requests break a specification, and lets them go. */
export function mustConform(benches: ZohoBench[]): void {
  const broken = benches.splice(0).flatMap((bench) => bench.violations());
  if (broken.length > 0) throw new Error(`against the specification:\n${broken.join('\n')}`);
}

/** A token of a person of the sandbox that lasts for the test. */
async function tokenOf(sandbox: Sandbox, user: string, scopes: readonly string[]): Promise<string> {
  const answer = await sandbox.control(
    new Request('http://control/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user, scopes }),
    }),
  );
  const body = (await answer.json()) as { access_token?: string; error?: unknown };
  if (body.access_token === undefined) throw new Error(`no token: ${JSON.stringify(body)}`);
  return body.access_token;
}

export async function zohoBench(
  options: Partial<SandboxOptions> & {
    readonly user?: string;
    readonly use?: 'owner' | 'agent';
  } = {},
): Promise<ZohoBench> {
  // Virtual time, a little on with every reading, so that times differ as they do in life.
  let now = Date.parse('2026-06-01T08:00:00.500Z');
  const clock = {
    now: () => now,
    advance: (ms: number) => {
      now += ms;
    },
    async sleep(ms: number, signal?: AbortSignal): Promise<void> {
      if (signal === undefined) {
        now += ms;
        return;
      }
      // Timers of calls under way never run out: nothing here is slow.
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
      });
    },
  };
  const sandbox = createSandbox({ seed: 'contract', contacts: 40, clock, ...options });
  const about = sandbox.describe();
  const user = options.user ?? about.admin.email;
  const calls: RecordedCall[] = [];
  const held = new Map<Side, string>();
  const tokens: Tokens = {
    async access(side) {
      const token =
        held.get(side) ?? (await tokenOf(sandbox, user, scopesFor(side, options.use ?? 'owner')));
      held.set(side, token);
      return token;
    },
    refused(side) {
      held.delete(side);
      return Promise.resolve();
    },
    forget: () => Promise.resolve(held.clear()),
  };
  const fetch: Fetch = async (url, init) => {
    calls.push({
      method: init.method ?? 'GET',
      url,
      headers: Object.fromEntries(new Headers(init.headers)),
      body: typeof init.body === 'string' ? init.body : null,
    });
    clock.advance(20);
    return sandbox.fetch(new Request(url, init));
  };
  const shared = {
    fetch,
    clock,
    tokens,
    random: { next: () => 0.5, id: () => 'id' },
    log: { info: () => undefined, warn: () => undefined },
  };
  const desk = createHttp({
    ...shared,
    side: 'desk',
    origin: () => Promise.resolve('https://desk.zoho.com'),
    organisation: () => Promise.resolve(about.deskOrgId),
  });
  const crm = createHttp({
    ...shared,
    side: 'crm',
    origin: () => Promise.resolve('https://www.zohoapis.com'),
  });
  return {
    sandbox,
    clock,
    fetch,
    http: { desk, crm },
    desk: createDeskRemote(desk, { clock }),
    crm: createCrmRemote(crm, { clock }),
    calls,
    async control(path, body) {
      const answer = await sandbox.control(
        new Request(
          `http://control${path}`,
          body === undefined
            ? {}
            : {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify(body),
              },
        ),
      );
      const parsed = (await answer.json()) as Record<string, unknown>;
      if (!answer.ok) throw new Error(`control ${path}: ${JSON.stringify(parsed)}`);
      return parsed;
    },
    violations: () => [...new Set(calls.flatMap((call) => openApi?.check(call) ?? []))],
  };
}
