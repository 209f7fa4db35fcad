/** Who the tokens speak for, and for which organisations (contract 1.8, 2.8, 3.9). */
import * as v from 'valibot';
import type { Directory } from '../engine/connect-ports';
import type { Organisation } from '../protocol';
import type { ContactMark } from '../core/foreign-sync';
import { lacksOf } from './edition-probe';
import type { Http } from './http';
import { readNow } from './interactive-read';
import { failed } from './problems';
import { idOf } from './reader-rows';
import { idShape, ownValue, parse, recordShape } from './record-page';

const text = v.nullish(v.string());

const deskOrganisationsShape = v.object({
  data: v.array(
    v.object({
      id: idShape,
      companyName: text,
      portalName: text,
      edition: text,
      currencyCode: text,
      isAdminInOrg: v.nullish(v.boolean()),
      isSandboxPortal: v.nullish(v.boolean()),
    }),
  ),
});

const deskMeShape = v.object({
  name: text,
  firstName: text,
  lastName: text,
  emailId: text,
  profileId: v.nullish(v.string()),
  rolePermissionType: text,
  profile: v.nullish(v.object({ id: v.nullish(v.string()), name: text, type: text })),
});

const usersShape = v.object({
  users: v.array(
    v.object({
      id: idShape,
      full_name: text,
      first_name: text,
      last_name: text,
      email: text,
      profile: v.nullish(v.object({ name: text })),
    }),
  ),
});

const companyShape = v.object({
  org: v.array(
    v.object({
      id: idShape,
      zgid: v.nullish(v.string()),
      company_name: text,
      time_zone: text,
      type: text,
      iso_code: text,
      currency: text,
      license_details: v.nullish(v.object({ paid_type: text })),
    }),
  ),
});

const contactsShape = v.object({ data: v.array(recordShape) });

/** Contacts looked at for a CRM id that another integration wrote. */
const lookedAt = 99;

const joined = (...parts: readonly (string | null | undefined)[]): string =>
  parts.filter((part) => part).join(' ');

function typeOf(name: string | null | undefined): Organisation['type'] {
  const type = (name ?? '').toLowerCase();
  return type === 'production' || type === 'sandbox' || type === 'developer' ? type : 'other';
}

export interface DirectoryPorts {
  readonly desk: Http;
  readonly crm: Http;
}

export function createDirectory({ desk, crm }: DirectoryPorts): Directory {
  async function deskOrganisations(): Promise<Awaited<ReturnType<Directory['deskOrganisations']>>> {
    const body = await readNow(desk, '/api/v1/organizations', {}, true);
    if (body === null) return [];
    return parse(deskOrganisationsShape, body, 'desk organizations').data.map((organisation) => ({
      id: organisation.id,
      name: organisation.companyName ?? organisation.portalName ?? organisation.id,
      type: organisation.isSandboxPortal === true ? 'sandbox' : 'production',
      edition: organisation.edition ?? null,
      currency: organisation.currencyCode ?? null,
      administrator: organisation.isAdminInOrg === true,
      portal: organisation.portalName ?? '',
    }));
  }

  async function isCrmAdministrator(id: string): Promise<boolean> {
    const body = await readNow(crm, '/crm/v8/users', { type: 'AdminUsers' });
    return (
      body !== null && parse(usersShape, body, 'crm users').users.some((user) => user.id === id)
    );
  }

  async function crmUser(): Promise<v.InferOutput<typeof usersShape>['users'][number]> {
    const body = await readNow(crm, '/crm/v8/users', { type: 'CurrentUser' });
    const user = body === null ? undefined : parse(usersShape, body, 'crm users').users[0];
    // Signed in at Zoho, yet no user of this CRM.
    if (user === undefined) throw failed('zoho.noPermission', { detail: 'crm no user' });
    return user;
  }

  async function contactMarks(): Promise<ContactMark[]> {
    const query = { sortBy: '-createdTime', limit: String(lookedAt) };
    const body = await readNow(desk, '/api/v1/contacts', query);
    if (body === null) return [];
    return parse(contactsShape, body, 'desk contacts').data.flatMap((row) => {
      const id = idOf(ownValue(row, 'id'));
      const created = ownValue(row, 'createdTime');
      const createdAt = typeof created === 'string' ? Date.parse(created) : Number.NaN;
      const crmId = idOf(ownValue(row, 'zohoCRMContact'));
      return id === null
        ? []
        : [{ id, crmId, createdAt: Number.isNaN(createdAt) ? null : createdAt }];
    });
  }

  return {
    deskOrganisations,

    async deskMe() {
      const body = await readNow(desk, '/api/v1/myinfo', { include: 'profile' });
      const me = parse(deskMeShape, body, 'desk myinfo');
      const administrator = [me.rolePermissionType, me.profile?.type, me.profile?.name].some(
        // `Admin`, `Administrator`, `Support Administrator`: the word is Zoho's own in all of them.
        (name) => /\badmin(istrator)?\b/i.test(name ?? ''),
      );
      return {
        name: me.name ?? joined(me.firstName, me.lastName),
        email: me.emailId ?? '',
        administrator,
        profileId: me.profileId ?? me.profile?.id ?? '',
        profileName: me.profile?.name ?? '',
      };
    },

    async crmMe() {
      const user = await crmUser();
      // The profile's name may be translated; the list of administrators is not.
      const administrator =
        user.profile?.name === 'Administrator' || (await isCrmAdministrator(user.id));
      return {
        name: user.full_name ?? joined(user.first_name, user.last_name),
        email: user.email ?? '',
        administrator,
      };
    },

    async crmOrganisation() {
      const body = await readNow(crm, '/crm/v8/org', {});
      const company = body === null ? undefined : parse(companyShape, body, 'crm org').org[0];
      if (company === undefined) throw failed('defect.unreadable', { detail: 'crm org' });
      const user = await crmUser();
      return {
        id: company.id,
        name: company.company_name ?? company.id,
        type: typeOf(company.type),
        edition: company.license_details?.paid_type ?? null,
        // `currency` may be a name such as "US Dollar"; the code is apart.
        currency: company.iso_code ?? company.currency ?? null,
        administrator:
          user.profile?.name === 'Administrator' || (await isCrmAdministrator(user.id)),
        zgid: company.zgid ?? company.id,
        timeZone: company.time_zone ?? 'UTC',
      };
    },

    async foreignCrmIds() {
      return (await contactMarks()).filter(({ crmId }) => crmId !== null).length;
    },

    contactMarks,

    lacks: (side) => lacksOf(side, side === 'desk' ? desk : crm),
  };
}
