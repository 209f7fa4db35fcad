/** Set-up as a guided path, walked without a pointer; left and taken up again on the way. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { metadataOf } from '../sandbox/crm/metadata';
import { startBrowser, type TestBrowser } from './browser';
import { press, tabTo } from './keyboard-walk';
import { synced } from './setup-path';

let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser({ contacts: 40, seed: 'guided' });
});
afterAll(() => browser.close());

/** Zoho's own pages, by keyboard too. */
async function signIn(page: Page, product: 'Desk' | 'CRM', isFirst: boolean): Promise<void> {
  const { admin } = browser.sandbox.describe();
  const opening = browser.context.waitForEvent('page');
  await press(page, new RegExp(`Sign in to ${product}`));
  const window = await opening;
  if (isFirst) {
    await window.getByLabel('Email address').waitFor();
    await tabTo(window, /Email address/);
    await window.keyboard.type(admin.email);
    await tabTo(window, /Password/);
    await window.keyboard.type(admin.password);
    await window.keyboard.press('Enter');
  }
  await window.getByRole('button', { name: 'Accept' }).waitFor();
  const closed = window.waitForEvent('close');
  await tabTo(window, /^\s*Accept/);
  // The window may be gone before the key is up.
  await window.keyboard.press('Enter').catch(() => undefined);
  await closed;
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

test(
  'from installed to synced by keyboard alone, left and resumed',
  { timeout: 120_000 },
  async () => {
    const page = await browser.options();
    const { clientId, clientSecret } = browser.sandbox.describe();
    await tabTo(page, /Client ID/);
    await page.keyboard.type(clientId);
    await tabTo(page, /Client secret/);
    await page.keyboard.type(clientSecret);
    await page.keyboard.press('Enter');
    await heading(page, 'Connect Desk and CRM').waitFor();
    // A lesser edition: no products in this CRM.
    const [company] = browser.sandbox.sandbox.world.crmOrgs;
    for (const allowed of company === undefined ? [] : metadataOf(company).permissions.values())
      for (const name of allowed) if (name.endsWith('_Products')) allowed.delete(name);
    await signIn(page, 'Desk', true);
    await signIn(page, 'CRM', false);
    await heading(page, 'Check what is connected').waitFor();
    await page.getByText('CRM has no products here: none are synced.').waitFor();
    const foreign = page.getByRole('radio', { name: /Display only/ });
    if (await foreign.isVisible()) {
      await tabTo(page, /Display only/);
      await page.keyboard.press('ArrowDown');
    }
    await press(page, /^\s*Authorize/);
    await heading(page, 'Preferences').waitFor();
    await press(page, /Continue/);
    await heading(page, 'Field mapping').waitFor();

    await browser.stopWorker();
    await page.reload();
    await heading(page, 'Field mapping').waitFor();
    const status = await browser.ask('status.get');
    expect(status).toMatchObject({ ok: true, value: { run: null, nextRunAt: null } });
    await browser.ask('sync.now');
    expect(await browser.ask('status.get')).toMatchObject({ value: { run: null } });

    await press(page, /Continue/);
    await press(page, /Start sync/);
    await heading(page, 'In sync').waitFor({ timeout: 60_000 });
    expect(await page.getByRole('list', { name: 'Set-up' }).count()).toBe(0);
  },
);

test("signs of Zoho's own sync stop ours until a person has answered", async () => {
  const page = await browser.options();
  // The contact made below must not be in what the first look compares with.
  await synced(browser);
  await browser.control('/create', {
    side: 'desk',
    module: 'contacts',
    fields: { lastName: 'Zoho made me', zohoCRMContact: { id: '123456789', type: 'contacts' } },
  });
  // Nothing is under way that could disable the button while it is being pressed.
  await page.reload();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.getByText("Zoho's own Desk–CRM sync seems to be on").waitFor();
  await page.getByRole('heading', { name: /^Paused/ }).waitFor();
  await page.getByRole('button', { name: 'It is off now, go on' }).click();
  await page.getByRole('heading', { name: 'In sync' }).waitFor();
  expect(await page.getByText("Zoho's own Desk–CRM sync seems to be on").count()).toBe(0);
}, 90_000);
