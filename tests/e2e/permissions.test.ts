/** What an administrator hides is gone from open tickets, from the disk, and from what Zoho is asked. */
import { readFile } from 'node:fs/promises';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PermissionsConfig, ProfilePermissions } from '../../sync/protocol/permissions';
import { chromiumId } from '../extension';
import { metadataOf } from '../sandbox/crm/metadata';
import { startBrowser, type TestBrowser } from './browser';
import { keptIn } from './kept';
import { fullAccess } from './rights';
import { connect, settled } from './setup-path';

let browser: TestBrowser;
let desk: Page;
let frame: Frame;
let profileId: string;

const withoutSales = {
  information: true,
  potentials: false,
  notes: false,
  calls: true,
  events: false,
  tasks: true,
};

beforeAll(async () => {
  browser = await startBrowser({ contacts: 60, seed: 'permissions' });
  await connect(browser);
  await settled(browser);
  const answer = await browser.ask('permissions.get');
  if (!answer.ok) throw new Error(answer.problem.message);
  profileId = answer.value.profiles.find(({ name }) => name === 'Administrator')?.id ?? '';
  desk = await browser.context.newPage();
  await openTicket();
  await frame.getByText('Renewal 26').waitFor();
});
afterAll(() => browser.close());

async function openTicket(): Promise<void> {
  await desk.goto(browser.sandbox.describe().ticketUrl);
  frame = await browser.sidebar(desk);
}

async function permit(over: Partial<ProfilePermissions>): Promise<void> {
  const config: PermissionsConfig = { profiles: { [profileId]: { ...fullAccess, ...over } } };
  expect(await browser.ask('permissions.save', { config })).toMatchObject({ ok: true });
}

const kept = (): Promise<string> => keptIn(browser, 'tandem');

async function callsSince(n: number): Promise<readonly string[]> {
  const { calls } = await browser.control<{ calls: { method: string; path: string }[] }>(
    `/calls?since=${n}`,
  );
  return calls.map(({ method, path }) => `${method} ${path}`);
}

test('takes effect on the open ticket, and erases what was kept', async () => {
  expect(await browser.ask('permissions.get')).toMatchObject({ value: { config: null } });
  expect(await kept()).toContain('Renewal 26');
  await permit({ restricted: withoutSales });
  await expect.poll(() => frame.getByText('Hidden by your administrator').count()).toBe(2);
  expect(await frame.getByText('Renewal 26').count()).toBe(0);
  expect(await frame.getByText('Renewal workshop').count()).toBe(0);
  await frame.getByText('Send quote for audit module').waitFor();
  await frame.getByText('In CRM').first().waitFor();
  expect(await kept()).not.toMatch(/Renewal 2[56]|audit log before renewal|Renewal workshop/);
});

test('asks Zoho for nothing that is hidden', async () => {
  const since = (await callsSince(0)).length;
  await browser.stopWorker();
  await openTicket();
  await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
  await frame.getByRole('button', { name: 'Refresh' }).click();
  await expect.poll(() => frame.getByText('Hidden by your administrator').count()).toBe(2);
  await frame.getByText('Send quote for audit module').waitFor();
  // What was kept is shown at once: the refresh itself is known by what it asks.
  const asksForTheContact = async (): Promise<boolean> =>
    (await callsSince(since)).some((call) => /\/Contacts\/\d+$/.test(call));
  await expect.poll(asksForTheContact, { timeout: 20_000 }).toBe(true);
  await frame.getByText('Updated just now').waitFor();
  const asked = await callsSince(since);
  const hidden = /Deals|Notes|Activities|pipeline|layouts|stages/;
  expect(asked.filter((call) => hidden.test(call))).toEqual([]);
  expect(await kept()).not.toMatch(/Renewal 2[56]|audit log before renewal/);
});

test('shows the account in place of a contact that may not be seen', async () => {
  await permit({ contacts: false });
  await openTicket();
  await frame.getByRole('heading', { name: 'Nordwind AB' }).waitFor();
  expect(await frame.getByText('Ada Lindqvist').count()).toBe(0);
});

test('is not there at all for a profile that is not to see it, or that nobody named', async () => {
  const shown = () =>
    desk
      .locator('[data-tandem]')
      .evaluateAll(
        (hosts) => hosts.filter((host) => getComputedStyle(host).display !== 'none').length,
      );
  await permit({ visible: false });
  await frame.getByText('Hidden by your administrator').waitFor();
  await openTicket();
  await expect.poll(shown).toBe(0);
  expect(await kept()).not.toContain('Nordwind AB"}');
  await browser.ask('permissions.save', { config: { profiles: {} } });
  await openTicket();
  await expect.poll(shown).toBe(0);
  await permit({});
  await openTicket();
  await frame.getByText('Renewal 26').waitFor();
});

test('takes no configuration that is none', async () => {
  const broken = { profiles: { [profileId]: { ...fullAccess, visible: 'yes' } } };
  const answer = await browser.ask('permissions.save', { config: broken as never });
  expect(answer).toMatchObject({ ok: false, problem: { code: 'message.malformed' } });
});

test("is bounded by Zoho's own switches for CRM data in Desk", async () => {
  const own = await startBrowser({ contacts: 60, seed: 'switches' });
  try {
    for (const profile of own.sandbox.sandbox.world.deskOrgs[0]?.profiles ?? [])
      profile.crmInteg['crmContactsPotentials'] = false;
    await connect(own);
    await settled(own);
    const page = await own.context.newPage();
    await page.goto(own.sandbox.describe().ticketUrl);
    const sidebar = await own.sidebar(page);
    await sidebar.getByText('Send quote for audit module').waitFor();
    expect(await sidebar.getByText('Hidden by your administrator').count()).toBe(1);
    await sidebar.getByText('In CRM').first().waitFor();
    const { calls } = await own.control<{ calls: { path: string }[] }>('/calls?since=0');
    expect(calls.filter(({ path }) => /^\/crm\/.*(?:Deals|pipeline)/.test(path))).toEqual([]);
  } finally {
    await own.close();
  }
});

const go = async (page: Page): Promise<void> => {
  await page.evaluate(() => {
    location.hash = '#permissions';
  });
  await page.getByRole('row', { name: /^Administrator/ }).waitFor();
};
const cell = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true });

test('is set on the page, seen before it is published, and guarded while it is not', async () => {
  const page = await browser.options();
  await go(page);
  // With the number of people whom each row concerns.
  const { agents, profiles } = browser.sandbox.sandbox.world.deskOrgs[0]!;
  for (const { id, name } of profiles) {
    const people = agents.filter((one) => one.profileId === id && one.status === 'ACTIVE').length;
    const words = people === 1 ? '1 person' : `${people} people`;
    await page.getByRole('rowheader', { name: `${name} ${words}`, exact: true }).waitFor();
  }
  await page.getByRole('combobox', { name: 'Access, Administrator' }).selectOption('restricted');
  await cell(page, 'Potentials, Administrator').uncheck();
  const preview = page.getByRole('region', { name: 'Sidebar as Administrator' });
  await preview.getByText('Hidden by your administrator').first().waitFor();
  expect(await preview.getByRole('heading', { name: 'Notes' }).count()).toBe(1);
  // Looking changes nothing for anybody.
  expect(await frame.getByText('Renewal 26').count()).toBeGreaterThan(0);
  expect(await browser.ask('publication.get')).toMatchObject({ value: { state: 'none' } });
  // Another page and back: what was begun is still there.
  await page.evaluate(() => {
    location.hash = '#history';
  });
  await page.getByRole('heading', { name: 'Sync history' }).waitFor();
  await go(page);
  expect(await cell(page, 'Potentials, Administrator').isChecked()).toBe(false);
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
});

test('is published with what changes, to the open ticket and to CRM, and not over another', async () => {
  const page = await browser.options();
  const other = await browser.context.newPage();
  await other.goto(`chrome-extension://${chromiumId}/options.html#permissions`);
  await page.bringToFront();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish to all agents?' });
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Published.').waitFor();
  await expect.poll(() => frame.getByText('Renewal 26').count()).toBe(0);
  const first = await browser.ask('publication.get');
  expect(first).toMatchObject({
    value: { state: 'current', settings: { permissions: { profiles: { [profileId]: {} } } } },
  });
  // Begun over what was there before: the other window is told, and may look again.
  await other.bringToFront();
  await other.getByRole('button', { name: 'Calls for all profiles' }).click();
  await other.getByRole('menuitem', { name: 'Off for all' }).click();
  await page.bringToFront();
  await cell(page, 'Potentials, Administrator').check();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await dialog.getByText('Potentials: new').waitFor();
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText('Published.').waitFor();
  await other.bringToFront();
  await other.getByRole('button', { name: 'Publish', exact: true }).click();
  await other.getByText('Calls: no longer').first().waitFor();
  await other.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
  await other.getByText('Somebody else has published meanwhile').waitFor();
  await other.getByRole('button', { name: 'Discard' }).click();
  await other.getByText('Somebody else has published').waitFor({ state: 'detached' });
  await other.close();
  await desk.bringToFront();
  await frame.getByText('Renewal 26').waitFor();
});

test('is set for a row and a column at once, by keyboard', async () => {
  const page = await browser.options();
  await page.getByRole('button', { name: 'More for Agent', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[role=menuitem]:focus').waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: /^Agent/ });
  await row.getByText('not visible').first().waitFor();
  await page.getByRole('button', { name: 'Visible for all profiles' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[role=menuitem]:focus').waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => cell(page, 'Visible, Agent').isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Discard' }).click();
});

test('is exported with the whole configuration, and imported unless anything in it is wrong', async () => {
  const page = await browser.options();
  await go(page);
  const menu = page.getByRole('button', { name: 'Configuration file' });
  await menu.click();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Export configuration' }).click(),
  ]);
  expect(saved.suggestedFilename()).toMatch(/^tandem-configuration-\d{4}-\d\d-\d\d\.json$/);
  const text = await readFile(await saved.path(), 'utf8');
  const { clientId, clientSecret, admin } = browser.sandbox.describe();
  for (const secret of [clientId, clientSecret, admin.email]) expect(text).not.toContain(secret);
  const version = async () => {
    const answer = await browser.ask('mapping.get', { kind: 'contact' });
    return answer.ok ? answer.value.version : null;
  };
  const before = await version();
  async function choose(content: string): Promise<void> {
    await menu.click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('menuitem', { name: 'Import configuration' }).click(),
    ]);
    const buffer = Buffer.from(content);
    await chooser.setFiles({ name: 'c.json', mimeType: 'application/json', buffer });
  }
  await choose(text.replace(profileId, '999999999'));
  await page.getByText('999999999: The file names a Desk profile').waitFor();
  await choose(text.replace('"policy": "crm"', '"policy": "<b>me</b>"'));
  await page.getByText('sync.policy: The file is damaged').waitFor();
  await choose(text + ' '.repeat(5_000_000));
  await page.getByText('The file is larger than any configuration').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await version()).toBe(before);
  await choose(
    text
      .replace('"policy": "crm"', '"policy": "ask"')
      .replace(/("profiles": \{\s*"\d+": \{\s*"visible": )true/, '$1false'),
  );
  const dialog = page.getByRole('dialog', { name: 'Take over this file?' });
  await dialog.getByText('Changed on both sides').waitFor();
  await dialog.getByRole('button', { name: 'Take over' }).click();
  await page.getByText('Taken over. Permissions wait here for Publish.').waitFor();
  await page.getByText('1 profile changed.').waitFor();
  expect(await browser.ask('preferences.get')).toMatchObject({
    value: { draft: { policy: 'ask' } },
  });
  await page.getByRole('button', { name: 'Discard' }).click();
});

test('goes back from CRM with the integration', async () => {
  const answer = await browser.ask('integration.delete');
  expect(answer).toMatchObject({ ok: true });
  const { variables } = metadataOf(browser.sandbox.sandbox.world.crmOrgs[0]!);
  const left = variables.filter(({ apiName }) => /_(?:settings|[ab]\d+)$/.test(apiName));
  expect(left.length).toBeGreaterThan(1);
  expect(left.map(({ value }) => value ?? '').join('')).toMatch(
    /^[^{]*\{[^{}]*"withdrawn":true[^{}]*\}$/,
  );
});
