/** Handshake mode in the agents' own interface: badges on the rows of lists, and the board. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scrollThrough, type SeenRow } from './badges';
import { chromiumId } from '../extension';
import { objectionsOf } from './axe';
import { startBrowser, type TestBrowser } from './browser';
import { connect, settled } from './setup-path';
import { liveRecords, typedTickets, type TypedTicket } from './types-truth';

let browser: TestBrowser;
let desk: Page;
let portal: string;
let truth: Map<string, TypedTicket>;

beforeAll(async () => {
  browser = await startBrowser({ contacts: 400, seed: 'handshake' });
  await connect(browser);
  await settled(browser);
  const contacts = await liveRecords(browser, 'desk', 'contacts');
  const [ticket] = await liveRecords(browser, 'desk', 'tickets');
  for (let n = 0; n < 80; n += 1)
    await browser.control('/create', {
      side: 'desk',
      module: 'tickets',
      fields: {
        subject:
          n % 9 === 0 ? `A long story, told again and again ${n} `.repeat(6) : `Request ${n}`,
        contactId: contacts[(n * 7) % contacts.length]?.id,
        departmentId: ticket?.['departmentId'],
        dueDate: n % 5 === 0 ? null : new Date(Date.now() + (n - 20) * 3_600_000).toISOString(),
        priority: ['Low', 'Medium', 'High'][n % 3],
      },
    });
  truth = await typedTickets(browser);
  portal = new URL('/agent/haldeninstruments/all', browser.sandbox.describe().ticketUrl).href;
  desk = await browser.context.newPage();
});
afterAll(() => browser?.close());

const words = { customer: 'Customer', potential: 'Potential', contact: 'Contact', new: 'New' };

const list = (look: string, view = 'all-cases'): string => `${portal}/tickets/list/${view}?${look}`;

/** Badges that say something else than the sandbox holds. */
function wrong(rows: readonly SeenRow[]): unknown[] {
  return rows
    .filter(({ word }) => word !== null)
    .map(({ number, word }) => {
      const ticket = truth.get(number);
      return { number, word, truth: ticket === undefined ? null : words[ticket.type] };
    })
    .filter(({ word, truth: expected }) => word !== expected);
}

/** Tickets that were seen and never bore a badge. */
function bare(rows: readonly SeenRow[]): unknown[] {
  const badged = new Set(rows.filter(({ word }) => word !== null).map(({ number }) => number));
  const all = new Set(rows.map(({ number }) => number));
  return [...all]
    .filter((number) => !badged.has(number))
    .map((number) => [number, truth.get(number)?.ticket['subject'], truth.get(number)?.type]);
}

/** Heights that rows have without any badge: the page's own. */
const heights: Record<string, readonly number[]> = { classic: [71], compact: [42], table: [42] };

describe('badges', () => {
  test.each([
    'layout=classic&links=mixed&rows=append&ids=on&prefix=zd_v2&dir=ltr&mode=light',
    'layout=compact&links=href&rows=append',
    'layout=table&links=void&rows=append',
    'layout=cards&links=mixed&rows=append',
    'layout=classic&links=click&ids=off&prefix=zd_v3',
    'layout=classic&links=mixed&ids=on&dir=rtl&mode=dark',
    'layout=compact&links=mixed&dir=rtl&mode=pureDark',
  ])('stand on the right tickets: %s', async (look) => {
    await desk.goto(list(look));
    await desk.locator('[data-tandem-badge]').first().waitFor({ state: 'attached' });
    const rows = await scrollThrough(desk, { step: 700, stops: 18, restMs: 250 });
    expect(wrong(rows)).toEqual([]);
    expect(new Set(rows.map(({ number }) => number)).size).toBeGreaterThan(100);
    expect(bare(rows)).toEqual([]);
    const tall = heights[/layout=(\w+)/.exec(look)?.[1] ?? ''] ?? [];
    expect(rows.filter((row) => tall.length > 0 && !tall.includes(row.height))).toEqual([]);
  });

  test.each(['classic', 'compact', 'cards'])(
    'follow rows that are given to other tickets: %s',
    async (layout) => {
      await desk.goto(
        list(`layout=${layout}&links=mixed&rows=recycle&ids=on&dir=ltr&mode=light&prefix=zd_v2`),
      );
      await desk.locator('[data-tandem-badge]').first().waitFor({ state: 'attached' });
      const slow = await scrollThrough(desk, { step: 400, stops: 12, restMs: 200 });
      expect(bare(await scrollThrough(desk, { step: 0, stops: 1, restMs: 800 }))).toEqual([]);
      const fast = await scrollThrough(desk, { step: -2600, stops: 4, restMs: 30 });
      expect(wrong([...slow, ...fast])).toEqual([]);
    },
  );

  test('let the page work as before, and open nothing themselves', async () => {
    await desk.goto(list('layout=classic&links=mixed&rows=append&ids=on&mode=light&dir=ltr'));
    const badge = desk.locator('[data-tandem-badge]').first();
    await badge.click();
    expect(desk.url()).toContain('/tickets/list/');
    const row = desk.getByRole('listitem').filter({ has: desk.locator('[data-tandem-badge]') });
    await row
      .first()
      .getByText(/overdue|in \d|days/)
      .first()
      .click();
    await desk.waitForURL(/tickets\/details\//);
    await desk.goBack();
    await badge.waitFor({ state: 'attached' });
    expect(wrong(await scrollThrough(desk, { step: 200, stops: 1, restMs: 300 }))).toEqual([]);
  });

  test('change with the view and never show what was there before', async () => {
    await desk.goto(list('layout=compact&links=void&rows=append', 'open-cases'));
    await desk.locator('[data-tandem-badge]').first().waitFor({ state: 'attached' });
    const seen: SeenRow[] = [];
    for (const view of ['Overdue', 'Unassigned', 'All tickets', 'All open']) {
      await desk.getByRole('link', { name: new RegExp(`^${view}`) }).click();
      seen.push(...(await scrollThrough(desk, { step: 100, stops: 2, restMs: 150 })));
    }
    expect(seen.length).toBeGreaterThan(20);
    expect(wrong(seen)).toEqual([]);
  });

  test('stand on tickets of a help desk that renamed its tabs', async () => {
    await desk.goto(
      `${portal}/${encodeURIComponent('e-mail')}/list/all-cases?tickets=e-mail&contacts=klanten&layout=classic&links=href`,
    );
    await desk.locator('[data-tandem-badge]').first().waitFor({ state: 'attached' });
    expect(wrong(await scrollThrough(desk, { step: 600, stops: 3, restMs: 200 }))).toEqual([]);
    await desk.goto(list('tickets=tickets&contacts=contacts'));
  });

  test('tell the page no more than a word', async () => {
    await desk.goto(list('layout=classic&links=mixed&rows=append'));
    await desk.locator('[data-tandem-badge]').first().waitFor({ state: 'attached' });
    const told = await desk.evaluate(() =>
      [...document.querySelectorAll('[data-tandem-badge]')].map((host) => ({
        root: host.shadowRoot,
        text: host.textContent,
        names: host.getAttributeNames().filter((name) => name !== 'style'),
        word: host.getAttribute('data-title'),
      })),
    );
    expect(told.length).toBeGreaterThan(5);
    for (const { root, text, names, word } of told) {
      expect(root).toBeNull();
      expect(text).toBe('');
      expect(names.toSorted()).toEqual(['data-tandem-badge', 'data-title']);
      expect(Object.values(words)).toContain(word);
    }
  });
});

describe('the board', () => {
  const columns = ['Customers', 'Potentials', 'Contacts / Leads', 'New'];
  let board: Page;

  /** Types of the department's open tickets, and the open potentials of each type's requesters. */
  async function expected(department: string) {
    const open = [...truth.values()].filter(
      ({ ticket }) => ticket['statusType'] === 'Open' && ticket['departmentId'] === department,
    );
    const types = ['customer', 'potential', 'contact', 'new'] as const;
    return types.map((type) => {
      const inside = open.filter((one) => one.type === type);
      const requesters = new Map(inside.map((one) => [one.requester, one.deals]));
      const sums = new Map<string, number>();
      for (const deal of [...requesters.values()].flat()) {
        const currency = String(deal['Currency']);
        sums.set(currency, (sums.get(currency) ?? 0) + Number(deal['Amount'] ?? 0));
      }
      return { type, tickets: inside.length, sums: Object.fromEntries(sums) };
    });
  }

  beforeAll(async () => {
    board = await browser.context.newPage();
    await board.goto(`chrome-extension://${chromiumId}/board.html`);
    await board.getByRole('region', { name: /^Customers/ }).waitFor();
  });

  test('has the columns, counts and sums that the records say', async () => {
    const answer = await browser.ask('board.get', { departmentId: null, refresh: false });
    if (!answer.ok) throw new Error(answer.problem.message);
    const { departmentId, columns: told } = answer.value;
    const expectedColumns = await expected(departmentId ?? '');
    expect(
      told.map(({ type, cards, open }) => ({
        type,
        tickets: cards.length,
        sums: Object.fromEntries(open.map(({ currency, amount }) => [currency, amount])),
      })),
    ).toEqual(expectedColumns);
    for (const [index, name] of columns.entries()) {
      const tickets = expectedColumns[index]?.tickets ?? 0;
      const column = board.getByRole('region', { name: new RegExp(`^${name}, ${tickets} ticket`) });
      expect(await column.count()).toBe(tickets === 0 ? 0 : 1);
    }
  });

  test('puts the most overdue first', async () => {
    const answer = await browser.ask('board.get', { departmentId: null, refresh: false });
    const all = answer.ok ? answer.value.columns : [];
    const times = all.map(({ cards }) => cards.map(({ dueAt }) => dueAt ?? Infinity));
    expect(times).toEqual(times.map((column) => column.toSorted((one, other) => one - other)));
    expect(await board.getByText(/^overdue /).count()).toBeGreaterThan(0);
  });

  test('is worked by keyboard', async () => {
    const focused = (): Promise<string | null> =>
      board.evaluate(() => document.activeElement?.getAttribute('data-ticket') ?? null);
    await board.bringToFront();
    await board.locator('body').click({ position: { x: 400, y: 20 } });
    await board.keyboard.press('j');
    const first = await focused();
    await board.keyboard.press('j');
    const second = await focused();
    await board.keyboard.press('k');
    expect(first).not.toBeNull();
    expect(second).not.toBe(first);
    expect(await focused()).toBe(first);
    await board.keyboard.press('l');
    const beside = await focused();
    expect([first, second]).not.toContain(beside);
    await board.keyboard.press('ArrowLeft');
    await board.keyboard.press('End');
    await board.keyboard.press('Home');
    expect(await focused()).toBe(first);
    await board.keyboard.press('?');
    await board.getByRole('dialog').waitFor();
    await board.keyboard.press('Escape');
    await board.getByRole('dialog').waitFor({ state: 'detached' });
    const [opened] = await Promise.all([
      browser.context.waitForEvent('page'),
      board.locator(`[data-ticket="${first}"]`).press('Enter'),
    ]);
    await opened.waitForURL(/tickets\/details\//);
    expect(opened.url()).toContain(String(first));
    await opened.close();
  });

  test.each(['light', 'dark'] as const)('has nothing axe objects to: %s', async (colorScheme) => {
    await board.emulateMedia({ colorScheme });
    expect(await objectionsOf(board)).toEqual([]);
  });

  test('leaves cards where they are while somebody is at them', async () => {
    const order = (): Promise<(string | null)[]> =>
      board
        .locator('[data-ticket]')
        .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-ticket')));
    const card = board.locator('[data-ticket]').first();
    await card.hover();
    const before = await order();
    const moved = before.at(-1) ?? '';
    await browser.control('/edit', {
      side: 'desk',
      module: 'tickets',
      id: moved,
      fields: { dueDate: new Date(Date.now() - 90 * 86_400_000).toISOString() },
    });
    await browser.ask('board.get', { departmentId: null, refresh: true });
    await board.getByRole('button', { name: 'Show changes' }).waitFor();
    expect(await order()).toEqual(before);
    await board.getByRole('button', { name: 'Show changes' }).click();
    expect(await order()).not.toEqual(before);
  });
});
