import type { PermissionsConfig, ProfilePermissions } from '../../sync/protocol/permissions';
import type { AdditionKind } from '../../sync/types';
import type { TestBrowser } from './browser';

/** Everything may be seen. */
export const fullAccess: ProfilePermissions = {
  visible: true,
  contacts: true,
  accounts: true,
  restricted: null,
};

/** What each Desk profile of the organisation may see, as a configuration holds it. */
export async function profileRights(
  browser: TestBrowser,
  of: (profile: string) => ProfilePermissions,
): Promise<PermissionsConfig['profiles']> {
  const answer = await browser.ask('permissions.get');
  if (!answer.ok) throw new Error(answer.problem.message);
  return Object.fromEntries(answer.value.profiles.map(({ id, name }) => [id, of(name)]));
}

/** Saves one setting for every profile, and what all may add to CRM. */
export async function permitAll(
  browser: TestBrowser,
  over: Partial<ProfilePermissions> = {},
  writing?: readonly AdditionKind[],
): Promise<void> {
  const profiles = await profileRights(browser, () => ({ ...fullAccess, ...over }));
  const config: PermissionsConfig = { profiles, ...(writing && { writing }) };
  const saved = await browser.ask('permissions.save', { config });
  if (!saved.ok) throw new Error(saved.problem.message);
}

/** The place of the demonstration's ticket, as the sidebar asks for it. */
export function ticketPlace(browser: TestBrowser) {
  const id = new URL(browser.sandbox.describe().ticketUrl).pathname.split('/').at(-1) ?? '';
  return { type: 'ticket', id } as const;
}
