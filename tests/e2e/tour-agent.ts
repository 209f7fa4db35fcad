/** What agents work with, for the tour: forms, links, the rail, the board, offline; light, dark, mirrored. */
import type { Frame, Page } from 'playwright-core';
import type { PermissionsConfig } from '../../sync/protocol/permissions';
import { additionKinds } from '../../sync/types';
import { chromiumId } from '../extension';
import type { TestBrowser } from './browser';
import { signIn } from './setup-path';

type Picture = (page: Page, name: string) => Promise<void>;

/** Full access for every profile, but for what `restricted` says; additions of every kind. */
async function permit(
  browser: TestBrowser,
  restricted: PermissionsConfig['profiles'][string]['restricted'] = null,
): Promise<void> {
  const answer = await browser.ask('permissions.get');
  if (!answer.ok) throw new Error(answer.problem.message);
  const access = { visible: true, contacts: true, accounts: true, restricted, adds: true };
  const profiles = Object.fromEntries(answer.value.profiles.map(({ id }) => [id, access]));
  const saved = await browser.ask('permissions.save', {
    config: { profiles, writing: additionKinds },
  });
  if (!saved.ok) throw new Error(saved.problem.message);
}

const mirror = (frame: Frame | Page, dir: 'rtl' | 'ltr'): Promise<void> =>
  frame.evaluate((wanted) => {
    document.documentElement.dir = wanted;
  }, dir);

/** Takes the pictures `3x-…`; permissions stay at full access with additions allowed. */
export async function agentTour(browser: TestBrowser, picture: Picture): Promise<void> {
  const { ticketUrl } = browser.sandbox.describe();
  const desk = await browser.context.newPage();
  const open = async (): Promise<Frame> => {
    await desk.bringToFront();
    await desk.goto(`${ticketUrl}?mode=light`);
    const frame = await browser.sidebar(desk);
    await frame.getByText('Send quote for audit module').waitFor();
    return frame;
  };

  await permit(browser);
  let frame = await open();
  await frame.getByText('Your sign-in is older than that').scrollIntoViewIfNeeded();
  await picture(desk, '30-sign-in-again');
  const options = await browser.options();
  await options.evaluate(() => {
    location.hash = '#permissions';
  });
  await signIn(browser, 'CRM', {}, 'Sign in to CRM again');
  await options.getByText('Zoho has not been asked for this yet').waitFor({ state: 'detached' });

  frame = await open();
  await mirror(frame, 'rtl');
  await picture(desk, '31-ticket-rtl');
  await mirror(frame, 'ltr');
  const button = (name: string) => frame.getByRole('button', { name, exact: true });
  await button('Add note').first().click();
  await frame.getByRole('textbox', { name: 'Note' }).fill('Certificate rotated at 08:00.');
  await picture(desk, '32-add-note');
  await frame.getByRole('textbox', { name: 'Note' }).fill('');
  await button('Cancel').click();
  await button('Add potential').click();
  await frame.getByLabel(/^Stage/).waitFor();
  await picture(desk, '33-add-potential');
  await button('Cancel').click();
  await button('More').click();
  await frame.getByRole('menuitem', { name: 'Link to another record' }).click();
  await frame.getByRole('searchbox').fill('Lindqvist');
  await frame
    .getByRole('button', { name: /^Link to / })
    .first()
    .waitFor();
  await picture(desk, '34-link-another');
  await frame.getByRole('button', { name: 'Close', exact: true }).click();
  await button('More').click();
  await frame.getByRole('menuitem', { name: 'Keys' }).click();
  await picture(desk, '35-keys');
  await frame.getByRole('button', { name: 'Close', exact: true }).click();
  await button('Collapse').click();
  await button('Show customer').waitFor();
  await picture(desk, '36-rail');
  await button('Show customer').click();
  await browser.context.setOffline(true);
  await button('Refresh').click();
  await frame.getByText('Offline', { exact: true }).waitFor();
  await picture(desk, '37-offline');
  await browser.context.setOffline(false);

  const all = { information: true, potentials: false, notes: true, calls: true, events: true };
  await permit(browser, { ...all, tasks: true });
  await frame.getByText('Hidden by your administrator').first().waitFor();
  await picture(desk, '38-restricted');
  await permit(browser);

  await desk.goto(`chrome-extension://${chromiumId}/board.html`);
  await desk.getByRole('region', { name: /^Customers/ }).waitFor();
  await picture(desk, '40-board');
  await desk.emulateMedia({ colorScheme: 'dark' });
  await picture(desk, '41-board-dark');
  await desk.emulateMedia({ colorScheme: 'light' });
  await mirror(desk, 'rtl');
  await picture(desk, '42-board-rtl');
  await desk.close();
}
