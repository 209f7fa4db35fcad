/** Two tabs on different tickets at once: what one shows never stands in the other. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type TestBrowser } from './browser';
import { createMarked, type MarkedCustomer } from './people';
import { connect, settled } from './setup-path';

const rounds = 6;

interface Tab {
  readonly desk: Page;
  readonly frame: Frame;
  /** Its own, and never the other's. */
  readonly customers: readonly MarkedCustomer[];
}

let browser: TestBrowser;
let tabs: readonly Tab[];

beforeAll(async () => {
  browser = await startBrowser({ contacts: 30, seed: 'tabs' });
  const all = await createMarked(browser, 6);
  await connect(browser);
  await settled(browser);
  const opened: Tab[] = [];
  for (const customers of [all.slice(0, 3), all.slice(3)]) {
    const desk = await browser.context.newPage();
    desk.setDefaultTimeout(25_000);
    await desk.goto(new URL(customers[0]?.path ?? '', browser.sandbox.describe().ticketUrl).href);
    const frame = await browser.sidebar(desk);
    await frame.getByText(`Deal ${customers[0]?.mark}`).waitFor();
    opened.push({ desk, frame, customers });
  }
  tabs = opened;
});
afterAll(() => browser?.close());

/** Notes every mark that the sidebar ever shows, before it is painted. */
async function watch({ frame }: Tab): Promise<void> {
  await frame.evaluate(() => {
    const seen = new Set<string>();
    const look = (): void => {
      for (const mark of document.body.textContent.match(/m\d\dm/g) ?? []) seen.add(mark);
    };
    look();
    new MutationObserver(look).observe(document.body, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    Object.assign(globalThis, { seen });
  });
}

const seenIn = ({ frame }: Tab): Promise<readonly string[]> =>
  frame.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen].toSorted());

/** As the page's own router does. */
const go = ({ desk }: Tab, path: string): Promise<void> =>
  desk.evaluate((to) => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);

test('each shows its own, whichever answer comes first', async () => {
  await browser.control('/faults', { kinds: ['latency'], rate: 0.5, seed: 'tabs' });
  await Promise.all(tabs.map(watch));
  for (let round = 1; round <= rounds; round += 1) {
    const marks = tabs.map(({ customers }) => customers[round % customers.length]);
    await Promise.all(tabs.map((tab, at) => go(tab, marks[at]?.path ?? '')));
    await Promise.all(
      tabs.map(({ frame }, at) => frame.getByText(`Deal ${marks[at]?.mark}`).waitFor()),
    );
  }
  await browser.control('/faults', { kinds: [], rate: 0 });
  for (const tab of tabs)
    expect(await seenIn(tab)).toEqual(tab.customers.map(({ mark }) => mark).toSorted());
});

test('the tab in front may be either; the one behind keeps its own', async () => {
  for (const { desk, frame, customers } of [...tabs, ...tabs]) {
    await desk.bringToFront();
    await frame.getByText(`Deal ${customers[0]?.mark}`).waitFor();
    // A refresh in one is told to every screen, and each takes what is its own.
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await frame.getByText(/^Updated/).waitFor();
  }
  for (const tab of tabs)
    expect(await seenIn(tab)).toEqual(tab.customers.map(({ mark }) => mark).toSorted());
});

test('a frame of one is told nothing of the other', async () => {
  const [one, other] = tabs;
  const pass = (frame: Frame | undefined): string =>
    new URLSearchParams(new URL(frame?.url() ?? '').hash.slice(1)).get('pass') ?? '';
  expect(pass(one?.frame)).not.toBe(pass(other?.frame));
  const asked = (stolen: string): Promise<unknown> | undefined =>
    one?.frame.evaluate(
      async (data) =>
        (
          globalThis as unknown as {
            chrome: { runtime: { sendMessage(message: unknown): Promise<{ res: unknown }> } };
          }
        ).chrome.runtime.sendMessage({
          id: 1,
          type: 'place.get',
          data: { pass: data },
          timestamp: Date.now(),
        }),
      stolen,
    );
  expect(JSON.stringify(await asked(pass(one?.frame)))).toContain(one?.customers[0]?.ticketId);
  expect(JSON.stringify(await asked(pass(other?.frame)))).not.toContain(
    other?.customers[0]?.ticketId,
  );
});
