/** The first sync can be looked at before it writes anything, through the messages that pages send. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, type TestBrowser } from './browser';
import { enterClient, settled, signIn } from './setup-path';
import { lastCall, recordsOf, writesSince } from './truth';

const any = { kind: null, action: null, side: null, search: '' } as const;
let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser({ contacts: 20, seed: 'first look' });
});
afterAll(() => browser.close());

async function plan(): Promise<string> {
  let hash: string | null = null;
  await expect
    .poll(
      async () => {
        const answer = await browser.ask('preview.get');
        hash = answer.ok ? answer.value.hash : null;
        return answer.ok ? answer.value.look?.state : answer.problem.code;
      },
      { timeout: 30_000 },
    )
    .toBe('ready');
  return hash ?? '';
}

test('shows the first sync before it writes, and carries out what was ticked', async () => {
  const page = await enterClient(browser);
  await page.getByRole('button', { name: 'Sign in to Desk' }).waitFor();
  await signIn(browser, 'Desk');
  await page
    .getByRole('button', { name: 'Sign in to CRM' })
    .and(page.locator(':enabled'))
    .waitFor();
  await signIn(browser, 'CRM');
  await page.getByRole('heading', { name: 'Check what is connected' }).waitFor();
  const seen = await lastCall(browser);
  await browser.ask('setup.authorize', { displayOnly: false });
  await browser.ask('preview.make');
  const first = await plan();
  expect(await writesSince(browser, seen)).toBe(0);

  // Another preview takes the place of the first.
  expect(await browser.ask('preview.dismiss')).toMatchObject({ ok: true });
  expect(await browser.ask('preview.get')).toMatchObject({
    value: { look: { state: 'putAway', isSetup: true }, hash: null },
  });
  await browser.ask('sync.now');
  const ticks = { all: true, except: [] } as const;
  expect(await browser.ask('preview.apply', { hash: first, ticks })).toMatchObject({
    problem: { code: 'preview.stale' },
  });
  await browser.ask('preview.make');
  const hash = await plan();
  expect(await writesSince(browser, seen)).toBe(0);

  const part = { ...any, kind: 'contact', action: 'create', side: 'crm' } as const;
  const rows = await browser.ask('preview.rows', { ...part, hash, offset: 0, limit: 500 });
  if (!rows.ok) throw new Error(rows.problem.code);
  const { rows: creates, of } = rows.value;
  expect(creates.length).toBeGreaterThan(1);
  expect(of).toBe(creates.length);
  expect(creates[0]?.fields.some(({ label, after }) => label === 'Last Name' && after)).toBe(true);

  const before = (await recordsOf(browser, 'crm', 'contacts')).length;
  const only = creates.slice(0, 1).map(({ key }) => key);
  expect(await browser.ask('preview.apply', { hash, ticks: { all: false, only } })).toMatchObject({
    ok: true,
  });
  await browser.ask('setup.start');
  await expect
    .poll(async () => (await recordsOf(browser, 'crm', 'contacts')).length, { timeout: 30_000 })
    .toBe(before + 1);
  await settled(browser);
  expect(await browser.ask('status.get')).toMatchObject({
    value: { look: null, run: { type: 'first', gated: { changed: 0 } } },
  });
  expect((await recordsOf(browser, 'crm', 'contacts')).length).toBe(before + 1);
});
