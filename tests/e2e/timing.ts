/**
 * How long the agent waits, measured in the shipped build: from the page's own navigation to the
 * frame in which the customer stands in the sidebar, and what a page of Desk pays for it.
 */
import type { Frame, Page } from 'playwright-core';
import { measureBoard } from './board-times';
import type { TestBrowser } from './browser';
import { measureHostCost } from './host-cost';
import { createMarked, type MarkedCustomer } from './people';
import { watchVeil, type VeilWatched } from './veil';

export interface AgentTimes {
  /** ms from `pushState` to the frame that shows the cached customer to the agent; `stopped`: the worker was, before. */
  readonly nextTicketMs: { readonly warm: Percentiles; readonly stopped: Percentiles };
  /** ms from the same to the frame's own paint of that customer, behind the veil. */
  readonly nextTicketPaintedMs: { readonly warm: Percentiles; readonly stopped: Percentiles };
  /** ms from the beginning of the page's load to the same. */
  readonly firstFrameMs: Percentiles;
  /**
   * ms of processor time on the page's main thread that the content script takes in a page load, in
   * a tab that has shown Desk before.
   */
  readonly hostPageCostMs: Percentiles;
  /** ms from opening the board to the frame that shows its cached cards. */
  readonly boardMs: Percentiles;
  readonly boardTickets: number;
  /** Calls to CRM for a board that was never read before. */
  readonly boardCalls: number;
  /** API credits of one whole refresh of a ticket's profile. */
  readonly refreshCredits: number;
  /** Calls to Zoho for coming back to a ticket within a minute. */
  readonly returnCalls: number;
}

export interface Percentiles {
  readonly median: number;
  readonly p95: number;
}

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
  return { median: Math.round(at(0.5) * 10) / 10, p95: Math.round(at(0.95) * 10) / 10 };
}

/** Resolves with the time at which the frame had painted this text for the first time. */
function painted(frame: Frame, text: string): Promise<number> {
  // No function in it has a name of its own: the loader would wrap it in what a page does not have.
  return frame.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const observer = new MutationObserver(() => {
          if (!(document.body?.textContent ?? '').includes(wanted)) return;
          observer.disconnect();
          requestAnimationFrame(() => {
            // A message of its own comes next after the frame's paint; a timer might come later.
            const { port1, port2 } = new MessageChannel();
            port1.addEventListener('message', () =>
              resolve(performance.timeOrigin + performance.now()),
            );
            port1.start();
            port2.postMessage(null);
          });
        });
        observer.observe(document, { childList: true, characterData: true, subtree: true });
        // Perhaps it is there already: then this change is the first that is seen.
        document.body?.append(document.createTextNode(''));
      }),
    text,
  );
}

/**
 * From the first moment of every page on: writes down when a customer's deal was painted. Whoever
 * reads it may come later, and takes no time from what is measured.
 */
async function watchFirstPaint(desk: Page): Promise<void> {
  await desk.addInitScript(() => {
    new MutationObserver((_records, observer) => {
      const text = document.body?.textContent ?? '';
      if (!/Deal m\d+m/.test(text)) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => performance.mark('customer-painted'));
        port1.start();
        port2.postMessage(null);
      });
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
}

/** When the customer was painted in this page's life. */
async function firstPaint(frame: Frame): Promise<number> {
  const at = await frame.waitForFunction(() => {
    const [mark] = performance.getEntriesByName('customer-painted');
    return mark === undefined ? null : performance.timeOrigin + mark.startTime;
  });
  return (await at.jsonValue()) ?? Number.NaN;
}

/**
 * Moves as the page's own router does: when it did, and when the page had painted the sidebar
 * again, which is not to be seen before it shows the new place.
 */
function navigate(desk: Page, path: string): Promise<{ left: number; seen: number }> {
  return desk.evaluate(async (to) => {
    const { isSidebarSeen } = globalThis as unknown as VeilWatched;
    history.pushState({}, '', to);
    const left = performance.timeOrigin + performance.now();
    while (!isSidebarSeen()) await new Promise((resolve) => requestAnimationFrame(resolve));
    return { left, seen: performance.timeOrigin + performance.now() };
  }, path);
}

interface Visit {
  /** ms until the frame had painted the customer. */
  readonly painted: number;
  /** ms until the page had painted the frame as well, so that the agent sees them. */
  readonly seen: number;
}

async function visit(desk: Page, frame: Frame, { path, mark }: MarkedCustomer): Promise<Visit> {
  const painting = painted(frame, `Deal ${mark}`);
  const { left, seen } = await navigate(desk, path);
  const there = await painting;
  return { painted: there - left, seen: Math.max(there, seen) - left };
}

/** Credits spent at Zoho so far, and calls made. */
async function spent(
  browser: TestBrowser,
): Promise<{ readonly credits: number; readonly calls: number }> {
  const { calls } = await browser.control<{ calls: { path: string; credits: number }[] }>(
    '/calls?since=0',
  );
  // The page's own calls are Desk's affair, and cost nobody credits.
  const ours = calls.filter(({ path }) => /^\/(?:crm|api)\//.test(path));
  return { calls: ours.length, credits: ours.reduce((sum, { credits }) => sum + credits, 0) };
}

/** Needs a connected browser. Times are of this machine, as busy as it is. */
export async function measureAgentTimes(
  browser: TestBrowser,
  { rounds = 20, tickets = 500 }: { readonly rounds?: number; readonly tickets?: number } = {},
): Promise<AgentTimes> {
  const customers = await createMarked(browser, 6);
  const { ticketUrl } = browser.sandbox.describe();
  const desk = await browser.context.newPage();
  await desk.goto(new URL(customers[0]?.path ?? '', ticketUrl).href);
  let frame = await browser.sidebar(desk);
  await watchVeil(desk);
  const one = (at: number): MarkedCustomer => {
    const customer = customers[at % customers.length];
    if (customer === undefined) throw new Error('nobody to visit');
    return customer;
  };
  const urlOf = (at: number): string => new URL(one(at).path, ticketUrl).href;
  // Once everybody, so that all are cached.
  for (const customer of customers) await visit(desk, frame, customer);
  await frame.getByText(/^Updated/).waitFor();

  const before = await spent(browser);
  await frame.getByRole('button', { name: 'Refresh' }).click();
  await frame.getByRole('button', { name: 'Refresh' }).and(frame.locator(':enabled')).waitFor();
  const after = await spent(browser);
  const refreshCredits = after.credits - before.credits;

  const warm: Visit[] = [];
  for (let at = 0; at < rounds; at += 1) {
    warm.push(await visit(desk, frame, one(at)));
    await desk.waitForTimeout(250);
  }
  const returnCalls = (await spent(browser)).calls - after.calls;
  const stopped: Visit[] = [];
  for (let at = 0; at < rounds; at += 1) {
    await browser.stopWorker();
    stopped.push(await visit(desk, frame, one(at)));
    await desk.waitForTimeout(250);
  }
  const first: number[] = [];
  await watchFirstPaint(desk);
  for (let at = 0; at < rounds; at += 1) {
    await desk.goto(urlOf(at), { waitUntil: 'commit' });
    const began = await desk.evaluate(() => performance.timeOrigin);
    frame = await browser.sidebar(desk);
    await frame.getByText(`Deal ${one(at).mark}`).waitFor();
    first.push((await firstPaint(frame)) - began);
    // What the page and the worker still do is no part of the next one's time.
    await frame.getByText(/^Updated/).waitFor();
    await desk.waitForTimeout(250);
  }
  const costs = await measureHostCost(desk, urlOf, 7);
  await desk.close();
  const board = await measureBoard(browser, tickets, Math.ceil(rounds / 2));
  const times = (until: keyof Visit): AgentTimes['nextTicketMs'] => ({
    warm: percentiles(warm.map((made) => made[until])),
    stopped: percentiles(stopped.map((made) => made[until])),
  });
  return {
    nextTicketMs: times('seen'),
    nextTicketPaintedMs: times('painted'),
    firstFrameMs: percentiles(first),
    hostPageCostMs: percentiles(costs),
    boardMs: percentiles(board.times),
    boardTickets: board.tickets,
    boardCalls: board.calls,
    refreshCredits,
    returnCalls,
  };
}
