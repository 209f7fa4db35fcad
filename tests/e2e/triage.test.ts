/** An agent's whole triage without a mouse: board, why, ticket, note, and back to where it began. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type TestBrowser } from './browser';
import { permitAll } from './rights';
import { connect, settled, signIn } from './setup-path';

let browser: TestBrowser;
let desk: Page;
const wait = { timeout: 25_000 };

beforeAll(async () => {
  browser = await startBrowser({ contacts: 40, seed: 'triage' });
  await connect(browser);
  await settled(browser);
  await allowNotes();
  desk = await browser.context.newPage();
  desk.setDefaultTimeout(25_000);
  const { ticketUrl } = browser.sandbox.describe();
  await desk.goto(ticketUrl);
  const sidebar = await browser.sidebar(desk);
  await sidebar.getByRole('heading', { name: 'Ada' }).waitFor();
});
afterAll(() => browser?.close());

/** As an administrator does it: switched on, and asked of Zoho. */
async function allowNotes(): Promise<void> {
  await permitAll(browser, { adds: true }, ['note']);
  const page = await browser.options();
  await page.goto(`${page.url().split('#')[0]}#permissions`);
  await signIn(browser, 'CRM', {}, 'Sign in to CRM again');
  await page.getByText('Zoho has not been asked for this yet').waitFor({ state: 'detached' });
}

/** Our frame of that name in the page, once it is there. */
async function named(page: 'sidepanel' | 'board'): Promise<Frame> {
  const find = (): Frame | undefined =>
    desk.frames().findLast((frame) => frame.url().includes(`/${page}.html`));
  await expect.poll(find, wait).toBeDefined();
  const frame = find();
  if (frame === undefined) throw new Error(`no ${page}`);
  await frame.waitForLoadState();
  return frame;
}

/** The keyboard goes to whatever has it: no test chooses a frame for it. */
const press = (key: string): Promise<void> => desk.keyboard.press(key);

const hasKeyboard = (frame: Frame): Promise<boolean> =>
  frame.evaluate(() => document.hasFocus() && document.querySelector('iframe:focus') === null);

async function toSidebar(): Promise<Frame> {
  const sidebar = await named('sidepanel');
  if (!(await hasKeyboard(sidebar))) await press('F6');
  await expect.poll(() => hasKeyboard(sidebar), wait).toBe(true);
  return sidebar;
}

/** Name and text of what has the focus in a frame. */
const focused = (frame: Frame): Promise<string> =>
  frame.evaluate(() => {
    const at = document.activeElement;
    return `${at?.getAttribute('aria-label') ?? ''} ${at?.textContent ?? ''}`.trim();
  });

async function openBoard(): Promise<Frame> {
  const sidebar = await toSidebar();
  const more = (): Promise<boolean> => focused(sidebar).then((name) => name.startsWith('More'));
  for (let steps = 0; steps < 12 && !(await more()); steps += 1) await press('Shift+Tab');
  expect(await more()).toBe(true);
  await press('Enter');
  for (let steps = 0; steps < 12; steps += 1) {
    if ((await focused(sidebar)) === 'Handshake board') break;
    await press('ArrowDown');
  }
  expect(await focused(sidebar)).toBe('Handshake board');
  await press('Enter');
  const board = await named('board');
  await board.getByRole('region', { name: /^Customers/ }).waitFor();
  await expect.poll(() => hasKeyboard(board), wait).toBe(true);
  return board;
}

test('from the board to the ticket, a note, and back, by keys alone', async () => {
  const board = await openBoard();
  const at = (): Promise<string | null> =>
    board.evaluate(() => document.activeElement?.getAttribute('data-ticket') ?? null);
  await press('j');
  const first = await at();
  await press('j');
  expect(await at()).not.toBe(first);
  await press('k');
  expect(await at()).toBe(first);
  // Why it stands there is part of what a screen reader says of the card.
  expect(await focused(board)).toMatch(/won .+/);
  expect(await board.getByRole('link', { name: /won / }).count()).toBeGreaterThan(0);

  await press('Enter');
  await desk.waitForURL((url) => url.pathname.endsWith(`/tickets/details/${first}`));
  await named('sidepanel').then((frame) =>
    frame.getByRole('button', { name: /^Potentials/ }).waitFor(),
  );
  await desk.bringToFront();

  const sidebar = await toSidebar();
  await press('j');
  expect(await sidebar.evaluate(() => document.activeElement?.matches('[data-row]'))).toBe(true);
  await press('n');
  const note = sidebar.getByRole('textbox', { name: 'Note' });
  await expect
    .poll(() => note.evaluate((field) => field === document.activeElement), wait)
    .toBe(true);
  // Letters that are keys elsewhere are letters here.
  await desk.keyboard.type('Jack rang: / n? r');
  expect(await note.inputValue()).toBe('Jack rang: / n? r');
  await press('Control+Enter');
  await sidebar.locator('.nt').getByText('Jack rang: / n? r').waitFor(wait);
  const notes = await browser.control<{ records: { Note_Content?: string }[] }>(
    '/state?side=crm&module=Notes',
  );
  const added = notes.records.filter(({ Note_Content }) => Note_Content?.includes('Jack rang'));
  expect(added).toHaveLength(1);
  const { records } = await browser.control<{ records: { id: string; ticketNumber: string }[] }>(
    '/state?side=desk&module=tickets',
  );
  const ticket = records.find(({ id }) => id === first);
  expect(added[0]?.Note_Content).toContain(`Ticket #${ticket?.ticketNumber}:`);

  await press('F6');
  await expect.poll(() => hasKeyboard(sidebar), wait).toBe(false);
});

test('the search key finds somebody to link to, also where somebody is shown', async () => {
  const sidebar = await toSidebar();
  await press('/');
  const search = sidebar.getByRole('dialog').getByRole('searchbox');
  await search.waitFor();
  await expect
    .poll(() => search.evaluate((field) => field === document.activeElement), wait)
    .toBe(true);
  await desk.keyboard.type('Lindqvist');
  await sidebar
    .getByRole('button', { name: /^Link to .*Lindqvist/ })
    .first()
    .waitFor();
  // The browser's own: a search that holds words is emptied first.
  await press('Escape');
  expect(await search.inputValue()).toBe('');
  await press('Escape');
  await sidebar.getByRole('dialog').waitFor({ state: 'detached' });
});

test('every key of it is listed and can be another', async () => {
  const sidebar = await toSidebar();
  await press('?');
  const dialog = sidebar.getByRole('dialog', { name: 'Keys' });
  await dialog.waitFor();
  const key = (name: string) => dialog.getByRole('button', { name: new RegExp(`^${name}: `) });
  for (const name of ['Add a note', 'Search', 'Refresh', 'Down', 'Up', 'This list'])
    await key(name).waitFor();
  await key('Add a note').press('Enter');
  await press('m');
  await key('Search').press('Enter');
  await press('s');
  for (const name of ['Add a note: m', 'Search: s'])
    await dialog.getByRole('button', { name }).waitFor();
  await press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await press('/');
  await press('n');
  expect(await sidebar.getByRole('dialog').count()).toBe(0);
  expect(await sidebar.locator('form.compose').count()).toBe(0);
  await press('s');
  await sidebar.getByRole('dialog').getByRole('searchbox').waitFor();
  await press('Escape');
  await sidebar.getByRole('dialog').waitFor({ state: 'detached' });
  await press('m');
  await sidebar.getByRole('textbox', { name: 'Note' }).waitFor();
  await press('Escape');
});
