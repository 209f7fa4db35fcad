/**
 * What an organisation sets for a machine, read by a real browser: Firefox takes it from a folder of
 * its user, while Chromium's folder belongs to the system and is not a test's to write to.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'puppeteer-core';
import { fill, patience, role, startFirefox, type TestFirefox } from './browser';

let firefox: TestFirefox;
let options: Page;

beforeAll(async () => {
  firefox = await startFirefox({
    contacts: 150,
    accounts: 30,
    overlap: 0.4,
    policy: ({ sandbox }) => {
      const restricted = {
        information: true,
        potentials: false,
        notes: true,
        calls: true,
        events: true,
        tasks: true,
      };
      const profiles = Object.fromEntries(
        (sandbox.world.deskOrgs[0]?.profiles ?? []).map(({ id }) => [
          id,
          { visible: true, contacts: true, accounts: true, restricted },
        ]),
      );
      return JSON.stringify({ permissions: { profiles } });
    },
  });
  options = await firefox.screen('options.html');
});
afterAll(() => firefox?.close());

const press = (page: Page, name: string): Promise<void> =>
  page.locator(role('button', name)).setTimeout(patience).click();

const says = (page: Page): Promise<string> => page.evaluate(() => document.body.innerText);

test("the browser's policy holds on this machine, and the page says so", async () => {
  const { admin, clientId, clientSecret, ticketUrl } = firefox.sandbox.describe();
  await fill(options, 'Client ID', clientId);
  await fill(options, 'Client secret', clientSecret);
  await press(options, 'Check and continue');
  const desk = await firefox.windowOf(() => press(options, 'Sign in to Desk'));
  await fill(desk, 'Email address', admin.email);
  await fill(desk, 'Password', admin.password);
  await press(desk, 'Sign in');
  await press(desk, 'Accept');
  const crm = await firefox.windowOf(() => press(options, 'Sign in to CRM'));
  await press(crm, 'Accept');
  await press(options, 'Authorize display only');
  await options.waitForSelector(role('heading', 'Display only'), { timeout: patience });

  const permissions = await firefox.screen('options.html#permissions');
  await expect
    .poll(() => says(permissions), { timeout: patience })
    .toContain('This browser is managed');

  const frame = await firefox.frame(await firefox.open(ticketUrl));
  const shown = (): Promise<string> => frame.evaluate(() => document.body.innerText);
  await expect.poll(shown, { timeout: patience }).toContain('Ada Lindqvist');
  await expect.poll(shown, { timeout: patience }).toContain('Hidden by your administrator');
  expect(await shown()).not.toMatch(/Renewal 2\d/);
}, 120_000);
