/** An agent in a hurry, a slow Zoho: whose data is shown, and what is left behind. */
import type { CDPSession, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '../sandbox/world';
import { startBrowser, type TestBrowser } from './browser';
import { createMarked, type MarkedCustomer } from './people';
import { chromiumId } from '../extension';
import { connect, settled } from './setup-path';
import { attachTarget } from './target';
import { watchVeil, type Sight, type VeilWatched } from './veil';

const visits = 200;
/** Tabs that hurry. Several on few cores wait for one another, and the clock would judge the machine. */
const tabs = 1;
/** ms. What two processes write down by one clock, which counts whole ones. */
const tick = 1;

interface Seen {
  readonly at: number;
  readonly marks: readonly string[];
}

interface Weight {
  readonly listeners: number;
  readonly nodes: number;
  readonly documents: number;
  readonly heapMb: number;
}

const random = seededRandom('navigation');
let browser: TestBrowser;
/** A tab of the help desk with the sidebar in it. */
interface Tab {
  readonly desk: Page;
  readonly frame: Frame;
}

let all: readonly Tab[];
let customers: readonly MarkedCustomer[];

beforeAll(async () => {
  browser = await startBrowser({ contacts: 30, seed: 'navigation' });
  customers = await createMarked(browser, 20);
  await connect(browser);
  await settled(browser);
  const { ticketUrl } = browser.sandbox.describe();
  const first = new URL(`${customers[0]?.path ?? ''}?delay=150&linger=300`, ticketUrl).href;
  const opened: Tab[] = [];
  for (let at = 0; at < tabs; at += 1) {
    const desk = await browser.context.newPage();
    await desk.goto(first);
    const frame = await browser.sidebar(desk);
    await frame.getByText('Deal m00m').waitFor();
    await watchVeil(desk);
    opened.push({ desk, frame });
  }
  all = opened;
});
afterAll(() => browser.close());

interface Move {
  /** ms. Just before the page stood elsewhere. */
  readonly from: number;
  /** ms. Just after, in the same task: nothing was painted in between. */
  readonly at: number;
  /** Whether the sidebar was to be seen when the page stood elsewhere, still in the same task. */
  readonly seen: boolean;
}

/** Moves as the page's own router does; it draws the ticket only where it is told to. */
async function go({ desk }: Tab, path: string, drawn = true): Promise<Move> {
  return desk.evaluate(
    ([to, told]) => {
      const isElsewhere = !location.href.endsWith(to);
      const from = Date.now();
      history.pushState({}, '', to);
      const seen = (globalThis as unknown as VeilWatched).isSidebarSeen();
      // The sidebar, a process of its own, may follow before this page has drawn the ticket.
      const at = Date.now();
      if (told) dispatchEvent(new PopStateEvent('popstate'));
      return { from, at, seen: isElsewhere && seen };
    },
    [path, drawn] as const,
  );
}

const sightsIn = ({ desk }: Tab): Promise<readonly Sight[]> =>
  desk.evaluate(() => [...(globalThis as unknown as VeilWatched).sidebarSights]);

/** Notes every change of what the sidebar shows, before it is painted. */
async function watch({ frame }: Tab): Promise<void> {
  await frame.evaluate(() => {
    const seen: { at: number; marks: string[] }[] = [];
    const look = (): void => {
      const marks = [...new Set(document.body.textContent.match(/m\d\dm/g))].sort();
      if (marks.join() !== seen.at(-1)?.marks.join()) seen.push({ at: Date.now(), marks });
    };
    look();
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, characterData: true, subtree: true });
    Object.assign(globalThis, { seen, observer });
  });
}

async function unwatch({ frame }: Tab): Promise<readonly Seen[]> {
  return frame.evaluate(() => {
    const { seen, observer } = globalThis as unknown as {
      seen: Seen[];
      observer: MutationObserver;
    };
    observer.disconnect();
    return seen;
  });
}

async function weigh(session: CDPSession): Promise<Weight> {
  await session.send('HeapProfiler.collectGarbage');
  const { documents, nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return { documents, nodes, listeners: jsEventListeners, heapMb: usedSize / 2 ** 20 };
}

interface Stop extends Move {
  readonly mark: string;
}

async function rush(
  tab: Tab,
  count: number,
  pause: () => number,
  drawn = true,
): Promise<readonly Stop[]> {
  const stops: Stop[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const to = customers[Math.floor(random() * customers.length)];
    if (to === undefined) throw new Error('no customers');
    stops.push({ ...(await go(tab, to.path, drawn)), mark: to.mark });
    await tab.desk.waitForTimeout(pause());
  }
  return stops;
}

/** Ends on a known page, with nothing on its way any more. */
async function rest(): Promise<void> {
  await browser.control('/faults', { kinds: [], rate: 0 });
  for (const tab of all) {
    await go(tab, customers[0]?.path ?? '');
    await tab.frame.getByText('Deal m00m').waitFor();
    await tab.frame.getByText(/^Updated/).waitFor();
  }
  // Longer than the slowest look of the content script, and than what the screens put off.
  await all[0]?.desk.waitForTimeout(3000);
}

test(`never shows one customer beside another's ticket, over ${visits} navigations`, async () => {
  await browser.control('/faults', { kinds: ['latency'], rate: 0.5, seed: 'navigation' });
  const shown = await Promise.all(
    all.map(async (tab) => {
      await watch(tab);
      const stops = await rush(tab, visits / tabs, () => 20 + random() ** 3 * 800);
      await tab.frame.getByText(`Deal ${stops.at(-1)?.mark}`).waitFor();
      await tab.desk.waitForFunction(() => (globalThis as unknown as VeilWatched).isSidebarSeen());
      return { stops, seen: await unwatch(tab), sights: await sightsIn(tab) };
    }),
  );
  for (const { stops, seen, sights } of shown) {
    // Nobody sees the customer before from the very task in which the page goes elsewhere.
    expect(stops.filter((stop) => stop.seen)).toEqual([]);
    expect(seen.filter(({ marks }) => marks.length > 1)).toEqual([]);
    const until = (times: readonly { readonly at: number }[], index: number): number =>
      times[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    const wrong = seen.flatMap(({ at, marks: [mark] }, index) => {
      const end = until(seen, index);
      // While it was drawn, the sidebar to be seen, and the page another's.
      const foreign = stops.filter(
        (stop, place) =>
          stop.mark !== mark &&
          sights.some(
            (sight, turn) =>
              sight.seen &&
              Math.min(
                end,
                stops[place + 1]?.from ?? Number.POSITIVE_INFINITY,
                until(sights, turn),
              ) -
                Math.max(at, stop.at, sight.at) >
                tick,
          ),
      );
      return mark === undefined || foreign.length === 0 ? [] : [{ mark, at, end, foreign }];
    });
    expect(wrong).toEqual([]);
    // It does come back: the sidebar is not simply hidden.
    expect(sights.filter((sight) => sight.seen).length).toBeGreaterThan(visits / 10);
  }
  // It was put to the test: every customer was shown at one time or another.
  const marks = shown.flatMap(({ seen }) => seen.flatMap((one) => one.marks));
  expect(new Set(marks).size).toBe(customers.length);
});

test(`leaves nothing behind after ${visits} more`, async () => {
  await rest();
  const sessions = await Promise.all(
    all
      .flatMap(({ desk, frame }) => [desk, frame])
      .map((part) => browser.context.newCDPSession(part)),
  );
  const worker = await attachTarget(browser, 'service_worker', `chrome-extension://${chromiumId}/`);
  const weighAll = (): Promise<Weight[]> => Promise.all(sessions.map(weigh));
  const workerMb = async (): Promise<number> => {
    await worker.send('HeapProfiler.collectGarbage');
    const { usedSize } = await worker.send<{ usedSize: number }>('Runtime.getHeapUsage');
    return usedSize / 2 ** 20;
  };
  // The page of the sandbox keeps what it has drawn; only its address moves here.
  const drawn = false;
  const rushAll = (count: number): Promise<unknown> =>
    Promise.all(all.map((tab) => rush(tab, count / tabs, () => 20, drawn)));
  await rushAll(40);
  await rest();
  const frames = all.map(({ desk }) => desk.frames().length);
  const before = await weighAll();
  const workerBefore = await workerMb();
  await rushAll(visits);
  await rest();
  expect(all.map(({ desk }) => desk.frames().length)).toEqual(frames);
  (await weighAll()).forEach((after, part) => {
    const then = before[part];
    if (then === undefined) throw new Error('not weighed before');
    expect(after.documents).toBeLessThanOrEqual(then.documents);
    expect(after.listeners).toBeLessThanOrEqual(then.listeners + 3);
    expect(after.nodes).toBeLessThanOrEqual(then.nodes + 50);
    expect(after.heapMb).toBeLessThanOrEqual(then.heapMb * 1.1 + 0.3);
  });
  expect(await workerMb()).toBeLessThanOrEqual(workerBefore * 1.1 + 0.5);
});
