/**
 * `npm start`: the product as its people meet it, against the sandbox. In a window it stays open;
 * `--headless --out DIR` walks through unattended, leaves pictures and `summary.json`, and exits
 * with 0 only if all of it worked.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import type { Run, Tally } from '../../sync/types/runs';
import { readOptions } from '../command-line';
import { startBrowser, type TestBrowser } from './browser';
import { connect, settled } from './setup-path';
import { administratorPictures } from './tour-administrator';
import { inEveryLook } from './tour-looks';
import { measureAgentTimes, type AgentTimes } from './timing';
import { agentTour } from './tour-agent';
import { compareSides, writesSince } from './truth';

const options = readOptions('npm start', {
  headless: { type: 'boolean', default: false, says: 'no window; ends by itself' },
  out: { type: 'string', says: 'folder for the pictures and the figures' },
  contacts: { type: 'string', default: '1000', says: 'contacts a side' },
  seed: { type: 'string', default: 'tandem', says: 'same seed, same records' },
});

interface Summary {
  readonly contacts: ReturnType<typeof numbersOf>;
  readonly accounts: ReturnType<typeof numbersOf>;
  readonly calls: number;
  readonly credits: Run['credits'];
  readonly firstSyncMs: number;
  readonly ticketToProfileMs: number;
  readonly secondRunWrites: number;
  readonly agent: AgentTimes;
}

function numbersOf(tally: Tally) {
  return {
    linked: tally.linked,
    createdInDesk: tally.createdInDesk,
    createdInCrm: tally.createdInCrm,
    updated: tally.updatedInDesk + tally.updatedInCrm,
    failed: tally.failed,
  };
}

async function picture(page: Page, name: string): Promise<void> {
  if (options.out === undefined) return;
  await page.screenshot({ path: join(options.out, `${name}.png`), animations: 'disabled' });
}

/** The last run as the product reports it; throws unless it went through. */
async function lastRun(browser: TestBrowser): Promise<Run> {
  await settled(browser);
  const answer = await browser.ask('status.get');
  if (!answer.ok || answer.value.run === null) throw new Error('no run to report');
  if (answer.value.run.problem !== null) throw new Error(answer.value.run.problem.message);
  return answer.value.run;
}

/** Opens a ticket from the list and waits until the customer's profile stands beside it. */
async function openTicket(
  browser: TestBrowser,
  page: Page,
  subject: RegExp,
  name: string,
): Promise<Frame> {
  await page.getByText(subject).first().click();
  const frame = await browser.sidebar(page);
  await frame.getByRole('heading', { name }).waitFor();
  await frame.getByRole('button', { name: /^Potentials/ }).waitFor();
  return frame;
}

/** Waits until every row of the list that is in view bears its badge, or none will. */
async function badged(page: Page): Promise<void> {
  await page.locator('[data-tandem-badge]').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => {
    const rows = [...document.querySelectorAll('[aria-posinset]')].filter(
      (row) => row.getBoundingClientRect().top < innerHeight,
    );
    return rows.every((row) => row.querySelector('[data-tandem-badge]') !== null);
  });
}

async function walk(browser: TestBrowser): Promise<Summary> {
  const options_ = await browser.options();
  await options_.getByLabel('Client ID').waitFor();
  const inLooks = (page: Page, step: string): Promise<void> =>
    inEveryLook(page, (look) => picture(page, `${step}-${look}`));
  await inLooks(options_, '01-client');
  await connect(browser, {
    onDesk: (page) => picture(page, '03-consent-desk'),
    onConsent: (page) => picture(page, '04-consent-crm'),
    onStep: inLooks,
  });
  await options_.getByRole('heading', { name: 'First sync is running' }).waitFor();
  await options_.getByText('Linking and writing').waitFor();
  await picture(options_, '06-first-sync');
  const first = await lastRun(browser);
  await options_.getByRole('heading', { name: 'In sync' }).waitFor();
  await picture(options_, '07-overview');

  await administratorPictures(options_, picture);

  const before = await browser.control<{ calls: { n: number }[] }>('/calls?since=0');
  const seen = before.calls.at(-1)?.n ?? 0;
  await options_.getByRole('button', { name: 'Sync now' }).click();
  await lastRun(browser);
  const secondRunWrites = await writesSince(browser, seen);
  if (secondRunWrites > 0) throw new Error(`the second run wrote ${secondRunWrites} times`);
  const differences = await compareSides(browser);
  if (differences.length > 0)
    throw new Error(`the sides differ: ${differences.slice(0, 3).join('; ')}`);

  const desk = await browser.context.newPage();
  const { ticketUrl } = browser.sandbox.describe();
  const opened = Date.now();
  await desk.goto(ticketUrl);
  const frame = await browser.sidebar(desk);
  await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
  await frame.getByText('Renewal 26').waitFor();
  const ticketToProfileMs = Date.now() - opened;
  await picture(desk, '09-ticket');
  await frame.getByRole('button', { name: /^Contact information/ }).click();
  await frame.getByRole('button', { name: /^Potentials/ }).click();
  await picture(desk, '10-ticket-information');
  await frame.getByRole('button', { name: /^Potentials/ }).click();

  await desk.goto(new URL('/agent/haldeninstruments/all/tickets/list', ticketUrl).href);
  await desk.getByText('Invoices show the old company address').first().waitFor();
  await badged(desk);
  await picture(desk, '11-list');
  await openTicket(browser, desk, /SAML sign-in fails/, 'Ada Lindqvist');
  await desk.goBack();
  await desk.getByText('Export stops at row').first().click();
  const next = await browser.sidebar(desk);
  await next.getByRole('heading', { name: /Maximiliane/ }).waitFor();
  await next.getByText(/^Updated/).waitFor();
  await picture(desk, '12-next-ticket');
  await desk.goBack();
  await desk.getByText('Invoices show the old company address').first().click();
  await next.getByRole('radio').first().waitFor();
  await picture(desk, '13-several');
  // Everybody in Desk is in CRM by now; somebody who has just written is not.
  const stranger = await browser.control<{ id: string }>('/create', {
    side: 'desk',
    module: 'contacts',
    fields: { firstName: 'Noor', lastName: 'de Vries', email: 'noor@devries-meetlab.example' },
  });
  await desk.goto(
    new URL(`/agent/haldeninstruments/all/contacts/details/${stranger.id}`, ticketUrl).href,
  );
  const unknown = await browser.sidebar(desk);
  await unknown.getByText('No contact or lead in CRM').waitFor();
  await picture(desk, '14-no-match');

  await desk.emulateMedia({ colorScheme: 'dark' });
  await desk.goto(`${ticketUrl}?mode=dark`);
  const dark = await browser.sidebar(desk);
  await dark.getByText('Renewal 26').waitFor();
  await picture(desk, '15-ticket-dark');
  // Before the agents' own pictures: they leave other permissions behind.
  const agent = await measureAgentTimes(browser);
  if (options.out !== undefined) await agentTour(browser, picture);

  return {
    contacts: numbersOf(first.tally.contact),
    accounts: numbersOf(first.tally.account),
    calls: first.calls,
    credits: first.credits,
    firstSyncMs: (first.endedAt ?? 0) - first.startedAt,
    ticketToProfileMs,
    secondRunWrites,
    agent,
  };
}

if (options.out !== undefined) await mkdir(options.out, { recursive: true });
const browser = await startBrowser({
  headless: options.headless,
  contacts: Number(options.contacts),
  seed: options.seed,
});
try {
  const summary = await walk(browser);
  console.log(JSON.stringify(summary, null, 2));
  if (options.out !== undefined)
    await writeFile(join(options.out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  if (!options.headless) {
    console.log('The browser stays open; close it to end.');
    await browser.context.waitForEvent('close', { timeout: 0 });
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await browser.close();
}
