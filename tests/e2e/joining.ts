/** How an agent comes in: by the text that the administrator's own page makes. */
import { startBrowser, type TestBrowser } from './browser';
import { signIn } from './setup-path';

/** What the administrator sends. */
export async function joinTextOf(admin: TestBrowser): Promise<string> {
  const page = await admin.options();
  const { agentsClientId, agentsClientSecret } = admin.sandbox.describe();
  await page.evaluate(() => {
    location.hash = 'configuration/agents';
  });
  await page.getByLabel('Client ID').fill(agentsClientId);
  await page.getByLabel('Client secret').fill(agentsClientSecret);
  await page.getByRole('button', { name: 'Check and save' }).click();
  const shown = page.locator('code').filter({ hasText: /^tandem-join-1\./ });
  await shown.waitFor();
  return shown.innerText();
}

/** A browser of this person's own, where they paste the text and sign in. */
export async function join(
  admin: TestBrowser,
  joinText: string,
  first: string,
): Promise<TestBrowser> {
  const browser = await startBrowser({ beside: admin });
  const email = `${first}@halden.example`;
  const page = await browser.options();
  await page.getByRole('button', { name: 'Paste it' }).click();
  await page.getByLabel('Text that you were sent').fill(joinText);
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('heading', { name: /^Join Halden Instruments Support/ }).waitFor();
  await signIn(browser, 'Desk', { email });
  const crm = page.getByRole('button', { name: 'Sign in to CRM' }).and(page.locator(':enabled'));
  await crm.waitFor();
  await signIn(browser, 'CRM');
  await page.getByRole('heading', { name: 'You are connected' }).waitFor();
  return browser;
}
