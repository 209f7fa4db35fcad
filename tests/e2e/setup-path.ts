/** The way through set-up as an administrator walks it, and the ways in which it goes wrong. */
import type { Page } from 'playwright-core';
import type { TestBrowser } from './browser';

export interface SignInAnswers {
  readonly email?: string;
  readonly password?: string;
  /** Name of the CRM organisation on the consent page; Zoho's default where left out. */
  readonly organisation?: string;
  readonly consent?: 'Accept' | 'Reject';
  /** Called on the consent page before it is answered. */
  readonly onConsent?: (page: Page) => Promise<void>;
}

/** Fills in the first step and sends it. */
export async function enterClient(
  browser: TestBrowser,
  client: { readonly id?: string; readonly secret?: string } = {},
): Promise<Page> {
  const page = await browser.options();
  const { clientId, clientSecret } = browser.sandbox.describe();
  await page.getByLabel('Client ID').fill(client.id ?? clientId);
  await page.getByLabel('Client secret').fill(client.secret ?? clientSecret);
  await page.getByRole('button', { name: 'Check and continue' }).click();
  return page;
}

/** Presses *Sign in to …* and answers Zoho's own pages in the window that opens. */
export async function signIn(
  browser: TestBrowser,
  product: 'Desk' | 'CRM',
  answers: SignInAnswers = {},
  button = `Sign in to ${product}`,
): Promise<void> {
  const page = await browser.options();
  const { admin } = browser.sandbox.describe();
  const [window] = await Promise.all([
    browser.context.waitForEvent('page'),
    page.getByRole('button', { name: button }).click(),
  ]);
  const email = window.getByLabel('Email address');
  const accept = window.getByRole('button', { name: answers.consent ?? 'Accept' });
  await email.or(accept).first().waitFor();
  // Signed in from before as somebody: another person says so first.
  if (answers.email !== undefined && (await accept.isVisible())) {
    await window.getByRole('link', { name: 'Use another account' }).click();
    await email.waitFor();
  }
  if (await email.isVisible()) {
    await email.fill(answers.email ?? admin.email);
    await window.getByLabel('Password').fill(answers.password ?? admin.password);
    await window.getByRole('button', { name: 'Sign in' }).click();
    await accept.waitFor();
  }
  if (answers.organisation !== undefined)
    await window.getByLabel('CRM organisation').selectOption({ label: answers.organisation });
  await answers.onConsent?.(window);
  // The window may be gone before the click has come back.
  const closed = window.waitForEvent('close');
  const clicked = accept.click().catch((thrown: unknown) => {
    if (!window.isClosed()) throw thrown;
  });
  await Promise.all([closed, clicked]);
}

interface Looks {
  readonly onDesk?: (page: Page) => Promise<void>;
  readonly onConsent?: (page: Page) => Promise<void>;
  readonly onStep?: (page: Page, step: string) => Promise<void>;
}

/** From nothing to the settings: both signed in, and the company authorized. */
export async function authorized(browser: TestBrowser, look: Looks = {}): Promise<Page> {
  const page = await enterClient(browser);
  await page.getByRole('button', { name: 'Sign in to Desk' }).waitFor();
  await signIn(browser, 'Desk', look.onDesk === undefined ? {} : { onConsent: look.onDesk });
  await page
    .getByRole('button', { name: 'Sign in to CRM' })
    .and(page.locator(':enabled'))
    .waitFor();
  await look.onStep?.(page, '02-connect');
  await signIn(browser, 'CRM', look.onConsent === undefined ? {} : { onConsent: look.onConsent });
  await page.getByRole('heading', { name: 'Check what is connected' }).waitFor();
  await look.onStep?.(page, '05-company');
  // Shown where one of the newest Desk contacts carries a CRM id that Tandem did not set.
  const turnedOff = page.getByRole('radio', { name: /I have turned Zoho's sync off/ });
  if (await turnedOff.isVisible()) await turnedOff.check();
  await page.getByRole('button', { name: 'Authorize' }).click();
  return page;
}

/** From nothing to the first sync running. */
export async function connect(browser: TestBrowser, look: Looks = {}): Promise<Page> {
  const page = await authorized(browser, look);
  for (const step of ['Preferences', 'Field mapping']) {
    await page.getByRole('heading', { name: step, exact: true }).waitFor();
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  if (look.onStep !== undefined) {
    await page.getByRole('button', { name: 'Start sync' }).waitFor({ timeout: 120_000 });
    await look.onStep(page, '06-preview');
  }
  // Whoever does not look may start while the preview is still being made.
  await page.getByRole('button', { name: /^Start (sync|without preview)$/ }).click();
  return page;
}

/** Waits until the run that is under way, and any that follows at once, has ended. */
export async function settled(browser: TestBrowser, timeoutMs = 120_000): Promise<void> {
  const page = await browser.options();
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await browser.ask('status.get').catch(() => null);
    // A preview that was called off ends too; then the first sync is still to come.
    if (
      answer?.ok === true &&
      answer.value.run?.endedAt != null &&
      answer.value.state !== 'firstSync'
    )
      return;
    if (Date.now() > deadline) throw new Error(`not settled: ${JSON.stringify(answer)}`);
    await page.waitForTimeout(100);
  }
}

/** A whole run that began after now: one that is under way may have read before. */
export async function synced(browser: TestBrowser): Promise<void> {
  const idOf = async (): Promise<string | undefined> => {
    const answer = await browser.ask('status.get');
    return answer.ok ? answer.value.run?.id : undefined;
  };
  await settled(browser);
  const before = await idOf();
  const page = await browser.options();
  const deadline = Date.now() + 25_000;
  for (;;) {
    await browser.ask('sync.now');
    if ((await idOf()) !== before) break;
    if (Date.now() > deadline) throw new Error('no run began');
    await page.waitForTimeout(100);
  }
  await settled(browser);
}
