/** The first run: what is said while another installation syncs, and the step for products after it. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { metadataOf } from '../sandbox/crm/metadata';
import { objectionsOf } from './axe';
import { startBrowser, type TestBrowser } from './browser';
import { authorized, settled } from './setup-path';
import { lastCall, writesSince } from './truth';

const patient = { timeout: 30_000 };
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser({ contacts: 30, accounts: 6, products: 12, seed: 'first run' });
  page = await authorized(browser);
});
afterAll(() => browser?.close());

const heading = (name: string | RegExp) => page.getByRole('heading', { name });
const button = (name: string | RegExp) =>
  page.getByRole('button', { name }).and(page.locator(':enabled'));

/** What another installation has written into CRM. */
function holdLease(): { release(): void } {
  const { world } = browser.sandbox.sandbox;
  const [company] = world.crmOrgs;
  if (company === undefined) throw new Error('seed');
  const { variables, variableGroups } = metadataOf(company);
  const group = { id: world.nextId(), apiName: 'Tandem', name: 'Tandem' };
  const lease = { owner: 'other', name: 'Edge on Windows', epoch: 7 };
  const value = (until: number): string => JSON.stringify({ ...lease, until });
  const variable = {
    id: world.nextId(),
    apiName: 'tandem_sync_owner',
    name: 'Tandem sync owner',
    type: 'text',
    groupId: group.id,
    description: null,
    value: value(Date.now() + 600_000) as unknown,
  };
  variableGroups.push(group);
  variables.push(variable);
  return { release: () => (variable.value = value(0)) };
}

test('shows no preview to whoever chooses display only, and lets them choose again', async () => {
  const choose = async (type: string): Promise<void> => {
    await page.getByRole('radio', { name: type }).check();
    await button('Save preferences').click();
    await button('Continue').click();
    await page.getByRole('heading', { name: 'Field mapping', exact: true }).waitFor();
  };
  // The page before asks about Zoho's own sync and offers the same.
  await page.getByRole('heading', { name: 'Preferences', exact: true }).waitFor();
  await choose('Display only');
  await button('Continue').click();
  await heading('Display only').waitFor(patient);
  await page.getByText('Profiles are shown beside tickets; nothing is synced.').waitFor();
  expect(await button('Start sync').count()).toBe(0);
  expect(await objectionsOf(page)).toEqual([]);
  await button('Back').click();
  await page.getByRole('heading', { name: 'Field mapping', exact: true }).waitFor();
  await button('Back').click();
  await choose('Two-way');
  await button('Back').click();
});

test('says who runs the sync and when it looks again, keeps what was ticked, and goes on', async () => {
  for (const step of ['Preferences', 'Field mapping']) {
    await page.getByRole('heading', { name: step, exact: true }).waitFor();
    await button('Continue').click();
  }
  await button('Start sync').waitFor(patient);
  await page.getByText(/Records created since .* older ones are linked and not created/).waitFor();
  const other = holdLease();
  const seen = await lastCall(browser);
  await button('Start sync').click();
  await heading('Another installation runs the sync').waitFor(patient);
  await page
    .getByText(/^Edge on Windows runs it\..*Checks again in \d+ min\..*What you ticked is kept/)
    .waitFor();
  expect(await writesSince(browser, seen)).toBe(0);

  other.release();
  await browser.control('/faults', { kinds: ['latency'], rate: 0.7, seed: 'just now' });
  await button('Sync now').click();
  // What was just done, record by record, for whoever watches.
  const latest = page.getByRole('table', { name: 'Just now' });
  await latest
    .getByRole('row', { name: /linked|created in (Desk|CRM)/ })
    .first()
    .waitFor({ timeout: 60_000 });
  expect(await latest.getByRole('row').count()).toBeLessThanOrEqual(5);
  expect(await objectionsOf(page)).toEqual([]);
  await browser.control('/faults', { kinds: [], rate: 0 });
  await heading('In sync').waitFor({ timeout: 60_000 });
  await settled(browser);
  expect(await browser.ask('status.get')).toMatchObject({
    value: { lease: 'held', run: { type: 'first', gated: { changed: 0, leftOut: 0 } } },
  });
}, 120_000);

test('products are a step of their own: offered, left, taken up again, shown and synced', async () => {
  await page.getByRole('row', { name: /Products.*Display only/ }).waitFor();
  await heading('One step is left: products').waitFor();
  await button('Set up products').click();
  await page.getByText('Products are not synced yet').waitFor();
  expect(
    await page.getByRole('list', { name: 'Set-up' }).getByRole('listitem').last().innerText(),
  ).toContain('Products');

  await browser.stopWorker();
  await page.reload();
  await page.getByRole('combobox', { name: 'Products' }).selectOption('twoWay');
  const seen = await lastCall(browser);
  await button('Save preferences').click();
  await page.getByText('Nothing of products is written before you start it').waitFor(patient);
  expect(await objectionsOf(page)).toEqual([]);
  await button('Field mapping').click();
  await page.getByText('Product Name').first().waitFor(patient);
  await button('See what it will do').click();
  await page
    .getByRole('table', { name: 'Preview' })
    .getByText('Product', { exact: true })
    .first()
    .waitFor(patient);
  expect(await writesSince(browser, seen)).toBe(0);
  await button('Start sync').click();
  await heading('In sync').waitFor({ timeout: 60_000 });
  await expect
    .poll(async () => {
      const status = await browser.ask('status.get');
      return status.ok ? status.value.modules.find(({ kind }) => kind === 'product') : null;
    }, patient)
    .toMatchObject({ syncType: 'twoWay', waiting: 0 });
  const status = await browser.ask('status.get');
  const products = status.ok && status.value.modules.find(({ kind }) => kind === 'product');
  expect(products && products.linked).toBeGreaterThan(0);
  expect(await heading('One step is left: products').count()).toBe(0);
}, 120_000);
