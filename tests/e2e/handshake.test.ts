/** Handshake mode in the agents' own interface: badges on the rows of lists, and the board. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scrollThrough, type SeenRow } from './badges';
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
      const fast = await scrollThrough(desk, { step: -2600, stops: 4, restMs: 30 });
      expect(wrong([...slow, ...fast])).toEqual([]);
      expect(bare(slow).length).toBeLessThan(10);
    },
  );
});
