/** What an agent sees while something is down: the customer as last read, its age, the reason; and the end of it by itself. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountsOf } from '../sandbox/accounts/state';
import { startBrowser, type TestBrowser } from './browser';
import { join, joinTextOf } from './joining';
import { permitAll } from './rights';
import { connect, settled, signIn } from './setup-path';

const patient = { timeout: 30_000 };
/** One of the customer's in CRM. */
const task = 'Send quote for audit module';
const hourMs = 3_600_000;
/** One person signs in several times in a minute here. */
const accountLimits = { tokenRequests: 1000, codesPerMinute: 1000, refreshTokensPerMinute: 1000 };

let admin: TestBrowser;
let agent: TestBrowser;
let desk: Page;
let frame: Frame;

beforeAll(async () => {
  admin = await startBrowser({ contacts: 20, seed: 'agent-trouble', accountLimits });
  await connect(admin);
  await settled(admin);
  const { world } = admin.sandbox.sandbox;
  for (const profile of world.deskOrgs[0]?.profiles ?? [])
    for (const name of Object.keys(profile.crmInteg)) profile.crmInteg[name] = true;
  await permitAll(admin);
  agent = await join(admin, await joinTextOf(admin), 'aiko.mori');
  desk = await agent.context.newPage();
  await desk.goto(admin.sandbox.describe().ticketUrl);
  frame = await agent.sidebar(desk);
  await frame.getByText(task).waitFor(patient);
  await frame.getByText(/^Updated /).waitFor(patient);
}, 120_000);
afterAll(async () => {
  await agent.close();
  await admin.close();
});

/** The customer as last read stands there, and when that was. */
async function staysReadable(age: RegExp): Promise<void> {
  expect(await frame.getByRole('heading', { name: 'Ada Lindqvist' }).isVisible()).toBe(true);
  expect(await frame.getByText(task).isVisible()).toBe(true);
  await frame.locator('footer').getByText(age).first().waitFor(patient);
}

/** Nobody presses anything: the sidebar finds out that it is over. */
async function recovers(words: string | RegExp): Promise<void> {
  await frame.getByText(/^Updated /).waitFor(patient);
  await expect.poll(() => frame.getByText(words).count(), patient).toBe(0);
  expect(await frame.getByText(task).isVisible()).toBe(true);
}

const refresh = (): Promise<void> => frame.getByRole('button', { name: 'Refresh' }).click();
const calm = (): Promise<unknown> => agent.control('/faults', { kinds: [], rate: 0 });

test.each([
  ['CRM', 'api'],
  ['Desk', 'desk'],
] as const)(
  '%s is down while the other is up',
  async (_name, service) => {
    const words = 'Zoho reports a fault of its own';
    await agent.control('/faults', { kinds: ['serverError'], rate: 1, service, seed: service });
    await refresh();
    await frame.getByText(words).waitFor(patient);
    await staysReadable(/^Not refreshed · read /);
    await calm();
    await recovers(words);
  },
  60_000,
);

test('there is no network', async () => {
  await agent.control('/faults', { kinds: ['dropBefore'], rate: 1, seed: 'network' });
  await refresh();
  await frame.getByText('Offline.').waitFor(patient);
  await staysReadable(/^Read /);
  await calm();
  await recovers('Offline.');
}, 60_000);

test('the credits of the day are spent', async () => {
  const words = 'API credits for today are used up';
  const meter = admin.sandbox.sandbox.world.crmOrgs[0]?.meter;
  if (meter === undefined) throw new Error('no CRM');
  const { dailyLimit } = meter;
  meter.dailyLimit = 0;
  await refresh();
  await frame.getByText(words).waitFor(patient);
  await staysReadable(/^Not refreshed · read /);
  Object.assign(meter, { dailyLimit });
  await recovers(words);
}, 60_000);

test('the sign-in is gone, and comes back when the agent signs in again', async () => {
  const words = 'Zoho no longer accepts the sign-in';
  accountsOf(admin.sandbox.sandbox.world).refreshTokens.clear();
  await agent.control('/clock', { advanceMs: 2 * hourMs });
  await refresh();
  await frame.getByText(words).waitFor(patient);
  await staysReadable(/^Not refreshed · read /);
  await frame.getByRole('button', { name: 'Settings' }).click();
  const page = await agent.options();
  await page.getByRole('heading', { name: 'Sign-in needed' }).waitFor(patient);
  await page.getByRole('button', { name: 'Reconnect' }).click();
  await signIn(agent, 'Desk', { email: 'aiko.mori@halden.example' });
  await page
    .getByRole('button', { name: 'Sign in to CRM' })
    .and(page.locator(':enabled'))
    .waitFor(patient);
  await signIn(agent, 'CRM');
  await page.getByRole('heading', { name: 'You are connected' }).waitFor(patient);
  await desk.bringToFront();
  await recovers(words);
}, 90_000);
