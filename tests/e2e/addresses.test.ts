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
  const marks = new Set(customers.map(({ mark }) => mark));
  const markOf = async (): Promise<string> =>
    /m\d\dm/.exec(await desk.locator('[data-id="caseSubjectText"]').last().innerText())?.[0] ?? '';
  const list = new URL(ticket.pathname.replace(/details.*/, 'list/all-cases'), ticket);
  await desk.goto(`${list.href}?moves=still&linger=0`);
  // The newest stand first, side by side.
  await desk
    .getByText(/^Question of m\d\dm/)
    .first()
    .click();
  await expect.poll(markOf, { timeout: 20_000 }).not.toBe('');
  const first = await markOf();
  const frame = await browser.sidebar(desk);
  await frame.getByText(`Deal ${first}`).waitFor();
  const address = desk.url();
  await desk.getByRole('button', { name: 'Next ticket' }).click();
  await expect.poll(markOf, { timeout: 20_000 }).not.toBe(first);
  const second = await markOf();
  expect(marks).toContain(second);
  await frame.getByText(`Deal ${second}`).waitFor();
  expect(await frame.getByText(`Deal ${first}`).count()).toBe(0);
  expect(desk.url()).toBe(address);
});
