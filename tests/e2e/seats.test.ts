/** Where the screens stand: beside the page, over it, in the browser's own panel; and the keys between them. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumId } from '../extension';
import { startBrowser, type TestBrowser } from './browser';
import { openSidePanel, type SidePanel } from './side-panel';
import { connect, settled } from './setup-path';

let browser: TestBrowser;
let desk: Page;
let frame: Frame;
let ticketUrl: string;

beforeAll(async () => {
  browser = await startBrowser({ contacts: 60, seed: 'seats' });
  await connect(browser);
  await settled(browser);
  desk = await browser.context.newPage();
  ({ ticketUrl } = browser.sandbox.describe());
  await desk.goto(ticketUrl);
  frame = await browser.sidebar(desk);
  await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
});
afterAll(() => browser?.close());

const patient = { timeout: 20_000, interval: 50 };
const bodyWidth = (): Promise<number> =>
  desk.evaluate(() => document.body.getBoundingClientRect().width);
const isShown = (): Promise<boolean> =>
  desk
    .locator('[data-tandem]')
    .first()
    .evaluate((host) => getComputedStyle(host).display !== 'none');

const hasKeyboard = (): Promise<boolean> => frame.evaluate(() => document.hasFocus());

/** As somebody does who does not wait: the page takes no key before it has been told the agent's own. */
async function toSidebar(key: string): Promise<void> {
  expect(await hasKeyboard()).toBe(false);
  await expect
    .poll(async () => {
      await desk.keyboard.press(key);
      const come = frame.waitForFunction(() => document.hasFocus(), null, { timeout: 3000 });
      return come.then(
        () => true,
        () => false,
      );
    }, patient)
    .toBe(true);
}

async function choose(entry: string): Promise<void> {
  await frame.getByRole('button', { name: 'More', exact: true }).click();
  await frame.getByRole('menuitem', { name: entry }).click();
}

test('stands beside the page, or over it, and stays so', async () => {
  const whole = await desk.evaluate(() => innerWidth);
  await expect.poll(bodyWidth, patient).toBe(whole - 360);
  await choose('Lay over the page');
  await expect.poll(bodyWidth, patient).toBe(whole);
  await desk.reload();
  frame = await browser.sidebar(desk);
  await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
  await expect.poll(bodyWidth, patient).toBe(whole);
  await choose('Stand beside the page');
  await expect.poll(bodyWidth, patient).toBe(whole - 360);
});

test('one key goes from the page to the sidebar and back to where it came from', async () => {
  await desk.locator('[data-id="globalSearchIcon"]').click();
  await desk.locator('[data-id="searchInput"]').fill('half a word');
  await toSidebar('F6');
  expect(await frame.evaluate(() => document.activeElement?.className)).toContain('sb-body');
  await desk.keyboard.press('j');
  expect(await frame.evaluate(() => document.activeElement?.matches('[data-row]'))).toBe(true);
  await desk.keyboard.press('F6');
  await expect
    .poll(() => desk.evaluate(() => document.activeElement?.getAttribute('data-id')), patient)
    .toBe('searchInput');
  await desk.keyboard.type('s');
  expect(await desk.locator('[data-id="searchInput"]').inputValue()).toBe('half a words');
  await desk.keyboard.press('Escape');
});

test('keys can be changed, say where two are one, and are kept', async () => {
  await choose('Keys');
  const key = (name: string) => frame.getByRole('button', { name: new RegExp(`^${name}: `) });
  await key('Refresh').click();
  await desk.keyboard.press('j');
  expect(await frame.getByText("also another action's key").count()).toBe(2);
  await key('Refresh').click();
  await desk.keyboard.press('Enter');
  await frame.getByRole('alert').waitFor();
  await key('Refresh').click();
  await desk.keyboard.press('u');
  expect(await frame.getByText("also another action's key").count()).toBe(0);
  await key('Between the page and this panel').click();
  await desk.keyboard.press('x');
  await frame.getByText("Letters are Desk's own shortcuts").waitFor();
  await key('Between the page and this panel').click();
  await desk.keyboard.press('F8');
  await frame.getByRole('button', { name: 'Close', exact: true }).click();
  await browser.stopWorker();
  await desk.reload();
  frame = await browser.sidebar(desk);
  await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
  await desk.locator('[data-id="caseSubjectText"]').click();
  // The key that was given away does nothing, before the page knows the agent's own and after.
  await desk.keyboard.press('F6');
  await toSidebar('F8');
  await desk.keyboard.press('F8');
  await expect.poll(hasKeyboard, patient).toBe(false);
  // Were it taken, the other one would lead back.
  await desk.keyboard.press('F6');
  await desk.keyboard.press('F8');
  await expect.poll(hasKeyboard, patient).toBe(true);
  await choose('Keys');
  expect(await key('Refresh').textContent()).toBe('u');
  await frame.getByRole('button', { name: 'Usual keys' }).click();
  await frame.getByRole('button', { name: 'Close', exact: true }).click();
});

test('the board stands over the page, opens a ticket in its place, and closes', async () => {
  await choose('Handshake board');
  const board = await over();
  await board.getByRole('region', { name: /^Customers/ }).waitFor();
  await expect.poll(() => board.evaluate(() => document.hasFocus()), patient).toBe(true);
  await desk.keyboard.press('j');
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('Escape');
  await expect.poll(() => desk.frames().some(isBoard), patient).toBe(false);
  await choose('Handshake board');
  const again = await over();
  const card = again.locator('[data-ticket]').first();
  const id = await card.getAttribute('data-ticket');
  await card.click();
  await desk.waitForURL((url) => url.href.includes(String(id)));
  await desk.goto(ticketUrl);
  frame = await browser.sidebar(desk);
  await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
});

test('a board that the page itself frames is shown nothing', async () => {
  await desk.evaluate((address) => {
    const rival = document.createElement('iframe');
    rival.src = address;
    rival.name = 'rival';
    document.body.append(rival);
  }, `chrome-extension://${chromiumId}/board.html#pass=guessed`);
  const rival = await over();
  await rival.getByText('The board could not be read').waitFor();
  expect(await rival.locator('[data-ticket]').count()).toBe(0);
  await desk.evaluate(() => document.querySelector('iframe[name=rival]')?.remove());
});

test("in the browser's own panel it follows the tab in front, and the frame steps back", async () => {
  const panel: SidePanel = await openSidePanel(browser, frame);
  await expect.poll(panel.text, patient).toContain('Ada Lindqvist');
  await expect.poll(isShown, patient).toBe(false);
  const other = await browser.context.newPage();
  await other.goto(new URL('/agent/haldeninstruments/all/tickets/list/open-cases', ticketUrl).href);
  await expect.poll(panel.text, patient).not.toContain('Ada Lindqvist');
  await other.getByText('Export stops at row').first().click();
  await expect.poll(panel.text, patient).toContain('Maximiliane');
  await other.close();
  await desk.bringToFront();
  await expect.poll(panel.text, patient).toContain('Ada Lindqvist');
  await panel.close();
  await expect.poll(isShown, patient).toBe(true);
});

const isBoard = (candidate: Frame): boolean => candidate.url().includes('/board.html');

/** The board's frame in the page of Desk. */
async function over(): Promise<Frame> {
  await expect.poll(() => desk.frames().some(isBoard), patient).toBe(true);
  const found = desk.frames().findLast(isBoard);
  if (found === undefined) throw new Error('no board');
  await found.waitForLoadState();
  return found;
}
