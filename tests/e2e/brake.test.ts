/** A run that would change suspiciously much asks first, and its yes is bound to what was shown. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type TestBrowser } from './browser';
import { connect, settled } from './setup-path';
import { lastCall, recordsOf, writesSince } from './truth';

/** More than the brake lets through unasked. */
const flood = 210;
let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser({ contacts: 30, seed: 'brake' });
  await connect(browser);
  await settled(browser);
});
afterAll(() => browser.close());

test('holds a flood of new records until a person says yes', async () => {
  for (let at = 0; at < flood; at += 1)
    await browser.control('/create', {
      side: 'crm',
      module: 'Contacts',
      fields: { Last_Name: `Flood ${at}`, Email: `flood-${at}@flood.example` },
    });
  const seen = await lastCall(browser);
  const page = await browser.options();
  await page.getByRole('button', { name: 'Sync now' }).click();
  await page.getByText('A sync stopped before it wrote and waits for your yes').waitFor();
  expect(await writesSince(browser, seen)).toBe(0);
  const look = page.getByRole('button', { name: `Look at ${flood} changes` });
  await look.click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('row', { name: /Flood/ }).first().waitFor();
  expect(await dialog.getByRole('table').getAttribute('aria-rowcount')).toBe(String(flood + 1));
  // Rows that come in while it scrolls may be higher than what held their place.
  const toTheEnd = async (): Promise<string | null> => {
    await dialog.getByRole('region').evaluate((list) => list.scrollTo(0, list.scrollHeight));
    return dialog.getByRole('row').last().getAttribute('aria-rowindex');
  };
  await expect.poll(toTheEnd, { timeout: 20_000 }).toBe(String(flood + 1));

  await dialog.getByRole('button', { name: 'Do not carry out' }).click();
  await page.getByText('You said no').waitFor();
  await page.getByRole('button', { name: 'Sync now' }).and(page.locator(':enabled')).click();
  await settled(browser);
  expect(await writesSince(browser, seen)).toBe(0);

  await look.click();
  await dialog.getByRole('button', { name: `Carry out ${flood} changes` }).click();
  const arrived = async (): Promise<number> =>
    (await recordsOf(browser, 'desk', 'contacts')).filter(({ email }) =>
      String(email).endsWith('@flood.example'),
    ).length;
  await expect.poll(arrived, { timeout: 60_000 }).toBe(flood);
  await page.getByRole('heading', { name: 'In sync' }).waitFor();
  expect(await page.getByText('waits for your yes').count()).toBe(0);
});
