/** The page's own scripts try to read what stands beside it: a badge's type is all they get. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumId } from '../extension';
import { startBrowser, type TestBrowser } from './browser';
import { connect, settled } from './setup-path';

let browser: TestBrowser;
let desk: Page;

/** Of the customer in CRM, and nowhere in Desk. */
const secrets = /Renewal 2[56]|Send quote for audit module|audit log before renewal|Marta Ruiz/;

beforeAll(async () => {
  browser = await startBrowser({ contacts: 40, seed: 'main-world' });
  await connect(browser);
  await settled(browser);
  desk = await browser.context.newPage();
  desk.setDefaultTimeout(25_000);
  // Before any script of the extension: everything that reaches this window is written down.
  await desk.addInitScript(() => {
    const heard: string[] = [];
    const text = (value: unknown): string => {
      try {
        return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
      } catch {
        return '';
      }
    };
    Object.assign(globalThis, { heard });
    addEventListener('message', ({ data }) => heard.push(text(data)), true);
    const dispatch = EventTarget.prototype.dispatchEvent;
    EventTarget.prototype.dispatchEvent = function spied(event: Event) {
      heard.push(`${event.type} ${text((event as CustomEvent).detail)}`);
      return dispatch.call(this, event);
    };
    // Shadow roots that are opened by anybody in this world.
    const attach = Element.prototype.attachShadow;
    Element.prototype.attachShadow = function spied(init: ShadowRootInit) {
      const root = attach.call(this, init);
      Object.assign(this, { stolen: root });
      return root;
    };
  });
  await desk.goto(browser.sandbox.describe().ticketUrl);
  const frame = await browser.sidebar(desk);
  await frame.getByText('Renewal 26').waitFor();
});
afterAll(() => browser.close());

/** All that a script of the page can lay its hands on. */
async function loot(): Promise<string> {
  return desk.evaluate(async () => {
    const found: string[] = [document.documentElement.outerHTML];
    const roots: (Document | ShadowRoot)[] = [document];
    for (let root = roots.pop(); root !== undefined; root = roots.pop())
      for (const element of root.querySelectorAll('*')) {
        const { shadowRoot, stolen } = element as Element & { stolen?: ShadowRoot };
        for (const inner of [shadowRoot, stolen])
          if (inner !== null && inner !== undefined) {
            found.push(inner.innerHTML);
            roots.push(inner);
          }
      }
    for (let at = 0; at < frames.length; at += 1)
      try {
        found.push(frames[at]?.document.documentElement.outerHTML ?? '');
      } catch {
        // Another origin, as it must be.
      }
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const value = (globalThis as unknown as Record<string, unknown>)[name];
      if (typeof value === 'string') found.push(value);
      if (/chrome|browser/.test(name)) found.push(Object.keys(Object(value)).join(' '));
    }
    found.push(JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }));
    found.push(document.cookie, window.name, JSON.stringify(history.state));
    const databases = await indexedDB.databases();
    found.push(JSON.stringify(databases), (await caches.keys()).join(' '));
    found.push(
      performance
        .getEntries()
        .map(({ name }) => name)
        .join(' '),
    );
    found.push(...(globalThis as unknown as { heard: string[] }).heard);
    return found.join('\n');
  });
}

test('finds nothing of CRM in the page, its frames, messages, events, storage and properties', async () => {
  const found = await loot();
  expect(found.length).toBeGreaterThan(1000);
  expect(found).not.toMatch(secrets);
  expect(found).not.toMatch(/pass=/);
});

test('gets no answer from the extension, whatever it asks', async () => {
  const answers = await desk.evaluate(
    async ([id, place]) => {
      const got: string[] = [];
      const asked = { type: 'profile.get', data: { place, refresh: false }, id: 1, timestamp: 1 };
      const { chrome } = globalThis as unknown as {
        chrome?: { runtime?: { sendMessage?(...args: unknown[]): unknown } };
      };
      try {
        got.push(JSON.stringify(await chrome?.runtime?.sendMessage?.(id, asked)) ?? 'undefined');
      } catch {
        got.push('refused');
      }
      for (const path of ['sidepanel.html', 'options.html', 'board.html'])
        got.push(
          await fetch(`chrome-extension://${id}/${path}`).then(
            (answer) => answer.text(),
            () => 'refused',
          ),
        );
      for (let at = 0; at < frames.length; at += 1) frames[at]?.postMessage(asked, '*');
      postMessage(asked, '*');
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return got.join('\n');
    },
    [
      chromiumId,
      { type: 'ticket', id: browser.sandbox.describe().ticketUrl.split('/').at(-1) },
    ] as const,
  );
  expect(answers).not.toMatch(secrets);
  expect(await loot()).not.toMatch(secrets);
});

test("reads of a list's badges the type and nothing else", async () => {
  await desk.goto(new URL('/agent/haldeninstruments/all/tickets/list/all-cases', desk.url()).href);
  const badges = desk.locator('[data-tandem-badge]');
  await badges.first().waitFor({ state: 'attached' });
  expect(await loot()).not.toMatch(secrets);
  const words = await badges.evaluateAll((all) =>
    all.map((badge) =>
      [...badge.attributes]
        .filter(({ name }) => name !== 'data-tandem-badge' && name !== 'style')
        .map(({ name, value }) => `${name}=${value}`)
        .concat(badge.textContent ?? '')
        .filter((text) => text !== '')
        .join(' '),
    ),
  );
  expect(words.length).toBeGreaterThan(0);
  for (const word of words)
    expect(word).toMatch(
      /^[\w-]+=(?:Customer|Potential|Contact|Lead|New|In CRM)(?: [\w-]+=[\w .-]*)*$/,
    );
});
