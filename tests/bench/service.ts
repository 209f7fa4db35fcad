/**
 * The services of a bench in a process of their own: a sandbox whose records agree on both sides,
 * and what was asked of its feeds, so that others can be made to read the very same.
 */
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { readOptions, wholeNumber } from '../command-line';
import { listen, startProxy } from '../sandbox/proxy';
import { createSandbox } from '../sandbox/sandbox';

/** One request for a page of a feed. */
export interface FeedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** ms since 1970. */
  readonly askedAt: number;
}

/** What the process is told. */
export type ServiceOrder =
  /** ms that every answer takes from now on, what the services do for it included. */
  | { readonly type: 'latency'; readonly ms: number }
  /** Forgets what was asked of the feeds so far. */
  | { readonly type: 'mark' }
  | { readonly type: 'report' };

/** What it answers: to its start, and to each order. */
export interface ServiceReport {
  readonly description: ReturnType<ReturnType<typeof createSandbox>['describe']> & {
    readonly proxy: number;
    readonly control: number;
  };
  readonly feeds: readonly FeedRequest[];
  /** Requests to the APIs since the mark, of whatever kind. */
  readonly calls: number;
  /** ms of processor time of this process since the mark. */
  readonly cpuMs: number;
  /** ms between the first question for a page of a feed since the mark and the last answer. */
  readonly readingMs: number;
  /** When that last answer was given, ms since 1970. */
  readonly readAt: number;
}

const values = readOptions('service', {
  records: { type: 'string', default: '1000', says: 'contacts a side' },
});

const sandbox = createSandbox({
  seed: 'bench',
  contacts: wholeNumber('records', values.records),
  overlap: 1,
  agreed: true,
});
let latencyMs = 0;
let feeds: FeedRequest[] = [];
let calls = 0;
let first = 0;
let last = 0;
let cpu = process.cpuUsage();

const isFeed = ({ pathname }: URL): boolean =>
  /\/(?:accounts|contacts|products)\/search$|\/coql$|\/crm\/v\d+\/(?:Accounts|Contacts|Products)$/.test(
    pathname,
  );

/** What a client says beside who it is and what the browser adds. */
const ownHeaders = ['content-type', 'orgid', 'if-modified-since', 'accept'];

async function answer(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const isApi = /^\/(?:api|crm)\/v/.test(url.pathname);
  if (!isApi) return sandbox.fetch(request);
  calls += 1;
  const askedAt = performance.now();
  const isPage = isFeed(url);
  if (isPage) {
    if (first === 0) first = askedAt;
    await note(request.clone(), askedAt);
  }
  const response = await sandbox.fetch(request);
  const rest = askedAt + latencyMs - performance.now();
  if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  if (isPage) last = performance.now();
  return response;
}

async function note(request: Request, askedAt: number): Promise<void> {
  const { url, method, headers } = request;
  feeds.push({
    url,
    method,
    headers: Object.fromEntries(
      ownHeaders.flatMap((name) => {
        const value = headers.get(name);
        return value === null ? [] : [[name, value]];
      }),
    ),
    body: method === 'GET' ? null : await request.text(),
    askedAt: performance.timeOrigin + askedAt,
  });
}

const proxy = await startProxy({ fetch: answer });
const listener = getRequestListener((request) => sandbox.control(request), {
  overrideGlobalObjects: false,
});
const control = await listen(
  createServer((incoming, outgoing) => void listener(incoming, outgoing)),
  0,
);

function report(): void {
  const { user, system } = process.cpuUsage(cpu);
  process.send?.({
    description: { ...sandbox.describe(), proxy: proxy.port, control: control.port },
    feeds,
    calls,
    cpuMs: (user + system) / 1000,
    readingMs: last - first,
    readAt: performance.timeOrigin + last,
  } satisfies ServiceReport);
}

process.on('message', (order: ServiceOrder) => {
  if (order.type === 'latency') latencyMs = order.ms;
  if (order.type === 'mark') {
    feeds = [];
    calls = 0;
    first = 0;
    last = 0;
    cpu = process.cpuUsage();
  }
  report();
});
process.on('disconnect', () => process.exit(0));
report();
