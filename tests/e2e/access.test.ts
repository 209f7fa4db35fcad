/** A Desk administrator who is none in CRM asks one for access: by a sealed text, and by a code (CON-2). */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type TestBrowser } from './browser';
import { enterClient, signIn } from './setup-path';

const luca = 'luca.bianchi@halden.example';
let asker: TestBrowser;
let approver: TestBrowser;

beforeAll(async () => {
  asker = await startBrowser({ contacts: 20, seed: 'access' });
  approver = await startBrowser({ beside: asker });
}, 60_000);
afterAll(async () => {
  await approver.close();
  await asker.close();
});

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name }).and(page.locator(':enabled'));

/** Up to the request, as somebody who is an administrator in Desk alone. */
async function ask(by: TestBrowser = asker): Promise<Page> {
  const page = await enterClient(by);
  await button(page, 'Sign in to Desk').waitFor();
  await signIn(by, 'Desk', { email: 'tomas.berg@halden.example' });
  await page.getByLabel("CRM administrator's e-mail address").fill('luca');
  await button(page, 'Request access').click();
  await page.getByText('Enter a whole e-mail address.').waitFor();
  await page.getByLabel("CRM administrator's e-mail address").fill(luca);
  await button(page, 'Request access').click();
  await page.getByRole('heading', { name: 'Waiting for approval' }).waitFor();
  return page;
}

async function requestText(page: Page): Promise<string> {
  return page
    .locator('code')
    .filter({ hasText: /^tandem-request-1\./ })
    .innerText();
}

/** Somebody opens a request and answers it. */
async function answer(
  text: string,
  how: 'approve' | 'decline',
  by: TestBrowser = approver,
): Promise<string> {
  const page = await by.options();
  if (await page.getByRole('button', { name: 'Close' }).isVisible())
    await button(page, 'Close').click();
  const paste = button(page, 'Paste it');
  await paste.or(page.getByLabel('Text that you were sent')).first().waitFor();
  if (await paste.isVisible()) await paste.click();
  await page.getByLabel('Text that you were sent').fill(text);
  await button(page, 'Open').click();
  await page.getByRole('heading', { name: 'Tomas Berg asks for access to CRM' }).waitFor();
  if (how === 'decline') await button(page, 'Decline').click();
  else await signIn(by, 'CRM', { email: luca }, 'Sign in and approve');
  const shown = page.locator('code').filter({ hasText: /^tandem-approval-1\./ });
  await shown.waitFor();
  return shown.innerText();
}

async function reply(page: Page, text: string): Promise<void> {
  await page.bringToFront();
  await page.getByLabel(`Reply from ${luca}`).fill(text);
  await button(page, 'Use reply').click();
}

const kept = async (browser: TestBrowser): Promise<unknown> => {
  const view = await browser.ask('setup.get');
  return view.ok ? view.value.access : null;
};

test('a request is declined, and one that was cancelled takes no reply any more', async () => {
  const page = await ask();
  const first = await requestText(page);
  await page.reload();
  await page.getByRole('heading', { name: 'Waiting for approval' }).waitFor();
  expect(await requestText(page)).toBe(first);
  const number = await page.locator('.checkcode').innerText();
  await reply(page, await answer(first, 'decline'));
  await page.getByText('The CRM administrator declined').waitFor();

  await page.getByLabel("CRM administrator's e-mail address").fill(luca);
  await button(page, 'Request access').click();
  await page.getByRole('heading', { name: 'Waiting for approval' }).waitFor();
  expect(await page.locator('.checkcode').innerText()).not.toBe(number);
  // The answer to the former request opens nothing here.
  await reply(page, await answer(first, 'decline'));
  await page.getByText('This reply does not belong to the request').waitFor();
  await reply(page, first);
  await page.getByText('It begins with tandem-approval').waitFor();
  await button(page, 'Cancel request').click();
  await page.getByRole('heading', { name: 'Connect Desk and CRM' }).waitFor();
  expect(await kept(asker)).toMatchObject({ request: null });
}, 60_000);

test('the invitation goes to the mail program, and can be sent again as it is', async () => {
  const page = await asker.options();
  await page.getByLabel("CRM administrator's e-mail address").fill(luca);
  await button(page, 'Request access').click();
  const text = await requestText(page);
  await page.getByText('nothing was sent yet').waitFor();
  // The mail program is not ours to open here.
  await page.evaluate(() =>
    addEventListener('click', (event) => {
      if ((event.target as Element).closest('a[href^="mailto:"]')) event.preventDefault();
    }),
  );
  const send = page.getByRole('link', { name: 'Send invitation' });
  const mail = await send.getAttribute('href');
  expect(decodeURIComponent(mail ?? '')).toMatch(
    new RegExp(`^mailto:${luca}\\?subject=Access to Zoho CRM.*&body=.*${text.slice(0, 60)}`, 's'),
  );
  await send.click();
  const again = page.getByRole('link', { name: 'Resend invitation' });
  await again.waitFor();
  await page.getByText(/^Opened in your mail program/).waitFor();
  await page.reload();
  expect(await again.getAttribute('href')).toBe(mail);
  expect(await requestText(page)).toBe(text);
  await button(page, 'Cancel request').click();
  await page.getByRole('heading', { name: 'Connect Desk and CRM' }).waitFor();
}, 60_000);

test('a sealed approval by another person moves set-up on, and only here', async () => {
  const page = await asker.options();
  await page.getByLabel("CRM administrator's e-mail address").fill(luca);
  await button(page, 'Request access').click();
  const number = await page.locator('.checkcode').innerText();
  const text = await requestText(page);
  const sealed = await answer(text, 'approve');
  const other = await approver.options();
  await other.getByText('Access to Halden Instruments GmbH').waitFor();
  // Nothing of the grant is in the text, nor kept where it was made.
  const inside = Buffer.from(sealed.split('.')[1] ?? '', 'base64url').toString('latin1');
  expect(inside).not.toMatch(/1000\.|refresh/);
  expect(await approver.ask('setup.get')).toMatchObject({
    value: { step: 'client', crm: null, clientId: null },
  });
  await button(other, 'Close').click();
  await other.getByRole('heading', { name: 'Register a Zoho client' }).waitFor();
  // Somebody else's browser cannot open it.
  expect(await approver.ask('access.reply', { text: sealed })).toMatchObject({
    value: { problem: { problem: { code: 'request.none' } } },
  });

  await reply(page, sealed);
  await page.getByRole('heading', { name: 'Check what is connected' }).waitFor();
  await page.getByText('Halden Instruments GmbH').waitFor();
  expect(await asker.ask('setup.get')).toMatchObject({
    value: {
      step: 'company',
      desk: { user: { email: 'tomas.berg@halden.example' } },
      crm: { user: { email: luca }, administrator: true },
      access: { request: null },
    },
  });
  expect(number).toMatch(/^\d{4} \d{4} \d{4}$/);
}, 60_000);

test('a code: refused, expired, then approved on a page of Zoho', async () => {
  await asker.ask('integration.delete');
  // Codes of a client are limited by the minute.
  await asker.control('/clock', { advanceMs: 61_000 });
  const page = await ask();
  const { deviceClientId, deviceClientSecret } = asker.sandbox.describe();
  const part = page.getByRole('region', { name: 'On a call now: a code' });
  await part.getByLabel('Client ID').fill(deviceClientId);
  await part.getByLabel('Client secret').fill(deviceClientSecret);
  await button(page, 'New code').click();

  await atZoho(page, 'Reject');
  await button(page, 'Check now').click();
  await page.getByText('Access was refused on the page of Zoho').waitFor();

  await button(page, 'New code').click();
  await part.locator('.code').waitFor();
  await asker.control('/clock', { advanceMs: 301_000 });
  await button(page, 'Check now').click();
  await page.getByText('The code has expired').waitFor();

  await button(page, 'New code').click();
  await atZoho(page, 'Accept');
  await button(page, 'Check now').click();
  await page.getByRole('heading', { name: 'Check what is connected' }).waitFor();
  expect(await asker.ask('setup.get')).toMatchObject({
    value: { crm: { user: { email: luca } }, access: { request: null } },
  });
  await page.getByRole('button', { name: /^Authorize/ }).click();
  await page.getByRole('heading', { name: /^(Preferences|Display only)$/ }).waitFor();
}, 90_000);

test('who is connected answers a request of somebody else, and stays connected as before', async () => {
  const mine = await asker.options();
  const only = mine.getByRole('heading', { name: 'Display only' });
  for (const step of ['Preferences', 'Field mapping']) {
    await mine.getByRole('heading', { name: step, exact: true }).or(only).waitFor();
    if (await only.isVisible()) break;
    await button(mine, 'Continue').click();
  }
  if (!(await only.isVisible())) await button(mine, /^Start (sync|without preview)$/).click();
  await asker.ask('sync.pause');
  const before = await asker.ask('status.get');

  const other = await ask(approver);
  const text = await requestText(other);
  await mine.bringToFront();
  await mine.evaluate(() => {
    location.hash = 'configuration/agents';
  });
  const sealed = await answer(text, 'approve', asker);
  await mine.getByText('Access to Halden Instruments GmbH').waitFor();
  await button(mine, 'Close').click();
  await mine.getByRole('heading', { name: 'Asked for access?' }).waitFor();
  const after = await asker.ask('status.get');
  expect(before.ok && before.value.connection).not.toBeNull();
  expect(after.ok && after.value.connection).toEqual(before.ok && before.value.connection);
  await reply(other, sealed);
  await other.getByRole('heading', { name: 'Check what is connected' }).waitFor();
}, 90_000);

/** The CRM administrator, elsewhere, types the code. */
async function atZoho(page: Page, how: 'Accept' | 'Reject'): Promise<void> {
  const part = page.getByRole('region', { name: 'On a call now: a code' });
  const shown = part.locator('.code');
  await shown.waitFor();
  const address = await shown.getByRole('link').getAttribute('href');
  const userCode = await shown.locator('.big.num').innerText();
  const zoho = await approver.context.newPage();
  await zoho.goto(address ?? '');
  const email = zoho.getByLabel('Email address');
  const code = zoho.getByLabel('Code shown on the device');
  await email.or(code).first().waitFor();
  if (await email.isVisible()) {
    await email.fill(luca);
    await zoho.getByLabel('Password').fill('halden-demo');
    await zoho.getByRole('button', { name: 'Sign in' }).click();
    await code.waitFor();
  }
  await code.fill(userCode.toLowerCase().replace('-', ''));
  await zoho.getByRole('button', { name: 'Next' }).click();
  await zoho.getByRole('button', { name: how }).click();
  await zoho
    .getByText(how === 'Accept' ? 'Device connected' : 'Access refused')
    .first()
    .waitFor();
  await zoho.close();
  await page.bringToFront();
}
