/** The board of a department with very many open tickets, in the shipped build. */
import type { Page } from 'playwright-core';
import { chromiumId } from '../extension';
import type { TestBrowser } from './browser';
import { liveRecords } from './types-truth';

interface BoardTimes {
  /** ms from the beginning of the page's load to the frame that shows its first cards. */
  readonly times: readonly number[];
  readonly tickets: number;
  /** Calls to CRM for the first reading. */
  readonly calls: number;
}

/** Opens tickets of as many contacts as there are, in the department that the board shows first. */
async function openTickets(browser: TestBrowser, wanted: number): Promise<void> {
  const contacts = await liveRecords(browser, 'desk', 'contacts');
  const [department] = browser.sandbox.sandbox.world.deskOrgs[0]?.departments ?? [];
  for (let at = 0; at < wanted; at += 1)
    await browser.control('/create', {
      side: 'desk',
      module: 'tickets',
      fields: {
        subject: `Request ${at}`,
        contactId: contacts[at % contacts.length]?.id,
        departmentId: department?.id,
        dueDate: at % 5 === 0 ? null : new Date(Date.now() + (at - 60) * 3_600_000).toISOString(),
        priority: ['Low', 'Medium', 'High'][at % 3],
      },
    });
}

async function openBoard({ context }: TestBrowser): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`chrome-extension://${chromiumId}/board.html`, { waitUntil: 'commit' });
  await page.locator('[data-ticket]').first().waitFor();
  return page;
}

/** The browser's own note of the largest thing that it painted: the first cards. */
function firstCards(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) =>
          resolve(list.getEntries().at(-1)?.startTime ?? 0),
        ).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
}

async function countTickets(page: Page): Promise<number> {
  const heads = await page.locator('.bd-count').allTextContents();
  return heads.reduce((sum, text) => sum + Number(text.replace(/\D/g, '')), 0);
}

/** Opens the board again and again, after once for its cache. */
export async function measureBoard(
  browser: TestBrowser,
  tickets: number,
  rounds: number,
): Promise<BoardTimes> {
  await openTickets(browser, tickets);
  const { calls: before } = await browser.control<{ calls: { n: number }[] }>('/calls?since=0');
  const first = await openBoard(browser);
  await first.getByRole('button', { name: 'Refresh' }).and(first.locator(':enabled')).waitFor();
  const since = before.at(-1)?.n ?? 0;
  const { calls } = await browser.control<{ calls: { path: string }[] }>(`/calls?since=${since}`);
  const found = await countTickets(first);
  await first.close();
  const times: number[] = [];
  for (let at = 0; at < rounds; at += 1) {
    const page = await openBoard(browser);
    times.push(await firstCards(page));
    await page.close();
  }
  return {
    times,
    tickets: found,
    calls: calls.filter(({ path }) => path.startsWith('/crm/')).length,
  };
}
