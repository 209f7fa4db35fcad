/**
 * The local Zoho: Accounts, CRM and Desk behind one `fetch`, and the control API beside it
 * (DESIGN section 5). Everything that happens in it is decided by the seed, the clock and the requests.
 */
import { accountsApp } from './accounts/app';
import type { AccountLimits } from './accounts/limits';
import { addressOf } from './address';
import { noteAnswer, noteCall, noteEffect, outgoing } from './calls';
import { controlApp } from './control';
import { crmApi } from './crm/api';
import { placeOf, type Place } from './datacentres';
import { deskApi } from './desk/api';
import { createLateRequests } from './late';
import { answerWith, nextFault } from './misfortune';
import { crmPages } from './pages/crm';
import { deskPages } from './pages/desk';
import { describeSeed, seedCast, seedWorld, type SeedDescription } from './seed';
import { createWorld, realClock, type Leeway, type SandboxClock, type World } from './world';

type Handler = (request: Request) => Promise<Response>;

/** How many records a side are made, and how many of them stand on both. */
interface SandboxSize {
  readonly contacts?: number;
  /** A fifth of the contacts. */
  readonly accounts?: number;
  /** A twentieth of the contacts. */
  readonly products?: number;
  readonly overlap?: number;
  /** Those that stand on both hold the same values there. */
  readonly agreed?: boolean;
}

export interface SandboxOptions extends SandboxSize {
  readonly seed: string;
  /** Only the company and its organisations, without a record: made in a millisecond, for thousands of worlds. */
  readonly empty?: boolean;
  /** Virtual time. Without it the sandbox runs with the real one. */
  readonly clock?: SandboxClock;
  /** How latency passes. Real time, or nothing at all when a clock is given. */
  readonly wait?: (ms: number) => Promise<void>;
  /** The data centre of every organisation and person, by its `location`; default `us`. */
  readonly dc?: string;
  readonly leeway?: Partial<Leeway>;
  /** Relaxes the limits of Zoho Accounts, for tests of other things. */
  readonly accountLimits?: Partial<AccountLimits>;
}

export interface Sandbox {
  /** The same object over a reset. */
  readonly world: World;
  /** Answers as the real host of the request would. A dropped connection rejects as in the real `fetch`. */
  fetch(request: Request): Promise<Response>;
  /** The control API (DESIGN section 5). */
  control(request: Request): Promise<Response>;
  /** Carries out late requests that are due by now. */
  settle(): Promise<void>;
  /** Builds a new world in place of this one; the clock goes on. */
  reset(options?: SandboxSize & { readonly seed?: string }): void;
  /** What somebody needs to know to use it (DESIGN section 4). */
  describe(): SeedDescription;
}

interface Services {
  readonly accounts: Handler;
  readonly crmApi: Handler;
  readonly crmPages: Handler;
  readonly deskApi: Handler;
  readonly deskPages: Handler;
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const clock = options.clock ?? realClock();
  const wait = options.wait ?? (options.clock === undefined ? realWait : () => Promise.resolve());
  let sizes: SandboxSize = options;
  const world = createWorld(options.seed, clock, options);
  let late = createLateRequests(clock);
  fill(world, sizes, options);
  let services = serve(world, options);

  async function fetch(request: Request): Promise<Response> {
    await late.settle();
    const url = addressOf(request);
    const place = placeOf(url.hostname);
    // The browser calls hosts of its own: nothing leaves this machine.
    if (place === null) return new Response('No such host in the sandbox.', { status: 502 });
    const fault = isMachineCall(place, url) ? nextFault(world, place.service) : null;
    const n = noteCall(world, request.method, url, fault);
    const handler = services[serviceOf(place, url.pathname)];
    const known = place.dc === world.dc || place.service === 'accounts';
    const act = async (asked: Request): Promise<Response> => {
      const response = await handler(known ? asked : asStranger(asked));
      noteEffect(world, n, response);
      return response;
    };
    const later = (asked: Request, dueAt: number): void => {
      late.add(dueAt, async () => void (await act(asked)));
    };
    const response =
      fault === null
        ? await act(request)
        : await answerWith(fault, {
            world,
            service: place.service,
            request,
            answer: act,
            later,
            wait,
          });
    noteAnswer(world, n, response.status);
    return outgoing(world, response);
  }

  const sandbox: Sandbox = {
    world,
    fetch,
    control: (request) => control(request),
    settle: () => late.settle(),
    reset({ seed = world.seed, ...size } = {}) {
      sizes = { ...sizes, ...size };
      // In place, so that whoever holds the world sees the new one.
      Object.assign(world, createWorld(seed, clock, options));
      late = createLateRequests(clock);
      fill(world, sizes, options);
      // The handlers read the world as it is; what they keep beside it belongs to the seeded parts.
      if (options.empty !== true) services = serve(world, options);
    },
    describe: () => describeSeed(world),
  };
  const control = controlApp(sandbox);
  return sandbox;
}

/** Seeds an empty world. */
function fill(world: World, size: SandboxSize, options: SandboxOptions): void {
  if (options.empty === true) {
    seedCast(world);
    return;
  }
  const contacts = size.contacts ?? 200;
  seedWorld(world, {
    contacts,
    accounts: size.accounts ?? Math.ceil(contacts / 5),
    products: size.products ?? Math.ceil(contacts / 20),
    overlap: size.overlap ?? 0.3,
    agreed: size.agreed ?? false,
  });
}

function serve(world: World, options: SandboxOptions): Services {
  return {
    accounts: accountsApp(world, options.accountLimits),
    crmApi: crmApi(world),
    crmPages: crmPages(world),
    deskApi: deskApi(world),
    deskPages: deskPages(world),
  };
}

function serviceOf(place: Place, path: string): keyof Services {
  switch (place.service) {
    case 'accounts':
      return 'accounts';
    case 'api':
      return 'crmApi';
    case 'crm':
      return 'crmPages';
    case 'desk':
      return path === '/api/v1' || path.startsWith('/api/v1/') ? 'deskApi' : 'deskPages';
  }
}

/** What programs call; pages for people never fail on purpose. */
function isMachineCall(place: Place, url: URL): boolean {
  if (place.service === 'accounts')
    return /^\/oauth\/v\d\/(?:device\/)?(?:token|code)(?:\/|$)/.test(url.pathname);
  return serviceOf(place, url.pathname).endsWith('Api');
}

/** A token of another data centre is no token here (contract 1.1). */
function asStranger(request: Request): Request {
  if (!request.headers.has('authorization')) return request;
  const headers = new Headers([...request.headers]);
  headers.set('authorization', 'Zoho-oauthtoken 1000.of.another.data.centre');
  return new Request(request.url, { method: request.method, headers });
}

function realWait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
