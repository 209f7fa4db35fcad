/** Desk at other addresses than Zoho's own, and tickets that its address does not tell of. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildFolder, startBrowser, type TestBrowser } from './browser';
import { createMarked, type MarkedCustomer } from './people';
import { connect, settled } from './setup-path';

const own = 'https://support.haldeninstruments.example';

let build: string;
let browser: TestBrowser;
let desk: Page;
let ticket: URL;
let customers: readonly MarkedCustomer[];

/** The shipped build as it is after a person has allowed the address: no test can press the browser's own button. */
async function allowed(host: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-build-'));
  await cp(buildFolder, folder, { recursive: true });
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { host_permissions: string[] };
  manifest.host_permissions.push(`${host}/*`);
  await writeFile(file, JSON.stringify(manifest));
  return folder;
}

beforeAll(async () => {
  build = await allowed(own);
  browser = await startBrowser({ contacts: 40, seed: 'addresses', build });
  customers = await createMarked(browser, 2);
  await connect(browser);
  await settled(browser);
  desk = await browser.context.newPage();
  ticket = new URL(browser.sandbox.describe().ticketUrl);
});
afterAll(async () => {
  await browser?.close();
  await rm(build, { recursive: true, force: true });
});

test("stands on the help desk's own domain", async () => {
  await desk.goto(`${own}${ticket.pathname}`);
  const frame = await browser.sidebar(desk);
  await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
  await desk.goto(`${own}${ticket.pathname.replace(/details.*/, 'list/open-cases')}?links=href`);
  await desk.locator('[data-tandem-badge]').first().waitFor({ state: 'attached' });
});

test('stays away from an address that nobody has allowed', async () => {
  await desk.goto(`https://crmplus.zoho.com${ticket.pathname}`);
  await desk.locator('[data-id="caseSubjectText"]').waitFor();
  expect(await desk.locator('[data-tandem]').count()).toBe(0);
});

test('lists what is allowed on the overview', async () => {
  const options = await browser.options();
  await options.getByText('support.haldeninstruments.example').waitFor();
  await options.getByLabel('Address of your help desk').fill('desk.zoho.com');
  await options.getByRole('button', { name: 'Allow' }).click();
  await options.getByText(/^Enter an address such as/).waitFor();
  await desk.bringToFront();
});

test('follows a ticket that the page opens without changing its address', async () => {
  const [first, second] = customers;
  await desk.goto(new URL(`${first?.path}?linger=0`, ticket).href);
  const frame = await browser.sidebar(desk);
  await frame.getByText(`Deal ${first?.mark}`).waitFor();
  await desk.locator(`[data-id="subTab_${first?.ticketId}"] h1`).waitFor();
  // The page's own drawing of another ticket, as it is after a switch within its panel.
  await desk.evaluate(
    ([from, to]) => {
      for (const part of document.querySelectorAll(`[data-id="subTab_${from}"]`))
        part.setAttribute('data-id', `subTab_${to}`);
    },
    [first?.ticketId, second?.ticketId] as const,
  );
  await frame.getByText(`Deal ${second?.mark}`).waitFor();
  expect(await frame.getByText(`Deal ${first?.mark}`).count()).toBe(0);
});
