/** The field mapping over the production build, with 250 custom fields a side and real values. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { metadataOf } from '../sandbox/crm/metadata';
import { addDeskField } from '../sandbox/desk/fields';
import { startBrowser, type TestBrowser } from './browser';
import { connect, settled } from './setup-path';
import { recordsOf } from './truth';

const custom = 250;
let browser: TestBrowser;
let page: Page;

/** As an administrator of either product would have made them. */
function makeFields({ world }: TestBrowser['sandbox']['sandbox']): void {
  const [desk] = world.deskOrgs;
  const [crm] = world.crmOrgs;
  const contacts = crm === undefined ? undefined : metadataOf(crm).modules.get('Contacts');
  const pattern = contacts?.fields.get('Twitter');
  if (desk === undefined || contacts === undefined || pattern === undefined)
    throw new Error('no organisation');
  const add = (
    label: string,
    desktop: Parameters<typeof addDeskField>[3]['type'],
    type: string,
    values: { desk?: readonly string[]; crm?: readonly string[] } = {},
  ): void => {
    const name = label.replaceAll(' ', '_');
    addDeskField(world, desk, 'contacts', {
      apiName: `cf_${name.toLowerCase()}`,
      label,
      type: desktop,
      ...(values.desk && { values: values.desk }),
    });
    contacts.fields.set(name, {
      ...pattern,
      id: world.nextId(),
      apiName: name,
      label,
      custom: true,
      type: type as typeof pattern.type,
      length: null,
      values: values.crm ?? null,
    });
  };
  add('Support tier', 'Picklist', 'picklist', {
    desk: ['Gold', 'Silver'],
    crm: ['Gold', 'Bronze'],
  });
  add('Born on', 'Date', 'date');
  for (let at = 3; at <= custom; at += 1) add(`Extra ${at}`, 'Text', 'text');
}

async function tiers(): Promise<readonly unknown[]> {
  const records = await recordsOf(browser, 'desk', 'contacts');
  return records
    .map((record) => (record['cf'] as Record<string, unknown> | undefined)?.['cf_support_tier'])
    .filter((value) => value != null)
    .toSorted();
}

const picker = (field: string) =>
  page.getByRole('combobox', { name: `CRM field for ${field}`, exact: true });
const notice = /values? ha(?:s|ve) no pair in Desk/;

beforeAll(async () => {
  browser = await startBrowser({ contacts: 60, accounts: 10, overlap: 0.5, seed: 'mapping' });
  makeFields(browser.sandbox.sandbox);
  await connect(browser);
  await settled(browser);
  page = await browser.options();
  const [ofDesk, ofCrm] = await Promise.all([
    recordsOf(browser, 'desk', 'contacts'),
    recordsOf(browser, 'crm', 'contacts'),
  ]);
  // Addresses that one record a side has: those are linked.
  const once = (records: readonly Record<string, unknown>[], name: string) =>
    new Set(
      records
        .map((record) => record[name])
        .filter((value, at, all) => value != null && all.indexOf(value) === all.lastIndexOf(value)),
    );
  const [inDesk, inCrm] = [once(ofDesk, 'email'), once(ofCrm, 'Email')];
  const linked = ofCrm.filter(({ Email }) => inDesk.has(Email) && inCrm.has(Email)).slice(0, 3);
  if (linked.length < 3) throw new Error('not three linked contacts');
  for (const [at, { id }] of linked.entries())
    await browser.control('/edit', {
      side: 'crm',
      module: 'Contacts',
      id,
      fields: { Support_tier: at === 0 ? 'Gold' : 'Bronze' },
    });
  await page.evaluate(() => {
    location.hash = '#configuration/mapping';
  });
  await page.getByRole('button', { name: /^Last [Nn]ame: / }).waitFor();
});
afterAll(() => browser.close());

test('of 250 custom fields draws those in sight, and the rest as they are scrolled to', async () => {
  const drawn = () => page.getByRole('combobox', { name: /^CRM field for/ }).count();
  expect(await drawn()).toBeLessThan(100);
  const last = picker(`Extra ${custom}`);
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 4000);
      return last.count();
    })
    .toBe(1);
  expect(await drawn()).toBeLessThan(140);
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('extra 17');
  // 17 and 170 to 179.
  await expect.poll(drawn).toBe(11);
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('');
});

test('offers fields of fitting type that are free, and says why not the others', async () => {
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('born');
  const born = picker('Born on');
  await born.focus();
  const option = (name: RegExp) => born.getByRole('option', { name });
  await option(/^Born on \(Date/).waitFor({ state: 'attached' });
  expect(await option(/^Support tier \(other type\)/).isDisabled()).toBe(true);
  expect(await option(/^Last Name \(/).isDisabled()).toBe(true);
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('');
});

test('finds what real records have without a pair, tells the effect, and takes steps back', async () => {
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('support');
  await page.getByRole('button', { name: 'Use Support tier' }).click();
  await page.getByText('1 change.').waitFor();
  await page
    .getByText(notice)
    .filter({ hasText: 'Bronze' })
    .filter({ hasText: '2 records' })
    .waitFor();
  await page.getByRole('button', { name: /^Support tier: Both ways/ }).click();
  await page.getByRole('menuitem', { name: 'CRM to Desk' }).click();
  await page.getByRole('button', { name: /^Pair values/ }).click();
  const pairs = page.getByRole('dialog', { name: 'Values of Support tier' });
  await pairs.getByLabel('CRM: Bronze').selectOption('Silver');
  await pairs.getByRole('button', { name: 'Take over' }).click();
  await page.getByText(notice).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Preview effect' }).and(page.locator(':enabled')).click();
  const effect = page.getByRole('dialog', { name: 'What saving does to linked records' });
  await effect.getByText('3 would change in Desk').waitFor();
  await effect.getByText('Silver').first().waitFor();
  await page.keyboard.press('Escape');
  // Another page and back: nothing of it is lost, and nothing of it is saved.
  await page.evaluate(() => {
    location.hash = '#history';
  });
  await page.getByRole('heading', { name: 'Sync history' }).waitFor();
  await page.evaluate(() => {
    location.hash = '#configuration/mapping';
  });
  await page.getByText('1 change.').waitFor();
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('support');
  await page.getByRole('button', { name: 'Undo last change' }).click();
  await page.getByText(notice).waitFor();
  await page.getByRole('button', { name: /^Pair values/ }).click();
  await pairs.getByLabel('CRM: Bronze').selectOption('Silver');
  await pairs.getByRole('button', { name: 'Take over' }).click();
  expect(await tiers()).toEqual([]);
});

test('is saved, and the sync carries over what was told', async () => {
  await page.getByRole('button', { name: 'Save mapping' }).click();
  await page.getByText('Saved. The next sync').waitFor();
  await expect.poll(tiers, { timeout: 30_000 }).toEqual(['Gold', 'Silver', 'Silver']);
  await page
    .getByRole('button', { name: /^Contacts/ })
    .getByText('16')
    .waitFor();
});
