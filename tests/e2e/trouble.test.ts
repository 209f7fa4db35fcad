/** What goes wrong on the way in and later: each has words that say what happened and what to do. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StatusView } from '../../sync/protocol';
import { accountsOf } from '../sandbox/accounts/state';
import { dataCentre } from '../sandbox/datacentres';
import { startBrowser, type TestBrowser } from './browser';
import { connect, enterClient, settled, signIn } from './setup-path';
import { compareSides, lastCall, recordsOf, writesSince } from './truth';

/** Tests sign in more often than Zoho allows a person to. */
const accountLimits = {
  tokenRequests: 1000,
  codesPerMinute: 1000,
  refreshTokensPerMinute: 1000,
};
const hourMs = 3_600_000;

async function statusOf(browser: TestBrowser): Promise<StatusView> {
  const answer = await browser.ask('status.get');
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
}

const linkedIn = (status: StatusView): number =>
  status.modules.reduce((sum, module) => sum + module.linked, 0);

/** Presses *Sync now* and waits until a run that began afterwards has ended. */
async function syncNow(browser: TestBrowser): Promise<StatusView> {
  const before = (await statusOf(browser)).run?.id;
  await browser.ask('sync.now');
  await expect
    .poll(async () => (await statusOf(browser)).run?.id, { timeout: 15_000 })
    .not.toBe(before);
  await settled(browser);
  return statusOf(browser);
}

describe('setting up', () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await startBrowser({ contacts: 30, seed: 'trouble', accountLimits });
  });
  afterAll(() => browser.close());

  test('a wrong client id and a wrong secret are told apart', async () => {
    const page = await enterClient(browser, { id: '1000.NOSUCHCLIENT' });
    await page.getByText('Zoho does not know this Client ID').waitFor();
    await enterClient(browser, { secret: 'not-the-secret' });
    await page.getByText('The Client Secret does not match').waitFor();
  });

  test('without a network it says so and keeps what was typed', async () => {
    await browser.control('/faults', { kinds: ['dropBefore'], rate: 1, seed: 'network' });
    const page = await enterClient(browser);
    await page.getByText('Zoho could not be reached').waitFor();
    expect(await page.getByLabel('Client ID').inputValue()).toBe(
      browser.sandbox.describe().clientId,
    );
    await browser.control('/faults', { kinds: [], rate: 0, seed: 'network' });
    await enterClient(browser);
    await page.getByRole('button', { name: 'Sign in to Desk' }).waitFor();
  });

  test('denied consent is not an error of the network', async () => {
    const page = await browser.options();
    await signIn(browser, 'Desk', { consent: 'Reject' });
    await page.getByText(/Sign-in to Desk did not go through/).waitFor();
    const setup = await browser.ask('setup.get');
    expect(setup.ok && setup.value.problem?.problem.code).toBe('oauth.denied');
  });

  test('a closed window says what to compare', async () => {
    const page = await browser.options();
    const [window] = await Promise.all([
      browser.context.waitForEvent('page'),
      page.getByRole('button', { name: 'Sign in to Desk' }).click(),
    ]);
    await window.waitForLoadState();
    await window.close();
    await page.getByText('The sign-in window was closed before Zoho answered').waitFor();
  });

  test('somebody who is no Desk administrator is told so', async () => {
    const page = await browser.options();
    await signIn(browser, 'Desk', { email: 'kwame.mensah@halden.example' });
    await page.getByText('Only a Desk administrator can set Tandem up').first().waitFor();
  });

  test('two data centres that differ are told apart from a wrong company', async () => {
    const page = await browser.options();
    const { admin } = browser.sandbox.describe();
    await signIn(browser, 'Desk', { email: admin.email }, 'Sign in as somebody else');
    await page.getByRole('button', { name: 'Sign in to CRM' }).waitFor();
    // The next person's account lives in India.
    const { world } = browser.sandbox.sandbox;
    const { dc } = world;
    Object.assign(world, { dc: dataCentre('in') });
    await signIn(browser, 'CRM');
    await page.getByText('Desk and CRM are in different data centres of Zoho').first().waitFor();
    const setup = await browser.ask('setup.get');
    expect(setup.ok && setup.value.problem).toMatchObject({
      at: 'crm',
      problem: { code: 'connect.dataCentreMix' },
    });
    expect(setup.ok && setup.value.crm).toBeNull();
    Object.assign(world, { dc });
  });

  test('a CRM company where one is no administrator is told so', async () => {
    const page = await browser.options();
    await page.getByRole('button', { name: 'Sign in to CRM' }).waitFor();
    await signIn(browser, 'CRM', { organisation: 'Halden Nordic AS' });
    await page.getByText('This person is not an administrator in CRM').first().waitFor();
  });
});

describe('later on', () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await startBrowser({ contacts: 60, seed: 'later', accountLimits });
    await connect(browser);
    await settled(browser);
  });
  afterAll(() => browser.close());

  test('an expired token is replaced without anybody noticing', async () => {
    await browser.control('/clock', { advanceMs: 2 * hourMs });
    const { run, state } = await syncNow(browser);
    expect(run?.problem).toBeNull();
    expect(state).toBe('inSync');
  });

  test('a contact without e-mail is created once', async () => {
    await browser.control('/create', {
      side: 'desk',
      module: 'contacts',
      fields: { lastName: 'Mailless-Meier', phone: '+49 30 5550123' },
    });
    await syncNow(browser);
    const twins = async (): Promise<number> =>
      (await recordsOf(browser, 'crm', 'contacts')).filter(
        (contact) => contact['Last_Name'] === 'Mailless-Meier',
      ).length;
    expect(await twins()).toBe(1);
    const seen = await lastCall(browser);
    await syncNow(browser);
    expect(await twins()).toBe(1);
    expect(await writesSince(browser, seen)).toBe(0);
  });

  test('nothing is written while paused, and nothing is lost', async () => {
    const page = await browser.options();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('heading', { name: /^Paused/ }).waitFor();
    const seen = await lastCall(browser);
    await browser.control('/create', {
      side: 'crm',
      module: 'Contacts',
      fields: { Last_Name: 'Waits', Email: 'waits@pause.example' },
    });
    await browser.ask('sync.now');
    expect((await statusOf(browser)).state).toBe('paused');
    expect(await writesSince(browser, seen)).toBe(0);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect
      .poll(
        async () =>
          (await recordsOf(browser, 'desk', 'contacts')).some(
            ({ email }) => email === 'waits@pause.example',
          ),
        { timeout: 20_000 },
      )
      .toBe(true);
    await settled(browser);
  });

  test('a revoked sign-in leads to Reconnect, another company is refused, links stay', async () => {
    const page = await browser.options();
    const before = linkedIn(await statusOf(browser));
    accountsOf(browser.sandbox.sandbox.world).refreshTokens.clear();
    await browser.control('/clock', { advanceMs: 2 * hourMs });
    await browser.ask('sync.now');
    await page.getByRole('heading', { name: 'Sign-in needed' }).waitFor();
    await page.getByRole('button', { name: 'Reconnect' }).click();

    await signIn(browser, 'Desk', {}, 'Sign in to Desk');
    await signIn(browser, 'CRM', { organisation: 'Halden Nordic AS' });
    await page.getByText('another CRM company than the connected one').first().waitFor();
    await signIn(browser, 'CRM', { organisation: 'Halden Instruments GmbH' });
    await page.getByRole('heading', { name: 'In sync' }).waitFor();
    await settled(browser);
    const after = await statusOf(browser);
    expect(linkedIn(after)).toBe(before);
    expect(after.connection?.crmName).toBe('Halden Instruments GmbH');
    expect(await compareSides(browser)).toEqual([]);
  });

  test('deleting the integration removes everything and touches no record', async () => {
    const page = await browser.options();
    const before = (await recordsOf(browser, 'desk', 'contacts')).length;
    const seen = await lastCall(browser);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Delete integration' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    await dialog.getByRole('button', { name: 'Delete integration' }).click();
    await page.getByLabel('Client ID').waitFor();
    expect(await page.getByLabel('Client ID').inputValue()).toBe('');
    const status = await statusOf(browser);
    expect(status.state).toBe('notConnected');
    expect(linkedIn(status)).toBe(0);
    expect(await writesSince(browser, seen)).toBe(0);
    expect((await recordsOf(browser, 'desk', 'contacts')).length).toBe(before);
    expect(accountsOf(browser.sandbox.sandbox.world).refreshTokens.size).toBe(0);
  });
});
