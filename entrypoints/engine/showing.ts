/** What agents see of customers, and what they may see. Nothing here decides anything. */
import { createManagedPolicy } from '../../sync/browser/managed-policy';
import { createProfileShelf } from '../../sync/browser/profile-shelf';
import { zohosRule } from '../../sync/core/customer-type';
import { noAccess } from '../../sync/core/permissions';
import { createHandshake } from '../../sync/engine/handshake';
import { createPermissions } from '../../sync/engine/permissions';
import { createProfiles } from '../../sync/engine/profile';
import { createPublication } from '../../sync/engine/publication';
import { createShelvedProfiles } from '../../sync/engine/shelved-profiles';
import { parsePermissions } from '../../sync/storage/permissions-shape';
import { parseAgentSettings, permissionsOfPolicy } from '../../sync/storage/settings-shape';
import type { Ground } from './ground';

export function assembleShowing({ zoho, ...ground }: Ground) {
  const { connection } = zoho;
  const profiles = createShelvedProfiles(
    createProfiles({
      ...ground,
      desk: zoho.deskReader,
      crm: zoho.crmReader,
      people: zoho.peopleReader,
      connection,
      online: () => navigator.onLine,
      allowed: () => permissions.allowed(),
    }),
    createProfileShelf(),
  );
  const handshake = createHandshake({
    ...ground,
    choices: ground.cache,
    memory: zoho.session,
    desk: zoho.ticketReader,
    people: zoho.peopleReader,
    connection,
    mayShow: async () => (await permissions.allowed()).handshake,
    access: async () => (await permissions.allowed()).contacts ?? noAccess,
    rules: async () => (await permissions.allowed()).typeRules ?? zohosRule,
  });
  const policy = createManagedPolicy(() => void permissions.poll());
  const permissions = createPermissions({
    ...ground,
    desk: zoho.deskProfiles,
    connection,
    isConfig: (value) => parsePermissions(value) !== null,
    async managed() {
      const text = await policy.settings();
      return text === null ? null : permissionsOfPolicy(text);
    },
    withhold: () => profiles.withhold(),
    narrow: async (allowed) =>
      void (await Promise.all([profiles.narrow(allowed), handshake.forget()])),
  });
  const publication = createPublication({
    ...ground,
    board: zoho.variables,
    deskOrgId: async () => (await connection())?.deskOrg.id ?? null,
    parse: parseAgentSettings,
  });
  /** With nothing connected, or not for this agent, there is no board to open (HND-5). */
  const showsBoard = async (): Promise<boolean> =>
    (await connection()) !== null && (await permissions.allowed()).handshake;
  return { profiles, handshake, permissions, publication, showsBoard };
}

export type Showing = ReturnType<typeof assembleShowing>;
