/**
 * How long the agent waits, measured in the shipped build: from the page's own navigation to the
 * frame in which the customer stands in the sidebar, and what a page of Desk pays for it.
 */
import type { CDPSession, Frame, Page } from 'playwright-core';
import { chromiumId } from '../extension';
import type { TestBrowser } from './browser';
import { createMarked, type MarkedCustomer } from './people';

export interface AgentTimes {
  /** ms from `pushState` to the frame that shows the cached customer: median and 95th percentile. */
  readonly navigationMs: Percentiles;
  /** The same with the worker stopped before. */
  readonly navigationColdMs: Percentiles;
  /** ms from the beginning of the page's load. */
  readonly pageLoadMs: Percentiles;
  /** ms of the page's main thread that the content script took in a page load, until 3 s after it. */
  readonly mainThreadMs: Percentiles;
  /** ms from opening the board to the frame that shows its cached cards. */
  readonly boardMs: Percentiles;
  readonly boardTickets: number;
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

/** Resolves with the time at which the frame was about to paint this text for the first time. */
function painted(frame: Frame, text: string): Promise<number> {
  // No function in it has a name of its own: the loader would wrap it in what a page does not have.
  return frame.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const observer = new MutationObserver(() => {
          if (!document.body.innerText.includes(wanted)) return;
          observer.disconnect();
          requestAnimationFrame(() =>
            setTimeout(() => resolve(performance.timeOrigin + performance.now())),
          );
        });
        observer.observe(document, { childList: true, characterData: true, subtree: true });
        // Perhaps it is there already: then this change is the first that is seen.
        document.body.append(document.createTextNode(''));
      }),
    text,
  );
}

/** Moves as the page's own router does; the time at which it did. */
function navigate(desk: Page, path: string): Promise<number> {
  return desk.evaluate((to) => {
    history.pushState({}, '', to);
    return performance.timeOrigin + performance.now();
  }, path);
}

async function visit(desk: Page, frame: Frame, { path, mark }: MarkedCustomer): Promise<number> {
  const there = painted(frame, `Deal ${mark}`);
  const left = await navigate(desk, path);
  return (await there) - left;
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly children?: readonly number[];
    readonly callFrame: { readonly url: string };
  }[];
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
}

/** ms of samples that were in the content script, or in what it had called. */
function ofContentScript({ nodes, samples = [], timeDeltas = [] }: Profile): number {
  const inside = new Set<number>();
  const parents = new Map(
    nodes.flatMap((node) => (node.children ?? []).map((id) => [id, node.id])),
  );
  for (const { id, callFrame } of nodes) {
    if (callFrame.url.includes('/content-scripts/') || inside.has(parents.get(id) ?? -1))
      inside.add(id);
  }
  return samples.reduce(
    (sum, node, at) => sum + (inside.has(node) ? (timeDeltas[at] ?? 0) / 1000 : 0),
    0,
  );
}

async function loadCost(session: CDPSession, desk: Page, url: string): Promise<number> {
  await session.send('Profiler.start');
  await desk.goto(url);
  await desk.waitForTimeout(3000);
  const { profile } = await session.send('Profiler.stop');
  return ofContentScript(profile);
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

/** Opens the board again and again, after once for its cache. */
async function boardTimes(
  { context }: TestBrowser,
  rounds: number,
): Promise<{ readonly times: number[]; readonly tickets: number }> {
  const times: number[] = [];
  let tickets = 0;
  for (let at = 0; at <= rounds; at += 1) {
    const board = await context.newPage();
    await board.goto(`chrome-extension://${chromiumId}/board.html`, { waitUntil: 'commit' });
    await board.locator('[data-ticket]').first().waitFor();
    // The browser's own note of the largest thing that it painted: the first cards.
    const first = await board.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) =>
            resolve(list.getEntries().at(-1)?.startTime ?? 0),
          ).observe({ type: 'largest-contentful-paint', buffered: true });
        }),
    );
    if (at > 0) times.push(first);
    const heads = await board.locator('.bd-count').allTextContents();
    tickets = heads.reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0);
    await board.close();
  }
  return { times, tickets };
}

/** Needs a connected browser. Times are of this machine, as busy as it is. */
export async function measureAgentTimes(browser: TestBrowser, rounds = 20): Promise<AgentTimes> {
  const customers = await createMarked(browser, 6);
  const { ticketUrl } = browser.sandbox.describe();
  const desk = await browser.context.newPage();
  await desk.goto(new URL(customers[0]?.path ?? '', ticketUrl).href);
  let frame = await browser.sidebar(desk);
  const one = (at: number): MarkedCustomer => {
    const customer = customers[at % customers.length];
    if (customer === undefined) throw new Error('nobody to visit');
    return customer;
  };
  // Once everybody, so that all are cached.
  for (const customer of customers) await visit(desk, frame, customer);
  await frame.getByText(/^Updated/).waitFor();

  const before = await spent(browser);
  await frame.getByRole('button', { name: 'Refresh' }).click();
  await frame.getByRole('button', { name: 'Refresh' }).and(frame.locator(':enabled')).waitFor();
  const after = await spent(browser);
  const refreshCredits = after.credits - before.credits;

  const warm: number[] = [];
  for (let at = 0; at < rounds; at += 1) {
    warm.push(await visit(desk, frame, one(at)));
    await desk.waitForTimeout(250);
  }
  const returnCalls = (await spent(browser)).calls - after.calls;
  const cold: number[] = [];
  for (let at = 0; at < Math.ceil(rounds / 2); at += 1) {
    await browser.stopWorker();
    cold.push(await visit(desk, frame, one(at)));
    await desk.waitForTimeout(250);
  }
  const loads: number[] = [];
  for (let at = 0; at < Math.ceil(rounds / 2); at += 1) {
    const { path, mark } = one(at);
    await desk.goto(new URL(path, ticketUrl).href, { waitUntil: 'commit' });
    const began = await desk.evaluate(() => performance.timeOrigin);
    frame = await browser.sidebar(desk);
    loads.push((await painted(frame, `Deal ${mark}`)) - began);
  }
  const session = await browser.context.newCDPSession(desk);
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 100 });
  const costs: number[] = [];
  for (let at = 0; at < 5; at += 1)
    costs.push(await loadCost(session, desk, new URL(one(at).path, ticketUrl).href));
  await desk.close();
  const { times: boards, tickets: boardTickets } = await boardTimes(browser, 6);
  return {
    navigationMs: percentiles(warm),
    navigationColdMs: percentiles(cold),
    pageLoadMs: percentiles(loads),
    mainThreadMs: percentiles(costs),
    boardMs: percentiles(boards),
    boardTickets,
    refreshCredits,
    returnCalls,
  };
}
