/** Notes, tasks, calls and potentials from beside a ticket: once each, whatever happens on the way. */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { additionKinds, type AdditionKind } from '../../sync/types';
import { metadataOf } from '../sandbox/crm/metadata';
import { droppedConnection } from '../sandbox/misfortune';
import { startBrowser, type TestBrowser } from './browser';
import { permitAll, ticketPlace } from './rights';
import { connect, settled, signIn } from './setup-path';

let browser: TestBrowser;
let desk: Page;
let frame: Frame;
const wait = { timeout: 25_000 };

type CrmRecord = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly _state: string;
};

beforeAll(async () => {
  browser = await startBrowser({
    contacts: 40,
    seed: 'adding',
    accountLimits: { tokenRequests: 1000, codesPerMinute: 1000, refreshTokensPerMinute: 1000 },
  });
  await connect(browser);
  await settled(browser);
  desk = await browser.context.newPage();
  desk.setDefaultTimeout(25_000);
  watchNotes();
  await openTicket();
});
afterAll(() => browser.close());

async function openTicket(): Promise<void> {
  await desk.goto(browser.sandbox.describe().ticketUrl);
  frame = await browser.sidebar(desk);
  await frame.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor();
}

const permit = (adds: boolean, writing: readonly AdditionKind[] = additionKinds): Promise<void> =>
  permitAll(browser, { adds }, writing);

async function inCrm(module: string, holds: string): Promise<readonly CrmRecord[]> {
  const { records } = await browser.control<{ records: CrmRecord[] }>(
    `/state?side=crm&module=${module}`,
  );
  return records.filter((one) => one._state === 'live' && JSON.stringify(one).includes(holds));
}

const button = (name: string | RegExp) => frame.getByRole('button', { name, exact: true });

async function typeNote(text: string): Promise<void> {
  await button('Add note').first().click();
  await frame.getByRole('textbox', { name: 'Note' }).fill(text);
}

async function noteHolds(text: string): Promise<void> {
  await expect
    .poll(
      () =>
        frame
          .getByRole('textbox', { name: 'Note' })
          .inputValue()
          .catch(() => ''),
      wait,
    )
    .toBe(text);
}

/** The one in the form; the other one, in the head of the section, opens it. */
const submit = () => frame.locator('form.compose button[type=submit]').click();

/** What becomes of the next note on its way to CRM; everything else goes through. */
let fate: ((answer: () => Promise<Response>) => Promise<Response>) | null = null;

/** Between the browser and CRM, where only connections are lost. */
function watchNotes(): void {
  const { sandbox } = browser.sandbox;
  const answer = sandbox.fetch;
  Object.assign(sandbox, {
    fetch: (request: Request) => {
      const isNote = request.method === 'POST' && new URL(request.url).pathname.endsWith('/Notes');
      if (!isNote || fate === null) return answer(request);
      const struck = fate;
      fate = null;
      return struck(() => answer(request));
    },
  });
}

/** Rights to add that the sign-in to CRM holds. */
async function granted(): Promise<readonly string[]> {
  const status = await browser.ask('status.get');
  const scopes = status.ok ? (status.value.connection?.scopes ?? []) : [];
  return scopes.filter((one) => /(?:notes|tasks|calls|deals|leads)\.CREATE/i.test(one));
}

test('offers nothing, and asks Zoho for no right to it, until the administrator allows it', async () => {
  expect(await button('Add note').count()).toBe(0);
  expect(await granted()).toEqual([]);
  await permit(true);
  // Allowed, and not granted by Zoho yet: the page says what is left to do.
  expect(await browser.ask('additions.get', { place: ticketPlace(browser) })).toMatchObject({
    value: { kinds: [] },
  });
  await frame.getByText('Your sign-in is older than that').waitFor(wait);
  const page = await browser.options();
  await page.goto(`${page.url().split('#')[0]}#permissions`);
  await signIn(browser, 'CRM', {}, 'Sign in to CRM again');
  await page.getByText('Zoho has not been asked for this yet').waitFor({ state: 'detached' });
  expect(await granted()).toHaveLength(5);
  await desk.bringToFront();
  await button('Add note').waitFor(wait);
  await frame.getByText('Your sign-in is older than that').waitFor({ state: 'detached' });
}, 60_000);

test('adds a note with the ticket in it, at once and once', async () => {
  await typeNote('Certificate rotated at 08:00');
  await submit();
  await frame.locator('form.compose').waitFor({ state: 'detached' });
  await frame.getByText('Certificate rotated at 08:00').waitFor();
  await expect.poll(() => inCrm('Notes', 'Certificate rotated'), wait).toHaveLength(1);
  const [note] = await inCrm('Notes', 'Certificate rotated');
  expect(note?.['Note_Content']).toMatch(/08:00\n\nTicket #\d+: https:\/\/desk\.zoho\./);
  await frame.locator('.nt').getByText('Certificate rotated at 08:00').waitFor();
  expect(await frame.locator('.pend').count()).toBe(0);
});

test('adds a task and logs a call from the keyboard alone', async () => {
  await button('Add task, Log call').press('Enter');
  await frame.getByRole('menuitem', { name: 'Add task' }).press('Enter');
  await frame.getByLabel(/^Subject/).waitFor();
  await expect.poll(() => frame.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
  await frame.getByLabel(/^Subject/).press('q');
  await frame.getByLabel(/^Subject/).fill('Send the audit log');
  await frame.getByLabel(/^Due Date/).fill('2027-03-12');
  await frame.getByLabel(/^Subject/).press('Control+Enter');
  await expect.poll(() => inCrm('Tasks', 'Send the audit log'), wait).toHaveLength(1);
  await button('Add task, Log call').press('Enter');
  await frame.getByRole('menuitem', { name: 'Log call' }).press('Enter');
  await frame.getByLabel(/^Subject/).fill('Promised an answer');
  expect(await frame.getByLabel(/^Call Type/).inputValue()).toBe('Outbound');
  expect(await frame.getByLabel(/^Call Start Time/).inputValue()).toMatch(/T/);
  await frame.getByLabel(/^Subject/).press('Control+Enter');
  await expect.poll(() => inCrm('Calls', 'Promised an answer'), wait).toHaveLength(1);
});

test("asks for what the organisation's layout requires, also where that changes meanwhile", async () => {
  const deals = metadataOf(browser.sandbox.sandbox.world.crmOrgs[0]!).modules.get('Deals');
  const risk = deals?.fields.get('Risk');
  await button('Add potential').click();
  await frame.getByLabel(/^Deal Name/).fill('Audit module');
  await frame.getByLabel(/^Stage/).selectOption('Qualification');
  // Half a number is none, and is not left out in silence whichever way it is sent.
  const amount = frame.getByLabel(/^Amount/);
  await amount.pressSequentially('12e');
  await amount.press('Control+Enter');
  await amount.fill('1250.5');
  Object.assign(risk ?? {}, { mandatory: true });
  await submit();
  await frame
    .getByRole('alert')
    .getByText(/A field that Zoho requires is empty/)
    .waitFor(wait);
  expect(await frame.getByLabel(/^Deal Name/).inputValue()).toBe('Audit module');
  expect(await inCrm('Deals', 'Audit module')).toEqual([]);
  // The layout is read anew: the field is there now.
  await button('Cancel').click();
  await button('Add potential').click();
  await frame.getByLabel(/^Risk/).waitFor(wait);
  await submit();
  await frame
    .getByRole('alert')
    .getByText(/Risk: CRM requires this/)
    .waitFor(wait);
  await frame.getByLabel(/^Risk/).selectOption('Low');
  await submit();
  await expect.poll(() => inCrm('Deals', 'Audit module'), wait).toHaveLength(1);
  const [deal] = await inCrm('Deals', 'Audit module');
  expect(deal).toMatchObject({
    Risk: 'Low',
    Amount: 1250.5,
    Contact_Name: { name: 'Ada Lindqvist' },
  });
  expect(deal?.['Account_Name']).toMatchObject({ name: 'Nordwind AB' });
  Object.assign(risk ?? {}, { mandatory: false });
});

test('keeps what is typed over a reload, a stopped worker and another ticket', async () => {
  await typeNote('Half a thought');
  await expect
    .poll(
      async () =>
        JSON.stringify(await browser.ask('additions.get', { place: ticketPlace(browser) })),
      wait,
    )
    .toContain('Half a thought');
  await browser.stopWorker();
  await desk.goto(new URL('/agent/haldeninstruments/all/tickets/list/open-cases', desk.url()).href);
  await openTicket();
  await noteHolds('Half a thought');
  await frame.getByRole('textbox', { name: 'Note' }).press('Escape');
  await button('Add note').first().click();
  expect(await frame.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('Half a thought');
  await frame.getByRole('textbox', { name: 'Note' }).fill('');
  await button('Cancel').click();
});

test('an answer that is lost makes no second note, however often one tries', async () => {
  await typeNote('Said once');
  fate = async (answer) => {
    await answer();
    throw droppedConnection();
  };
  await submit();
  await frame.getByText('CRM has not confirmed this').waitFor(wait);
  await button('Look now').click();
  await frame.getByText('CRM has not confirmed this').waitFor({ state: 'detached', ...wait });
  await frame.locator('.nt').getByText('Said once').waitFor(wait);
  expect(await inCrm('Notes', 'Said once')).toHaveLength(1);
});

test('a request that never arrived is not sent again before that is certain', async () => {
  await typeNote('Never arrived');
  fate = () => Promise.reject(droppedConnection());
  await submit();
  await frame.getByText('CRM has not confirmed this').waitFor(wait);
  await button('Look now').click();
  await frame.getByText('CRM has not confirmed this').waitFor(wait);
  expect(await inCrm('Notes', 'Never arrived')).toEqual([]);
  // Ten minutes on CRM's own clock.
  await browser.control('/clock', { advanceMs: 11 * 60_000 });
  await expect
    .poll(async () => {
      // Gone in the moment of the click, too: a look may be answered at any time.
      await button('Look now')
        .click({ timeout: 500 })
        .catch(() => undefined);
      return frame.getByRole('alert').getByText('It is safe to add it again').count();
    }, wait)
    .toBe(1);
  expect(await frame.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('Never arrived');
  await submit();
  await expect.poll(() => inCrm('Notes', 'Never arrived'), wait).toHaveLength(1);
  await frame.locator('.nt').getByText('Never arrived').waitFor(wait);
});

test('a worker that is stopped in the middle of it makes no second one either', async () => {
  await typeNote('Stopped midway');
  let arrived: (() => void) | undefined;
  const asked = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  fate = async (answer) => {
    await answer();
    arrived?.();
    // Whoever asked is gone before this is over.
    return new Promise(() => undefined);
  };
  await submit();
  await asked;
  await browser.stopWorker();
  await openTicket();
  await frame.locator('.nt').getByText('Stopped midway').waitFor(wait);
  await expect.poll(() => frame.locator('.pend').count(), wait).toBe(0);
  expect(await frame.locator('form.compose').count()).toBe(0);
  expect(await inCrm('Notes', 'Stopped midway')).toHaveLength(1);
});

test('what CRM or the administrator does not permit is said, and the text stays', async () => {
  const org = browser.sandbox.sandbox.world.crmOrgs[0]!;
  const permissions = [...metadataOf(org).permissions.values()];
  for (const one of permissions) one.delete('Crm_Implied_Create_Notes');
  await typeNote('Not allowed');
  await submit();
  await frame
    .getByRole('alert')
    .getByText(/may not do this in Zoho/)
    .waitFor(wait);
  expect(await frame.getByRole('textbox', { name: 'Note' }).inputValue()).toBe('Not allowed');
  for (const one of permissions) one.add('Crm_Implied_Create_Notes');
  await permit(true, ['task']);
  await expect.poll(() => button('Add note').count(), wait).toBe(0);
  await button('Add task').waitFor(wait);
  await permit(false);
  await expect.poll(() => button('Add task').count(), wait).toBe(0);
  expect(await inCrm('Notes', 'Not allowed')).toEqual([]);
  await permit(true);
  await button('Add note').first().waitFor(wait);
});

test('offline nothing can be added, and nothing typed is lost', async () => {
  await openTicket();
  await typeNote('Written in a tunnel');
  await browser.context.setOffline(true);
  await submit().catch(() => undefined);
  await frame
    .getByText(/no internet connection|Offline/)
    .first()
    .waitFor(wait);
  await browser.context.setOffline(false);
  expect(await inCrm('Notes', 'Written in a tunnel')).toEqual([]);
  await openTicket();
  await noteHolds('Written in a tunnel');
  await submit();
  await expect.poll(() => inCrm('Notes', 'Written in a tunnel'), wait).toHaveLength(1);
});
