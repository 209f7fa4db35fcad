/** The field mapping over the production build, with 250 custom fields a side and real values. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { metadataOf } from '../sandbox/crm/metadata';
import { addDeskField } from '../sandbox/desk/fields';
import { objectionsOf } from './axe';
import { startBrowser, type TestBrowser } from './browser';
import { press, tabTo } from './keyboard-walk';
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
    values: { desk?: readonly string[]; crm?: readonly string[]; maxLength?: number } = {},
  ): void => {
    const name = label.replaceAll(' ', '_');
    addDeskField(world, desk, 'contacts', {
      apiName: `cf_${name.toLowerCase()}`,
      label,
      type: desktop,
      ...(values.desk && { values: values.desk }),
      ...(values.maxLength && { maxLength: values.maxLength }),
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
  add('Lab number', 'Text', 'text', { maxLength: 20 });
  for (let at = 4; at <= custom; at += 1) add(`Extra ${at}`, 'Text', 'text');
}

/** What Desk's contacts hold in one of the custom fields. */
async function held(name: string): Promise<readonly unknown[]> {
  const records = await recordsOf(browser, 'desk', 'contacts');
  return records
    .map((record) => (record['cf'] as Record<string, unknown> | undefined)?.[name])
    .filter((value) => value != null)
    .toSorted();
}
const tiers = () => held('cf_support_tier');

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
      fields: {
        Support_tier: at === 0 ? 'Gold' : 'Bronze',
        Lab_number: at === 0 ? 'LAB 7' : `LAB ${at}, the one behind the old stairs`,
        Last_Name: at === 0 ? 'Short' : `Long ${at}`,
      },
    });
  await page.evaluate(() => {
    location.hash = '#configuration/mapping';
  });
  await page.getByRole('button', { name: /^Last [Nn]ame: / }).waitFor();
});
afterAll(() => browser.close());

const drawn = () => page.getByRole('combobox', { name: /^CRM field for/ }).count();

test('of 250 custom fields draws those in sight, and the rest as they are scrolled to', async () => {
  expect(await drawn()).toBeLessThan(100);
  const last = picker(`Extra ${custom}`);
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, 4000);
        return last.count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  expect(await drawn()).toBeLessThan(140);
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('extra 17');
  // 17 and 170 to 179.
  await expect.poll(drawn, { timeout: 20_000 }).toBe(11);
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('');
});

test('offers fields of fitting type that are free, and says why not the others', async () => {
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('born');
  // The row of the shorter list is another one than that of the long list.
  await expect.poll(() => page.getByRole('combobox', { name: /^CRM field for/ }).count()).toBe(1);
  const born = picker('Born on');
  // Found: a row that the search has yet to move would lose the focus by it.
  await expect.poll(drawn, { timeout: 20_000 }).toBe(1);
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

/** The failure log by reason. */
async function failures(): Promise<readonly (readonly [string, number])[]> {
  const log = await browser.ask('failures.get', { kind: 'contact', search: '' });
  if (!log.ok) throw new Error(log.problem.message);
  return log.value.reasons.map(({ reason, records }) => [reason, records]);
}

test('shows the records that do not fit, leaves them empty when told to, and nothing fails', async () => {
  await settled(browser);
  const before = await failures();
  await page.getByRole('searchbox', { name: 'Find a field' }).fill('lab');
  await page.getByRole('button', { name: 'Use Lab number' }).click();
  await page.getByText(/^2 of \d+ CRM records looked at would fail here: /).waitFor();
  // Where both sides are written, what was left out would be overwritten by the next edit.
  const leave = page.getByRole('button', { name: 'Leave them empty' });
  expect(await leave.count()).toBe(0);
  await page.getByRole('button', { name: /^Lab number: Both ways/ }).click();
  await page.getByRole('menuitem', { name: 'CRM to Desk' }).click();

  await page.getByRole('button', { name: /^Show 2\b/ }).click();
  const records = page.getByRole('dialog', { name: 'Lab number: CRM records' });
  await records.getByRole('row', { name: /Long 1 LAB 1, the one behind/ }).waitFor();
  expect(await records.getByRole('row').count()).toBe(3);
  expect(await objectionsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await leave.click();
  await page.getByText('What does not fit is left empty in Desk.').waitFor();
  await page.getByText('would fail here').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Let them fail instead' }).click();
  await page.getByText('would fail here').waitFor();
  await leave.click();
  await page.getByRole('button', { name: 'Save mapping' }).click();
  await page.getByText('Saved. The next sync').waitFor();
  await expect.poll(() => held('cf_lab_number'), { timeout: 30_000 }).toEqual(['LAB 7']);
  await settled(browser);
  expect(await failures()).toEqual(before);
});

test('does not jump when the records have been looked at', async () => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as unknown as { value: number }).value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await browser.stopWorker();
  await page.reload();
  await page
    .getByText(/No record looked at has more/)
    .first()
    .waitFor();
  const shifts = await page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    return (globalThis as unknown as { shifts: number[] }).shifts;
  });
  expect(Math.max(0, ...shifts)).toBeLessThan(0.005);
});

test('is made, given a direction and saved by keys alone', async () => {
  await page.bringToFront();
  await tabTo(page, /Find a field/);
  await page.keyboard.type('extra 42');
  await expect.poll(drawn, { timeout: 20_000 }).toBe(1);
  const field = picker('Extra 42');
  await tabTo(page, /CRM field for Extra 42/);
  await field.getByRole('option', { name: /^Extra 42 \(/ }).waitFor({ state: 'attached' });
  // As somebody types who waits for no answer: after a second's pause a list begins the word anew.
  await Promise.all([...'Extra 42'].map((key) => page.keyboard.press(key)));
  await expect.poll(() => field.locator('option:checked').textContent()).toMatch(/^Extra 42/);
  await page.getByText('1 change.').waitFor();
  await tabTo(page, /Extra 42: Both ways/);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'CRM to Desk' }).waitFor();
  while (!/CRM to Desk/.test((await page.locator(':focus').textContent()) ?? ''))
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Extra 42: CRM to Desk/ }).waitFor();
  await press(page, /Save mapping/);
  await page.getByText('Saved. The next sync').waitFor();
  const saved = await browser.ask('mapping.get', { kind: 'contact' });
  expect(saved).toMatchObject({
    ok: true,
    value: {
      lines: expect.arrayContaining([
        { desk: 'cf.cf_extra_42', crm: 'Extra_42', direction: 'toDesk' },
      ]),
    },
  });
});
