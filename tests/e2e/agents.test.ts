/** Agents join by a text and see what the administrator published for their Desk profile, and no more. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountsOf } from '../sandbox/accounts/state';
import { metadataOf, type Variable } from '../sandbox/crm/metadata';
import type { PermissionsConfig, ProfilePermissions } from '../../sync/protocol/permissions';
import { startBrowser, type TestBrowser } from './browser';
import { join as joinAs } from './joining';
import { keptIn } from './kept';
import { fullAccess, profileRights, ticketPlace } from './rights';
import { connect, settled, signIn } from './setup-path';

let admin: TestBrowser;
let joinText: string;
const browsers: TestBrowser[] = [];
const withoutPotentials: ProfilePermissions = {
  ...fullAccess,
  restricted: {
    information: true,
    potentials: false,
    notes: true,
    calls: true,
    events: true,
    tasks: true,
  },
};

beforeAll(async () => {
  admin = await startBrowser({ contacts: 60, seed: 'agents' });
  await connect(admin);
  await settled(admin);
}, 120_000);
afterAll(async () => {
  for (const browser of browsers) await browser.close();
  await admin.close();
});

/** The setting of every profile, by the profile's name. */
async function configOf(
  settings: Readonly<Record<string, ProfilePermissions>>,
): Promise<PermissionsConfig> {
  return { profiles: await profileRights(admin, (name) => settings[name] ?? fullAccess) };
}

async function publish(settings: Readonly<Record<string, ProfilePermissions>>): Promise<void> {
  const before = await admin.ask('publication.get');
  const over = before.ok && before.value.state === 'current' ? before.value.version : null;
  const answer = await admin.ask('publication.publish', {
    permissions: await configOf(settings),
    over,
  });
  expect(answer).toMatchObject({ ok: true, value: { state: 'current' } });
}

async function join(first: string): Promise<TestBrowser> {
  const browser = await joinAs(admin, joinText, first);
  browsers.push(browser);
  return browser;
}

async function ticketIn(browser: TestBrowser): Promise<readonly [Page, Frame]> {
  const desk = await browser.context.newPage();
  await desk.goto(admin.sandbox.describe().ticketUrl);
  return [desk, await browser.sidebar(desk)];
}

interface NotedCall {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly zuid: string | null;
}

async function callsOf(first: string): Promise<readonly NotedCall[]> {
  const { zuid } = admin.sandbox.sandbox.world.people.find(({ email }) =>
    email.startsWith(first),
  ) ?? { zuid: '' };
  const { calls } = await admin.control<{ calls: NotedCall[] }>('/calls?since=0');
  return calls.filter((call) => call.zuid === zuid && /^\/(crm|api)\//.test(call.path));
}

test('the administrator makes the text, with a client that is not the own', async () => {
  const page = await admin.options();
  const { clientId, clientSecret, agentsClientId, agentsClientSecret } = admin.sandbox.describe();
  await page.evaluate(() => {
    location.hash = 'configuration/agents';
  });
  const enter = async (id: string, secret: string): Promise<void> => {
    await page.getByLabel('Client ID').fill(id);
    await page.getByLabel('Client secret').fill(secret);
    await page.getByRole('button', { name: 'Check and save' }).click();
  };
  await enter(clientId, clientSecret);
  await page.getByText('That is the client of the sync itself').waitFor();
  await enter(agentsClientId, 'wrong');
  await page
    .getByText(/Client Secret/)
    .first()
    .waitFor();
  await enter(agentsClientId, agentsClientSecret);
  const shown = page.locator('code').filter({ hasText: /^tandem-join-1\./ });
  await shown.waitFor();
  joinText = await shown.innerText();
  const inside = Buffer.from(joinText.split('.')[1] ?? '', 'base64url').toString();
  expect(inside).toContain(agentsClientSecret);
  expect(inside).not.toContain(clientSecret);
});

test('a text that lost its end, or is another, is refused and changes nothing', async () => {
  const browser = await startBrowser({ beside: admin });
  browsers.push(browser);
  const cut = await browser.ask('access.paste', { text: joinText.slice(0, -20) });
  expect(cut).toMatchObject({
    value: { step: 'client', problem: { at: 'access', problem: { code: 'join.incomplete' } } },
  });
  const other = await browser.ask('access.paste', { text: 'tandem-join-9.AAAA.0.' });
  expect(other).toMatchObject({ value: { problem: { problem: { code: 'join.newer' } } } });
  expect(await browser.ask('setup.get')).toMatchObject({
    value: { step: 'client', clientId: null, access: { agent: null } },
  });
});

test("is bounded by Zoho's own switches, which are off for Light Agents at first", async () => {
  await publish({ 'Light Agent': withoutPotentials });
  const browser = await join('aiko.mori');
  expect(
    await browser.ask('profile.get', { place: ticketPlace(admin), refresh: true }),
  ).toMatchObject({
    value: { result: { state: 'hidden' } },
  });
  const records = /\/(Contacts|Leads|Accounts|coql)|contactId|tickets/;
  expect((await callsOf('aiko.mori')).filter(({ path }) => records.test(path))).toEqual([]);
  const { world } = admin.sandbox.sandbox;
  for (const profile of world.deskOrgs[0]?.profiles ?? [])
    for (const name of Object.keys(profile.crmInteg)) profile.crmInteg[name] = true;
}, 60_000);

test('a Light Agent without potentials: not asked for, not kept, said to be hidden', async () => {
  const browser = browsers[1]!;
  await browser.ask('access.follow');
  const [desk, frame] = await ticketIn(browser);
  await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
  await frame.getByText('Hidden by your administrator').first().waitFor();
  await frame.getByText('Send quote for audit module').waitFor();
  // HND-3: Desk's own word, else no more than that the person is in CRM; without reason and sums.
  await frame
    .getByText('In CRM')
    .or(frame.getByText('Customer', { exact: true }))
    .first()
    .waitFor();
  expect(await frame.getByText(/Renewal 2[0-9]|won /).count()).toBe(0);

  const calls = await callsOf('aiko.mori');
  expect(calls.some(({ path }) => path.startsWith('/crm/v8/Contacts'))).toBe(true);
  const aboutDeals = /Deals|Potentials|pipeline|stages/i;
  expect(calls.filter(({ path }) => aboutDeals.test(decodeURIComponent(path)))).toEqual([]);
  expect(await keptIn(browser, 'tandem')).not.toMatch(/Renewal 2[0-9]/);

  // No sync, no lease: nothing was written, and the variable of the lease was never touched.
  expect(calls.filter(({ method, path }) => method !== 'GET' && !/coql|count/.test(path))).toEqual(
    [],
  );
  expect(calls.filter(({ path }) => path.includes('tandem_sync_owner'))).toEqual([]);
  expect(await browser.ask('status.get')).toMatchObject({
    value: { run: null, nextRunAt: null, connection: { userName: 'Aiko Mori' } },
  });

  // What the administrator is shown as this profile is what this agent sees.
  const matrix = await admin.options();
  await matrix.evaluate(() => {
    location.hash = 'permissions';
  });
  await matrix.getByRole('combobox', { name: 'Desk profile' }).selectOption('Light Agent');
  const preview = matrix.getByRole('region', { name: 'Sidebar as Light Agent' });
  await matrix.getByRole('combobox', { name: 'Sample' }).selectOption('Ada Lindqvist');
  await preview.getByText('Send quote for audit module').waitFor();
  const parts = async (of: typeof preview | Frame): Promise<readonly string[]> => [
    ...(await of.locator('dl.facts').allInnerTexts()),
    ...(await of.locator('section.sec').allInnerTexts()),
  ];
  expect((await parts(frame)).length).toBeGreaterThan(4);
  await expect.poll(() => parts(preview), { timeout: 20_000 }).toEqual(await parts(frame));

  // A change takes effect on the open ticket within one look, and erases what is withdrawn.
  expect(await keptIn(browser, 'tandem')).toContain('Send quote for audit module');
  await publish({
    'Light Agent': {
      ...fullAccess,
      restricted: { ...withoutPotentials.restricted!, tasks: false, calls: false, events: false },
    },
  });
  const page = await browser.options();
  await page.getByRole('button', { name: 'Check for new settings' }).click();
  await page.getByText('published just now').waitFor();
  await desk.bringToFront();
  await frame.getByText('Send quote for audit module').waitFor({ state: 'detached' });
  expect(await keptIn(browser, 'tandem')).not.toContain('Send quote for audit module');
}, 90_000);

test('settings mixed of two versions are not used; the administrator is told, and publishes anew', async () => {
  const agent = browsers[1]!;
  const [desk, frame] = await ticketIn(agent);
  const hidden = frame.getByText('Hidden by your administrator');
  await hidden.first().waitFor();
  const parts = (): Variable[] =>
    metadataOf(admin.sandbox.sandbox.world.crmOrgs[0]!).variables.filter(({ apiName }) =>
      /_[ab]\d+$/.test(apiName),
    );
  const before = new Map(parts().map(({ apiName, value }) => [apiName, value]));
  await publish({ 'Light Agent': fullAccess });
  // As two administrators at once can leave it: one part is that of the version before.
  const part = parts().findLast(({ apiName, value }) => before.get(apiName) !== value)!;
  const older = before.get(part.apiName.replace(/[ab](?=\d+$)/, (at) => (at === 'a' ? 'b' : 'a')));
  expect(older).toMatch(/^\d+:\d+:/);
  part.value = older;
  await agent.ask('access.follow');
  expect(
    await agent.ask('profile.get', { place: ticketPlace(admin), refresh: true }),
  ).toMatchObject({
    ok: true,
  });
  await frame.getByText('Updated just now').waitFor();
  expect(await hidden.count()).toBeGreaterThan(1);
  const aboutDeals = /Deals|Potentials|pipeline|stages/i;
  const asked = await callsOf('aiko.mori');
  expect(asked.filter(({ path }) => aboutDeals.test(decodeURIComponent(path)))).toEqual([]);
  const matrix = await admin.options();
  await matrix.reload();
  await matrix.getByText('What is published is not whole').waitFor();

  await publish({ 'Light Agent': fullAccess });
  await agent.ask('access.follow');
  // Permitted now, and asked for; CRM itself keeps them from a Light Agent, which is not "none".
  await frame.getByText('Not visible to you in CRM').waitFor();
  expect(await hidden.count()).toBe(0);
  expect(await frame.getByText(/no potentials/i).count()).toBe(0);
  await desk.close();
}, 60_000);

test('an agent without a CRM user sees what is in Desk, and why', async () => {
  const browser = await join('sara.alotaibi');
  const page = await browser.options();
  await page.getByText('You have no CRM user of your own', { exact: true }).waitFor();
  const [, frame] = await ticketIn(browser);
  await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
  await frame.getByText('You have no CRM user of your own').waitFor();
  await frame.getByText('ada.lindqvist@nordwind.se').first().waitFor();
  expect(await frame.getByText('Try again').count()).toBe(0);
  const asked = (await callsOf('sara.alotaibi')).filter(({ host }) => host.includes('zohoapis'));
  expect(asked.every(({ path }) => /\/users|\/org/.test(path))).toBe(true);
}, 60_000);

test('an agent may sign in to CRM again, and goes on with what Zoho gave then', async () => {
  const browser = browsers[1]!;
  const { zuid } = admin.sandbox.sandbox.world.people.find(({ email }) =>
    email.startsWith('aiko.mori'),
  ) ?? { zuid: '' };
  const grants = (): readonly string[] =>
    [...accountsOf(admin.sandbox.sandbox.world).refreshTokens.values()].flatMap(
      ({ token, approval }) => (approval.zuid === zuid ? [token] : []),
    );
  const before = grants();
  // Zoho gives one client four codes a minute; those who joined have had them.
  await admin.control('/clock', { advanceMs: 61_000 });
  const page = await browser.options();
  await signIn(browser, 'CRM', {}, 'Sign in to CRM again');
  await page
    .getByRole('button', { name: 'Sign in to CRM again' })
    .and(page.locator(':enabled'))
    .waitFor();
  await page.getByRole('heading', { name: 'You are connected' }).waitFor();
  await expect
    .poll(() => grants().some((token) => !before.includes(token)), { timeout: 20_000 })
    .toBe(true);
  const seen = (await callsOf('aiko.mori')).length;
  const [desk, frame] = await ticketIn(browser);
  await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
  await frame.getByRole('button', { name: 'Refresh' }).click();
  await expect
    .poll(async () => (await callsOf('aiko.mori')).length, { timeout: 20_000 })
    .toBeGreaterThan(seen);
  await frame.getByText('Updated just now').waitFor();
  await desk.close();
}, 60_000);

test("the administrator deletes the integration, and the agent's installation empties itself", async () => {
  const agent = browsers[1]!;
  await admin.ask('integration.delete');
  const page = await agent.options();
  await page.getByRole('button', { name: 'Check for new settings' }).click();
  await page.getByText('The administrator has deleted the integration').waitFor();
  expect(await keptIn(agent, 'tandem')).not.toContain('Ada Lindqvist');
  expect(await agent.ask('setup.get')).toMatchObject({
    value: { step: 'client', access: { agent: null } },
  });
});
